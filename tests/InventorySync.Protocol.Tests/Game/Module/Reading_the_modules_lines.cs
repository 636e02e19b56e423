using System.Text;
using InventorySync.Protocol.Game.Module;

namespace InventorySync.Protocol.Tests.Game.Module;

public class Reading_the_modules_lines
{
    [Fact]
    public void An_acquire_says_what_the_module_has()
    {
        var line = Parse("""{"type":"acquire","sequence":1,"request":7,"player_name":"alice","have":{"generation":4,"revision":"abc:4"},"pending":"abc:5","connected":3}""");

        Assert.Equal(new ModuleLine.Acquire(1, 7, "alice", new HeldDocument(4, "abc:4"), "abc:5", 3), line);
    }

    [Fact]
    public void An_acquire_of_a_new_player_has_nothing() => Assert.Equal(
        new ModuleLine.Acquire(2, 8, "bob", null, null, 1),
        Parse("""{"type":"acquire","sequence":2,"request":8,"player_name":"bob","connected":1}"""));

    [Fact]
    public void The_document_of_an_upload_is_its_exact_bytes()
    {
        const string Document = """{ "name":"alice", "generation":5,  "tag":"\u2028 é 😀","nested":{"document":{}} }""";
        var line = Assert.IsType<ModuleLine.Upload>(Parse(
            """{"type":"upload","sequence":3,"upload":12,"player_name":"alice","token":99,"base":"","generation":5,"revision":"abc:5","document":""" + Document + "}"));

        Assert.Equal(Document, Encoding.UTF8.GetString(line.Document.Span));
        Assert.Equal(("alice", 12, 99, "", 5, "abc:5"), (line.PlayerName, line.Number, line.Token, line.Base, line.Generation, line.Revision));
    }

    [Fact]
    public void The_small_messages_are_read()
    {
        Assert.Equal(new ModuleLine.Withdraw(4, 7, "alice"), Parse("""{"type":"withdraw","sequence":4,"request":7,"player_name":"alice"}"""));
        Assert.Equal(new ModuleLine.Release(5, "alice", 99), Parse("""{"type":"release","sequence":5,"player_name":"alice","token":99}"""));
        Assert.Equal(new ModuleLine.Cancel(6, 3, "alice"), Parse("""{"type":"cancel","sequence":6,"transfer":3,"player_name":"alice"}"""));
        Assert.Equal(
            new ModuleLine.Transferred(7, 3, "alice", true, null, 240),
            Parse("""{"type":"transferred","sequence":7,"transfer":3,"player_name":"alice","ok":true,"ticks":240}"""));
        Assert.Equal(new ModuleLine.Log(8, "warning", "odd"), Parse("""{"type":"log","sequence":8,"level":"warning","message":"odd"}"""));
    }

    [Fact]
    public void Whole_numbers_that_the_game_wrote_as_doubles_are_taken() =>
        Assert.Equal(new ModuleLine.Release(5, "alice", 1000000), Parse("""{"type":"release","sequence":5.0,"player_name":"alice","token":1e6}"""));

    [Theory]
    [InlineData("[]", "no JSON object")]
    [InlineData("{\"sequence\":1", "not JSON")]
    [InlineData("{\"sequence\":1}", "\"type\"")]
    [InlineData("{\"type\":\"release\",\"player_name\":\"a\",\"token\":1}", "\"sequence\"")]
    [InlineData("{\"type\":\"dance\",\"sequence\":1}", "dance")]
    [InlineData("{\"type\":\"release\",\"sequence\":1,\"player_name\":\"\",\"token\":1}", "player name")]
    [InlineData("{\"type\":\"release\",\"sequence\":1,\"player_name\":\"a\\u0000b\",\"token\":1}", "player name")]
    [InlineData("{\"type\":\"release\",\"sequence\":1,\"player_name\":\"a\",\"token\":-1}", "\"token\"")]
    [InlineData("{\"type\":\"release\",\"sequence\":1,\"player_name\":\"a\",\"token\":1.5}", "\"token\"")]
    [InlineData("{\"type\":\"release\",\"sequence\":1,\"player_name\":\"a\",\"token\":1e300}", "\"token\"")]
    [InlineData("{\"type\":\"upload\",\"sequence\":1,\"upload\":1,\"player_name\":\"a\",\"token\":1,\"base\":\"\",\"generation\":1,\"revision\":\"bad one\",\"document\":{}}", "revision")]
    [InlineData("{\"type\":\"upload\",\"sequence\":1,\"upload\":1,\"player_name\":\"a\",\"token\":1,\"base\":\"\",\"generation\":1,\"revision\":\"r\",\"document\":[]}", "\"document\"")]
    public void What_is_wrong_with_a_line_is_named(string json, string reason)
    {
        var exception = Assert.Throws<ModuleLineException>(() => Parse(json));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_a_bad_line_is_still_known() =>
        Assert.Equal(17, Assert.Throws<ModuleLineException>(() => Parse("{\"type\":\"dance\",\"sequence\":17}")).Sequence);

    private static ModuleLine Parse(string json) => ModuleLineParser.Parse(Encoding.UTF8.GetBytes(json));
}
