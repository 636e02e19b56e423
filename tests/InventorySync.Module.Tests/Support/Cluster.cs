using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Support;

/// <summary>
/// The rest of a cluster for stories of several servers: a controller with one player and the hosts' ends, by the rules
/// of sync-behaviour §3. Lines are dealt with when a test says so, so that it can stop between any two of them.
/// </summary>
internal sealed class Cluster : IDisposable
{
    private readonly Dictionary<GameServer, string> _names = [];
    private readonly List<(GameServer Server, JsonObject Acquire)> _waiting = [];
    private (GameServer Server, int Token)? _holder;
    private (GameServer Server, Transfer Transfer)? _begun;
    private string _revision = "";
    private int _tokens;
    private int _nonces;

    /// <summary>The stored document.</summary>
    public JsonObject? Document { get; private set; }

    public int Generation { get; private set; }

    /// <summary>Documents that others had overtaken.</summary>
    public List<JsonObject> Archive { get; } = [];

    /// <summary>What modules wrote as errors.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Documents are announced, and their last part does not come before <see cref="SendTheLast"/>.</summary>
    public bool Interrupted { get; set; }

    public GameServer? Holder => _holder?.Server;

    public GameServer Start(string name, GameServer.Options? options = null)
    {
        var server = new GameServer(options);
        _names.Add(server, name);
        SayHello(server);
        return server;
    }

    /// <summary>The server dies and comes back from a save; the controller remembers what it held.</summary>
    public void Restart(GameServer server, InventorySync.Simulator.World.GameState save)
    {
        server.Restart(save, hello: false);
        SayHello(server);
    }

    /// <summary>The transfer that was interrupted goes on.</summary>
    public void SendTheLast()
    {
        var (server, transfer) = _begun!.Value;
        server.Tell(transfer.Part(transfer.Parts.Count));
    }

    public void SayHello(GameServer server)
    {
        // Everything is asked for anew.
        _waiting.RemoveAll(waiting => waiting.Server == server);
        server.SayHello($"cluster{++_nonces:00000}");
    }

    /// <summary>Deals with all lines of a server, and with those that follow from them on others.</summary>
    public void Attend(GameServer server)
    {
        while (server.Host.Lines.Count > 0)
        {
            var line = server.Host.Lines[0];
            server.Host.Lines.RemoveAt(0);
            Handle(server, line);
        }

        foreach (var other in _names.Keys.Where(other => other != server && other.Host.Lines.Count > 0).ToList())
            Attend(other);
    }

    /// <summary>Attends and lets time pass until everything has come to rest.</summary>
    public void Settle(params GameServer[] servers)
    {
        for (var round = 0; round < 8; round++)
        {
            foreach (var server in servers)
            {
                Attend(server);
                server.Run(15);
            }
        }
    }

    public void Dispose()
    {
        foreach (var server in _names.Keys)
            server.Dispose();
    }

    private void Handle(GameServer server, JsonObject line)
    {
        switch (line["type"]!.GetValue<string>())
        {
            case "acquire":
                Acquire(server, line);
                break;
            case "withdraw":
                _waiting.RemoveAll(waiting => waiting.Server == server && GameServer.Number(waiting.Acquire) == GameServer.Number(line));
                break;
            case "release" when _holder is { } holder && holder.Server == server && holder.Token == line["token"]!.GetValue<int>():
                Release();
                break;
            case "upload":
                Upload(server, line);
                break;
            case "log" when line["level"]!.GetValue<string>() == "error":
                Errors.Add(line["message"]!.GetValue<string>());
                break;
        }
    }

    private static bool IsWithdrawn(GameServer server, JsonObject acquire) => server.Host.Lines.Exists(
        line => line["type"]!.GetValue<string>() == "withdraw" && GameServer.Number(line) == GameServer.Number(acquire));

    private void Acquire(GameServer server, JsonObject acquire)
    {
        // Nobody is there any more to take it.
        if (IsWithdrawn(server, acquire))
            return;
        var number = GameServer.Number(acquire);
        if (_holder is { } holder && holder.Server != server)
        {
            _waiting.Add((server, acquire));
            server.Tell($$"""busy {{number}} {"holder":"{{_names[holder.Server]}}"}""");
            return;
        }

        _holder = (server, ++_tokens);
        var known = new[] { acquire["have"]?["revision"], acquire["pending"] }.Any(revision => revision?.GetValue<string>() == _revision);
        if (Document is null)
            server.Tell($"acquired {number} {_tokens} 0 none");
        else if (known)
            server.Tell($"acquired {number} {_tokens} {Generation} same {_revision}");
        else if (Interrupted)
            SendAllButTheLast(server, server.Offer(acquire, Document.ToJsonString(), _tokens, Generation, _revision, partBytes: 100));
        else
            server.Deliver(acquire, Document.ToJsonString(), _tokens, Generation, _revision);
    }

    private void SendAllButTheLast(GameServer server, Transfer transfer)
    {
        _begun = (server, transfer);
        for (var index = 1; index < transfer.Parts.Count; index++)
            server.Tell(transfer.Part(index));
    }

    private void Upload(GameServer server, JsonObject upload)
    {
        var document = upload["document"]!.AsObject();
        var revision = upload["revision"]!.GetValue<string>();
        var isHolders = _holder?.Server == server;
        string answer;
        if (revision == _revision)
        {
            answer = "duplicate";
        }
        else if ((isHolders || _holder is null) && (Document is null || upload["base"]!.GetValue<string>() == _revision))
        {
            (Document, _revision, Generation) = (document, revision, upload["generation"]!.GetValue<int>());
            answer = "stored";
        }
        else
        {
            Archive.Add(document);
            answer = "superseded";
        }

        server.Tell($"uploaded {upload["upload"]} {answer}");
        if (isHolders)
            Release();
    }

    private void Release()
    {
        _holder = null;
        while (_holder is null && _waiting.Count > 0)
        {
            var (server, acquire) = _waiting[0];
            _waiting.RemoveAt(0);
            Acquire(server, acquire);
        }
    }
}
