using InventorySync.Host.Journal;
using InventorySync.Protocol.Game.Module;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Instances;

/// <summary>
/// Messages that a game wrote into files and no host read, because it was killed: an upload among them may be the only copy of what a
/// player owned, so it goes into the journal before the server starts again. The controller decides what it is worth.
/// </summary>
internal sealed partial class LeftoverMessages(Deliveries deliveries, ILogger<LeftoverMessages> logger)
{
    private const string Pattern = "invsync_*.json";
    private const int MaxBytes = 64 * 1024 * 1024;

    public async Task RecoverAsync(string scriptOutput, int instanceId, CancellationToken ct)
    {
        var directory = new DirectoryInfo(scriptOutput);
        if (!directory.Exists)
            return;
        foreach (var file in directory.EnumerateFiles(Pattern).OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal))
        {
            if (file.Length > MaxBytes || file.LinkTarget is not null)
            {
                LogIgnored(file.FullName, "it is too large or a link");
                continue;
            }

            try
            {
                await TakeAsync(ModuleLineParser.Parse(await File.ReadAllBytesAsync(file.FullName, ct)), instanceId, ct);
                file.Delete();
            }
            catch (ModuleLineException exception)
            {
                LogIgnored(file.FullName, exception.Message);
            }
        }
    }

    private async Task TakeAsync(ModuleLine line, int instanceId, CancellationToken ct)
    {
        if (line is not ModuleLine.Upload upload)
            return;
        LogRecovered(upload.PlayerName, instanceId, upload.Generation);
        await deliveries.UploadAsync(
            new JournalEntry.Upload
            {
                InstanceId = instanceId,
                PlayerName = upload.PlayerName,
                Token = upload.Token,
                Base = upload.Base,
                Generation = upload.Generation,
                Revision = upload.Revision,
            },
            upload.Document,
            ct);
    }

    [LoggerMessage(4080, LogLevel.Warning, "An upload of {Player} by instance {Instance}, generation {Generation}, was left behind by an earlier run; it is sent now")]
    private partial void LogRecovered(string player, int instance, long generation);

    [LoggerMessage(4081, LogLevel.Warning, "{Path} is left where it is: {Reason}")]
    private partial void LogIgnored(string path, string reason);
}
