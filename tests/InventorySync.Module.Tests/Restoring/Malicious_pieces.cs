using System.Text;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

/// <summary>Pieces that no host cut (docs/module-protocol.md); <see cref="HostileVisit"/> says what must hold.</summary>
public class Malicious_pieces
{
    private const string Coal = """{"n":"coal","c":5}""";

    public static TheoryData<string, string> One() => new()
    {
        { "a place that does not exist", """{"at":["character","pockets"],"add":[1]}""" },
        { "a place inside a number", """{"at":["generation","x"],"add":[1]}""" },
        { "a place inside a text", """{"at":["name","len"],"add":[1]}""" },
        { "the document itself", """{"at":[],"add":[1,2,3]}""" },
        { "an object that is no list", """{"at":["character"],"add":[1,2,3]}""" },
        { "a place with a negative number", """{"at":["character","inventories","main","i",-1],"add":[1]}""" },
        { "a place with a fraction", """{"at":["character","inventories","main","i",0.5],"add":[1]}""" },
        { "a place with a list in it", """{"at":[["character"]],"add":[1]}""" },
        { "a place with true in it", """{"at":[true],"add":[1]}""" },
        { "a place that is a text", """{"at":"character","add":[1]}""" },
        { "a place of a thousand steps", $$"""{"at":[{{string.Join(',', Enumerable.Repeat("\"character\"", 1000))}}],"add":[1]}""" },
        { "nothing to add", """{"at":["character","inventories","main","i"]}""" },
        { "a text to add", """{"at":["character","inventories","main","i"],"add":"coal"}""" },
        { "an object to add", """{"at":["character","inventories","main","i"],"add":{"n":"coal","c":1}}""" },
        { "entries that are none", """{"at":["character","inventories","main","i"],"add":[1,"x",true,null,[],{}]}""" },
        { "no place", """{"add":[1]}""" },
        { "a list", "[1,2,3]" },
        { "a number", "5" },
        { "a second document", Composed.With("alice", Coal) },
        { "no JSON", "{{" },
        { "nothing", "" },
        { "a bomb", "\"" + new string('x', 50_000_000) + "\"" },
        { "many entries", $$"""{"at":["character","inventories","main","i"],"add":[{{string.Join(',', Enumerable.Repeat(Coal, 100_000))}}]}""" },
    };

    [Theory]
    [MemberData(nameof(One))]
    public void One_after_a_good_beginning(string what, string piece) => Check(what, [Composed.With("alice", Coal), piece]);

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"at":["x"],"add":[1]}""")]
    public void A_beginning_that_is_no_document(string beginning) =>
        Check(beginning, [beginning, """{"at":["character","inventories","main","i"],"add":[]}"""]);

    [Fact]
    public void Thousands_that_add_nothing() => Check(
        "thousands", [Composed.With("alice", Coal), .. Enumerable.Repeat("""{"at":["character","inventories","main","i"],"add":[]}""", 5000)]);

    [Theory]
    [InlineData(",")]
    [InlineData(",,,,")]
    [InlineData(",eJw=")]
    [InlineData(",!!!!")]
    public void Text_between_commas_that_is_no_piece(string end)
    {
        var document = Encoding.UTF8.GetBytes(Composed.With("alice", Coal));
        HostileVisit.Check(end, GameServer.Encode(document) + end, document.Length);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(1000)]
    public void Opened_books_in_opened_books(int depth)
    {
        var book = "0" + GameServer.Encode("""{"blueprint_book":{"item":"blueprint-book","version":562949958205440}}""");
        var text = new StringBuilder();
        for (var level = 0; level < depth; level++)
            text.Append($$"""{"book":"{{book}}","blueprints":[""");
        text.Append(string.Concat(Enumerable.Repeat("]}", depth)));
        Check($"{depth} books", [Composed.With("alice", $$"""{"e":{{text}}}""")]);
    }

    [Theory]
    [InlineData("""{"book":5,"blueprints":[]}""")]
    [InlineData("""{"book":"0","blueprints":[]}""")]
    [InlineData("""{"blueprints":[]}""")]
    [InlineData("""{"book":"0x","blueprints":5}""")]
    [InlineData("""{"book":"0x","blueprints":[5,{},[],"0",null]}""")]
    public void An_opened_book_that_is_none(string book) => Check(book, [Composed.With("alice", $$"""{"e":{{book}}},{{Coal}}""")]);

    private static void Check(string what, string[] pieces) => HostileVisit.Check(
        what, string.Join(',', pieces.Select(GameServer.Encode)), pieces.Sum(Encoding.UTF8.GetByteCount));
}
