using System.Runtime.InteropServices;
using InventorySync.Simulator.Saves;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Server;

/// <summary>The process that plays the game's headless server.</summary>
public static class ServerProgram
{
    // Deeply nested tables and calls of a script need more than a pool thread has.
    private const int GameThreadStackBytes = 64 * 1024 * 1024;

    // A signal number without a name in .NET, as it is on Linux.
    private const PosixSignal UserSignal1 = (PosixSignal)10;

    /// <summary>Does what the command line asks for, and returns the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TimeProvider time)
    {
        using var output = new ServerOutput(Console.OpenStandardOutput(), time);
        try
        {
            var commandLine = CommandLine.Parse(arguments);
            output.Verbose = commandLine.Verbose;
            var paths = ServerPaths.Find(Variable("FACTORIO_SIMULATOR_EXECUTABLE"), commandLine.Config);
            var version = paths.ReadVersion();
            switch (commandLine.Task)
            {
                case ServerTask.ShowHelp:
                    output.Bare(HelpText.Text);
                    return 0;
                case ServerTask.ShowVersion:
                    output.Bare($"Version: {version} (build 84539, linux64, headless)\nVersion: 64\nMap input version: 0.18.0-0\nMap output version: {version}-0");
                    return 0;
            }

            StartupLines.Write(output, paths, version, commandLine, time);
            using var held = WriteDirectoryLock.Acquire(paths.WriteData);
            output.OpenLog(paths.WriteData);
            if (commandLine.ConsoleLog is { } consoleLog)
                output.OpenConsoleLog(consoleLog);
            StartupLines.WriteLoading(output, version);
            var run = new ServerRun
            {
                CommandLine = commandLine,
                Paths = paths,
                Version = version,
                Settings = StartFiles.ReadSettings(commandLine, paths),
                Simulator = StartFiles.ReadSimulatorSettings(paths),
                Output = output,
                Time = time,
                ControlSocket = Variable("FACTORIO_SIMULATOR_SOCKET"),
            };
            return commandLine.Task == ServerTask.CreateMap
                ? await OnGameThreadAsync(() => Create(run))
                : await HostAsync(run);
        }
        catch (ServerStartException exception)
        {
            return Report(output, exception.LogSource, exception.Message);
        }
        catch (SaveFileException exception)
        {
            return Report(output, "MultiplayerManager.cpp:102", exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Report(output, "Main.cpp:1297", exception.Message);
        }
        catch (ScenarioException exception)
        {
            // While a map is created; a server that hosts one reports by itself.
            return Report(output, "ScenarioUtil.cpp:52", $"{exception.Message}\n{exception.Details}");
        }
        catch (Exception exception)
        {
            // A mistake in the simulator. Nothing is saved, as after a crash of the game.
            return Report(output, "CrashHandler.cpp:641", $"The simulator failed: {exception.Message}\n{exception}");
        }
    }

    // An empty variable means the same as none.
    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static int Report(ServerOutput output, string source, string message)
    {
        var lines = message.Split('\n', 2);
        output.Error(source, lines[0]);
        if (lines.Length > 1)
            output.Bare(lines[1]);
        return 1;
    }

    private static int Create(ServerRun run)
    {
        var path = StartFiles.SavePath(run.CommandLine.Target, run.Paths, mustExist: false);
        var files = StartFiles.ReadScenario("base/freeplay", run.Paths);
        var seed = StartFiles.Seed(run.CommandLine);
        var map = new MapSource(path, Path.GetFileNameWithoutExtension(path), null, files);
        run.Output.Stamped($"Creating new map {path}");
        using var game = SimulatedGame.Create(GameSetups.Of(run, map, new GameOutput(run.Output, run.Paths.ScriptOutput), seed));
        var state = game.Save();
        var version = GameVersion.Parse(run.Version);
        SaveFile.Write(path, new SavedMap
        {
            RootFolder = map.RootFolder,
            Version = version,
            CreatedVersion = version,
            Level = state.World,
            Script = state.Storage,
            Files = files,
        });
        run.Output.Stamped("Goodbye");
        return 0;
    }

    private static async Task<int> HostAsync(ServerRun run)
    {
        var map = StartFiles.FindMap(run);
        await using var server = new GameServer(run);
        using var interrupt = Quit(PosixSignal.SIGINT, "SIGINT");
        using var terminate = Quit(PosixSignal.SIGTERM, "SIGTERM");
        using var reopen = OperatingSystem.IsWindows() ? null
            : PosixSignalRegistration.Create(UserSignal1, context =>
            {
                context.Cancel = true;
                run.Output.ReopenLog();
            });
        using var stopReading = new CancellationTokenSource();

        // Not awaited at the end: a read of the standard input cannot be broken off, and the process is about to end.
        _ = Task.Run(() => ConsoleInput.ReadAllAsync(Console.OpenStandardInput(), server.Inbox, run.Output, stopReading.Token), CancellationToken.None);
        var exitCode = await OnGameThreadAsync(() => server.Run(map));
        await stopReading.CancelAsync();
        return exitCode;

        PosixSignalRegistration Quit(PosixSignal signal, string name) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            server.Inbox.Quit(name);
        });
    }

    private static Task<int> OnGameThreadAsync(Func<int> run)
    {
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                ended.SetResult(run());
            }
            catch (Exception exception)
            {
                ended.SetException(exception);
            }
        }, GameThreadStackBytes)
        {
            Name = "game",
        };
        thread.Start();
        return ended.Task;
    }
}
