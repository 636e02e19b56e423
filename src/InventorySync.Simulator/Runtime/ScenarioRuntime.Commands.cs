using System.Diagnostics;
using System.Text;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>Console commands that run Lua (factorio-server.md §6.2).</summary>
internal sealed partial class ScenarioRuntime
{
    public static IReadOnlyList<string> ScriptCommands { get; } =
        ["c", "command", "sc", "silent-command", "mc", "measured-command"];

    /// <summary>Commands that scripts added.</summary>
    public Dictionary<string, (object? Help, LuaFunction Function)> Commands { get; } = [];

    /// <summary>Remote interfaces and their functions.</summary>
    public Dictionary<string, Dictionary<string, LuaFunction>> Interfaces { get; } = [];

    /// <summary>Who gave the command that runs, null for the console and RCON.</summary>
    public Player? CommandPlayer { get; private set; }

    /// <summary>Runs a command if it is one of scripts; false leaves it to the server.</summary>
    public bool RunCommand(ReadOnlySpan<byte> text, Player? player)
    {
        if (text.IsEmpty || text[0] != (byte)'/')
            return false;
        var line = text[1..];
        var cut = line.IndexOfAny(" \n\t"u8);
        var name = Encoding.UTF8.GetString(cut < 0 ? line : line[..cut]);
        var parameter = cut < 0 ? [] : line[(cut + 1)..];
        CommandPlayer = player;
        try
        {
            if (ScriptCommands.Contains(name))
                RunScriptCommand(name, parameter, player);
            else if (Commands.TryGetValue(name, out var command))
                RunCustomCommand(name, command.Function, parameter, player);
            else
                return false;
        }
        finally
        {
            CommandPlayer = null;
        }

        ThrowIfFailed();
        return true;
    }

    /// <summary>Runs Lua in the level's state and gives what it returns. An expression needs no <c>return</c>.</summary>
    public object? Evaluate(string code)
    {
        LuaFunction chunk;
        try
        {
            chunk = Lua.Load(Encoding.UTF8.GetBytes($"return ({code})"), "=(control)");
        }
        catch (ScriptErrorException)
        {
            // No expression: then it must be statements, whose own error is the one to show.
            chunk = Lua.Load(Encoding.UTF8.GetBytes(code), "=(control)");
        }

        _budgetLeft = World.Setup.InstructionBudget ?? 0;
        var value = Lua.Call(chunk, null, results: 1, lua => lua.TypeAt(-1) == LuaType.Function ? "function" : lua.ValueAt(-1));
        Lua.Forget(chunk);
        ThrowIfFailed();
        return value;
    }

    private void RunScriptCommand(string name, ReadOnlySpan<byte> code, Player? player)
    {
        var silent = name is "sc" or "silent-command";
        var actor = player?.Name ?? "<server>";
        if (!World.ScriptCommandsWarned)
        {
            // The decision is part of the save; the wording is the simulator's own.
            World.ScriptCommandsWarned = true;
            Reply("Using Lua console commands will disable achievements. Please repeat the command to proceed.", player);
            return;
        }

        if (!silent)
            Output.ConsoleLine("COMMAND", $"{actor} (command): {Encoding.UTF8.GetString(code)}");
        if (code.StartsWith("__"u8))
        {
            var end = code[2..].IndexOf("__"u8);
            if (end >= 0)
            {
                var mod = Encoding.UTF8.GetString(code.Slice(2, end));
                if (mod != "level")
                {
                    Fail($"mod {mod} has no Lua state here", silent, player);
                    return;
                }

                code = code[(end + 4)..];
            }
        }

        try
        {
            var watch = Stopwatch.StartNew();
            var chunk = Compile(code);
            Call(chunk);
            Lua.Forget(chunk);
            if (name is "mc" or "measured-command")
                Reply($"Duration: {watch.Elapsed.TotalMilliseconds:F3}ms", player);
        }
        catch (ScriptErrorException error)
        {
            Fail(error.Message, silent, player);
        }
    }

    private LuaFunction Compile(ReadOnlySpan<byte> code)
    {
        try
        {
            return Lua.Load(code, "=(command)");
        }
        catch (ScriptErrorException)
        {
            // The game's message for a syntax error names the chunk by its text.
            return Lua.Load(code, Encoding.UTF8.GetString(code));
        }
    }

    private void Fail(string message, bool silent, Player? player)
    {
        var text = $"Cannot execute command. Error: {message}";
        if (silent)
            Reply(text, player);
        else
            Output.ConsoleLine("", text);
    }

    private void Reply(string text, Player? player)
    {
        if (player is null)
            Output.RconPrint(Encoding.UTF8.GetBytes(text));
        else
            player.Print(text);
    }

    private void RunCustomCommand(string name, LuaFunction function, ReadOnlySpan<byte> parameter, Player? player)
    {
        // The parameter may be long and is given to Lua byte for byte.
        var bytes = parameter.Trim((byte)' ').ToArray();
        var table = new LuaTable { ["name"] = name, ["tick"] = World.Tick };
        if (player is not null)
            table["player_index"] = player.Index;
        if (bytes.Length > 0)
            table["parameter"] = bytes;
        try
        {
            Call(function, lua =>
            {
                lua.Push(table);
                return 1;
            });
        }
        catch (ScriptErrorException error)
        {
            Fail(error.Message, silent: true, player);
        }
    }
}
