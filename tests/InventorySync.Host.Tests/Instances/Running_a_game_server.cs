using System.Diagnostics;
using System.IO.Compression;
using InventorySync.Host.Configuration;

namespace InventorySync.Host.Tests.Instances;

public sealed class Running_a_game_server : IAsyncDisposable
{
    private const int Ready = 4070;
    private const int Died = 4004;
    private const int Killing = 4071;
    private const int NotClosed = 4074;
    private const int LeftoverStopped = 4000;

    private readonly HostOnSimulator _world = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_instance_without_a_save_gets_one_and_runs_with_the_module()
    {
        await _world.Host.StartInstanceAsync(1, Ct);

        Assert.Equal("running", _world.Host.StatusOf(1));
        Assert.Contains("\"players\"", await _world.Host.SendRconAsync(1, "/invsync status", Ct), StringComparison.Ordinal);
        Assert.Contains("\"auto_pause\": false", await File.ReadAllTextAsync(_world.DirectoryOf("Nauvis", "server-settings.json"), Ct), StringComparison.Ordinal);
        using var save = await ZipFile.OpenReadAsync(_world.DirectoryOf("Nauvis", "saves", "world.zip"), Ct);
        Assert.Contains(save.Entries, entry => entry.FullName.EndsWith("modules/inventory_sync/module.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stopped_instance_has_saved_and_can_be_started_again()
    {
        await _world.Host.StartInstanceAsync(1, Ct);
        var process = _world.Host.ProcessOf(1)!.Value;
        var save = _world.DirectoryOf("Nauvis", "saves", "world.zip");
        var before = File.GetLastWriteTimeUtc(save);

        await _world.Host.StopInstanceAsync(1, Ct);

        Assert.Equal("stopped", _world.Host.StatusOf(1));
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(process));
        Assert.NotEqual(before, File.GetLastWriteTimeUtc(save));
        await _world.Host.StartInstanceAsync(1, Ct);
        Assert.NotEqual(process, _world.Host.ProcessOf(1));
    }

    [Fact]
    public async Task A_server_that_hangs_is_asked_in_order_and_killed_in_the_end()
    {
        _world.Instances[0] = _world.Instances[0] with { ShutdownTimeout = TimeSpan.FromMilliseconds(300) };
        await _world.Host.StartInstanceAsync(1, Ct);
        using var process = Process.GetProcessById(_world.Host.ProcessOf(1)!.Value);
        using (var stop = Process.Start("kill", ["-STOP", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await stop.WaitForExitAsync(Ct);

        await _world.Host.StopInstanceAsync(1, Ct);

        await _world.Log.WaitForAsync(NotClosed);
        await _world.Log.WaitForAsync(Killing);
        Assert.Equal("stopped", _world.Host.StatusOf(1));
        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task A_server_that_is_killed_is_started_again()
    {
        await _world.Host.StartInstanceAsync(1, Ct);
        await _world.Log.WaitForAsync(Ready);
        using var process = Process.GetProcessById(_world.Host.ProcessOf(1)!.Value);

        process.Kill();

        Assert.Contains("137", await _world.Log.WaitForAsync(Died), StringComparison.Ordinal);
        await _world.Log.WaitForAsync(Ready);
    }

    [Fact]
    public async Task A_server_that_is_killed_stays_so_if_that_is_wished()
    {
        _world.Instances[0] = _world.Instances[0] with { RestartAfterCrash = false };
        await _world.Host.StartInstanceAsync(1, Ct);
        using var process = Process.GetProcessById(_world.Host.ProcessOf(1)!.Value);

        process.Kill();
        await _world.Log.WaitForAsync(Died);

        Assert.Equal("stopped", _world.Host.StatusOf(1));
    }

    [Fact]
    public async Task A_save_that_is_no_zip_stops_this_instance_alone()
    {
        _world.Instances.Add(new InstanceOptions { Name = "Vulcanus", Id = 2, AutoStart = false });
        Directory.CreateDirectory(_world.DirectoryOf("Nauvis", "saves"));
        var broken = _world.DirectoryOf("Nauvis", "saves", "broken.zip");
        await File.WriteAllTextAsync(broken, "no zip", Ct);

        var exception = await Assert.ThrowsAsync<InstanceException>(() => _world.Host.StartInstanceAsync(1, Ct));
        await _world.Host.StartInstanceAsync(2, Ct);

        Assert.Contains(broken, exception.Message, StringComparison.Ordinal);
        Assert.Contains("no zip", exception.Message, StringComparison.Ordinal);
        Assert.Equal("stopped", _world.Host.StatusOf(1));
        Assert.Equal("running", _world.Host.StatusOf(2));
        Assert.Equal("no zip", await File.ReadAllTextAsync(broken, Ct));
    }

    [Fact]
    public async Task An_occupied_port_is_named_with_the_mend()
    {
        using var occupied = HostOnSimulator.Occupy(out var port);
        _world.Instances[0] = _world.Instances[0] with { RconPort = port };

        var exception = await Assert.ThrowsAsync<InstanceException>(() => _world.Host.StartInstanceAsync(1, Ct));

        Assert.Contains($"RCON port {port} of instance Nauvis", exception.Message, StringComparison.Ordinal);
        Assert.Contains("rconPort", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_ends_during_its_start_is_told_with_its_own_words()
    {
        _world.Instances[0] = _world.Instances[0] with { Settings = new() { ["max_players"] = "twenty" } };

        var exception = await Assert.ThrowsAsync<InstanceException>(() => _world.Host.StartInstanceAsync(1, Ct));

        Assert.Contains("Nauvis", exception.Message, StringComparison.Ordinal);
        Assert.Contains("max_players", exception.Message, StringComparison.Ordinal);
        Assert.Equal("stopped", _world.Host.StatusOf(1));
    }

    [Fact]
    public async Task A_server_left_by_a_host_that_was_killed_is_stopped_and_started_anew()
    {
        await _world.Host.StartInstanceAsync(1, Ct);
        await _world.Host.StopInstanceAsync(1, Ct);
        // As a killed host leaves it: the server runs, and nobody follows it.
        var start = new ProcessStartInfo(Path.Combine(_world.Factorio, "bin", "x64", "factorio"))
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = _world.DirectoryOf("Nauvis"),
        };
        foreach (var argument in (string[])["--config", _world.DirectoryOf("Nauvis", "config.ini"), "--start-server", _world.DirectoryOf("Nauvis", "saves", "world.zip"), "--port", "0"])
            start.ArgumentList.Add(argument);
        using var left = Process.Start(start)!;
        string? line;
        do
            line = await left.StandardOutput.ReadLineAsync(Ct);
        while (line is not null && !line.Contains("to(InGame)", StringComparison.Ordinal));
        await File.WriteAllTextAsync(
            _world.DirectoryOf("Nauvis", "invsync-server.json"), $$"""{"Process":{{left.Id}},"StartedAt":"{{left.StartTime.ToUniversalTime():O}}"}""", Ct);

        await _world.Host.StartInstanceAsync(1, Ct);

        Assert.Contains(left.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), await _world.Log.WaitForAsync(LeftoverStopped), StringComparison.Ordinal);
        Assert.True(left.HasExited);
        Assert.Equal("running", _world.Host.StatusOf(1));
    }

    [Fact]
    public async Task A_process_that_only_has_the_same_number_is_left_alone()
    {
        Directory.CreateDirectory(_world.DirectoryOf("Nauvis"));
        using var self = Process.GetCurrentProcess();
        await File.WriteAllTextAsync(
            _world.DirectoryOf("Nauvis", "invsync-server.json"), $$"""{"Process":{{self.Id}},"StartedAt":"{{self.StartTime.ToUniversalTime():O}}"}""", Ct);

        // This very process is alive and started then, but its command line is not that of the instance's server.
        await _world.Host.StartInstanceAsync(1, Ct);

        Assert.Equal("running", _world.Host.StatusOf(1));
    }

    [Fact]
    public async Task Ending_the_host_ends_its_servers()
    {
        _world.Instances[0] = _world.Instances[0] with { AutoStart = true };
        using var ending = new CancellationTokenSource();
        var running = _world.Host.RunAsync(ending.Token);
        await _world.Log.WaitForAsync(Ready);

        await ending.CancelAsync();
        await running;

        Assert.Equal("stopped", _world.Host.StatusOf(1));
        Assert.Null(_world.Host.ProcessOf(1));
        Assert.False(File.Exists(_world.DirectoryOf("Nauvis", "invsync-server.json")));
    }

    [Fact]
    public async Task An_upload_that_no_host_read_is_journaled_at_the_next_start()
    {
        Directory.CreateDirectory(_world.DirectoryOf("Nauvis", "script-output"));
        var file = _world.DirectoryOf("Nauvis", "script-output", "invsync_abc_7.json");
        await File.WriteAllTextAsync(
            file, """{"type":"upload","sequence":7,"upload":1,"player_name":"alice","token":3,"base":"","generation":2,"revision":"abc-1","document":{"generation":2}}""", Ct);

        await _world.Host.StartInstanceAsync(1, Ct);

        await _world.Log.WaitForAsync(4080);
        Assert.False(File.Exists(file));
    }
}
