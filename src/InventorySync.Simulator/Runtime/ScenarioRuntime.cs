using System.Text;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>The scenario's Lua state ("level") with the runtime API around it.</summary>
internal sealed partial class ScenarioRuntime : IDisposable
{
    private static readonly string[] LoadTimeGlobals = ["script", "commands", "remote", "rcon", "helpers", "prototypes", "settings", "rendering"];

    private static readonly Dictionary<string, string> GlobalClasses = new()
    {
        ["script"] = "LuaBootstrap",
        ["game"] = "LuaGameScript",
        ["commands"] = "LuaCommandProcessor",
        ["remote"] = "LuaRemote",
        ["rcon"] = "LuaRCON",
        ["helpers"] = "LuaHelpers",
        ["prototypes"] = "LuaPrototypes",
        ["settings"] = "LuaSettings",
        ["rendering"] = "LuaRendering",
    };

    private readonly Dictionary<string, GlobalObject> _globals = [];
    private readonly LuaFunction _runControl;
    private readonly Random _shuffle;
    private long _budgetLeft;
    private ScenarioException? _fatal;
    private int _depth;

    public ScenarioRuntime(GameWorld world)
    {
        World = world;
        Lua = new LuaState(LuaLibrary.Choose(world.Setup.Engine));
        Modules = new ScenarioModules(world.Setup.ScenarioFiles);
        Locale = new ScenarioLocale(world.Setup.ScenarioFiles, world.Prototypes);
        _shuffle = new Random((int)world.Setup.Seed);
        foreach (var (name, className) in GlobalClasses)
            _globals.Add(name, new GlobalObject(className, this));

        _runControl = RunPrelude();
        if (world.Setup.MeasureScripts)
        {
            // An engine has one hook, and the budget needs it as well.
            if (world.Setup.InstructionBudget is not null)
                throw new ArgumentException("Scripts cannot be measured and bound to an instruction budget at once.", nameof(world));
            Costs = new ScriptCosts();
            Lua.Measure(Costs);
        }

        foreach (var name in LoadTimeGlobals)
            SetGlobal(name, _globals[name]);
        SetGlobal("defines", DefinesTable.Build(world.Facts));
        SetGlobal("storage", new LuaTable());
    }

    public GameWorld World { get; }

    public LuaState Lua { get; }

    public ScenarioModules Modules { get; }

    public ScenarioLocale Locale { get; }

    public IGameOutput Output => World.Setup.Output;

    public MemberFacts Facts => World.Facts;

    /// <summary>What the scripts' code took, null where it is not measured.</summary>
    public ScriptCosts? Costs { get; }

    public CallFaults Faults { get; } = new();

    /// <summary>Compiles and runs <c>control.lua</c> with all it requires.</summary>
    /// <exception cref="ScenarioException">The script failed.</exception>
    public void RunControl() => Guard("Error while loading the scenario's control.lua", () => Call(_runControl));

    /// <summary>Makes <c>game</c> visible to scripts, or hides it (while loading).</summary>
    public void ShowGame(bool visible) => SetGlobal("game", visible ? _globals["game"] : null);

    public void SetGlobal(string name, object? value)
    {
        Lua.PushGlobals();
        Lua.Push(name);
        Lua.Push(value);
        Lua.RawSet(-3);
        Lua.Pop();
    }

    /// <summary>Calls a function of the script, within the instruction budget.</summary>
    public void Call(LuaFunction function, Func<LuaState, int>? pushArguments = null)
    {
        _budgetLeft = World.Setup.InstructionBudget ?? 0;
        var before = Costs?.EnterScript() ?? false;
        try
        {
            Lua.Call(function, pushArguments);
        }
        finally
        {
            Costs?.LeaveScript(before);
        }
    }

