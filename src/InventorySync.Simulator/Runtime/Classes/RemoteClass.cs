using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaRemote: interfaces between scripts.</summary>
internal static class RemoteClass
{
    public static ApiClass<GlobalObject> Define() => new ApiClass<GlobalObject>("LuaRemote")
        .Read("interfaces", r => Interfaces(r.Runtime))
        .Method("add_interface", "name, functions", (r, a) => Add(r.Runtime, a))
        .Method("remove_interface", "name", (r, a) => r.Runtime.Interfaces.Remove(a.Text("name")))
        .Method("call", "interface, function, ...", (r, a) => Call(r.Runtime, a));

    private static LuaTable Interfaces(ScenarioRuntime runtime)
    {
        var all = new LuaTable();
        foreach (var (name, functions) in runtime.Interfaces)
        {
            var names = new LuaTable();
            foreach (var function in functions.Keys)
                names[function] = true;
            all[name] = names;
        }

        return all;
    }

    private static object? Add(ScenarioRuntime runtime, Arguments arguments)
    {
        var name = arguments.Text("name");
        var functions = new Dictionary<string, LuaFunction>();
        foreach (var (key, value) in Values.Table(arguments["functions"], arguments.Name))
            functions.Add(Values.Text(key, arguments.Name), value as LuaFunction ?? throw new ScriptErrorException($"{arguments.Name}: {key} is no function."));
        if (!runtime.Interfaces.TryAdd(name, functions))
            throw new ScriptErrorException($"There is an interface {name} already.");
        return null;
    }

    private static OnStack Call(ScenarioRuntime runtime, Arguments arguments)
    {
        var (name, function) = (arguments.Text("interface"), arguments.Text("function"));
        if (!runtime.Interfaces.TryGetValue(name, out var functions))
            throw new ScriptErrorException($"Unknown interface: {name}");
        if (!functions.TryGetValue(function, out var target))
            throw new ScriptErrorException($"No such function: {name}.{function}");
        arguments.Lua.CallWithArgumentsFrom(target, arguments.IndexOf("..."), arguments.Count - 2);
        return OnStack.Values;
    }
}
