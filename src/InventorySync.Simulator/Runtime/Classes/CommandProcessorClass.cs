using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaCommandProcessor: console commands of scripts.</summary>
internal static class CommandProcessorClass
{
    public static ApiClass<GlobalObject> Define() => new ApiClass<GlobalObject>("LuaCommandProcessor")
        .Read("commands", c => Texts(c.Runtime.Commands.Select(command => (command.Key, command.Value.Help))))
        .Read("game_commands", _ => Texts(ScenarioRuntime.ScriptCommands.Select(name => (name, (object?)""))))
        .Method("add_command", "name, help, function", (c, a) => Add(c.Runtime, a))
        .Method("remove_command", "name", (c, a) => c.Runtime.Commands.Remove(a.Text("name")));

    private static LuaTable Texts(IEnumerable<(string Name, object? Help)> commands)
    {
        var table = new LuaTable();
        foreach (var (name, help) in commands)
            table[name] = help;
        return table;
    }

    private static object? Add(ScenarioRuntime runtime, Arguments arguments)
    {
        var name = arguments.Text("name");
        if (!runtime.Commands.TryAdd(name, (arguments["help"], arguments.Function("function"))) || ScenarioRuntime.ScriptCommands.Contains(name))
            throw new ScriptErrorException($"Command {name} already exists.");
        return null;
    }
}
