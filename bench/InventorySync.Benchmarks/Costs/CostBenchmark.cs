using System.Globalization;
using System.Text.Json.Nodes;
using InventorySync.Simulator.World;
using InventorySync.Tests.Shared;

namespace InventorySync.Benchmarks.Costs;

/// <summary>
/// What the module costs in the game per join, rejoin and leave: Lua instructions and wall time, in total and in the worst
/// tick, beside the plain scheme in the same run. In this process, on the simulator, whose API is C# and not the game's.
/// </summary>
internal static class CostBenchmark
{
    private const int Runs = 3;

    private static readonly string[] AllSamples = ["fresh", "early-game", "mid-game", "late-game", "blueprint-heavy", "extreme", "god-mode", "dead"];

    public static async Task<int> RunAsync(string[] chosen, TextWriter output, CancellationToken ct)
    {
        if (SharedFolder.Find("samples") is not { } samples)
        {
            await output.WriteLineAsync(SharedFolder.Absence("samples"));
            return 1;
        }

        await output.WriteLineAsync("| document | what | ticks | instructions | in the worst tick | ms | ms in the worst tick | of that the API | plain scheme: instructions in the worst tick | ms in the worst tick | times shorter |");
        await output.WriteLineAsync("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var sample in chosen.Length > 0 ? chosen : AllSamples)
        {
            var text = await File.ReadAllTextAsync(Path.Combine(samples, sample + ".json"), ct);
            await MeasureAsync(sample, text, output, ct);
        }

        return 0;
    }

    private static async Task MeasureAsync(string sample, string text, TextWriter output, CancellationToken ct)
    {
        var player = JsonNode.Parse(text)!["name"]!.GetValue<string>();
        var ours = new List<ModuleVisit>();
        var plain = new List<PlainVisit>();
        // The first run meets code that is not compiled yet.
        for (var run = 0; run <= Runs; run++)
        {
            ct.ThrowIfCancellationRequested();
            var (our, other) = (ModuleVisit.Run(player, text), PlainVisit.Run(player, text));
            if (run == 0)
                continue;
            ours.Add(our);
            plain.Add(other);
        }

        await output.WriteLineAsync(Row(sample, "join", PhaseCost.Best(ours.Select(visit => visit.Join)), PhaseCost.Best(plain.Select(visit => visit.Join))));
        await output.WriteLineAsync(Row(sample, "leave", PhaseCost.Best(ours.Select(visit => visit.Leave)), PhaseCost.Best(plain.Select(visit => visit.Leave))));
        await output.WriteLineAsync(Row(sample, "rejoin", PhaseCost.Best(ours.Select(visit => visit.Rejoin)), null));
    }

    private static string Row(string sample, string what, PhaseCost cost, PhaseCost? plain) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {sample} | {what} | {cost.Ticks} | {cost.Total.Instructions} | {cost.WorstTick.Instructions} | {Milliseconds(cost.Total)} | {Milliseconds(cost.WorstTick)} | {cost.WorstTick.ApiTime.TotalMilliseconds:0.00} |")
        + (plain is null ? " | | |" : string.Create(
            CultureInfo.InvariantCulture,
            $" {plain.WorstTick.Instructions} | {Milliseconds(plain.WorstTick)} | {plain.WorstTick.Time / cost.WorstTick.Time:0.0} |"));

    private static string Milliseconds(ScriptCost cost) => cost.Time.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);
}
