using System.Globalization;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>Event handlers, timers and the life cycle (factorio-server.md §9.2).</summary>
internal sealed partial class ScenarioRuntime
{
    private readonly Dictionary<int, LuaFunction> _handlers = [];
    private readonly SortedDictionary<long, LuaFunction> _timers = [];
    private readonly Dictionary<string, LuaFunction?> _lifeCycle = [];
    private readonly HashSet<int> _generated = [];

    public IReadOnlyDictionary<int, LuaFunction> Handlers => _handlers;

    public IReadOnlyDictionary<long, LuaFunction> Timers => _timers;

    /// <summary>A new event id, handed out in call order after the game's own.</summary>
    public int GenerateEvent()
    {
        var id = Facts.Events.Count + _generated.Count;
        _generated.Add(id);
        return id;
    }

    public bool IsGenerated(int id) => _generated.Contains(id);

    /// <summary>The id of an event given by id, name or prototype.</summary>
    /// <exception cref="ScriptErrorException">There is no such event.</exception>
    public int EventId(object? given, string what)
    {
        switch (given)
        {
            case double number when Facts.Events.Values.Contains((int)number) || _generated.Contains((int)number): return (int)number;
            case string name when Facts.Events.TryGetValue(name, out var id): return id;
            default: throw new ScriptErrorException($"{what}: there is no event {given ?? "nil"}.");
        }
    }

    public string EventName(int id) =>
        Facts.Events.FirstOrDefault(pair => pair.Value == id).Key ?? id.ToString(CultureInfo.InvariantCulture);

    public void SetHandler(int eventId, LuaFunction? handler)
    {
        if (_handlers.Remove(eventId, out var old))
            Lua.Forget(old);
        if (handler is not null)
            _handlers.Add(eventId, handler);
    }

    public void SetTimer(long period, LuaFunction? handler)
    {
        if (_timers.Remove(period, out var old))
            Lua.Forget(old);
        if (handler is not null)
            _timers.Add(period, handler);
    }

    public void ClearTimers()
    {
        foreach (var timer in _timers.Values)
            Lua.Forget(timer);
        _timers.Clear();
    }

    public void SetLifeCycle(string name, LuaFunction? handler) => _lifeCycle[name] = handler;

    /// <summary>Runs <c>on_init</c>, <c>on_load</c> or <c>on_configuration_changed</c>.</summary>
    /// <param name="name">Which.</param>
    /// <param name="data">The argument of <c>on_configuration_changed</c>.</param>
    public void RunLifeCycle(string name, LuaTable? data = null)
    {
        if (_lifeCycle.GetValueOrDefault(name) is not { } handler)
            return;
        Guard($"Error while running event level::{name}", () => Call(handler, lua =>
        {
            if (data is null)
                return 0;
            lua.Push(data);
            return 1;
        }));
    }

    /// <summary>Runs the handler of an event of the game at once. A failing handler ends the game.</summary>
    public void Raise(string eventName, (string Name, object? Value)[] data)
    {
        if (!Facts.Events.TryGetValue(eventName, out var id))
            throw new InvalidOperationException($"The game has no event {eventName}.");
        if (!_handlers.TryGetValue(id, out var handler))
            return;
        var table = EventTable(id);
        foreach (var (name, value) in data)
        {
            if (!Facts.EventFields[eventName].Contains(name))
                throw new InvalidOperationException($"The event {eventName} has no field {name}.");
            table[name] = value;
        }

        Run($"Error while running event level::{eventName} (ID {id})", handler, table);
    }

    /// <summary>Runs the handler of an event that a script raises, with the script's own table.</summary>
    public void Raise(int id, LuaTable data)
    {
        if (!_handlers.TryGetValue(id, out var handler))
            return;
        data["name"] = id;
        data["tick"] = World.Tick;
        data["mod_name"] = "level";
        Run($"Error while running event level::{EventName(id)} (ID {id})", handler, data);
    }

    /// <summary>The scripts' share of a tick: <c>on_tick</c>, then the timers that are due.</summary>
    public void RunTick(bool withTimers)
    {
        if (_handlers.TryGetValue(Facts.Events["on_tick"], out var onTick))
            Run("Error while running event level::on_tick (ID 0)", onTick, EventTable(Facts.Events["on_tick"]));
        if (!withTimers || _timers.Count == 0)
            return;
        foreach (var (period, handler) in _timers.Where(timer => World.Tick % timer.Key == 0).ToArray())
        {
            // A handler before this one may have removed it.
            if (_timers.GetValueOrDefault(period) == handler)
                Run($"Error while running event level::on_nth_tick({period})", handler, new LuaTable { ["nth_tick"] = period, ["tick"] = World.Tick });
        }
    }

    private LuaTable EventTable(int id) => new() { ["name"] = id, ["tick"] = World.Tick };

    private void Run(string occasion, LuaFunction handler, LuaTable table)
    {
        try
        {
            Guard(occasion, () => Call(handler, lua =>
            {
                lua.Push(table);
                return 1;
            }));
        }
        catch (ScenarioException error) when (_depth > 0)
        {
            // Below a call from Lua: the caller sees an error, and the game ends when it has come back.
            throw new ScriptErrorException(error.Details, innerException: error);
        }
    }
}
