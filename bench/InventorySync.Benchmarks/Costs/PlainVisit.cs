using System.Text;

namespace InventorySync.Benchmarks.Costs;

/// <summary>A player comes with a document and leaves, with the plain scheme: pieces of 1000 characters, then all at once.</summary>
internal sealed record PlainVisit(PhaseCost Join, PhaseCost Leave)
{
    private const int PieceCharacters = 1000;

    public static PlainVisit Run(string player, string document)
    {
        using var game = new MeasuredGame(Files());
        var join = game.Measure(_ =>
        {
            game.Do("join", player);
            for (var start = 0; start < document.Length; start += PieceCharacters)
            {
                var length = Math.Min(PieceCharacters, document.Length - start);
                var last = start + length == document.Length ? 1 : 0;
                game.Send(Encoding.UTF8.GetBytes($"/plain {player} {last} |{document.AsSpan(start, length)}|"));
                game.Run(1);
            }
        });
        return new PlainVisit(join, game.Measure(_ => game.Do("leave", player)));
    }

    private static Dictionary<string, byte[]> Files()
    {
        using var stream = typeof(PlainVisit).Assembly.GetManifestResourceStream("plain.lua")!;
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return new(StringComparer.Ordinal)
        {
            ["plain.lua"] = plain.ToArray(),
            ["control.lua"] = Encoding.UTF8.GetBytes("""require("event_handler").add_lib(require("plain"))"""),
        };
    }
}
