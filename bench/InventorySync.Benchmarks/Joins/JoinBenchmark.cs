using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Cli.Cluster;
using InventorySync.Tests.Shared;

namespace InventorySync.Benchmarks.Joins;

/// <summary>Ticks from join to playable for the sample documents, ours beside the plain scheme, in one run on the simulator.</summary>
internal static class JoinBenchmark
{
    private const string Server = "nauvis";

    private static readonly string[] AllSamples = ["fresh", "early-game", "mid-game", "late-game", "blueprint-heavy", "extreme", "god-mode", "dead"];

    private static readonly int[] PlayersConnected = [1, 10, 20];

    public static async Task<int> RunAsync(string[] chosen, TextWriter output, CancellationToken ct)
    {
        if (SharedFolder.Find("samples") is not { } samples)
        {
            await output.WriteLineAsync(SharedFolder.Absence("samples"));
            return 1;
        }

        await output.WriteLineAsync("| document | bytes | players connected | ticks | ticks, plain scheme | times faster |");
        await output.WriteLineAsync("| --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var players in PlayersConnected)
        {
            var directory = Directory.CreateTempSubdirectory("invsync-joins-");
            try
            {
                var options = new LocalClusterOptions { Directory = Path.Combine(directory.FullName, "ours"), Servers = [Server], Clock = "fast" };
                await using var ours = await LocalCluster.StartAsync(options, ct);
                await using var store = await ours.ConnectGamelessInstanceAsync(ct);
                await using var plain = await PlainScheme.StartAsync(Path.Combine(directory.FullName, "plain"), players, ct);
                for (var number = 1; number < players; number++)
                    await ours.JoinAsync(Server, $"guest{number}", ct);

                await MeasureBestCasesAsync(players, ours, output, ct);
                foreach (var sample in chosen.Length > 0 ? chosen : AllSamples)
                    await MeasureAsync(sample, Path.Combine(samples, sample + ".json"), players, ours, store, plain, output, ct);
            }
            finally
            {
                directory.Delete(recursive: true);
            }
        }

        return 0;
    }

    /// <summary>The joins in which nothing is transferred (sync-behaviour §2, 3.1 and 3.2).</summary>
    private static async Task MeasureBestCasesAsync(int players, LocalCluster ours, TextWriter output, CancellationToken ct)
    {
        // The very first join meets programs that are not compiled yet.
        await ours.JoinAsync(Server, "first", ct);
        await ours.LeaveAsync(Server, "first", ct);

        var newcomer = await ours.JoinAsync(Server, "newcomer", ct);
        await ours.LeaveAsync(Server, "newcomer", ct);
        var returning = await ours.JoinAsync(Server, "newcomer", ct);
        await ours.LeaveAsync(Server, "newcomer", ct);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| none stored yet | 0 | {players} | {newcomer} | | |"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| unchanged since it left here | 0 | {players} | {returning} | | |"));
    }

    private static async Task MeasureAsync(
        string sample, string file, int players, LocalCluster ours, GamelessInstance store, PlainScheme plain, TextWriter output, CancellationToken ct)
    {
        var text = await File.ReadAllTextAsync(file, ct);
        var document = JsonNode.Parse(text)!.AsObject();
        var player = document["name"]!.GetValue<string>();

        await store.StoreAsync(document, ct);
        var ticks = await ours.JoinAsync(Server, player, ct);
        await ours.LeaveAsync(Server, player, ct);
        var plainTicks = await plain.JoinAsync(player, text, ct);

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {sample} | {new FileInfo(file).Length} | {players} | {ticks} | {plainTicks} | {(double)plainTicks / ticks:0.0} |"));
    }
}
