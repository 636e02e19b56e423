using InventorySync.Benchmarks.Costs;
using InventorySync.Benchmarks.Joins;

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, interruption) =>
{
    interruption.Cancel = true;
    stopping.Cancel();
};

switch (args)
{
    case ["joins", .. var samples]:
        return await JoinBenchmark.RunAsync(samples, Console.Out, stopping.Token);
    case ["cost", .. var samples]:
        return await CostBenchmark.RunAsync(samples, Console.Out, stopping.Token);
    default:
        Console.Error.WriteLine("""
            Usage: dotnet run -c Release --project bench/InventorySync.Benchmarks -- joins|cost [SAMPLE …]

              joins   ticks from join to playable for the sample documents, with 1, 10 and 20 players connected,
                      beside the plain scheme (1000 characters a command, each awaited), on the simulator
              cost    Lua instructions and wall time that joins and leaves take in the game, in total and in the worst
                      tick, beside the plain scheme (all in one tick), on the simulator in this process
            """);
        return 1;
}
