using System.Text;
using InventorySync.Host.Journal;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Host.Tests.Players;

public sealed class Handing_in_an_upload : IAsyncDisposable
{
    private readonly Conversation _game = new();

    public ValueTask DisposeAsync() => _game.DisposeAsync();

    [Theory]
    [InlineData(UploadResponse.Stored)]
    [InlineData(UploadResponse.Duplicate)]
    [InlineData(UploadResponse.Superseded)]
    public async Task The_module_is_told_what_became_of_it(string status)
    {
        using var link = _game.Connect();
        await _game.GreetAsync();

        await _game.UploadAsync(3, "r:5", document: """{"generation":5,"tag":"😀 \u2028"}""");
        var request = await link.ExpectAsync(UploadRequest.Name);
        request.Reply(new UploadResponse { Status = status, Generation = 5, Revision = "r:5" }.ToJson());

        await _game.Console.ExpectAsync("uploaded 3 " + status);
        var upload = Conversation.Json(request.Data);
        Assert.Equal("""{"generation":5,"tag":"😀 \u2028"}""", upload.GetProperty("playerData").GetRawText());
        Assert.Equal((9, "b"), (upload.GetProperty("token").GetInt64(), upload.GetProperty("base").GetString()));
    }

    [Fact]
    public async Task Its_file_goes_when_it_is_in_the_journal_even_without_a_controller()
    {
        await _game.GreetAsync();

        var path = await _game.FileLineAsync(
            "upload", "\"upload\":3,\"player_name\":\"alice\",\"token\":9,\"base\":\"\",\"generation\":5,\"revision\":\"r:5\",\"document\":{\"a\":1}");

        Assert.False(File.Exists(path));
        var record = Assert.Single(_game.Journal.Pending);
        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString(await _game.Journal.ReadDocumentAsync(record, Conversation.Ct)));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_stays()
    {
        await _game.GreetAsync();

        var path = await _game.FileLineAsync("upload", "\"upload\":3,\"player_name\":\"alice\"");

        Assert.True(File.Exists(path));
        Assert.Empty(_game.Journal.Pending);
    }

    [Fact]
    public async Task What_waited_in_the_journal_is_sent_in_order_when_the_controller_is_back()
    {
        await _game.GreetAsync();
        await _game.UploadAsync(3, "r:5", generation: 5, document: "{\"first\":1}");
        await _game.LineAsync("release", "\"player_name\":\"alice\",\"token\":9");
        await _game.UploadAsync(4, "r:6", generation: 6, document: "{\"second\":2}");

        _game.Console.Answer = command => command.StartsWith("/invsync hello", StringComparison.Ordinal) ? Conversation.HelloReply : null;
        using var link = _game.Connect();

        var first = await link.ExpectAsync(UploadRequest.Name);
        Assert.Equal("{\"first\":1}", Document(first));
        Assert.True(link.IsQuiet);
        first.Reply([]);
        (await link.ExpectAsync(ReleaseRequest.Name)).Reply([]);
        Assert.Equal("{\"second\":2}", Document(await link.ExpectAsync(UploadRequest.Name)));

        static string Document(FakeLink.SentRequest request) => Conversation.Json(request.Data).GetProperty("playerData").GetRawText();
    }

    [Fact]
    public async Task A_repeated_line_is_uploaded_once_and_answered_each_time()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.UploadAsync(3, "r:5");
        var request = await link.ExpectAsync(UploadRequest.Name);
        await _game.UploadAsync(3, "r:5");
        Assert.Single(_game.Journal.Pending);

        request.Reply(new UploadResponse { Status = UploadResponse.Stored, Generation = 5, Revision = "r:5" }.ToJson());
        await _game.Console.ExpectAsync("uploaded 3 stored");
        await _game.UploadAsync(3, "r:5");

        await _game.Console.ExpectAsync("uploaded 3 stored");
        Assert.True(link.IsQuiet);
    }

    [Fact]
    public async Task A_lost_session_sends_it_again_on_the_next()
    {
        using var first = _game.Connect();
        await _game.GreetAsync();
        await _game.UploadAsync(3, "r:5");
        await first.ExpectAsync(UploadRequest.Name);

        first.End();
        using var second = _game.Connect();
        await _game.PassPauseAsync();

        (await second.ExpectAsync(UploadRequest.Name)).Reply(new UploadResponse { Status = UploadResponse.Duplicate, Generation = 5, Revision = "r:5" }.ToJson());
        await _game.Console.ExpectAsync("uploaded 3 duplicate");
    }

    [Fact]
    public async Task A_document_refused_for_good_is_kept_and_the_module_told()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.UploadAsync(3, "r:5", document: "{\"generation\":1.5}");

        (await link.ExpectAsync(UploadRequest.Name)).Answer.SetException(LinkRequestException.Invalid("playerData: generation must be an integer"));

        Assert.Contains("generation must be an integer", await _game.Console.ExpectAsync("uploaded 3 refused "), StringComparison.Ordinal);
        Assert.Empty(_game.Journal.Pending);
    }

    [Fact]
    public async Task One_player_that_is_refused_for_now_does_not_hold_up_another()
    {
        using var link = _game.Connect();
        await _game.GreetAsync();
        await _game.UploadAsync(3, "r:5", player: "alice");
        (await link.ExpectAsync(UploadRequest.Name)).Answer.SetException(new LinkRequestException("Not now.", LinkErrorCodes.RequestError));

        await _game.UploadAsync(4, "s:1", player: "bob");

        (await link.ExpectAsync(UploadRequest.Name)).Reply(UploadResponse.Plain.ToJson());
        await _game.Console.ExpectAsync("uploaded 4 stored");
        Assert.Equal("alice", Assert.Single(_game.Journal.Pending).Entry.PlayerName);
    }

    [Fact]
    public async Task After_a_crash_of_the_host_the_journal_is_delivered_before_anything_of_that_player()
    {
        using var directory = new TemporaryDirectory();
        await using (var journal = HostJournal.Open(directory.Path))
        {
            await journal.AppendAsync(
                new JournalEntry.Upload { InstanceId = 1, PlayerName = "Alice", Token = 9, Base = "", Generation = 5, Revision = "r:5" }, "{\"left\":true}"u8.ToArray(), Conversation.Ct);
        }

        await using var reopened = HostJournal.Open(directory.Path);
        await using var deliveries = new Deliveries(reopened, _game.Access, _game.Time, NullLogger<Deliveries>.Instance);
        var delivered = deliveries.WaitUntilDeliveredAsync(1, "alice", Conversation.Ct);
        Assert.False(delivered.IsCompleted);

        using var link = _game.Connect();
        (await link.ExpectAsync(UploadRequest.Name)).Reply([]);

        await delivered;
        Assert.Empty(reopened.Pending);
    }
}
