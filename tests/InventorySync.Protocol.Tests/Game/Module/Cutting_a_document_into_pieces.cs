using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using InventorySync.Protocol.Game.Module;
using InventorySync.Tests.Shared;

namespace InventorySync.Protocol.Tests.Game.Module;

public class Cutting_a_document_into_pieces
{
    private static readonly Gen<JsonNode?> Value = Gen.Recursive<JsonNode?>((depth, inner) => depth > 4
        ? Scalar
        : Gen.Frequency((3, Scalar), (2, List(inner)), (2, Object(inner))));

    private static Gen<JsonNode?> Scalar => Gen.OneOf(
        Gen.Int.Select(number => (JsonNode?)number), Gen.String.Select(text => (JsonNode?)WithoutHalves(text)), Gen.Bool.Select(value => (JsonNode?)value),
        Gen.Const((JsonNode?)null));

    [Fact]
    public void A_small_document_is_one_piece_and_unchanged()
    {
        var document = Encoding.UTF8.GetBytes("""{"name":"alice","list":[1, 2]}""");

        Assert.Equal(document, Assert.Single(DocumentPieces.Cut(document)).ToArray());
    }

    [Fact]
    public void Any_document_is_the_same_when_its_pieces_are_merged() =>
        Gen.Select(Value, Value, Gen.Int[0, 4000]).Sample(
            (one, other, length) =>
            {
                var document = new JsonObject
                {
                    ["long"] = new JsonArray([.. Enumerable.Range(0, length).Select(number => (JsonNode)new JsonObject { ["n"] = "iron-plate", ["c"] = number })]),
                    ["one"] = one?.DeepClone(),
                    ["lists"] = new JsonArray([.. Enumerable.Range(0, length / 200).Select(_ => other?.DeepClone())]),
                };

                Assert.True(JsonNode.DeepEquals(document, ExportStrings.Merge(DocumentPieces.Cut(Bytes(document)))));
            },
            iter: 200);

