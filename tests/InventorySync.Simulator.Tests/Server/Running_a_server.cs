using System.Net;
using System.Net.Sockets;
using InventorySync.Simulator.Saves;

namespace InventorySync.Simulator.Tests.Server;

public sealed class Running_a_server : IAsyncLifetime
{
    private readonly CancellationTokenSource _overall = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly SimulatedInstance _instance = new();

    private CancellationToken Ct => _overall.Token;

    public async ValueTask InitializeAsync()
    {
        _overall.CancelAfter(TimeSpan.FromMinutes(3));
        await _instance.CreateWorldAsync(Ct);
    }

    public ValueTask DisposeAsync()
    {
        _instance.Dispose();
        _overall.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_saves_and_ends_it(string signal)
    {
        await using var server = await _instance.HostAsync(Ct);
        File.Delete(_instance.World);

        await server.SignalAsync(signal, Ct);

        Assert.Equal(0, await server.ExitedAsync(Ct));
        Assert.True(File.Exists(_instance.World));
        AssertInOrder(server.Lines,
            $"Received SIG{signal}, shutting down", "Quitting: signal.", "changing state from(InGame) to(DisconnectScheduled)",
            $"Saving map as {_instance.World}", "Saving progress: 100.000000%", "changing state from(Disconnected) to(Closed)", "Goodbye");
        Assert.DoesNotContain(server.Lines, line => line.Contains("Saving finished", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quit_over_RCON_saves_and_ends_it()
    {
        await using var server = await _instance.HostAsync(Ct);
        using var rcon = await server.RconAsync(Ct);
        await rcon.SendAsync(1, 2, "/quit", Ct);

        Assert.Equal(0, await server.ExitedAsync(Ct));
        AssertInOrder(server.Lines, "Quitting: remote-quit.", "Saving map as ", "Goodbye");
    }

    [Fact]
    public async Task A_second_one_on_the_same_directory_is_refused_and_the_first_goes_on()
    {
        await using var server = await _instance.HostAsync(Ct);

        var (exitCode, output) = await _instance.RunAsync(Ct, "--config", _instance.Config, "--start-server", _instance.World, "--port", "0");

        Assert.Equal(1, exitCode);
        Assert.Contains(output, line => line.Contains($"Couldn't acquire exclusive lock for {_instance.WriteData}/.lock", StringComparison.Ordinal));
        using var rcon = await server.RconAsync(Ct);
        Assert.Equal("2.0.77\n", await rcon.CommandAsync(1, "/version", Ct));
    }

    [Fact]
    public async Task An_occupied_game_port_is_an_error()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Any, 0));

        var (exitCode, output) = await _instance.RunAsync(Ct, "--config", _instance.Config, "--start-server", _instance.World,
            "--port", $"{((IPEndPoint)other.LocalEndPoint!).Port}");

        Assert.Equal(1, exitCode);
        Assert.Contains(output, line => line.EndsWith("MultiplayerManager failed: Host address is already in use.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_occupied_RCON_port_is_an_error()
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();

        var (exitCode, output) = await _instance.RunAsync(Ct, "--config", _instance.Config, "--start-server", _instance.World,
            "--port", "0", "--rcon-port", $"{((IPEndPoint)other.LocalEndpoint).Port}", "--rcon-password", "x");

        Assert.Equal(1, exitCode);
        Assert.Contains(output, line => line.EndsWith("Can't bind socket: Address already in use", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_missing_save_is_an_error()
    {
        var (exitCode, output) = await _instance.RunAsync(Ct, "--config", _instance.Config, "--start-server", "nowhere", "--port", "0");

        Assert.Equal(1, exitCode);
        Assert.Contains(output, line => line.Contains(" Error ", StringComparison.Ordinal) && line.Contains("nowhere.zip", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_save_that_is_no_zip_is_an_error_and_stays_as_it_is()
    {
        File.WriteAllText(_instance.World, "not a zip");

        var (exitCode, output) = await _instance.RunAsync(Ct, "--config", _instance.Config, "--start-server", _instance.World, "--port", "0");

        Assert.Equal(1, exitCode);
        Assert.Contains(output, line => line.Contains("no zip", StringComparison.Ordinal));
        Assert.Equal("not a zip", File.ReadAllText(_instance.World));
    }

    [Fact]
    public async Task A_save_of_a_newer_version_is_refused()
    {
        SaveFile.Write(_instance.World, SaveFile.Read(_instance.World) with { Version = GameVersion.Parse("2.1.9") });

        var (exitCode, output) = await _instance.RunAsync(Ct, "--config", _instance.Config, "--start-server", _instance.World, "--port", "0");

        Assert.Equal(1, exitCode);
        Assert.Contains(output, line => line.Contains("2.1.9", StringComparison.Ordinal) && line.Contains("newer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_of_a_wrong_type_are_refused()
    {
        _instance.WriteSettings("{\"max_players\": \"20\"}");

        var (exitCode, output) = await _instance.RunAsync(Ct, "--config", _instance.Config, "--start-server", _instance.World, "--port", "0");

        Assert.Equal(1, exitCode);
        Assert.Contains(output, line => line.Contains("\"max_players\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_option_is_an_error()
    {
        var (exitCode, output) = await _instance.RunAsync(Ct, "--start-serwer", _instance.World);

        Assert.Equal(1, exitCode);
        Assert.Contains(output, line => line.Contains("--start-serwer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_version_is_shown_on_four_lines()
    {
        var (exitCode, output) = await _instance.RunAsync(Ct, "--version");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            ["Version: 2.0.77 (build 84539, linux64, headless)", "Version: 64", "Map input version: 0.18.0-0", "Map output version: 2.0.77-0"],
            output);
    }

    [Fact]
    public async Task The_console_takes_commands_and_chat_and_its_end_changes_nothing()
    {
        var consoleLog = Path.Combine(_instance.WriteData, "console.log");
        await using var server = await _instance.HostAsync(Ct, "--console-log", consoleLog);

        await server.WriteLineAsync("/version");
        await server.LineAsync("2.0.77", Ct, from: server.Lines.Count);
        await server.WriteLineAsync("hello players");
        await server.LineAsync("[CHAT] <server>: hello players", Ct);
        server.CloseInput();
        await server.LineAsync("Got EOF on stdin; closing", Ct);

        using var rcon = await server.RconAsync(Ct);
        Assert.Equal("", await rcon.CommandAsync(1, "still here", Ct));
        await server.LineAsync("[CHAT] <server>: still here", Ct);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[CHAT\] <server>: hello players$", File.ReadAllLines(consoleLog)[0]);
        var log = File.ReadAllText(Path.Combine(_instance.WriteData, "factorio-current.log"));
        Assert.Contains("Factorio initialised", log, StringComparison.Ordinal);
        Assert.DoesNotContain("[CHAT]", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_save_can_be_hosted()
    {
        File.Copy(_instance.World, Path.Combine(_instance.WriteData, "saves/older.zip"));
        File.SetLastWriteTimeUtc(Path.Combine(_instance.WriteData, "saves/older.zip"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await using var server = _instance.Start($"--config={_instance.Config}", "--start-server-load-latest", "--port=0");

        await server.LineAsync($"Loading map {_instance.World}:", Ct);
    }

    [Fact]
    public async Task A_scenario_has_no_default_save()
    {
        await using var server = _instance.Start(
            "--config", _instance.Config, "--start-server-load-scenario", "base/freeplay", "--port", "0", "--rcon-port", "0", "--rcon-password", "secret");
        using var rcon = await server.RconAsync(Ct);
        await rcon.CommandAsync(1, "/server-save", Ct);
        await server.LineAsync("Can't save to default location: Default location not known", Ct);

        await rcon.CommandAsync(2, "/server-save named", Ct);
        await server.LineAsync("Saving finished", Ct);

        Assert.True(File.Exists(Path.Combine(_instance.WriteData, "saves/named.zip")));
    }

    [Fact]
    public async Task A_saved_map_is_complete_before_the_log_says_so()
    {
        await using var server = await _instance.HostAsync(Ct);
        using var rcon = await server.RconAsync(Ct);
        File.Delete(_instance.World);
        await rcon.SendAsync(1, 2, "/server-save", Ct);

        await server.LineAsync("Saving finished", Ct);

        Assert.Equal("world", SaveFile.Read(_instance.World).RootFolder);
        AssertInOrder(server.Lines, $"Info AppManager.cpp:416: Saving game as {_instance.World}", "Info AppManager.cpp:419: Saving finished");
    }

    [Fact]
    public async Task A_wrong_RCON_password_does_not_get_in()
    {
        await using var server = await _instance.HostAsync(Ct);
        var address = new IPEndPoint(IPAddress.Loopback, RunningServer.PortOf(await server.LineAsync("Starting RCON interface", Ct)));
        using var client = await Rcon.RconTestClient.ConnectAsync(address, Ct);
        await client.SendAsync(5, 3, "wrong", Ct);

        Assert.Equal(-1, (await client.ReceiveAsync(Ct)).Id);
        await server.LineAsync("New RCON connection from IP ADDR:({127.0.0.1:", Ct);
        Assert.DoesNotContain(server.Lines, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_player_list_that_cannot_be_written_is_told_and_it_goes_on()
    {
        await using var server = await _instance.HostAsync(Ct);
        using var rcon = await server.RconAsync(Ct);
        Directory.CreateDirectory(Path.Combine(_instance.WriteData, "server-adminlist.json"));

        Assert.StartsWith("Cannot execute command. Error: ", await rcon.CommandAsync(1, "/promote alice", Ct), StringComparison.Ordinal);

        Assert.Equal("2.0.77\n", await rcon.CommandAsync(2, "/version", Ct));
    }

    [Fact]
    public async Task SIGUSR1_makes_it_open_its_log_anew()
    {
        await using var server = await _instance.HostAsync(Ct);
        using var rcon = await server.RconAsync(Ct);
        var log = Path.Combine(_instance.WriteData, "factorio-current.log");
        File.Move(log, log + ".moved");

        await server.SignalAsync("USR1", Ct);
        while (!File.Exists(log))
            await rcon.CommandAsync(1, "/server-save", Ct);

        await rcon.CommandAsync(1, "/server-save", Ct);
        Assert.Contains("Saving finished", await File.ReadAllTextAsync(log, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_log_is_kept_when_it_starts_again()
    {
        for (var start = 0; start < 2; start++)
        {
            await using var server = await _instance.HostAsync(Ct);
            await server.SignalAsync("INT", Ct);
            await server.ExitedAsync(Ct);
        }

        Assert.Contains("Goodbye", await File.ReadAllTextAsync(Path.Combine(_instance.WriteData, "factorio-previous.log"), Ct), StringComparison.Ordinal);
        Assert.Contains("Goodbye", await File.ReadAllTextAsync(Path.Combine(_instance.WriteData, "factorio-current.log"), Ct), StringComparison.Ordinal);
    }

    private static void AssertInOrder(IReadOnlyList<string> lines, params string[] texts)
    {
        var at = 0;
        foreach (var text in texts)
        {
            while (at < lines.Count && !lines[at].Contains(text, StringComparison.Ordinal))
                at++;
            Assert.True(at < lines.Count, $"'{text}' is missing, or in another order, in:\n{string.Join('\n', lines)}");
        }
    }
}
