using System.Text;
using InventorySync.Protocol.Game.Rcon;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Protocol.Tests.Game.Rcon;

public sealed class Talking_to_a_game_server : IAsyncDisposable
{
    private readonly RconServer _server = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_command_gets_its_reply()
    {
        await using var client = await ConnectAsync();

        var reply = client.SendAsync("/version", Ct);
        var (id, body) = await _server.NextAsync();
        await _server.ReplyAsync(id, "2.0.77\n");

        Assert.Equal("/version", body);
        Assert.True(id > 0);
        Assert.Equal("2.0.77\n", await reply);
    }

    [Fact]
    public async Task Replies_in_another_order_find_their_commands()
    {
        await using var client = await ConnectAsync();
        var replies = Enumerable.Range(0, 100).Select(number => client.SendAsync($"/c {number}", Ct)).ToList();
        var commands = new List<(int Id, string Body)>();
        for (var index = 0; index < replies.Count; index++)
            commands.Add(await _server.NextAsync());

        foreach (var (id, body) in Enumerable.Reverse(commands))
            await _server.ReplyAsync(id, "re " + body);

        for (var index = 0; index < replies.Count; index++)
            Assert.Equal($"re /c {index}", await replies[index]);
    }

    [Fact]
    public async Task Replies_split_and_merged_at_any_byte_are_read_whole()
    {
        await using var client = await ConnectAsync();
        var first = client.SendAsync("/one", Ct);
        var second = client.SendAsync("/two", Ct);
        var commands = new[] { await _server.NextAsync(), await _server.NextAsync() }.ToDictionary(command => command.Body, command => command.Id);
        byte[] bytes = [.. RconServer.Packet(commands["/one"], 0, "eins – ü"), .. RconServer.Packet(commands["/two"], 0, "")];

        foreach (var single in bytes)
            await _server.WriteAsync(new[] { single });

        Assert.Equal("eins – ü", await first);
        Assert.Equal("", await second);
    }

    [Fact]
    public async Task A_reply_of_a_megabyte_comes_in_one_piece()
    {
        await using var client = await ConnectAsync();
        var text = new string('x', 1_000_000);

        var reply = client.SendAsync("/big", Ct);
        await _server.ReplyAsync((await _server.NextAsync()).Id, text);

        Assert.Equal(text, await reply);
    }

    [Fact]
    public async Task A_reply_over_the_limit_ends_the_connection()
    {
        await using var client = await ConnectAsync(options => options with { MaxReplyBytes = 1000 });

        var reply = client.SendAsync("/big", Ct);
        await _server.ReplyAsync((await _server.NextAsync()).Id, new string('x', 1001));

        var exception = await Assert.ThrowsAsync<RconConnectionLostException>(() => reply);
        Assert.Contains("at most 1000", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_said_clearly()
    {
        var exception = await Assert.ThrowsAsync<RconRefusedException>(
            () => RconClient.ConnectAsync(new RconOptions { Port = _server.Port, Password = "wrong" }, TimeProvider.System, Ct));

        Assert.Contains("refused the RCON password", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_named()
    {
        await _server.DisposeAsync();

        var exception = await Assert.ThrowsAsync<RconRefusedException>(
            () => RconClient.ConnectAsync(new RconOptions { Port = _server.Port, Password = "secret" }, TimeProvider.System, Ct));

        Assert.Contains($"127.0.0.1:{_server.Port}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_connection_fails_all_open_commands()
    {
        await using var client = await ConnectAsync();
        var replies = new[] { client.SendAsync("/one", Ct), client.SendAsync("/two", Ct) };
        await _server.NextAsync();
        await _server.NextAsync();

        await _server.CloseConnectionAsync();

        foreach (var reply in replies)
            await Assert.ThrowsAsync<RconConnectionLostException>(() => reply);
        await client.Closed.WaitAsync(Ct);
        await Assert.ThrowsAnyAsync<RconException>(() => client.SendAsync("/three", Ct));
        Assert.Equal(0, client.InFlight);
    }

    [Fact]
    public async Task A_command_that_is_not_answered_times_out_alone()
    {
        await using var client = await ConnectAsync(options => options with { RequestTimeout = TimeSpan.FromSeconds(30) }, _time);
        var late = client.SendAsync("/late", Ct);
        var (lateId, _) = await _server.NextAsync();

        _time.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<RconTimeoutException>(() => late);
        // The late reply is dropped, and the next command is served.
        await _server.ReplyAsync(lateId, "too late");
        var next = client.SendAsync("/next", Ct);
        await _server.ReplyAsync((await _server.NextAsync()).Id, "in time");
        Assert.Equal("in time", await next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/one\n/two")]
    [InlineData("/one\r")]
    [InlineData("/one\0")]
    public async Task A_command_the_game_would_not_answer_is_refused_here(string command)
    {
        await using var client = await ConnectAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(command, Ct));
    }

    [Fact]
    public async Task A_command_over_the_size_limit_is_refused_here()
    {
        await using var client = await ConnectAsync(options => options with { MaxCommandBytes = 10 });

        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync("/0123456789", Ct));
    }

    [Fact]
    public async Task Commands_beyond_the_bound_wait_and_then_are_refused()
    {
        await using var client = await ConnectAsync(options => options with { MaxInFlight = 1, MaxQueued = 1 });
        var sent = client.SendAsync("/sent", Ct);
        var (id, _) = await _server.NextAsync();
        var waiting = client.SendAsync("/waiting", Ct);

        await Assert.ThrowsAsync<RconException>(() => client.SendAsync("/refused", Ct));

        await _server.ReplyAsync(id, "first");
        var (nextId, next) = await _server.NextAsync();
        Assert.Equal("/waiting", next);
        await _server.ReplyAsync(nextId, "second");
        Assert.Equal("first", await sent);
        Assert.Equal("second", await waiting);
    }

    [Fact]
    public async Task A_caller_that_gives_up_frees_its_place()
    {
        await using var client = await ConnectAsync(options => options with { MaxInFlight = 1 });
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var given = client.SendAsync("/given-up", impatience.Token);
        await _server.NextAsync();

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        var next = client.SendAsync("/next", Ct);
        await _server.ReplyAsync((await _server.NextAsync()).Id, "");
        Assert.Equal("", await next);
    }

    [Fact]
    public async Task Bytes_that_are_no_packet_end_the_connection()
    {
        await using var client = await ConnectAsync();
        var reply = client.SendAsync("/x", Ct);
        await _server.NextAsync();

        await _server.WriteAsync(Encoding.ASCII.GetBytes("\0\0\0\0 HTTP/1.1 400"));

        var exception = await Assert.ThrowsAsync<RconConnectionLostException>(() => reply);
        Assert.Contains("impossible size", exception.Message, StringComparison.Ordinal);
    }

    private Task<RconClient> ConnectAsync(Func<RconOptions, RconOptions>? change = null, TimeProvider? time = null)
    {
        var options = new RconOptions { Port = _server.Port, Password = "secret" };
        return RconClient.ConnectAsync(change?.Invoke(options) ?? options, time ?? TimeProvider.System, Ct);
    }
}
