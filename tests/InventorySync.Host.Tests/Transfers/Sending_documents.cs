using System.Text;
using InventorySync.Host.Configuration;
using InventorySync.Host.Transfers;
using InventorySync.Protocol.Game.Module;
using InventorySync.Protocol.Game.Output;
using InventorySync.Protocol.Game.Rcon;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Host.Tests.Transfers;

public sealed class Sending_documents : IAsyncDisposable
{
    private readonly FakeConsole _console = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TransferScheduler _scheduler;

    public Sending_documents() => _scheduler = new TransferScheduler(
        _console, new TransferOptions { BytesPerTick = 500, PartTimeout = TimeSpan.FromSeconds(60), PartAttempts = 3 }, _time, NullLogger<TransferScheduler>.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _scheduler.DisposeAsync();

    [Fact]
    public async Task All_parts_arrive_and_make_the_document()
    {
        var transfer = Transfer(1, "alice", bytes: 40_000);
        var received = new string[transfer.Parts.Count];
        var end = _scheduler.SendAsync(transfer, Announced, Ct);

        for (var part = 0; part < transfer.Parts.Count; part++)
            await ReceiveAsync(received);

        Assert.Equal(TransferEnd.Sent, await end);
        Assert.Equal(Encoding.ASCII.GetString(Text(1, 40_000)), string.Concat(received));
    }

    [Fact]
    public async Task The_first_parts_go_out_while_the_rest_is_still_being_encoded()
    {
        var parts = DocumentParts.Growing(new DocumentCut(EncodedBytes: 1000, PartBytes: 100));
        var end = _scheduler.SendAsync(new Transfer(1, "alice", parts), Announced, Ct);
        var received = new string[4];
        Assert.True(_console.IsQuiet);

        parts.Append(Text(1, 250));
        await ReceiveAsync(received);
        await ReceiveAsync(received);
        parts.Append(Text(2, 50));
        // 300 bytes would be three parts, but nobody knows yet whether the third is the last.
        Assert.True(_console.IsQuiet);
        Assert.False(end.IsCompleted);
        parts.Append(Text(3, 10));
        await ReceiveAsync(received);
        parts.Complete();
        var last = await _console.ExpectAsync("part 1 4/4 ");

        received[3] = last.Split(' ')[5];
        Assert.Equal(TransferEnd.Sent, await end);
        Assert.Equal(Encoding.ASCII.GetString([.. Text(1, 250), .. Text(2, 50), .. Text(3, 10)]), string.Concat(received));
    }

    [Fact]
    public async Task A_transfer_cancelled_while_its_document_is_encoded_sends_no_more()
    {
        var parts = DocumentParts.Growing(new DocumentCut(EncodedBytes: 1000, PartBytes: 100));
        var end = _scheduler.SendAsync(new Transfer(1, "alice", parts), Announced, Ct);

        _scheduler.Cancel(1);
        parts.Append(Text(1, 250));
        parts.Complete();

        Assert.Equal(TransferEnd.Cancelled, await end);
        Assert.True(_console.IsQuiet);
    }

    [Fact]
    public async Task No_more_parts_are_in_flight_than_the_window_allows()
    {
        var end = _scheduler.SendAsync(Transfer(1, "alice", bytes: 100_000), Announced, Ct);
        var open = new List<FakeConsole.SentCommand>();
        for (var part = 0; part < 5; part++)
            open.Add(await _console.NextAsync());

        Assert.Equal(5, _scheduler.Window);
        Assert.Equal(5, _scheduler.InFlight);
        Assert.True(_console.IsQuiet);
        open[0].Reply.SetResult("");
        await _console.NextAsync();
        Assert.Equal(5, _scheduler.InFlight);
        _scheduler.Cancel(1);
        Assert.Equal(TransferEnd.Cancelled, await end);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(10, 5)]
    [InlineData(15, 8)]
    [InlineData(20, 20)]
    public void The_window_follows_the_number_of_players(int connected, int window)
    {
        _scheduler.UseConnected(connected);

        Assert.Equal(window, _scheduler.Window);
    }

    [Fact]
    public void The_window_follows_the_segment_settings_of_the_server()
    {
        _scheduler.UseSegments(new SegmentSettings { MaximumSize = 1000 });

        Assert.Equal(1, _scheduler.Window);
    }

    [Fact]
    public async Task A_huge_document_does_not_delay_a_small_one()
    {
        var huge = Transfer(1, "huge", bytes: 2_000_000);
        var sendingHuge = _scheduler.SendAsync(huge, Announced, Ct);
        var open = new Queue<FakeConsole.SentCommand>();
        for (var part = 0; part < _scheduler.Window; part++)
            open.Enqueue(await _console.NextAsync());
        var small = Transfer(2, "small", bytes: 5_000);
        var sendingSmall = _scheduler.SendAsync(small, Announced, Ct);

        // One after the other the oldest part is answered; the game would take them in this order too.
        var answered = 0;
        var left = small.Parts.Count;
        while (left > 0)
        {
            var oldest = open.Dequeue();
            if (oldest.Text.Contains("part 2 ", StringComparison.Ordinal))
                left--;
            oldest.Reply.SetResult("");
            answered++;
            open.Enqueue(await _console.NextAsync());
        }

        Assert.Equal(TransferEnd.Sent, await sendingSmall);
        Assert.False(sendingHuge.IsCompleted);
        // The parts that were in flight already, and about two for each of its own.
        Assert.InRange(answered, small.Parts.Count, _scheduler.Window + (2 * small.Parts.Count));
        _scheduler.Cancel(1);
        await sendingHuge;
    }

    [Fact]
    public async Task Two_players_take_turns()
    {
        var first = _scheduler.SendAsync(Transfer(1, "alice", bytes: 200_000), Announced, Ct);
        var second = _scheduler.SendAsync(Transfer(2, "bob", bytes: 200_000), Announced, Ct);
        var rounds = new List<int>();

        for (var round = 0; round < 10; round++)
        {
            var open = new List<FakeConsole.SentCommand>();
            for (var part = 0; part < _scheduler.Window; part++)
                open.Add(await _console.NextAsync());
            rounds.Add(open.Count(command => command.Text.StartsWith("/invsync part 2 ", StringComparison.Ordinal)));
            foreach (var command in open)
                command.Reply.SetResult("");
        }

        // The first round had begun before there was a second player.
        Assert.All(rounds.Skip(1), share => Assert.InRange(share, 2, 3));
        _scheduler.CancelAll();
        Assert.Equal([TransferEnd.Cancelled, TransferEnd.Cancelled], [await first, await second]);
    }

    [Fact]
    public async Task A_damaged_part_is_sent_again()
    {
        var end = _scheduler.SendAsync(Transfer(1, "alice", bytes: 90), Announced, Ct);

        var first = await _console.ExpectAsync("part 1 1/1 ", "damaged\n");
        var second = await _console.ExpectAsync("part 1 1/1 ");

        Assert.Equal(first, second);
        Assert.Equal(TransferEnd.Sent, await end);
    }

    [Fact]
    public async Task A_part_that_is_never_answered_is_sent_again()
    {
        var end = _scheduler.SendAsync(Transfer(1, "alice", bytes: 90), Announced, Ct);
        var lost = await _console.NextAsync();

        _time.Advance(TimeSpan.FromSeconds(61));

        await _console.ExpectAsync("part 1 1/1 ");
        Assert.Equal(TransferEnd.Sent, await end);
        lost.Reply.SetResult("");
    }

    [Fact]
    public async Task A_part_that_is_always_damaged_ends_the_transfer()
    {
        var end = _scheduler.SendAsync(Transfer(1, "alice", bytes: 90), Announced, Ct);

        for (var attempt = 0; attempt < 3; attempt++)
            await _console.ExpectAsync("part 1 1/1 ", "damaged");

        Assert.Equal(TransferEnd.Failed, await end);
    }

    [Fact]
    public async Task A_part_that_overtook_the_announcement_is_sent_again_after_it()
    {
        var announced = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = _scheduler.SendAsync(Transfer(1, "alice", bytes: 90), announced.Task, Ct);
        await _console.ExpectAsync("part 1 1/1 ", "unknown\n");

        announced.SetResult(true);

        await _console.ExpectAsync("part 1 1/1 ");
        Assert.Equal(TransferEnd.Sent, await end);
    }

    [Fact]
    public async Task A_transfer_the_module_does_not_know_any_more_ends()
    {
        var end = _scheduler.SendAsync(Transfer(1, "alice", bytes: 90), Announced, Ct);

        // The first may have run before the announcement, although its answer came later.
        await _console.ExpectAsync("part 1 1/1 ", "unknown");
        if (!end.IsCompleted && await Task.WhenAny(end, _console.NextAsync()) is Task<FakeConsole.SentCommand> again)
            (await again).Reply.SetResult("unknown");

        Assert.Equal(TransferEnd.Unknown, await end);
    }

    [Fact]
    public async Task A_transfer_that_is_not_wanted_sends_no_more()
    {
        var announced = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = _scheduler.SendAsync(Transfer(1, "alice", bytes: 100_000), announced.Task, Ct);
        var open = new List<FakeConsole.SentCommand>();
        for (var part = 0; part < 5; part++)
            open.Add(await _console.NextAsync());

        announced.SetResult(false);
        Assert.Equal(TransferEnd.Cancelled, await end);
        foreach (var command in open)
            command.Reply.SetResult("unknown");

        var next = _scheduler.SendAsync(Transfer(2, "bob", bytes: 90), Announced, Ct);
        await _console.ExpectAsync("part 2 1/1 ");
        Assert.Equal(TransferEnd.Sent, await next);
    }

    [Fact]
    public async Task A_lost_connection_ends_the_transfers_since_the_conversation_starts_over()
    {
        var end = _scheduler.SendAsync(Transfer(1, "alice", bytes: 90), Announced, Ct);

        (await _console.NextAsync()).Reply.SetException(new RconConnectionLostException("gone"));

        Assert.Equal(TransferEnd.Cancelled, await end);
    }

    private static Task<bool> Announced => Task.FromResult(true);

    private async Task ReceiveAsync(string[] received)
    {
        var words = (await _console.ExpectAsync("part 1 ")).Split(' ');
        received[int.Parse(words[3].Split('/')[0], System.Globalization.CultureInfo.InvariantCulture) - 1] = words[5];
    }

    /// <summary>Not compressible: the encoded length is what matters here.</summary>
    private static byte[] Text(long number, int bytes)
    {
        var text = new byte[bytes];
        new Random((int)number).NextBytes(text);
        for (var index = 0; index < bytes; index++)
            text[index] = (byte)('A' + (text[index] % 26));
        return text;
    }

    private Transfer Transfer(long number, string player, int bytes)
    {
        var document = new EncodedDocument(Text(number, bytes), bytes);
        return new Transfer(number, player, DocumentParts.Of(document, _scheduler.Plan(bytes)));
    }
}
