using InventorySync.Host.Configuration;
using InventorySync.Host.Factorio;
using InventorySync.Protocol.Game.Output;
using InventorySync.Protocol.Game.Saves;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Instances;

/// <summary>Gets the save ready that an instance starts from: created if there is none, and patched.</summary>
internal sealed partial class SavePreparation(InstanceOptions instance, InstanceServices services, InstanceFiles files, ILogger<SavePreparation> logger)
{
    /// <summary>Makes a new map.</summary>
    /// <exception cref="InstanceException">The game could not.</exception>
    public async Task CreateAsync(string path, long? seed, CancellationToken ct)
    {
        List<string> arguments = ["--config", files.Config, "--create", path];
        if (seed is { } number)
            arguments.AddRange(["--map-gen-seed", number.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        LogCreating(instance.Name, path);
        string? failure = null;
        using var process = GameServerProcess.Start(services.Installation.Executable, arguments, files.Directory);
        var output = new ServerOutput(instance.Name, (_, _) => Task.CompletedTask, TakeSign, services.Loggers.CreateLogger<ServerOutput>());
        int code;
        try
        {
            await Task.WhenAll(output.FollowAsync(process.Output, ct), output.FollowAsync(process.Error, ct));
            code = await process.WaitForExitAsync(ct);
        }
        finally
        {
            process.Kill();
        }

        if (code != 0 || !File.Exists(path))
            throw new InstanceException($"Factorio could not create the save {path} for {instance.Name} (exit code {code}). {failure ?? Describe(output.LastLine)}");

        void TakeSign(ServerSign sign) => failure = sign switch
        {
            ServerSign.Failure found => "It said: " + found.Message,
            ServerSign.DirectoryLocked locked => $"{locked.Message} — another Factorio server runs on {files.Directory}; stop it first.",
            _ => failure,
        };
    }

    private string Describe(string? lastLine)
    {
        var log = $"Its log is {Path.Combine(files.Directory, "factorio-current.log")}.";
        return lastLine is null ? log : $"It said: {lastLine.TrimEnd('.')}. {log}";
    }

    /// <summary>Patches the modules in. Every start does so, for the script takes a new patch number as the sign of one.</summary>
    /// <exception cref="InstanceException">The save is refused; says why and what is supported.</exception>
    public void Patch(string path)
    {
        try
        {
            var result = SavePatcher.Patch(path, services.Modules);
            if (result.MissingFiles.Count > 0)
                LogMissing(path, string.Join(", ", result.MissingFiles.Take(5)));
        }
        catch (SaveRefusedException exception)
        {
            throw new InstanceException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InstanceException($"The save {path} cannot be patched: {exception.Message}", exception);
        }
    }

    [LoggerMessage(4082, LogLevel.Information, "{Instance}: creating the save {Path}")]
    private partial void LogCreating(string instance, string path);

    [LoggerMessage(4083, LogLevel.Warning, "{Path}: files of its last patch were missing: {Files}")]
    private partial void LogMissing(string path, string files);
}