    /// <summary>Runs something of the script whose failure ends the game.</summary>
    /// <exception cref="ScenarioException">It failed.</exception>
    public void Guard(string occasion, Action action)
    {
        try
        {
            action();
        }
        catch (ScriptErrorException error)
        {
            var details = error.Traceback is null ? error.Message : $"{error.Message}\n{error.Traceback}";
            _fatal ??= new ScenarioException($"{occasion}\n{details}", error) { Occasion = occasion, Details = details };
        }

        ThrowIfFailed();
    }

    /// <summary>An event handler may fail below a call that the script protects: the game ends all the same.</summary>
    public void ThrowIfFailed()
    {
        if (_fatal is not null)
            throw _fatal;
    }

    public void Dispose() => Lua.Dispose();

    private LuaFunction RunPrelude()
    {
        var prelude = Lua.Load(Resources.Bytes("Lua/prelude.lua"), "=prelude");
        return Lua.Call(
            prelude,
            lua =>
            {
                lua.NewTable();
                foreach (var (name, callback) in NativeFunctions())
                {
                    lua.Push(name);
                    lua.PushCallback(callback);
                    lua.RawSet(-3);
                }

                lua.PushBoolean(!lua.Library.Is52);
                return 2;
            },
            results: 1,
            lua =>
            {
                lua.GetField("object");
                lua.UseObjectMetatable();
                lua.GetField("message_handler");
                lua.UseMessageHandler(lua.PopFunction());
                if (World.Setup.InstructionBudget is { } budget)
                {
                    lua.GetField("watch");
                    var watch = lua.PopFunction();
                    lua.Call(watch, state =>
                    {
                        state.PushNumber(Math.Clamp(budget / 10, 1, 100_000));
                        return 1;
                    });
                }

                lua.GetField("run_control");
                return lua.PopFunction();
            });
    }

    private Dictionary<string, Func<LuaState, int>> NativeFunctions() => new()
    {
        ["get"] = Get,
        ["set"] = Set,
        ["invoke"] = Invoke,
        ["length"] = Length,
        ["entries"] = Entries,
        ["describe"] = Describe,
        ["sorted_keys"] = SortedKeys,
        ["find_module"] = lua => Succeed(lua, [.. Modules.Find(lua.TextAt(1), lua.TextAt(2))]),
        ["print"] = lua =>
        {
            Output.Print(lua.BytesAt(1));
            return Succeed(lua);
        },
        ["log"] = lua =>
        {
            Output.Log(lua.TextAt(1), lua.TextAt(2));
            return Succeed(lua);
        },
        ["text"] = lua => Succeed(lua, Locale.Translate(lua.ValueAt(1), ScenarioLocale.English)),
        ["random"] = lua => Succeed(lua, NextRandom()),
        ["over_budget"] = lua =>
        {
            _budgetLeft -= Math.Clamp(World.Setup.InstructionBudget!.Value / 10, 1, 100_000);
            return Succeed(lua, _budgetLeft <= 0);
        },
        ["shim_54"] = lua =>
        {
            lua.Call(lua.Load(Resources.Bytes("Lua/shims-5.4.lua"), "=shims-5.4"));
            return Succeed(lua);
        },
    };

    private static int Succeed(LuaState lua, params ReadOnlySpan<object?> results)
    {
        lua.PushNumber(1);
        foreach (var result in results)
            lua.Push(result);
        return results.Length + 1;
    }

    private int SortedKeys(LuaState lua)
    {
        lua.PushNumber(1);
        lua.NewTable();
        var keys = lua.SortedKeys(1, out var others);
        if (World.Setup.ShufflePairs)
            _shuffle.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(keys));
        var position = 0;
        foreach (var key in keys)
        {
            lua.PushKey(key);
            lua.RawSetAt(-2, ++position);
        }

        lua.ReturnKeys(keys);
        if (others > 0)
            lua.AppendOtherKeys(1, position);
        return 2;
    }

    // xorshift64*: small, and its state fits a number in the save.
    private double NextRandom()
    {
        var state = World.RandomState;
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        World.RandomState = state;
        return ((state * 2685821657736338717) >> 11) / (double)(1UL << 53);
    }
}
