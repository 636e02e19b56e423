using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Control;
using InventorySync.Simulator.Saves;
using InventorySync.Simulator.Tests.Rcon;
using InventorySync.Simulator.Tests.Server;

namespace InventorySync.Simulator.Tests.Control;

public sealed class Driving_the_server : IAsyncLifetime
{
    private readonly CancellationTokenSource _overall = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly SimulatedInstance _instance = new();
    private RunningServer _server = null!;
    private SimulatorControl _control = null!;

    private CancellationToken Ct => _overall.Token;

    public async ValueTask InitializeAsync()
    {
        _overall.CancelAfter(TimeSpan.FromMinutes(3));
        await _instance.CreateWorldAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_control is not null)
            await _control.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _instance.Dispose();
        _overall.Dispose();
    }

    [Fact]
    public async Task By_hand_runs_as_many_ticks_as_asked_for()
    {
        await StartAsync("{\"clock\": \"manual\"}");
        var before = await TicksRunAsync();

        await _control.TickAsync(250, Ct);

        Assert.Equal(before + 250, await TicksRunAsync());
    }

    [Fact]
    public async Task Statistics_tell_what_scripts_took_where_that_is_measured()
    {
        await StartAsync("{\"clock\": \"manual\", \"measure_scripts\": true}");
        await _control.TickAsync(10, Ct);

        var scripts = (await _control.StatsAsync(Ct))["scripts"]!;
        Assert.True(scripts["worst_tick"]!["instructions"]!.GetValue<long>() <= scripts["total"]!["instructions"]!.GetValue<long>());
        Assert.True(scripts["last_tick"]!["ms"]!.GetValue<double>() <= scripts["worst_tick"]!["ms"]!.GetValue<double>());
    }

    [Fact]
    public async Task By_hand_a_map_that_stands_goes_on_standing()
    {
        _instance.WriteSettings("{\"auto_pause\": true}");
        await StartAsync("{\"clock\": \"manual\"}");

        await _control.TickAsync(10, Ct);
        Assert.Equal(0, await TicksRunAsync());

        await _control.SetPeersAsync(1, Ct);
        await _control.TickAsync(10, Ct);
        Assert.Equal(10, await TicksRunAsync());
    }

    [Theory]
    [InlineData(50, 1, 2)]
    [InlineData(1_000, 1, 12)]
    [InlineData(1_000, 15, 18)]
    [InlineData(1_000, 20, 42)]
    [InlineData(1_000, 0, 1)]
    public async Task A_command_runs_in_the_tick_that_the_pacing_says(int bytes, int peers, int ticks)
    {
        await StartAsync("{\"clock\": \"manual\"}");
        using var rcon = await _server.RconAsync(Ct);
        await _control.SetPeersAsync(peers, Ct);
        await rcon.SendAsync(1, 2, new string('x', bytes), Ct);
        await CommandsUnreadAsync(1);

        // Read at the start of the first tick, run in the one that many later.
        await _control.TickAsync(ticks, Ct);
        Assert.Equal(0, await StatAsync("commands"));
        await _control.TickAsync(1, Ct);

        Assert.Equal(1, await StatAsync("commands"));
        Assert.Equal((1, 0, ""), await rcon.ReceiveAsync(Ct));
    }

    [Fact]
    public async Task A_short_command_overtakes_a_long_one()
    {
        await StartAsync("{\"clock\": \"fast\"}");
        using var rcon = await _server.RconAsync(Ct);
        await _control.SetPeersAsync(1, Ct);
        await rcon.SendBytesAsync([.. RconTestClient.Packet(1, 2, new string('x', 5_000)), .. RconTestClient.Packet(2, 2, "/version")], Ct);

        Assert.Equal((2, 0, "2.0.77\n"), await rcon.ReceiveAsync(Ct));
        Assert.Equal((1, 0, ""), await rcon.ReceiveAsync(Ct));
    }

    [Fact]
    public async Task A_fast_clock_still_counts_every_tick_of_a_long_command()
    {
        await StartAsync("{\"clock\": \"fast\"}");
        using var rcon = await _server.RconAsync(Ct);
        await _control.SetPeersAsync(1, Ct);
        var before = await TicksRunAsync();

        await rcon.CommandAsync(1, new string('x', 500_000), Ct);

        Assert.InRange(await TicksRunAsync() - before, 5_001, 5_500);
    }

    [Fact]
    public async Task The_profile_of_pacing_can_be_changed()
    {
        await StartAsync("{\"clock\": \"manual\"}");
        var parameters = await _control.SetPacingAsync("pessimistic", Ct);
        Assert.Equal(6, parameters!["latency_ticks"]!.GetValue<int>());

        var refused = await Assert.ThrowsAsync<SimulatorControlException>(() => _control.SetPacingAsync("fair", Ct));
        Assert.Contains("'fair'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_server_with_auto_pause_has_no_ticks_but_those_of_commands()
    {
        _instance.WriteSettings("{\"auto_pause\": true}");
        await StartAsync("{}");
        Assert.Equal(0, await TicksRunAsync());
        using var rcon = await _server.RconAsync(Ct);

        await rcon.CommandAsync(1, "/version", Ct);
        while (!(await _control.StatsAsync(Ct))["map_stands"]!.GetValue<bool>())
            await Task.Yield();

        // Read in one, run in the next, and one tick more.
        Assert.Equal(3, await TicksRunAsync());
    }

    [Fact]
    public async Task With_auto_pause_the_last_to_leave_makes_it_save_once()
    {
        _instance.WriteSettings("{\"auto_pause\": true}");
        await StartAsync("{}");
        await _control.SetPeersAsync(1, Ct);
        await _control.SetPeersAsync(0, Ct);

        await _server.LineAsync($"Saving game as {_instance.World}", Ct);
        await _server.LineAsync("Saving finished", Ct);
    }

    [Fact]
    public async Task Autosaves_take_turns_in_their_slots()
    {
        _instance.WriteSettings("{\"auto_pause\": false, \"autosave_interval\": 1, \"autosave_slots\": 2}");
        await StartAsync("{\"clock\": \"manual\"}");

        await _control.TickAsync(3 * 3_600, Ct);

        var announced = _server.Lines.Where(line => line.Contains("AppManager.cpp:310", StringComparison.Ordinal)).Select(line => line[9..]).ToArray();
        Assert.Equal(
            ["Info AppManager.cpp:310: Saving to _autosave1 (blocking).", "Info AppManager.cpp:310: Saving to _autosave2 (blocking).",
                "Info AppManager.cpp:310: Saving to _autosave1 (blocking)."],
            announced);
        Assert.Equal(3, _server.Lines.Count(line => line.EndsWith("Info AppManagerStates.cpp:2095: Saving finished", StringComparison.Ordinal)));
        Assert.Equal("world", SaveFile.Read(Path.Combine(_instance.WriteData, "saves/_autosave2.zip")).RootFolder);
    }

    [Fact]
    public async Task A_save_is_on_the_disk_when_it_is_answered()
    {
        await StartAsync("{}");

        var path = await _control.SaveAsync(Ct, "extra");

        Assert.Equal(Path.Combine(_instance.WriteData, "saves/extra.zip"), path);
        Assert.True(File.Exists(path));
        foreach (var name in (string[])["../escape", "a/b", ""])
            await Assert.ThrowsAsync<SimulatorControlException>(() => _control.SaveAsync(Ct, name));
    }

    [Theory]
    [InlineData("realtime", false)]
    [InlineData("manual", false)]
    [InlineData("manual", true)]
    [InlineData("realtime", true)]
    public async Task Quit_saves_and_ends_it(string clock, bool autoPause)
    {
        _instance.WriteSettings($"{{\"auto_pause\": {(autoPause ? "true" : "false")}}}");
        await StartAsync($"{{\"clock\": \"{clock}\"}}");

        await _control.QuitAsync(Ct);

        Assert.Equal(0, await _server.ExitedAsync(Ct));
        await Assert.ThrowsAsync<SimulatorControlException>(() => _control.StatsAsync(Ct));
        Assert.False(File.Exists(_instance.ControlSocket));
    }

    [Theory]
    [InlineData("manual", false)]
    [InlineData("realtime", true)]
    public async Task A_signal_ends_it_when_no_tick_is_due(string clock, bool autoPause)
    {
        _instance.WriteSettings($"{{\"auto_pause\": {(autoPause ? "true" : "false")}}}");
        await StartAsync($"{{\"clock\": \"{clock}\"}}");

        await _server.SignalAsync("TERM", Ct);

        Assert.Equal(0, await _server.ExitedAsync(Ct));
    }

    [Fact]
    public async Task Wrong_requests_are_answered_and_nothing_else_happens()
    {
        await StartAsync("{}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_instance.ControlSocket), Ct);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);

        foreach (var (request, named) in ((string, string)[])
        [
            ("nonsense", "no JSON"),
            ("[1]", "no JSON object"),
            ("{\"id\":1}", "\"op\""),
            ("{\"id\":1,\"op\":5}", "\"op\""),
            ("{\"id\":1,\"op\":\"clock\",\"mode\":\"slow\"}", "'slow'"),
            ("{\"id\":1,\"op\":\"clock\",\"speed\":0}", "speed"),
            ("{\"id\":1,\"op\":\"clock\",\"speed\":\"1\"}", ""),
            ("{\"id\":1,\"op\":\"peers\",\"count\":-1}", "count"),
            ("{\"id\":1,\"op\":\"tick\",\"count\":1}", "manual"),
            ("{\"id\":1,\"op\":\"join\"}", "player"),
            ("{\"id\":1,\"op\":\"wait\"}", "wait"),
        ])
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(request + "\n"), Ct);
            var answer = JsonNode.Parse((await reader.ReadLineAsync(Ct))!)!;
            Assert.Contains(named, answer["error"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Assert.Equal(0, await StatAsync("peers"));
    }

    [Fact]
    public async Task The_socket_of_a_killed_server_is_no_hindrance()
    {
        await StartAsync("{}");
        await _control.DisposeAsync();
        await _server.SignalAsync("KILL", Ct);
        await _server.ExitedAsync(Ct);
        Assert.True(File.Exists(_instance.ControlSocket));

        await StartAsync("{}");

        Assert.Equal(0, await StatAsync("peers"));
    }

    private async Task StartAsync(string simulatorSettings)
    {
        _instance.WriteSimulatorSettings(simulatorSettings);
        _server = await _instance.HostAsync(Ct);
        _control = await _server.ControlAsync(Ct);
    }

    private Task<long> TicksRunAsync() => StatAsync("ticks_run");

    private async Task<long> StatAsync(string name) => (await _control.StatsAsync(Ct))[name]!.GetValue<long>();

    private async Task CommandsUnreadAsync(int count)
    {
        while (await StatAsync("commands_unread") < count)
            await Task.Yield();
    }
}
