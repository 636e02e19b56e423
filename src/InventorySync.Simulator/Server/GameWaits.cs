using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Control;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Server;

/// <summary>The <c>wait</c> operations not yet answered: looked at between ticks, until they come true or time is up.</summary>
internal sealed class GameWaits(SimulatedGame game)
{
    private const int MostWaits = 256;

    private readonly List<(ControlRequest Request, string Code, long? Deadline)> _waits = [];

    /// <exception cref="ControlException">The request says not what to wait for, or there are too many.</exception>
    public void Add(ControlRequest request, long ticksRun)
    {
        if (_waits.Count >= MostWaits)
            throw new ControlException($"there are {MostWaits} waits already");
        var code = CodeOf(request.Arguments);
        long? deadline = request.Arguments["timeout_ticks"]?.GetValue<long>() is { } timeout ? ticksRun + timeout : null;
        _waits.Add((request, code, deadline));
    }

    public void Look(long ticksRun)
    {
        for (var index = _waits.Count - 1; index >= 0; index--)
        {
            var (request, code, deadline) = _waits[index];
            if (IsAnswered(request, code, deadline, ticksRun))
                _waits.RemoveAt(index);
        }
    }

    public void RefuseAll(string reason)
    {
        foreach (var (request, _, _) in _waits)
            request.Refuse(reason);
        _waits.Clear();
    }

    private bool IsAnswered(ControlRequest request, string code, long? deadline, long ticksRun)
    {
        JsonNode? value;
        try
        {
            value = game.Execute("lua", new JsonObject { ["code"] = code });
        }
        catch (ControlException exception)
        {
            request.Refuse(exception.Message);
            return true;
        }
        if (value is not null && value.GetValueKind() != JsonValueKind.False)
        {
            request.Answer(value, game.Tick);
            return true;
        }
        if (ticksRun < deadline || deadline is null)
            return false;
        request.Refuse($"waited {request.Arguments["timeout_ticks"]} ticks in vain for {request.Arguments.ToJsonString()}");
        return true;
    }

    private static string CodeOf(JsonObject arguments)
    {
        var conditions = new List<string>();
        var lua = arguments["lua"]?.GetValue<string>();
        if (arguments["player"]?.GetValue<string>() is { } player)
        {
            var wanted = arguments["joined"]?.GetValue<bool>() ?? true;
            conditions.Add($"(function() local player = game.get_player({LuaText.Quote(player)}) return (player ~= nil and player.connected) == {(wanted ? "true" : "false")} end)()");
        }
        if (lua is not null)
            conditions.Add($"({lua})");
        return conditions.Count > 0 ? "return " + string.Join(" and ", conditions)
            : throw new ControlException("wait needs a lua expression, or a player (and joined: true or false)");
    }
}
