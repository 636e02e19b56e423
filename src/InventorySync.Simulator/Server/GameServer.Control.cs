using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Control;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Server;

/// <summary>The operations of the control socket. Those of the game itself are handed on to it.</summary>
internal sealed partial class GameServer
{
    private const int MostPeers = 1000;
    private const double FastestSpeed = 1000;

    // Each with the number of manual ticks after which it is answered.
    private readonly Queue<(ControlRequest Request, long After)> _tickRequests = new();
    private long _manualTicksAsked;
    private long _manualTicksPassed;

    private void Execute(ControlRequest request)
    {
        _somethingHappened = true;
        try
        {
            switch (request.Operation)
            {
                case "wait":
                    _waits.Add(request, _ticksRun);
                    break;
                case "tick":
                    AskForTicks(request);
                    break;
                default:
                    request.Answer(Execute(request.Operation, request.Arguments), _game.Tick);
                    break;
            }
        }
        catch (Exception exception) when (exception is ControlException or FormatException or InvalidOperationException or JsonException)
        {
            // The last three come of arguments of a wrong type.
            request.Refuse(exception.Message);
        }
        catch (ScenarioException exception)
        {
            request.Refuse(exception.Message);
            throw;
        }
        _waits.Look(_ticksRun);
    }

    private JsonNode? Execute(string operation, JsonObject arguments) => operation switch
    {
        "join" => Join(arguments),
        "leave" or "drop" or "kick" or "ban" => Leave(operation, arguments),
        "clock" => SetClock(arguments),
        "peers" => SetPeers(arguments),
        "pacing" => SetPacing(arguments),
        "save" => Save(arguments),
        "stats" => Stats(),
        "quit" => QuitByRequest(),
        _ => _game.Execute(operation, arguments),
    };

    private void AskForTicks(ControlRequest request)
    {
        if (_clock.Mode != ClockMode.Manual)
            throw new ControlException("tick needs the manual clock: use clock with mode manual first");
        var count = request.Arguments["count"]?.GetValue<long>() ?? 1;
        if (count is < 1 or > 100_000_000)
            throw new ControlException("count must be from 1 to 100000000");
        _manualTicksAsked += count;
        _tickRequests.Enqueue((request, _manualTicksAsked));
        _clock.ManualTicks += count;
    }

    /// <summary>Answers the requests for ticks that have passed. On a map that stands they pass without effect.</summary>
    private void FinishManualTicks(long count)
    {
        if (_clock.Mode != ClockMode.Manual)
            return;
        _manualTicksPassed += count;
        while (_tickRequests.TryPeek(out var next) && next.After <= _manualTicksPassed)
            _tickRequests.Dequeue().Request.Answer(JsonValue.Create(_game.Tick), _game.Tick);
    }

    private JsonObject SetClock(JsonObject arguments)
    {
        var mode = arguments["mode"]?.GetValue<string>() switch
        {
            "realtime" => ClockMode.Realtime,
            "manual" => ClockMode.Manual,
            "fast" => ClockMode.Fast,
            null => _clock.Mode,
            var other => throw new ControlException($"there is no clock mode '{other}'; there are realtime, manual and fast"),
        };
        var speed = arguments["speed"]?.GetValue<double>() ?? _clock.Speed;
        if (speed is not (> 0 and <= FastestSpeed))
            throw new ControlException($"speed must be above 0 and at most {FastestSpeed}");
        _clock.Set(mode, speed);
        while (mode != ClockMode.Manual && _tickRequests.TryDequeue(out var asked))
            asked.Request.Refuse("the clock is no longer manual");
        if (mode != ClockMode.Manual)
            _manualTicksAsked = _manualTicksPassed = 0;
        return new JsonObject { ["mode"] = NameOf(mode), ["speed"] = speed };
    }

    private JsonValue SetPeers(JsonObject arguments)
    {
        var count = arguments["count"]?.GetValue<int>() ?? throw new ControlException("peers needs a count");
        if (count is < 0 or > MostPeers)
            throw new ControlException($"count must be from 0 to {MostPeers}");
        _furtherPeers = count;
        _hadPeers |= count > 0;
        return JsonValue.Create(Peers);
    }

    private JsonNode? SetPacing(JsonObject arguments)
    {
        var wanted = arguments["profile"] ?? arguments["parameters"];
        if (wanted is not null)
            _pacing.Use(SimulatorSettings.ReadPacing(JsonSerializer.SerializeToElement(wanted)));
        return JsonNode.Parse(SimulatorSettings.Describe(_pacing.Parameters).GetRawText());
    }

    private JsonValue Save(JsonObject arguments)
    {
        var name = arguments["name"]?.GetValue<string>();
        var path = name is null
            ? _map.SavePath ?? throw new ControlException(NoDefaultLocation)
            : PathOf(name) ?? throw new ControlException($"'{name}' is no name for a file");
        return SaveAs(path) ? JsonValue.Create(path) : throw new ControlException($"could not save {path}; the log says why");
    }

    private JsonObject Stats() => new()
    {
        ["version"] = _run.Version,
        ["process_id"] = Environment.ProcessId,
        ["tick"] = _game.Tick,
        ["ticks_run"] = _ticksRun,
        ["peers"] = Peers,
        ["map_stands"] = MapStands,
        ["clock"] = NameOf(_clock.Mode),
        ["commands"] = _commandsRun,
        ["command_bytes"] = _commandBytes,
        ["commands_unread"] = _inbox.UnreadCommands,
        ["commands_travelling"] = _pacing.Count,
        ["longest_tick_ms"] = _longestTick.TotalMilliseconds,
        ["saves"] = _savesMade,
        ["lua_engine"] = _game.LuaEngine,
        ["scripts"] = _game.ScriptCosts is not { } costs ? null : new JsonObject
        {
            ["total"] = Describe(costs.Total),
            ["last_tick"] = Describe(costs.LastTick),
            ["worst_tick"] = Describe(costs.WorstTick),
        },
    };

    private static JsonObject Describe(ScriptCost cost) => new()
    {
        ["instructions"] = cost.Instructions,
        ["api_calls"] = cost.ApiCalls,
        ["ms"] = cost.Time.TotalMilliseconds,
        ["api_ms"] = cost.ApiTime.TotalMilliseconds,
    };

    private JsonValue QuitByRequest()
    {
        _quitByCommand = true;
        return JsonValue.Create(true);
    }

    private static string NameOf(ClockMode mode) => mode switch
    {
        ClockMode.Manual => "manual",
        ClockMode.Fast => "fast",
        _ => "realtime",
    };
}
