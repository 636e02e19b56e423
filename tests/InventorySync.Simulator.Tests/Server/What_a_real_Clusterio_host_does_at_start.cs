using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InventorySync.Simulator.Tests.Rcon;

namespace InventorySync.Simulator.Tests.Server;

/// <summary>factorio-server §5, step by step.</summary>
public sealed partial class What_a_real_Clusterio_host_does_at_start : IAsyncLifetime
{
    private const string BaseModule = """
        local updated = {}
        clusterio_private = {
            update_instance = function(id, name)
                storage.clusterio = { instance_id = id, instance_name = name }
            end,
        }
        return updated
        """;

    private readonly CancellationTokenSource _overall = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly SimulatedInstance _instance = new();

    private CancellationToken Ct => _overall.Token;

    public ValueTask InitializeAsync()
    {
        _overall.CancelAfter(TimeSpan.FromMinutes(3));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _instance.Dispose();
        _overall.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Works_with_the_simulator()
    {
        // 1. Find the version, and the settings to start from.
        var changelog = await File.ReadAllLinesAsync(Path.Combine(_instance.Install, "data/changelog.txt"), Ct);
        var version = changelog.Select(line => line.Split(':', 2)).First(parts => parts[0].Trim().Equals("version", StringComparison.OrdinalIgnoreCase))[1].Trim();
        Assert.Equal("2.0.77", version);
        var settings = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_instance.Install, "data/server-settings.example.json"), Ct))!.AsObject();

        // 2. Write the files of the instance.
        settings["auto_pause"] = false;
        settings["visibility"] = new JsonObject { ["public"] = false, ["lan"] = true };
        settings["allow_commands"] = "admins-only";
        _instance.WriteSettings(settings.ToJsonString());
        foreach (var list in (string[])["adminlist", "banlist", "whitelist"])
            await File.WriteAllTextAsync(Path.Combine(_instance.WriteData, $"server-{list}.json"), "[]", Ct);

        // 3. Create the save and patch it.
        var (exitCode, _) = await _instance.RunAsync(Ct, "--config", _instance.Config, "--create", _instance.World);
        Assert.Equal(0, exitCode);
        PatchedSave.Patch(_instance.World, ("clusterio", BaseModule));

        // 4. Launch, and wait for RCON and the game.
        await using var server = _instance.Start(
            "--config", _instance.Config, "--start-server", _instance.World, "--port", "0", "--rcon-port", "0", "--rcon-password", "secret");
        Assert.Matches(LogLine(), await server.LineAsync("Starting RCON interface", Ct));
        var ready = LogLine().Match(await server.LineAsync("to(InGame)", Ct)).Groups["text"].Value;
        Assert.Matches(@"^Info \w+\.cpp:\d+: (update|map)Tick\(\d+\) changing state from\(CreatingGame\) to\(InGame\)$", ready);
        using var rcon = await server.RconAsync(Ct);

        // 5. Enable script commands: the first is swallowed, the same again is not.
        Assert.NotEqual("disabled\n", await rcon.CommandAsync(1, "/sc rcon.print('disabled')", Ct));
        Assert.Equal("disabled\n", await rcon.CommandAsync(2, "/sc rcon.print('disabled')", Ct));

        // 6. Tell the script who it is.
        Assert.Equal("", await rcon.CommandAsync(3, """/sc clusterio_private.update_instance(7, "N\"ä\'me")""", Ct));
        Assert.Equal("7 N\"ä'me\n", await rcon.CommandAsync(4, "/sc rcon.print(storage.clusterio.instance_id .. ' ' .. storage.clusterio.instance_name)", Ct));

        // 7. Whatever plugins and operators send while it runs.
        await CheckRepliesAsync(server, rcon);

        // Stop.
        await rcon.SendAsync(1000, 2, "/quit", Ct);
        Assert.Equal(0, await server.ExitedAsync(Ct));
        await server.LineAsync("Goodbye", Ct);

        // The next start patches again, and need not enable script commands again.
        PatchedSave.Patch(_instance.World, ("clusterio", BaseModule));
        await using var again = await _instance.HostAsync(Ct);
        using var second = await again.RconAsync(Ct);
        Assert.Equal("disabled\n", await second.CommandAsync(1, "/sc rcon.print('disabled')", Ct));
        Assert.Equal("7\n", await second.CommandAsync(2, "/sc rcon.print(storage.clusterio.instance_id)", Ct));
        Assert.Equal("2\n", await second.CommandAsync(3, "/sc rcon.print(clusterio_patch_number)", Ct));
    }

    private async Task CheckRepliesAsync(RunningServer server, RconTestClient rcon)
    {
        var id = 100;
        await RepliesAsync("/sc rcon.print('success')", "success\n");
        await RepliesAsync("/banlist get X", "X is not banned.\n");
        await AskAsync("/ban X cheating");
        await server.LineAsync("[BAN] X was banned by <server>. Reason: cheating.", Ct);
        await RepliesAsync("/banlist get X", "X is banned.\n");
        await AskAsync("/unban X");
        await server.LineAsync("[UNBANNED] X was unbanned by <server>.", Ct);
        await RepliesAsync("/whitelist get X", "X is not whitelisted.\n");
        await AskAsync("/whitelist add X");
        await RepliesAsync("/whitelist get X", "X is whitelisted.\n");
        await AskAsync("/whitelist remove X");
        await AskAsync("/promote X");
        Assert.EndsWith("be promoted upon joining the game.", await server.LineAsync("[PROMOTE] X was", Ct), StringComparison.Ordinal);
        await RepliesAsync("/promote X", "X is already in the admin list and will be promoted upon joining the game.\n");
        await AskAsync("/demote X");
        Assert.EndsWith("be promoted upon joining the game.", await server.LineAsync("[DEMOTE] X was", Ct), StringComparison.Ordinal);
        await RepliesAsync("/demote X", "X is not in the admin list.\n");
        foreach (var (key, value, reply) in ((string, string, string)[])
        [
            ("afk-auto-kick", "2", "Kick if AFK for more than 2 minutes."),
            ("allow-commands", "true", "Allow Lua commands: Yes."),
            ("autosave-interval", "17", "Autosave every 17 minutes."),
            ("autosave-only-on-server", "false", "Autosave only on server: false."),
            ("description", "T", "Server description: T"),
            ("name", "T", "Server name: T"),
            ("tags", "a b", "Server tags: a b"),
            ("ignore-player-limit-for-returning-players", "true", "Ignore player limit for returning players: true."),
            ("max-players", "11", "11"),
            ("max-upload-slots", "7", "7 slots."),
            ("max-upload-speed", "123", "123 kilobytes per second."),
            ("only-admins-can-pause", "false", "Only admins can pause: false."),
            ("visibility-lan", "false", "LAN visibility: false."),
            ("require-user-verification", "false", "Verify user identity: false."),
            ("password", "word", "The server currently has a password."),
        ])
        {
            await AskAsync($"/config set {key} {value}");
            await RepliesAsync($"/config get {key}", reply + "\n");
        }
        await RepliesAsync("hello", "");
        await server.LineAsync("[CHAT] <server>: hello", Ct);
        await AskAsync("/c");
        await server.LineAsync("[COMMAND] <server> (command):", Ct);
        Assert.StartsWith("Unknown command \"nonsense\".", await AskAsync("/nonsense"), StringComparison.Ordinal);
        await AskAsync("/server-save");
        await server.LineAsync("Saving finished", Ct);

        await using var control = await server.ControlAsync(Ct);
        await RepliesAsync("/players online", "Online players (0):\n");
        await control.JoinAsync("alice", Ct);
        await RepliesAsync("/players online", "Online players (1):\n  alice (online)\n");
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[JOIN\] alice joined the game$", await server.LineAsync("[JOIN]", Ct));
        await control.LeaveAsync("alice", Ct);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[LEAVE\] alice left the game$", await server.LineAsync("[LEAVE]", Ct));
        await RepliesAsync("/players online", "Online players (0):\n");

        async Task RepliesAsync(string command, string reply) => Assert.Equal((command, reply), (command, await AskAsync(command)));

        Task<string> AskAsync(string command) => rcon.CommandAsync(id++, command, Ct);
    }

    [GeneratedRegex(@"^ {0,3}(?<seconds>\d+\.\d+) (?<text>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogLine();
}