    [Fact]
    public void No_piece_is_much_larger_than_it_should_be()
    {
        var document = new JsonObject
        {
            ["sections"] = new JsonArray([.. Enumerable.Range(0, 50).Select(_ => (JsonNode)new JsonObject
            {
                ["filters"] = new JsonArray([.. Enumerable.Range(0, 900).Select(slot => (JsonNode)new JsonObject { ["index"] = slot, ["name"] = "iron-plate" })]),
            })]),
        };

        var pieces = DocumentPieces.Cut(Bytes(document)).ToList();

        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, DocumentPieces.PieceBytes + 200));
        Assert.InRange(pieces.Count, 40, 150);
    }

    [Fact]
    public void A_large_book_is_opened_and_is_the_same_when_it_is_joined()
    {
        var book = ExportStrings.Book("outer", ExportStrings.Blueprint("first", 300), ExportStrings.Book("inner", ExportStrings.Blueprint("deep", 9000, 2), ExportStrings.Blueprint("deeper", 500, 3)), ExportStrings.Blueprint("last", 20));
        var document = InMain(ExportStrings.Encode(book));

        var merged = ExportStrings.Merge(DocumentPieces.Cut(Bytes(document)));

        var opened = merged["character"]!["inventories"]!["main"]!["i"]![1]!["e"]!;
        Assert.Equal(3, opened["blueprints"]!.AsArray().Count);
        Assert.Equal(2, opened["blueprints"]![1]!["blueprints"]!.AsArray().Count);
        Assert.Equal(2, (int)ExportStrings.Decode((string)opened["book"]!)["blueprint_book"]!["active_index"]!);
        Assert.Null(ExportStrings.Decode((string)opened["book"]!)["blueprint_book"]!["blueprints"]);
        Assert.True(JsonNode.DeepEquals(book, ExportStrings.JoinOpened(opened)));
        Assert.Equal(7, (int)merged["character"]!["inventories"]!["main"]!["i"]![1]!["s"]!);
        var joined = OpenedBooks.Join(Bytes(merged));
        Assert.True(JsonNode.DeepEquals(book, ExportStrings.Decode((string)JsonNode.Parse(joined.Span)!["character"]!["inventories"]!["main"]!["i"]![1]!["e"]!)));
    }

    [Fact]
    public void A_book_with_gaps_is_opened_with_gaps()
    {
        var book = ExportStrings.Book("outer", ExportStrings.Blueprint("first", 3000), ExportStrings.Blueprint("second", 10));
        book["blueprint_book"]!["blueprints"]![1]!["index"] = 3;
        var document = InMain(ExportStrings.Encode(book));

        var opened = ExportStrings.Merge(DocumentPieces.Cut(Bytes(document)))["character"]!["inventories"]!["main"]!["i"]![1]!["e"]!;

        Assert.Equal(4, opened["blueprints"]!.AsArray().Count);
        Assert.False((bool)opened["blueprints"]![1]!);
        Assert.True(JsonNode.DeepEquals(book, ExportStrings.JoinOpened(opened)));
    }

    [Theory]
    [InlineData("no index")]
    [InlineData("a far index")]
    [InlineData("an index twice")]
    [InlineData("another kind beside it")]
    [InlineData("an unknown kind")]
    [InlineData("something behind it")]
    [InlineData("cut off")]
    public void A_book_with_anything_unexpected_stays_as_it_is(string what)
    {
        var book = ExportStrings.Book("outer", ExportStrings.Blueprint("first", 3000), ExportStrings.Blueprint("second", 10));
        var second = book["blueprint_book"]!["blueprints"]![1]!.AsObject();
        if (what == "no index")
            second.Remove("index");
        else if (what == "a far index")
            second["index"] = 60_000;
        else if (what == "an index twice")
            second["index"] = 0;
        else if (what == "another kind beside it")
            second["upgrade_planner"] = new JsonObject();
        else if (what == "an unknown kind")
            book["blueprint_book"]!["blueprints"]!.AsArray().Add(new JsonObject { ["selection"] = 1, ["index"] = 2 });
        var json = Bytes(book);
        var text = what switch
        {
            "something behind it" => ExportStrings.EncodeBytes([.. json, (byte)'x']),
            "cut off" => ExportStrings.EncodeBytes(json[..^5]),
            _ => ExportStrings.EncodeBytes(json),
        };
        var document = InMain(text);

        Assert.True(JsonNode.DeepEquals(document, ExportStrings.Merge(DocumentPieces.Cut(Bytes(document)))));
    }

    [Fact]
    public void A_book_that_inflates_without_end_stays_as_it_is()
    {
        // 300 MB of spaces behind the beginning of a book.
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write("{\"blueprint_book\":{"u8);
            var spaces = Enumerable.Repeat((byte)' ', 1 << 20).ToArray();
            for (var megabyte = 0; megabyte < 300; megabyte++)
                zlib.Write(spaces);
        }

        var document = InMain("0" + Convert.ToBase64String(packed.ToArray()));

        Assert.True(JsonNode.DeepEquals(document, ExportStrings.Merge(DocumentPieces.Cut(Bytes(document)))));
    }

    [Fact]
    public void What_is_no_json_is_passed_on_for_the_module_to_refuse()
    {
        var half = Encoding.UTF8.GetBytes("{\"list\":[" + ExportStrings.Repeat("1", 20_000));

        Assert.Equal(half, Assert.Single(DocumentPieces.Cut(half)).ToArray());
    }

    [Fact]
    public void The_first_piece_is_there_before_a_book_is_opened()
    {
        // A string which looks like a book and cannot be read to its end: whoever opens it looks at all of it.
        var document = InMain(ExportStrings.Encode(ExportStrings.Book("outer", ExportStrings.Blueprint("first", 3000))));

        var first = DocumentPieces.Cut(Bytes(document)).First();

        Assert.InRange(first.Length, 1, 1000);
    }

    [Theory]
    [InlineData("fresh")]
    [InlineData("mid-game")]
    [InlineData("late-game")]
    [InlineData("blueprint-heavy")]
    [InlineData("extreme")]
    public void The_samples_are_the_same_when_they_are_merged_and_joined(string sample)
    {
        Assert.SkipWhen(SharedFolder.Find("samples") is null, SharedFolder.Absence("samples"));
        var document = File.ReadAllBytes(Path.Combine(SharedFolder.Find("samples")!, sample + ".json"));

        var merged = ExportStrings.Merge(DocumentPieces.Cut(document));
        var joined = JsonNode.Parse(OpenedBooks.Join(Bytes(merged)).Span)!;

        Assert.True(JsonNode.DeepEquals(Readable(JsonNode.Parse(document)!), Readable(joined)));
    }

    /// <summary>Export strings as the JSON in them, which is how they are compared (player-data.md §2.11).</summary>
    private static JsonNode Readable(JsonNode node)
    {
        if (node is JsonObject form)
        {
            foreach (var (name, value) in form.ToList())
            {
                if (name == "e" && value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String)
                    form[name] = ExportStrings.Decode((string)text!);
                else if (value is not null)
                    Readable(value);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var element in list.Where(element => element is not null))
                Readable(element!);
        }

        return node;
    }

    private static JsonObject InMain(string export) => new()
    {
        ["name"] = "alice",
        ["character"] = new JsonObject
        {
            ["inventories"] = new JsonObject
            {
                ["main"] = new JsonObject { ["i"] = new JsonArray(new JsonObject { ["n"] = "coal", ["c"] = 3 }, new JsonObject { ["e"] = export, ["s"] = 7 }) },
            },
        },
    };

    private static Gen<JsonNode?> List(Gen<JsonNode?> inner) =>
        inner.Array[0, 6].Select(elements => (JsonNode?)new JsonArray([.. elements.Select(element => element?.DeepClone())]));

    private static Gen<JsonNode?> Object(Gen<JsonNode?> inner) =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 5], inner).Array[0, 6].Select(members =>
        {
            var form = new JsonObject();
            foreach (var (name, value) in members)
                form[name] = value?.DeepClone();
            return (JsonNode?)form;
        });

    private static string WithoutHalves(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
