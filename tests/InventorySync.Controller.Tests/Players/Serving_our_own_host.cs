using System.Text.Json.Nodes;
using InventorySync.Controller.Tests.Support;
using InventorySync.Protocol.Link;

namespace InventorySync.Controller.Tests.Players;

public class Serving_our_own_host
{
    [Fact]
    public async Task A_grant_names_the_attempt_the_token_and_what_is_stored()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);

        var first = await host.AcquireAsync(1, more: new() { ["requestToken"] = "try-1" });
        var stored = await host.UploadAsync(1, Document(1, "r1"), basedOn: "", token: 1);
        var second = await host.AcquireAsync(2, more: new() { ["requestToken"] = "try-2" });

        Assert.Equal("""{"status":"acquired","generation":0,"hasData":false,"requestToken":"try-1","token":1}""", first.ToJsonString());
        Assert.Equal("""{"status":"stored","generation":1,"revision":"r1"}""", stored?.ToJsonString());
        Assert.Equal(
            """{"status":"acquired","generation":1,"hasData":true,"requestToken":"try-2","token":2,"revision":"r1"}""", second.ToJsonString());
    }

    [Fact]
    public async Task A_grant_carries_the_document_when_the_caller_has_another()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.UploadAsync(1, Document(2, "r2"));

        var other = await host.AcquireAsync(2, more: new() { ["have"] = new JsonObject { ["generation"] = 1, ["revision"] = "r1" } });
        var same = await host.AcquireAsync(2, more: new() { ["have"] = new JsonObject { ["generation"] = 2, ["revision"] = "r2" } });

        Assert.Equal(Document(2, "r2").ToJsonString(), other["playerData"]?.ToJsonString());
        Assert.Null(same["playerData"]);
    }

    [Fact]
    public async Task Uploads_are_told_apart()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);

        var answers = new[]
        {
            await host.UploadAsync(1, Document(1, "r1"), basedOn: ""),
            await host.UploadAsync(1, Document(1, "r1"), basedOn: ""),
            await host.UploadAsync(2, Document(2, "x2"), basedOn: "r0"),
            await host.UploadAsync(2, Document(2, "r2"), basedOn: "r1"),
        };

        Assert.Equal(["stored", "duplicate", "superseded", "stored"], answers.Select(answer => answer?["status"]?.GetValue<string>()));
        Assert.Equal("r1", answers[2]?["revision"]?.GetValue<string>());
        var snapshots = await controller.Application.Store.ListSnapshotsAsync(Core.Players.PlayerName.Parse("Wren"), controller.Ct);
        Assert.Equal(["x2", "r1"], snapshots.OrderByDescending(s => s.Kind).Select(s => s.Document.Revision.Value));
    }

    [Fact]
    public async Task A_late_release_does_not_free_the_later_grant()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.AcquireAsync(1);
        await host.AcquireAsync(1);

        await host.ReleaseAsync(1, token: 1);
        var whileHeld = await host.AcquireAsync(2);
        await host.ReleaseAsync(1, token: 2);
        var afterwards = await host.AcquireAsync(2);

        Assert.Equal("busy", whileHeld["status"]?.GetValue<string>());
        Assert.Equal("playing", whileHeld["reason"]?.GetValue<string>());
        Assert.Equal("acquired", afterwards["status"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_download_names_revision_and_token()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1);
        await host.UploadAsync(1, Document(1, "r1"));
        await host.AcquireAsync(1);

        var answer = await host.DownloadAsync(1);

        Assert.Equal("r1", answer["revision"]?.GetValue<string>());
        Assert.Equal(1, answer["token"]?.GetValue<long>());
        Assert.Equal(Document(1, "r1").ToJsonString(), answer["playerData"]?.ToJsonString());
    }

    [Fact]
    public async Task A_document_of_a_plain_host_gets_a_revision()
    {
        await using var controller = await RunningController.StartAsync();
        await using var plain = await controller.ConnectAsync(101, false, 1);
        await using var ours = await controller.ConnectAsync(102, true, 2);
        await plain.UploadAsync(1, new() { ["generation"] = 4, ["name"] = "Wren" });

        var grant = await ours.AcquireAsync(2);
        var stored = await ours.UploadAsync(2, Document(5, "r5"), basedOn: grant["revision"]!.GetValue<string>());

        Assert.StartsWith("plain.4.", grant["revision"]?.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("stored", stored?["status"]?.GetValue<string>());
    }

    [Fact]
    public async Task Documents_pass_to_the_last_byte()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1);
        var document = """{ "generation":1 ,"name":"Wren", "a":[1.50,1e3,0.1000000000000000055], "s":"\u00fc \ud83e\udd89 🦉 \/ \u2028" }""";
        var message = $$"""{"instanceId":1,"playerName":"Wren","playerData":{{document}}}""";
        await host.Link.RequestAsync(
            LinkAddress.Instance(1), LinkAddress.Controller, "inventory_sync:UploadRequest", System.Text.Encoding.UTF8.GetBytes(message), controller.Ct);
        await host.AcquireAsync(1);

        var answer = await host.Link.RequestAsync(
            LinkAddress.Instance(1), LinkAddress.Controller, "inventory_sync:DownloadRequest",
            """{"instanceId":1,"playerName":"Wren"}"""u8.ToArray(), controller.Ct);

        Assert.Contains(document, System.Text.Encoding.UTF8.GetString(answer.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""O'Brien "the \ mason" """)]
    [InlineData("🦉🧱")]
    [InlineData("Robert'); DROP TABLE players;--")]
    [InlineData("line\u2028separator")]
    public async Task Names_are_data(string name)
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);
        await host.AcquireAsync(1, name);
        await host.UploadAsync(1, new() { ["generation"] = 1, ["name"] = name }, name);

        await host.AcquireAsync(2, name);
        var answer = await host.DownloadAsync(2, name);

        Assert.Equal(name, answer["playerData"]?["name"]?.GetValue<string>());
    }

    [Fact]
    public async Task A_large_document_passes()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1);
        var document = Document(1, "r1");
        var random = new Random(1);
        document["content"] = string.Concat(Enumerable.Range(0, 2_500_000).Select(_ => (char)random.Next('a', 'z')));

        await host.UploadAsync(1, document);
        await host.AcquireAsync(1);

        Assert.True(JsonNode.DeepEquals(document, (await host.DownloadAsync(1))["playerData"]));
    }

    [Fact]
    public async Task Requests_that_are_sent_together_are_decided_in_order()
    {
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, true, 1, 2);

        var acquire = host.AcquireAsync(1);
        var download = host.DownloadAsync(1);
        var upload = host.UploadAsync(1, Document(1, "r1"), basedOn: "");
        var second = host.AcquireAsync(2);
        var release = host.ReleaseAsync(2);
        var third = host.AcquireAsync(1);
        await Task.WhenAll([acquire, download, upload, second, release, third]);

        var grants = new[] { await acquire, await second, await third };
        Assert.Equal([1, 2, 3], grants.Select(answer => answer["token"]!.GetValue<int>()));
        Assert.Equal("r1", grants[2]["revision"]?.GetValue<string>());
    }

    internal static JsonObject Document(long generation, string revision) =>
        new() { ["generation"] = generation, ["name"] = "Wren", ["revision"] = revision, ["content"] = $"of {revision}" };
}
