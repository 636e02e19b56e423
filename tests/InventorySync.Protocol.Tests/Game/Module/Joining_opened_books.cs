using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Protocol.Game.Module;

namespace InventorySync.Protocol.Tests.Game.Module;

public class Joining_opened_books
{
    private static readonly string Empty = ExportStrings.Encode(ExportStrings.Book("plans"));
    private static readonly string Plan = ExportStrings.Encode(ExportStrings.Blueprint("plan", 2));

    [Fact]
    public void A_document_without_opened_books_is_passed_on_as_it_is()
    {
        var document = Encoding.UTF8.GetBytes("""{"g":[{"e":1000}],"i":[{"e":"0abc"}],"unknown":{"e":{"x":1}}}""");

        Assert.Equal(document, OpenedBooks.Join(document).ToArray());
    }

    [Fact]
    public void All_else_keeps_its_bytes_and_a_repetition_has_the_same()
    {
        var document = Encoding.UTF8.GetBytes($$$"""{"a":1.50,"i":[{"e":{"book":"{{{Empty}}}","blueprints":["{{{Plan}}}"]},"s":3}],"z":"\u00fc"}""");

        var joined = Encoding.UTF8.GetString(OpenedBooks.Join(document).Span);

        Assert.StartsWith("""{"a":1.50,"i":[{"e":"0""", joined, StringComparison.Ordinal);
        Assert.EndsWith("\",\"s\":3}],\"z\":\"\\u00fc\"}", joined, StringComparison.Ordinal);
        Assert.Equal(joined, Encoding.UTF8.GetString(OpenedBooks.Join(document).Span));
    }

    [Fact]
    public void Books_in_books_gaps_and_books_without_blueprints_are_joined()
    {
        var document = Encoding.UTF8.GetBytes(
            $$$"""{"e":{"book":"{{{Empty}}}","blueprints":[{"book":"{{{Empty}}}","blueprints":{}},false,"{{{Plan}}}"]}}""");

        var book = ExportStrings.Decode((string)JsonNode.Parse(OpenedBooks.Join(document).Span)!["e"]!)["blueprint_book"]!;

        Assert.Equal("plans", (string)book["blueprints"]![0]!["blueprint_book"]!["label"]!);
        Assert.Equal(0, (int)book["blueprints"]![0]!["index"]!);
        Assert.Equal("plan", (string)book["blueprints"]![1]!["blueprint"]!["label"]!);
        Assert.Equal(2, (int)book["blueprints"]![1]!["index"]!);
    }

    [Theory]
    [InlineData("""{"book":5,"blueprints":[]}""")]
    [InlineData("""{"book":"0nonsense","blueprints":[]}""")]
    [InlineData("""{"book":"PLAN","blueprints":[]}""")]
    [InlineData("""{"book":"EMPTY","blueprints":"PLAN"}""")]
    [InlineData("""{"book":"EMPTY","blueprints":{"1":"PLAN"}}""")]
    [InlineData("""{"book":"EMPTY","blueprints":[7]}""")]
    [InlineData("""{"book":"EMPTY","blueprints":["0nonsense"]}""")]
    [InlineData("""{"book":"EMPTY","blueprints":["LIST"]}""")]
    [InlineData("""{"book":"EMPTY","blueprints":[],"more":1}""")]
    [InlineData("""{"blueprints":[{"x":1}],"book":"EMPTY"}""")]
    public void What_only_looks_like_an_opened_book_is_refused_with_a_reason(string opened)
    {
        var text = opened.Replace("EMPTY", Empty, StringComparison.Ordinal).Replace("PLAN", Plan, StringComparison.Ordinal)
            .Replace("LIST", ExportStrings.Encode(new JsonArray(1)), StringComparison.Ordinal);

        var refusal = Assert.Throws<OpenedBookException>(() => OpenedBooks.Join(Encoding.UTF8.GetBytes($$"""{"e":{{text}}}""")));

        Assert.Contains("book", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Books_nested_without_end_are_refused()
    {
        var opened = string.Concat(Enumerable.Repeat($"{{\"book\":\"{Empty}\",\"blueprints\":[", 100)) + string.Concat(Enumerable.Repeat("]}", 100));

        Assert.Throws<OpenedBookException>(() => OpenedBooks.Join(Encoding.UTF8.GetBytes($"{{\"e\":{opened}}}")));
    }
}
