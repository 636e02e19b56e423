using InventorySync.Host.Players;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Host.Tests.Players;

public sealed class Following_the_modules_lines : IAsyncDisposable
{
    private readonly Conversation _game = new();

    public ValueTask DisposeAsync() => _game.DisposeAsync();

    [Fact]
    public async Task Hello_names_the_instance_and_the_kind_of_controller()
    {
        using var link = _game.Connect();

        var greeting = _game.Module.GreetAsync(Conversation.Ct);
        var command = await _game.Console.ExpectAsync("hello ", Conversation.HelloReply);

        Assert.Equal("0.1.0", (await greeting).ModuleVersion);
        var hello = Conversation.Json(System.Text.Encoding.UTF8.GetBytes(command["/invsync hello ".Length..]));
        Assert.Matches("^[0-9a-z]{12}$", hello.GetProperty("nonce").GetString());
        Assert.Equal(Conversation.InstanceId, hello.GetProperty("instance_id").GetInt32());
        Assert.True(hello.GetProperty("extended").GetBoolean());
    }

    [Fact]
    public async Task A_controller_of_another_kind_than_told_is_worth_a_new_hello()
    {
        await _game.GreetAsync();

        using var link = _game.Connect(extended: true);

        Assert.Contains("\"extended\":true", await _game.Console.ExpectAsync("hello ", Conversation.HelloReply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_line_is_worth_a_new_hello_and_the_line_after_it_counts()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.LineAsync("log", "\"level\":\"info\",\"message\":\"one\"");

        await _game.RawLineAsync(3, "release", "\"player_name\":\"alice\",\"token\":9");

        await _game.Console.ExpectAsync("hello ", Conversation.HelloReply);
        await link.ExpectAsync(ReleaseRequest.Name);
    }

    [Fact]
    public async Task A_repeated_line_is_dropped()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.RawLineAsync(1, "release", "\"player_name\":\"alice\",\"token\":9");
        (await link.ExpectAsync(ReleaseRequest.Name)).Reply([]);

        await _game.RawLineAsync(1, "release", "\"player_name\":\"bob\",\"token\":9");
        await _game.RawLineAsync(2, "release", "\"player_name\":\"carol\",\"token\":9");

        Assert.Equal("carol", Conversation.Json((await link.ExpectAsync(ReleaseRequest.Name)).Data).GetProperty("playerName").GetString());
    }

    [Theory]
    [InlineData("\f$ipc:inventory_sync?j{\"type\":")]
    [InlineData("\f$ipc:inventory_sync?fmissing.json")]
    [InlineData("\f$ipc:inventory_sync?f../../etc/passwd")]
    [InlineData("\f$ipc:something_else?j{}")]
    [InlineData("\f$ipc:")]
    public async Task What_is_malformed_is_dropped_and_the_next_line_served(string line)
    {
        using var link = _game.Connect();
        await _game.GreetAsync();

        await _game.Module.HandleAsync(System.Text.Encoding.UTF8.GetBytes(line), Conversation.Ct);
        await _game.AcquireAsync(7);

        await link.ExpectAsync(AcquireRequest.Name);
    }

    [Fact]
    public void Lines_are_taken_in_order_over_a_new_hello()
    {
        var order = new LineOrder();
        order.ExpectRestart();

        Assert.Equal(LineOrder.Verdict.Take, order.Take(1));
        Assert.Equal(LineOrder.Verdict.Take, order.Take(2));
        Assert.Equal(LineOrder.Verdict.Repeat, order.Take(2));
        order.ExpectRestart();
        Assert.Equal(LineOrder.Verdict.Take, order.Take(3));
        Assert.Equal(LineOrder.Verdict.Take, order.Take(1));
        Assert.Equal(LineOrder.Verdict.Repeat, order.Take(1));
        Assert.Equal(LineOrder.Verdict.TakeAfterGap, order.Take(5));
        Assert.Equal(LineOrder.Verdict.Take, order.Take(6));
    }

    [Fact]
    public void A_count_that_starts_again_without_its_first_line_is_a_gap()
    {
        var order = new LineOrder();
        order.Take(1);
        order.Take(2);
        order.Take(3);
        order.ExpectRestart();

        Assert.Equal(LineOrder.Verdict.TakeAfterGap, order.Take(2));
        Assert.Equal(LineOrder.Verdict.Take, order.Take(3));
    }
}
