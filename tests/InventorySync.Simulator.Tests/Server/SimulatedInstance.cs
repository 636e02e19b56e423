using System.Diagnostics;
using InventorySync.Simulator.Installation;

namespace InventorySync.Simulator.Tests.Server;

/// <summary>An installation and an instance's write directory in a fresh folder, as a manager would have them.</summary>
public sealed class SimulatedInstance : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-").FullName;

    public SimulatedInstance(string version = "2.0.77")
    {
        FactorioInstallation.LayOut(Install, version, FactorioInstallation.SimulatorBesideThisProgram);
        Directory.CreateDirectory(Path.Combine(WriteData, "saves"));
        File.WriteAllText(Config, $"[path]\nread-data=__PATH__executable__/../../data\nwrite-data={WriteData}\n");
        WriteSettings("{\"auto_pause\": false, \"require_user_verification\": false}");
    }

    public string Install => Path.Combine(_folder, "factorio");
    public string WriteData => Path.Combine(_folder, "instance");
    public string Config => Path.Combine(WriteData, "config.ini");
    public string World => Path.Combine(WriteData, "saves/world.zip");
    public string ControlSocket => Path.Combine(WriteData, "simulator.sock");

    public void WriteSettings(string json) => File.WriteAllText(Path.Combine(WriteData, "server-settings.json"), json);

    public void WriteSimulatorSettings(string json) => File.WriteAllText(Path.Combine(WriteData, "simulator.json"), json);

    /// <summary>Runs the executable to its end.</summary>
    public async Task<(int ExitCode, IReadOnlyList<string> Output)> RunAsync(CancellationToken ct, params string[] arguments)
    {
        await using var process = Start(arguments);
        process.CloseInput();
        var exitCode = await process.ExitedAsync(ct);
        return (exitCode, process.Lines);
    }

    public async Task CreateWorldAsync(CancellationToken ct)
    {
        var (exitCode, output) = await RunAsync(ct, "--config", Config, "--create", World);
        Assert.True(exitCode == 0, string.Join('\n', output));
    }

    public RunningServer Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Install, "bin/x64/factorio"))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WriteData,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new RunningServer(Process.Start(start)!);
    }

    /// <summary>Starts a server on the world, with ports that the system picks.</summary>
    public RunningServer Host(params string[] further) => Start(
        ["--config", Config, "--start-server", World, "--port", "0", "--rcon-port", "0", "--rcon-password", "secret", .. further]);

    /// <summary>As <see cref="Host"/>, and returns when it is in the game.</summary>
    public async Task<RunningServer> HostAsync(CancellationToken ct, params string[] further)
    {
        var server = Host(further);
        await server.LineAsync("Simulator control socket: ", ct);
        await server.LineAsync("Maximum segment size", ct);
        return server;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
