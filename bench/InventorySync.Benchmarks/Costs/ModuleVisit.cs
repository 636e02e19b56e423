using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Protocol.Game.Module;
using InventorySync.Tests.Shared;

namespace InventorySync.Benchmarks.Costs;

/// <summary>A player comes with a document, leaves, and comes back, with our module; the host's end as the host does it.</summary>
internal sealed record ModuleVisit(PhaseCost Join, PhaseCost Leave, PhaseCost Rejoin)
{
    private const int MostTicks = 100_000;

    // As the host with its default settings and few players: five streams of 100 bytes a tick.
    private const int Streams = 5;
    private const int SegmentBytes = 100;

    public static ModuleVisit Run(string player, string document)
    {
        using var game = new MeasuredGame(Scenario.Files(ModuleFolder(), 1));
        game.Send(ModuleCommand.Hello(new Hello("benchmark000", 7, "Nauvis", true)).Span);
        var encoded = EncodedDocument.Encode(Encoding.UTF8.GetBytes(document));
        var join = game.Measure(_ => Bring(game, player, encoded));
        var leave = game.Measure(_ => game.Do("leave", player));
        var upload = Taken(game, "upload");
        game.Send(ModuleCommand.Uploaded(Number(upload, "upload"), UploadOutcome.Stored).Span);
        var revision = upload["document"]!["revision"]!.GetValue<string>();
        var generation = Number(upload, "generation");
        var rejoin = game.Measure(_ =>
        {
            game.Do("join", player);
            game.Send(ModuleCommand.AcquiredSame(Number(Taken(game, "acquire"), "request"), 6, generation, revision).Span);
        });
        return new ModuleVisit(join, leave, rejoin);
    }

    private static void Bring(MeasuredGame game, string player, EncodedDocument encoded)
    {
        game.Do("join", player);
        var request = Number(Taken(game, "acquire"), "request");
        var cut = DocumentCut.For(encoded.Text.Length, Streams, SegmentBytes);
        game.Send(ModuleCommand.AcquiredOther(request, 5, 31, "other-1", 1, cut.Parts, cut.EncodedBytes, encoded.DocumentBytes).Span);
        // What all streams together bring in a tick.
        var budget = 0;
        for (var index = 1; index <= cut.Parts; index++)
        {
            for (budget -= cut.PartBytes + DocumentCut.WrappingBytes; budget < 0; budget += Streams * SegmentBytes)
                game.Run(1);
            game.Send(ModuleCommand.Part(1, index, index == cut.Parts, cut.Slice(encoded.Text, index).Span).Span);
        }

        for (var tick = 0; tick < MostTicks; tick++)
        {
            if (game.Output.Take("transferred") is { } end)
            {
                if (!end["ok"]!.GetValue<bool>())
                    throw new InvalidOperationException($"{player} was not restored: {end.ToJsonString()}");
                return;
            }

            game.Run(1);
        }

        throw new InvalidOperationException($"{player} was not restored in {MostTicks} ticks.");
    }

    private static JsonObject Taken(MeasuredGame game, string type) =>
        game.Output.Take(type) ?? throw new InvalidOperationException($"The module has written no line {type}.");

    private static long Number(JsonObject line, string member) => line[member]!.GetValue<long>();

    private static string ModuleFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "module", "module.json")))
                return Path.Combine(folder.FullName, "module");
        }

        throw new DirectoryNotFoundException("The benchmark must run from inside the repository.");
    }
}
