using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InventorySync.Simulator.Control;

/// <summary>A client of a simulated server's control socket: plays its players and drives its clock.</summary>
public sealed class SimulatorControl : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonObject>> _asked = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly NetworkStream _stream;
    private readonly Task _reading;
    private long _lastId;
    private volatile bool _ended;

    private SimulatorControl(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reading = ReadAllAsync(_closing.Token);
    }

    /// <exception cref="SocketException">No server listens there.</exception>
    public static async Task<SimulatorControl> ConnectAsync(string path, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
        return new SimulatorControl(socket);
    }

    /// <summary>Asks for any operation and returns its result.</summary>
    /// <param name="arguments">Members of the request beside <c>id</c> and <c>op</c>; null for none.</param>
    /// <exception cref="SimulatorControlException">The simulator refused, or ended.</exception>
    public async Task<JsonNode?> RequestAsync(string operation, JsonObject? arguments, CancellationToken ct) =>
        (await AskAsync(operation, arguments, ct))["result"];

    /// <summary>Lets a player join; one the map does not know is created.</summary>
    public async Task<JoinedPlayer> JoinAsync(string player, CancellationToken ct)
    {
        var answer = await AskAsync("join", Of(player), ct);
        var result = answer["result"]!;
        return new JoinedPlayer(result["created"]!.GetValue<bool>(), result["player_index"]!.GetValue<int>(), answer["tick"]!.GetValue<long>());
    }

    /// <param name="reason">As in <c>defines.disconnect_reason</c>.</param>
    public Task LeaveAsync(string player, CancellationToken ct, string reason = "quit") =>
        RequestAsync("leave", Of(player, ("reason", reason)), ct);

    /// <summary>Lets a player's connection break.</summary>
    public Task DropAsync(string player, CancellationToken ct) => RequestAsync("drop", Of(player), ct);

    /// <param name="items">In the form of <c>read</c>: objects with name, count and what else differs from a fresh item.</param>
    public Task GiveAsync(string player, JsonArray items, CancellationToken ct) =>
        RequestAsync("give", Of(player, ("items", items.DeepClone())), ct);

    public Task GiveAsync(string player, string item, int count, CancellationToken ct) =>
        GiveAsync(player, [new JsonObject { ["name"] = item, ["count"] = count }], ct);

    public Task TakeAsync(string player, string item, int count, CancellationToken ct, string? quality = null)
    {
        var arguments = Of(player, ("name", item), ("count", count));
        if (quality is not null)
            arguments["quality"] = quality;
        return RequestAsync("take", arguments, ct);
    }

    /// <param name="inventory">main, armor, guns, ammo, trash or god_main.</param>
    /// <param name="slot">From 1.</param>
    /// <param name="item">Null empties the slot.</param>
    public Task SetSlotAsync(string player, string inventory, int slot, JsonObject? item, CancellationToken ct) =>
        RequestAsync("set_slot", Of(player, ("inventory", inventory), ("slot", slot), ("item", item?.DeepClone())), ct);

    public Task SetFilterAsync(string player, string inventory, int slot, JsonObject? filter, CancellationToken ct) =>
        RequestAsync("set_slot", Of(player, ("inventory", inventory), ("slot", slot), ("filter", filter?.DeepClone())), ct);

    /// <param name="slot">Of the armor inventory, from 1.</param>
    public Task PlaceEquipmentAsync(string player, int slot, JsonObject equipment, CancellationToken ct) =>
        RequestAsync("place_equipment", Of(player, ("slot", slot), ("equipment", equipment.DeepClone())), ct);

    public Task DieAsync(string player, CancellationToken ct) => RequestAsync("die", Of(player), ct);

    public Task RespawnAsync(string player, CancellationToken ct) => RequestAsync("respawn", Of(player), ct);

    /// <summary>Clicks a GUI element by its name.</summary>
    public Task ClickAsync(string player, string element, CancellationToken ct) =>
        RequestAsync("click", Of(player, ("element", element)), ct);

    /// <summary>The tree of a player's windows.</summary>
    public Task<JsonNode?> ReadGuiAsync(string player, CancellationToken ct) => RequestAsync("gui", Of(player), ct);

    /// <summary>Everything a player owns, in the game's own words.</summary>
    public async Task<JsonObject> ReadAsync(string player, CancellationToken ct) =>
        (await RequestAsync("read", Of(player), ct))!.AsObject();

    public async Task<JsonArray> PlayersAsync(CancellationToken ct) => (await RequestAsync("players", null, ct))!.AsArray();

    /// <summary>Runs Lua in the state of the scenario and returns what it returns.</summary>
    public Task<JsonNode?> LuaAsync(string code, CancellationToken ct) => RequestAsync("lua", new JsonObject { ["code"] = code }, ct);

    /// <summary>Waits until a Lua expression is true, and returns its value.</summary>
    /// <param name="timeoutTicks">After that many ticks it fails; null waits for ever. A map that stands has no ticks.</param>
    public Task<JsonNode?> WaitForLuaAsync(string expression, long? timeoutTicks, CancellationToken ct)
    {
        var arguments = new JsonObject { ["lua"] = expression };
        if (timeoutTicks is { } ticks)
            arguments["timeout_ticks"] = ticks;
        return RequestAsync("wait", arguments, ct);
    }

    /// <summary>Waits until a player is connected, or is not.</summary>
    public Task WaitForPlayerAsync(string player, bool joined, CancellationToken ct) =>
        RequestAsync("wait", Of(player, ("joined", joined)), ct);

    /// <summary>Lets that many ticks pass, with the manual clock, and returns the map's tick after them.</summary>
    public async Task<long> TickAsync(long count, CancellationToken ct) =>
        (await AskAsync("tick", new JsonObject { ["count"] = count }, ct))["tick"]!.GetValue<long>();

    /// <param name="mode">realtime, manual or fast.</param>
    public Task SetClockAsync(string mode, CancellationToken ct, double speed = 1) =>
        RequestAsync("clock", new JsonObject { ["mode"] = mode, ["speed"] = speed }, ct);

    /// <summary>Connects that many peers that are no players, for the pacing of commands.</summary>
    public Task SetPeersAsync(int count, CancellationToken ct) => RequestAsync("peers", new JsonObject { ["count"] = count }, ct);

    /// <param name="profile">optimistic, documented or pessimistic.</param>
    public Task<JsonNode?> SetPacingAsync(string profile, CancellationToken ct) =>
        RequestAsync("pacing", new JsonObject { ["profile"] = profile }, ct);

    /// <summary>Saves, under the loaded name if none is given; returns the path when it is on the disk.</summary>
    public async Task<string> SaveAsync(CancellationToken ct, string? name = null) =>
        (await RequestAsync("save", name is null ? null : new JsonObject { ["name"] = name }, ct))!.GetValue<string>();

    public async Task<JsonObject> StatsAsync(CancellationToken ct) => (await RequestAsync("stats", null, ct))!.AsObject();

    public Task QuitAsync(CancellationToken ct) => RequestAsync("quit", null, ct);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        await _stream.DisposeAsync();
        _closing.Dispose();
        _writing.Dispose();
    }

    private static JsonObject Of(string player, params ReadOnlySpan<(string Name, JsonNode? Value)> further)
    {
        var arguments = new JsonObject { ["player"] = player };
        foreach (var (name, value) in further)
            arguments[name] = value;
        return arguments;
    }

    private async Task<JsonObject> AskAsync(string operation, JsonObject? arguments, CancellationToken ct)
    {
        var request = arguments ?? [];
        var id = Interlocked.Increment(ref _lastId);
        request["id"] = id;
        request["op"] = operation;
        var answered = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answered;
        try
        {
            if (_ended)
                throw new SimulatorControlException(operation, "the simulator has ended");
            await WriteAsync(request, operation, ct);
            var answer = await answered.Task.WaitAsync(ct);
            return answer["error"] is { } error ? throw new SimulatorControlException(operation, error.ToString()) : answer;
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    private async Task WriteAsync(JsonObject request, string operation, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(request.ToJsonString() + "\n"), ct);
        }
        catch (IOException exception)
        {
            throw new SimulatorControlException(operation, "the simulator has ended", exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAllAsync(CancellationToken ct)
    {
        var ending = "the simulator has ended";
        try
        {
            using var reader = new StreamReader(_stream, Encoding.UTF8, leaveOpen: true);
            while (await reader.ReadLineAsync(ct) is { } line)
            {
                var answer = JsonNode.Parse(line)!.AsObject();
                if (answer["id"]?.GetValue<long>() is { } id && _asked.TryRemove(id, out var answered))
                    answered.TrySetResult(answer);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            // Whoever waits is told below.
            ending = exception is OperationCanceledException ? "the connection was closed" : $"{ending}: {exception.Message}";
        }
        _ended = true;
        foreach (var (_, answered) in _asked)
            answered.TrySetException(new SimulatorControlException("request", ending));
    }
}
