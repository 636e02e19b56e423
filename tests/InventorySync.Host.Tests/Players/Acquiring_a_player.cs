using System.Text;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Host.Tests.Players;

public sealed class Acquiring_a_player : IAsyncDisposable
{
    private readonly Conversation _game = new();

    public ValueTask DisposeAsync() => _game.DisposeAsync();

    [Fact]
    public async Task A_player_the_controller_does_not_know_is_acquired_with_none()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();

        await _game.AcquireAsync(7);
        var request = await link.ExpectAsync(AcquireRequest.Name);
        request.Reply(Conversation.Acquired(token: 100));

        Assert.Equal("/invsync acquired 7 100 0 none", await _game.Console.ExpectAsync("acquired"));
        Assert.Equal(LinkAddress.Instance(Conversation.InstanceId), request.Source);
        var data = Conversation.Json(request.Data);
        Assert.Equal("alice", data.GetProperty("playerName").GetString());
        Assert.True(data.GetProperty("wait").GetBoolean());
    }

    [Fact]
    public async Task What_the_module_has_is_not_sent_again()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();

        await _game.AcquireAsync(7, more: "\"have\":{\"generation\":4,\"revision\":\"r:4\"},");
        var request = await link.ExpectAsync(AcquireRequest.Name);
        request.Reply(Conversation.Acquired(token: 100, generation: 4, revision: "r:4"));

        Assert.Equal("/invsync acquired 7 100 4 same r:4", await _game.Console.ExpectAsync("acquired"));
        Assert.Equal("r:4", Conversation.Json(request.Data).GetProperty("have").GetProperty("revision").GetString());
    }

    [Fact]
    public async Task An_upload_that_arrived_without_its_answer_counts_as_what_the_module_has()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();

        await _game.AcquireAsync(7, more: "\"have\":{\"generation\":4,\"revision\":\"r:4\"},\"pending\":\"r:5\",");
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Acquired(100, 5, "r:5", "{\"generation\":5}"));

        Assert.Equal("/invsync acquired 7 100 5 same r:5", await _game.Console.ExpectAsync("acquired"));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(3, false)]
    public async Task What_was_taken_over_without_a_revision_is_known_by_its_generation(int stored, bool isKept)
    {
        using var link = _game.Connect();
        await _game.GreetAsync();

        await _game.AcquireAsync(7, more: "\"have\":{\"generation\":4,\"revision\":\"-\"},");
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Acquired(100, stored, "r:4", "{\"generation\":4}"));

        Assert.StartsWith($"/invsync acquired 7 100 {stored} {(isKept ? "same r:4" : "other r:4")}", await _game.Console.ExpectAsync("acquired"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_document_follows_as_a_transfer()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();

        await _game.AcquireAsync(7);
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Acquired(100, 5, "r:5", "{\"generation\":5,\"name\":\"alice\"}"));

        var commands = new[] { await _game.Console.NextAsync(), await _game.Console.NextAsync() }.OrderBy(command => command.Text, StringComparer.Ordinal).ToList();
        Assert.StartsWith("/invsync acquired 7 100 5 other r:5 1 1 ", commands[0].Text, StringComparison.Ordinal);
        Assert.EndsWith(" 31", commands[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("/invsync part 1 1/1 ", commands[1].Text, StringComparison.Ordinal);
        commands[0].Reply.SetResult("");
        commands[1].Reply.SetResult("");
    }

    [Fact]
    public async Task Against_a_plain_controller_the_document_is_asked_for_apart()
    {
        using var link = _game.Connect(extended: false);
        await _game.GreetAsync();

        await _game.AcquireAsync(7);
        var acquire = await link.ExpectAsync(AcquireRequest.Name);
        Assert.Equal(["instanceId", "playerName"], Conversation.Json(acquire.Data).EnumerateObject().Select(member => member.Name));
        acquire.Reply("""{"status":"acquired","generation":5,"hasData":true}"""u8.ToArray());
        var download = await link.ExpectAsync(DownloadRequest.Name);
        Assert.Equal(["instanceId", "playerName"], Conversation.Json(download.Data).EnumerateObject().Select(member => member.Name));
        download.Reply("""{"playerData":{"generation":5,"name":"alice"}}"""u8.ToArray());

        var commands = new[] { await _game.Console.NextAsync(), await _game.Console.NextAsync() }.Select(command => command.Text).Order(StringComparer.Ordinal).ToList();
        Assert.StartsWith("/invsync acquired 7 0 5 other - 1 1 ", commands[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Against_a_plain_controller_generations_are_compared()
    {
        using var link = _game.Connect(extended: false);
        await _game.GreetAsync();

        await _game.AcquireAsync(7, more: "\"have\":{\"generation\":5,\"revision\":\"r:5\"},");
        (await link.ExpectAsync(AcquireRequest.Name)).Reply("""{"status":"acquired","generation":5,"hasData":true}"""u8.ToArray());

        Assert.Equal("/invsync acquired 7 0 5 same -", await _game.Console.ExpectAsync("acquired"));
    }

    [Fact]
    public async Task A_busy_player_is_asked_for_again_when_said_to_be_free()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.AcquireAsync(7);
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Busy("Vulcanus"));
        Assert.Equal("""/invsync busy 7 {"holder":"Vulcanus","reason":"playing"}""", await _game.Console.ExpectAsync("busy"));

        _game.Module.PlayerAvailable("alice");

        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Acquired(101));
        await _game.Console.ExpectAsync("acquired 7 101 0 none");
    }

    [Fact]
    public async Task A_busy_player_is_asked_for_again_after_a_while_and_the_module_is_told_once()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.AcquireAsync(7);
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Busy("Vulcanus"));
        await _game.Console.ExpectAsync("busy 7 ");

        await _game.PassPauseAsync();
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Busy("Vulcanus"));
        await _game.PassPauseAsync();
        var third = await link.ExpectAsync(AcquireRequest.Name);

        Assert.True(_game.Console.IsQuiet);
        third.Reply(Conversation.Acquired(101));
        await _game.Console.ExpectAsync("acquired 7 101 0 none");
    }

    [Fact]
    public async Task Without_a_controller_the_module_is_told_at_once_and_served_when_it_is_back()
    {
        await _game.GreetAsync();

        await _game.AcquireAsync(7);
        await _game.Console.ExpectAsync("unavailable 7 ");
        _game.Console.Answer = command => command.StartsWith("/invsync hello", StringComparison.Ordinal) ? Conversation.HelloReply : null;
        using var link = _game.Connect(extended: false);

        (await link.ExpectAsync(AcquireRequest.Name)).Reply("""{"status":"acquired","generation":0,"hasData":false}"""u8.ToArray());
        await _game.Console.ExpectAsync("acquired 7 0 0 none");
    }

    [Fact]
    public async Task A_controller_that_is_silent_is_reported_and_its_answer_still_taken()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.AcquireAsync(7);
        var request = await link.ExpectAsync(AcquireRequest.Name);

        await _game.PassPatienceAsync();
        await _game.Console.ExpectAsync("unavailable 7 ");
        request.Reply(Conversation.Acquired(100));

        await _game.Console.ExpectAsync("acquired 7 100 0 none");
    }

    [Fact]
    public async Task A_session_lost_while_asking_is_answered_unavailable_and_asked_again_on_the_next()
    {
        using var first = _game.Connect();
        await _game.GreetAsync();
        await _game.AcquireAsync(7);
        await first.ExpectAsync(AcquireRequest.Name);

        first.End();
        await _game.Console.ExpectAsync("unavailable 7 ");
        using var second = _game.Connect();

        await _game.PassPauseAsync();
        var request = await second.ExpectAsync(AcquireRequest.Name);
        request.Reply(Conversation.Acquired(102));
        await _game.Console.ExpectAsync("acquired 7 102 0 none");
    }

    [Fact]
    public async Task A_grant_that_comes_too_late_is_given_back_and_no_other()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.AcquireAsync(7);
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Acquired(100));

        await _game.Console.ExpectAsync("acquired 7 100", "stale\n");

        var release = await link.ExpectAsync(ReleaseRequest.Name);
        Assert.Equal(100, Conversation.Json(release.Data).GetProperty("token").GetInt64());
    }

    [Fact]
    public async Task A_withdrawn_request_gives_its_grant_back()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.AcquireAsync(7);
        var request = await link.ExpectAsync(AcquireRequest.Name);

        await _game.LineAsync("withdraw", "\"request\":7,\"player_name\":\"alice\"");
        request.Reply(Conversation.Acquired(100));

        var release = await link.ExpectAsync(ReleaseRequest.Name);
        Assert.Equal(100, Conversation.Json(release.Data).GetProperty("token").GetInt64());
        Assert.True(_game.Console.IsQuiet);
    }

    [Fact]
    public async Task A_player_who_no_longer_waits_is_taken_from_the_line()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.AcquireAsync(7);
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Busy("Vulcanus"));
        await _game.Console.ExpectAsync("busy 7 ");

        await _game.LineAsync("withdraw", "\"request\":7,\"player_name\":\"alice\"");

        Assert.Equal("alice", Conversation.Json((await link.ExpectAsync(StopWaitingRequest.Name)).Data).GetProperty("playerName").GetString());
    }

    [Fact]
    public async Task A_newer_request_replaces_the_older_one()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.AcquireAsync(7);
        var older = await link.ExpectAsync(AcquireRequest.Name);
        await _game.AcquireAsync(8);
        var newer = await link.ExpectAsync(AcquireRequest.Name);

        newer.Reply(Conversation.Acquired(101));
        await _game.Console.ExpectAsync("acquired 8 101 0 none");
        older.Reply(Conversation.Acquired(100));

        var release = await link.ExpectAsync(ReleaseRequest.Name);
        Assert.Equal(100, Conversation.Json(release.Data).GetProperty("token").GetInt64());
    }

    [Fact]
    public async Task An_older_upload_of_the_player_goes_first()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.UploadAsync(1, "r:5");
        await _game.AcquireAsync(7);

        var upload = await link.ExpectAsync(UploadRequest.Name);
        Assert.True(link.IsQuiet);
        upload.Reply(new UploadResponse { Status = UploadResponse.Stored, Generation = 5, Revision = "r:5" }.ToJson());

        await _game.Console.ExpectAsync("uploaded 1 stored");
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Acquired(100, 5, "r:5"));
    }

    [Fact]
    public async Task An_error_of_the_controller_is_shown_and_tried_again()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.AcquireAsync(7);
        (await link.ExpectAsync(AcquireRequest.Name)).Answer.SetException(new LinkRequestException("The store is full."));

        Assert.Contains("The store is full.", await _game.Console.ExpectAsync("unavailable 7 "), StringComparison.Ordinal);
        await _game.PassPauseAsync();
        (await link.ExpectAsync(AcquireRequest.Name)).Reply(Conversation.Acquired(100));
        await _game.Console.ExpectAsync("acquired 7 100 0 none");
    }

    [Fact]
    public async Task A_name_that_looks_like_a_command_stays_a_name()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();

        await _game.AcquireAsync(7, player: "x\\\" /quit ; ü");
        var request = await link.ExpectAsync(AcquireRequest.Name);
        Assert.Equal("x\" /quit ; ü", Conversation.Json(request.Data).GetProperty("playerName").GetString());
        request.Reply(Conversation.Busy("evil\n/quit"));

        var command = await _game.Console.ExpectAsync("busy 7 ");
        Assert.DoesNotContain('\n', command);
        Assert.Equal(command, Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(command)));
    }
}
