using System.Text;
using System.Text.Json;
using InventorySync.Host.Configuration;
using InventorySync.Host.Controller;
using InventorySync.Host.Journal;
using InventorySync.Host.Players;
using InventorySync.Host.Transfers;
using InventorySync.Protocol.Game.Output;
using InventorySync.Protocol.Link.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Host.Tests.Players;

/// <summary>A conversation with a module and a controller that the test plays; journal, deliveries and scheduler are the real ones.</summary>
internal sealed class Conversation : IAsyncDisposable
{
    public const int InstanceId = 41;

    private readonly TemporaryDirectory _directory = new();
    private readonly TransferScheduler _transfers;
    private long _sequence;

    public Conversation()
    {
        Journal = HostJournal.Open(_directory.Combine("journal"));
        Access = new ControllerAccess(() => IsConnected, Time);
        Deliveries = new Deliveries(Journal, Access, Time, NullLogger<Deliveries>.Instance);
        _transfers = new TransferScheduler(Console, new TransferOptions(), Time, NullLogger<TransferScheduler>.Instance);
        Directory.CreateDirectory(ScriptOutput);
        Module = new ModuleConversation(
            new InstanceIdentity(InstanceId, "Nauvis"), Console, Access, Deliveries, _transfers, ScriptOutput, Time, NullLogger<ModuleConversation>.Instance);
        Deliveries.Answered = (_, _, answer) => Module.UploadAnswered(answer);
        Access.Available = Module.ControllerAvailable;
    }

    public FakeConsole Console { get; } = new();

    public WatchedTime Time { get; } = new();

    public HostJournal Journal { get; }

    public ControllerAccess Access { get; }

    public Deliveries Deliveries { get; }

    public ModuleConversation Module { get; }

    public bool IsConnected { get; set; } = true;

    public string ScriptOutput => _directory.Combine("script-output");

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens a session that may be used.</summary>
    public FakeLink Connect(bool extended = true)
    {
        var link = new FakeLink(extended);
        Access.Open(link);
        return link;
    }

    /// <summary>Says hello, as a host does first.</summary>
    public async Task GreetAsync()
    {
        var greeting = Module.GreetAsync(Ct);
        await Console.ExpectAsync("hello ", HelloReply);
        await greeting;
        _sequence = 0;
    }

    public const string HelloReply = """{"protocol":2,"module_version":"0.1.0","game_version":"2.0.77","tick":1,"connected":1}""";

    /// <summary>The module writes a line, numbered in turn.</summary>
    public Task LineAsync(string type, string members) => RawLineAsync(++_sequence, type, members);

    /// <summary>The module writes a line with this number.</summary>
    public Task RawLineAsync(long sequence, string type, string members) =>
        Module.HandleAsync(Encoding.UTF8.GetBytes($"\f$ipc:inventory_sync?j{{\"type\":\"{type}\",\"sequence\":{sequence},{members}}}"), Ct);

    /// <summary>The module writes a line into a file.</summary>
    public async Task<string> FileLineAsync(string type, string members)
    {
        var name = $"invsync_abc_{++_sequence}.json";
        var path = Path.Combine(ScriptOutput, name);
        await File.WriteAllTextAsync(path, $"{{\"type\":\"{type}\",\"sequence\":{_sequence},{members}}}", Ct);
        await Module.HandleAsync(Encoding.UTF8.GetBytes($"\f$ipc:inventory_sync?f{name}"), Ct);
        return path;
    }

    public Task AcquireAsync(long request, string player = "alice", string more = "") =>
        LineAsync("acquire", $"\"request\":{request},\"player_name\":\"{player}\",{more}\"connected\":1");

    public Task UploadAsync(long upload, string revision, long generation = 5, string player = "alice", string document = "{}") => LineAsync(
        "upload", $"\"upload\":{upload},\"player_name\":\"{player}\",\"token\":9,\"base\":\"b\",\"generation\":{generation},\"revision\":\"{revision}\",\"document\":{document}");

    /// <summary>Lets the pause pass that comes before the next try, once it has begun.</summary>
    public Task PassPauseAsync() => Time.PassAsync(wait => wait > TimeSpan.Zero && wait != Patience && wait < TimeSpan.FromSeconds(30));

    /// <summary>Lets the time pass after which a silent controller is reported, once it has begun.</summary>
    public Task PassPatienceAsync() => Time.PassAsync(wait => wait == Patience);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static byte[] Acquired(long token, long generation = 0, string? revision = null, string? document = null) => new AcquireResponse
    {
        Status = AcquireResponse.Acquired,
        Token = token,
        Generation = generation,
        HasData = revision is not null,
        Revision = revision,
        PlayerData = document is null ? default : Encoding.UTF8.GetBytes(document),
    }.ToJson();

    public static byte[] Busy(string holder) => new AcquireResponse { Status = AcquireResponse.Busy, Message = holder, Reason = "playing" }.ToJson();

    public static JsonElement Json(ReadOnlyMemory<byte> data)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        await Module.DisposeAsync();
        await _transfers.DisposeAsync();
        await Deliveries.DisposeAsync();
        await Journal.DisposeAsync();
        _directory.Dispose();
    }
}
