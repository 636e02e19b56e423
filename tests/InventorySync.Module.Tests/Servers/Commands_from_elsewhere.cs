using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Servers;

public class Commands_from_elsewhere
{
    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("hello")]
    [InlineData("hello [")]
    [InlineData("hello []")]
    [InlineData("""hello {"protocol":1,"nonce":"abcdefghijkl"}""")]
    [InlineData("""hello {"protocol":2,"nonce":"UPPERCASE../"}""")]
    [InlineData("acquired x y z none")]
    [InlineData("acquired 1 2 3 perhaps")]
    [InlineData("acquired 1 2 3 same")]
    [InlineData("acquired 1 2 3 other")]
    [InlineData("acquired 1 2 3 other rev 1 2 3")]
    [InlineData("busy 1")]
    [InlineData("busy 1 nothing")]
    [InlineData("part 1 2")]
    [InlineData("fail 1")]
    [InlineData("uploaded 1 perhaps")]
    [InlineData("uploaded one stored")]
    public void A_malformed_one_gets_an_error_text_and_changes_nothing(string command)
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");

        Assert.StartsWith("error: ", server.Send(command), StringComparison.Ordinal);

        server.AnswerNone(acquire);
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
    }

    [Fact]
    public void Players_may_not_use_it()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");

        server.SendAs("alice", $"acquired {GameServer.Number(acquire)} 1 0 none");

        Assert.False(server.Status("alice")["sync"]!.GetValue<bool>());
        Assert.Contains("Only the server", server.ChatSeen("alice"), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_to_unknown_uploads_are_ignored()
    {
        using var server = GameServer.Started();

        server.Tell("uploaded 99 stored");
        server.Tell("""fail 99 {"message":"x"}""");

        Assert.Equal("{}", System.Text.Json.Nodes.JsonNode.Parse(server.Send("status"))!["players"]!.ToJsonString());
    }
}
