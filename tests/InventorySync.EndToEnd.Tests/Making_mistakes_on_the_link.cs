using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Protocol.Link;
using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>What is malformed is refused with what is wrong; the stored document stays, and others are served.</summary>
public sealed class Making_mistakes_on_the_link(RunningController controller) : IClassFixture<RunningController>
{
    private const int BadHandshake = 1002;
    private const int MessageTooBig = 1009;
    private const int BadMessage = 4000;

    [Theory]
    [InlineData("this is not JSON", BadHandshake, "Invalid message")]
    [InlineData("""{"type":"registerHost"}""", BadHandshake, "data")]
    [InlineData("""{"type":"heartbeat"}""", BadHandshake, "Bad handshake")]
    public async Task A_malformed_handshake_is_closed_with_the_reason(string message, int code, string reason)
    {
        using var limit = Limit();
        using var socket = await RawSocket.ConnectAsync(controller.Url, limit.Token);

        var closed = await socket.SendUntilClosedAsync(message, limit.Token);

        Assert.Equal(code, closed.Code);
        Assert.Contains(reason, closed.Reason, StringComparison.Ordinal);
        await controller.AssertServesOthersAsync(limit.Token);
    }

    [Fact]
    public async Task An_oversized_handshake_is_closed_with_the_limit()
    {
        using var limit = Limit();
        using var socket = await RawSocket.ConnectAsync(controller.Url, limit.Token);

        var closed = await socket.SendUntilClosedAsync(new string(' ', 70_000), limit.Token);

        Assert.Equal(MessageTooBig, closed.Code);
        Assert.Contains("65536 bytes", closed.Reason, StringComparison.Ordinal);
        await controller.AssertServesOthersAsync(limit.Token);
    }

    [Fact]
    public async Task An_oversized_message_of_a_registered_host_is_closed_with_the_limit()
    {
        using var limit = Limit();
        using var socket = await RegisterAsync(20, limit.Token);

        var closed = await socket.SendUntilClosedAsync(new string(' ', (64 * 1024 * 1024) + 1), limit.Token);

        Assert.Equal(MessageTooBig, closed.Code);
        Assert.Contains("67108864 bytes", closed.Reason, StringComparison.Ordinal);
        await controller.AssertServesOthersAsync(limit.Token);
    }

    [Fact]
    public async Task A_document_that_is_not_JSON_changes_nothing()
    {
        using var limit = Limit();
        var before = await StoreAsync("ada", limit.Token);
        using var socket = await RegisterAsync(21, limit.Token);

        var closed = await socket.SendUntilClosedAsync(
            """{"type":"request","seq":1,"src":[2,5,1],"dst":[0,0],"name":"inventory_sync:UploadRequest","data":{"instanceId":5,"playerName":"ada","playerData":{"name":"ada","generation":""",
            limit.Token);

        Assert.Equal(BadMessage, closed.Code);
        Assert.Contains("JSON", closed.Reason, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before, await controller.Other.FetchAsync("ada", limit.Token)));
    }

    [Theory]
    [InlineData("""{"name":"ada","generation":1.5}""", "generation")]
    [InlineData("""{"name":"ada","generation":1e300}""", "generation")]
    [InlineData("""{"name":"ada","generation":0}""", "generation")]
    [InlineData("""{"name":"ada","generation":-1}""", "generation")]
    [InlineData("""{"name":"ada","generation":9007199254740992}""", "generation")]
    [InlineData("""{"name":"ada","generation":"5"}""", "generation")]
    [InlineData("""{"name":"ada"}""", "generation")]
    [InlineData("""{"name":"eve","generation":9}""", "name")]
    [InlineData("""{"generation":9}""", "name")]
    [InlineData("\"{}\"", "playerData")]
    [InlineData("[]", "playerData")]
    public async Task A_document_that_says_wrong_things_about_itself_changes_nothing(string document, string named)
    {
        using var limit = Limit();
        var before = await StoreAsync("ada", limit.Token);

        var refusal = await Assert.ThrowsAsync<LinkRequestException>(
            () => controller.Other.UploadAsync("ada", Encoding.UTF8.GetBytes(document), limit.Token));

        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before, await controller.Other.FetchAsync("ada", limit.Token)));
    }

    [Fact]
    public async Task An_instance_id_that_another_host_has_is_told_to_the_second_and_the_first_keeps_it()
    {
        using var limit = Limit();
        await using var first = controller.StartHost(30, await controller.CreateTokenAsync(30, limit.Token), 300);
        await first.WaitForLineAsync("Connected to the controller", limit.Token);
        await using var second = controller.StartHost(31, await controller.CreateTokenAsync(31, limit.Token), 300);

        var line = await second.WaitForLineAsync("(id 300)", limit.Token);

        Assert.Contains("instance of host 31", line, StringComparison.Ordinal);
        Assert.Contains("host.json", line, StringComparison.Ordinal);
        Assert.False(first.HasExited);
        await controller.AssertServesOthersAsync(limit.Token);
    }

    private async Task<RawSocket> RegisterAsync(int hostId, CancellationToken ct)
    {
        var socket = await RawSocket.ConnectAsync(controller.Url, ct);
        await socket.RegisterAsync(hostId, await controller.CreateTokenAsync(hostId, ct), ct);
        return socket;
    }

    private async Task<JsonObject> StoreAsync(string player, CancellationToken ct)
    {
        await controller.Other.StoreAsync(ComposedDocuments.WithTexts(player, "mine"), ct);
        return (await controller.Other.FetchAsync(player, ct))!;
    }
}
