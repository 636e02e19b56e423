using System.Text;
using InventorySync.Core.Documents;
using InventorySync.Core.Players;
using static InventorySync.Core.Tests.Cluster;

namespace InventorySync.Core.Tests.Documents;

public class Checking_a_document
{
    [Fact]
    public void Generation_and_revision_are_read_and_the_bytes_stay_as_they_are()
    {
        var bytes = """{"inventories":{"main":{"i":[{"generation":9}]}},"name":"Wren","generation":12,"revision":"n0nce-7"}"""u8.ToArray();

        var document = PlayerDocument.Check(bytes, Wren);

        Assert.Equal(new Generation(12), document.Generation);
        Assert.Equal(new Revision("n0nce-7"), document.OwnRevision);
        Assert.Equal(bytes, document.Bytes.ToArray());
        Assert.Equal(DocumentDigest.Of(bytes), document.Digest);
    }

    [Theory]
    [InlineData("""{"generation":1,"name":"Wren"}""")]
    [InlineData("""{"generation":9007199254740991,"name":"wREN"}""")]
    [InlineData(""" {"\u0067eneration":1,"name":"\u0057ren"} """)]
    public void Good_ones_are_accepted(string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(PlayerDocument.Check(Encoding.UTF8.GetBytes(json), Wren).Bytes.Span));

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("hello", "not valid JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("null", "not a JSON object")]
    [InlineData("""{"generation":1,"name":"Wren" """, "not valid JSON")]
    [InlineData("""{"generation":1,"name":"Wren","inventories":{"main":{"i":[{"n":"iron-pl""", "not valid JSON")]
    [InlineData("""{"generation":1,"name":"Wren"}{}""", "not valid JSON")]
    [InlineData("""{"generation":1,"name":"Wren"} x""", "not valid JSON")]
    [InlineData("""{"generation":1,"name":"Wren",}""", "not valid JSON")]
    [InlineData("""{"name":"Wren"}""", "has no generation")]
    [InlineData("""{"generation":"1","name":"Wren"}""", "must be an integer from 1 to 9007199254740991")]
    [InlineData("""{"generation":null,"name":"Wren"}""", "must be an integer")]
    [InlineData("""{"generation":{},"name":"Wren"}""", "must be an integer")]
    [InlineData("""{"generation":1.5,"name":"Wren"}""", "must be an integer")]
    [InlineData("""{"generation":1e300,"name":"Wren"}""", "must be an integer")]
    [InlineData("""{"generation":0,"name":"Wren"}""", "must be an integer")]
    [InlineData("""{"generation":-3,"name":"Wren"}""", "must be an integer")]
    [InlineData("""{"generation":9007199254740992,"name":"Wren"}""", "must be an integer")]
    [InlineData("""{"generation":99999999999999999999,"name":"Wren"}""", "must be an integer")]
    [InlineData("""{"generation":1,"generation":2,"name":"Wren"}""", "more than one generation")]
    [InlineData("""{"generation":1,"name":"Wren","name":"Wren"}""", "more than one name")]
    [InlineData("""{"generation":1,"name":"Wren","revision":"a","revision":"b"}""", "more than one revision")]
    [InlineData("""{"generation":1}""", "has no name")]
    [InlineData("""{"generation":1,"name":7}""", "name of the player document must be a string")]
    [InlineData("""{"generation":1,"name":""}""", "must not be empty")]
    [InlineData("""{"generation":1,"name":"Kestrel"}""", "belongs to 'Kestrel', not to 'Wren'")]
    [InlineData("""{"generation":1,"name":"\ud83d"}""", "not valid Unicode")]
    [InlineData("""{"generation":1,"name":"Wren","revision":7}""", "revision of the player document must be a string")]
    [InlineData("""{"generation":1,"name":"Wren","revision":""}""", "a revision must have 1 to 64 characters")]
    [InlineData("""{"generation":1,"name":"Wren","revision":"a b"}""", "a revision must have")]
    public void Bad_ones_are_refused_with_what_is_wrong(string json, string complaint)
    {
        var problem = Assert.Throws<InvalidDocumentException>(() => PlayerDocument.Check(Encoding.UTF8.GetBytes(json), Wren));

        Assert.Contains(complaint, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_too_large_is_refused_with_its_size()
    {
        var problem = Assert.Throws<InvalidDocumentException>(() => PlayerDocument.Check(new byte[1001], Wren, maxBytes: 1000));

        Assert.Equal("the player document has 1001 bytes; at most 1000 are accepted", problem.Message);
    }

    [Fact]
    public void One_that_is_nested_without_end_is_refused()
    {
        var json = """{"generation":1,"name":"Wren","a":""" + new string('[', 100_000);

        Assert.Throws<InvalidDocumentException>(() => PlayerDocument.Check(Encoding.UTF8.GetBytes(json), Wren));
    }

    [Fact]
    public void One_that_is_no_UTF8_anywhere_is_refused()
    {
        var bytes = """{"generation":1,"name":"Wren","tag":"x"}"""u8.ToArray();
        bytes[^3] = 0xff;

        var problem = Assert.Throws<InvalidDocumentException>(() => PlayerDocument.Check(bytes, Wren));

        Assert.Equal("the player document is not valid UTF-8", problem.Message);
    }

    [Theory]
    [InlineData("""Anna "the \ mason" O'Brien""")]
    [InlineData("🦉🧱")]
    [InlineData("line\u2028separator")]
    public void Names_of_any_printable_characters_are_accepted(string name)
    {
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { generation = 1, name });

        Assert.Equal(new Generation(1), PlayerDocument.Check(json, PlayerName.Parse(name)).Generation);
    }
}
