using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Simulator.World;
using InventorySync.Tests.Shared;

namespace InventorySync.Module.Tests.Support;

/// <summary>A game server with the module in its save, and the host's end of the conversation, by hand.</summary>
internal sealed class GameServer : IDisposable
{
    private readonly Options _options;
    private SimulatedGame _game;
    private int _patchNumber = 1;
    private int _transfers;

    public GameServer(Options? options = null)
    {
        _options = options ?? new Options();
        _game = SimulatedGame.Create(Setup());
    }

    internal sealed record Options
    {
        public string Version { get; init; } = "2.0.77";

        public bool Multiplayer { get; init; } = true;

        public bool ShufflePairs { get; init; }

        public bool TestMods { get; init; }

        public bool ReencodeExports { get; init; }

        public bool MeasureScripts { get; init; }

        public IReadOnlySet<string>? Items { get; init; }

        public string Scenario { get; init; } = "return {}";

        public bool Hello { get; init; } = true;

        public int QuickBarWidth { get; init; } = 10;
    }

    public HostEnd Host { get; private set; } = new();

    /// <summary>Makes a chosen call of the game's functions fail.</summary>
    public CallFaults Faults => _game.Faults;

    /// <summary>What the module took, on a server that measures it.</summary>
    public ScriptCosts Costs => _game.ScriptCosts!;

    /// <summary>A server whose host has said hello.</summary>
    public static GameServer Started(Options? options = null)
    {
        var server = new GameServer(options);
        server.SayHello();
        return server;
    }

    /// <summary>Sends a command as RCON does and gives the reply.</summary>
    public string Send(string command)
    {
        Host.Replies.Clear();
        Assert.True(_game.RunCommand(Encoding.UTF8.GetBytes("/invsync " + command), null), "the command is not registered");
        return string.Join('\n', Host.Replies);
    }

    /// <summary>A player types the host's command.</summary>
    public void SendAs(string player, string command) => TypeAs(player, "/invsync " + command);

    /// <summary>A player types something beginning with a slash; gives what is printed to that player then.</summary>
    public IReadOnlyList<string> TypeAs(string player, string command)
    {
        var index = Do("read", player)!["index"]!.GetValue<int>();
        var before = Do("chat_seen", player)!.AsArray().Count;
        Assert.True(_game.RunCommand(Encoding.UTF8.GetBytes(command), index), "the command is not registered");
        return [.. Do("chat_seen", player)!.AsArray().Skip(before).Select(line => line!.GetValue<string>())];
    }

    /// <summary>A command typed on the server's console or sent by RCON; gives the lines of the reply.</summary>
    public IReadOnlyList<string> TypeOnConsole(string command)
    {
        Host.Replies.Clear();
        Assert.True(_game.RunCommand(Encoding.UTF8.GetBytes(command), null), "the command is not registered");
        return [.. Host.Replies];
    }

    /// <summary>Sends a command that must be accepted without a word.</summary>
    public void Tell(string command) => Assert.Equal("", Send(command));

    public JsonObject SayHello(string? nonce = null)
    {
        nonce ??= $"nonce{_patchNumber:0000000}";
        var reply = Send($$"""hello {"protocol":2,"nonce":"{{nonce}}","instance_id":7,"instance_name":"Nauvis","extended":true}""");
        return JsonNode.Parse(reply)!.AsObject();
    }

    public void Run(int ticks)
    {
        for (var i = 0; i < ticks; i++)
            _game.RunTick();
    }

    /// <summary>A control operation; its result as JSON that was written and read.</summary>
    public JsonNode? Do(string operation, JsonObject arguments)
        => _game.Execute(operation, arguments) is { } result ? JsonNode.Parse(result.ToJsonString()) : null;

    public JsonNode? Do(string operation, string player) => Do(operation, new JsonObject { ["player"] = player });

    public JsonNode? Lua(string code) => Do("lua", new JsonObject { ["code"] = code });

    public JsonObject Read(string player) => Do("read", player)!.AsObject();

    public bool IsOnline(string player) => Do("players", [])!.AsArray()
        .Any(known => known!["name"]!.GetValue<string>() == player && known["connected"]!.GetValue<bool>());

    /// <summary>Slots of an inventory by slot number, in the game's words.</summary>
    public JsonObject Slots(string player, string inventory = "main")
        => Read(player)["inventories"]![inventory]!["slots"]?.AsObject() ?? [];

    /// <summary>How many of an item a player has in all inventories.</summary>
    public long Count(string player, string item)
        => Read(player)["inventories"]!.AsObject()
            .SelectMany(inventory => inventory.Value!["slots"]?.AsObject() ?? [])
            .Where(slot => slot.Value!["name"]?.GetValue<string>() == item)
            .Sum(slot => slot.Value!["count"]?.GetValue<long>() ?? 1);

    public void Give(string player, string item, int count = 1)
        => Do("give", new JsonObject
        {
            ["player"] = player,
            ["items"] = new JsonArray(new JsonObject { ["name"] = item, ["count"] = count }),
        });

    public void SetSlot(string player, string inventory, int slot, JsonObject? item, JsonObject? filter = null)
    {
        var arguments = new JsonObject { ["player"] = player, ["inventory"] = inventory, ["slot"] = slot, ["item"] = item };
        if (filter is not null)
            arguments["filter"] = filter;
        Do("set_slot", arguments);
    }

    /// <summary>Makes a vehicle on the first surface, which is the Lua global <c>vehicle</c> of the test's commands, and seats a player.</summary>
    /// <param name="seat">The method that seats: <c>set_driver</c> or <c>set_passenger</c>.</param>
    public void Seat(string player, string vehicle, string seat = "set_driver")
        => Lua($$"""
            (function()
                vehicle = game.surfaces[1].create_entity({ name = '{{vehicle}}', position = { 20, 20 }, force = 'player' })
                vehicle.{{seat}}(game.get_player('{{player}}'))
            end)()
            """);

    public void Click(string player, string element)
        => Do("click", new JsonObject { ["player"] = player, ["element"] = element });

    /// <summary>Names of all elements in the player's windows that are not hidden.</summary>
    public IReadOnlyList<string> Elements(string player) => [.. Names(Do("gui", player))];

    /// <summary>The player's windows as text, in the player's language.</summary>
    public string Windows(string player) => PlayerWindows.AsText(Do("gui", player)!.AsObject());

    /// <summary>How often scripts have changed the player's windows.</summary>
    public int WindowChanges(string player) => Do("gui", player)!["changes"]!.GetValue<int>();

    public void SetLocale(string player, string locale)
        => Do("set_locale", new JsonObject { ["player"] = player, ["locale"] = locale });

    /// <summary>Takes the player into a cutscene, the map editor or a remote view.</summary>
    public void Enter(string player, string controller)
        => Lua($"local player = game.get_player('{player}') " + controller switch
        {
            "editor" => "player.admin = true player.toggle_map_editor()",
            "cutscene" => "player.set_controller({ type = defines.controllers.cutscene, waypoints = { { position = { 0, 0 }, transition_time = 60, time_to_wait = 60 } } })",
            _ => $"player.set_controller({{ type = defines.controllers.{controller}, position = {{ 0, 0 }} }})",
        });

    /// <summary>The next line of a type; all lines before it are dropped.</summary>
    public JsonObject Take(string type)
    {
        var index = Host.Lines.FindIndex(line => line["type"]!.GetValue<string>() == type);
        Assert.True(index >= 0, $"no line {type}; there are: {string.Join(", ", Host.Lines.Select(line => line.ToJsonString()[..Math.Min(200, line.ToJsonString().Length)]))}");
        var line = Host.Lines[index];
        Host.Lines.RemoveRange(0, index + 1);
        return line;
    }

    /// <summary>Looks whether a line of a type has been written since the last one taken.</summary>
    public bool HasLine(string type) => Host.Lines.Any(line => line["type"]!.GetValue<string>() == type);

    /// <summary>The player joins and asks; gives the request's line.</summary>
    public JsonObject Join(string player)
    {
        Do("join", player);
        return Take("acquire");
    }

    /// <summary>Answers a request that the controller has nothing.</summary>
    public void AnswerNone(JsonObject acquire, int token = 1) => Tell($"acquired {Number(acquire)} {token} 0 none");

    /// <summary>The player joins for the first time and their inventory is taken for the synced one.</summary>
    public void JoinNew(string player, int token = 1) => AnswerNone(Join(player), token);

    /// <summary>The player leaves; gives the upload's line.</summary>
    public JsonObject Leave(string player)
    {
        Do("leave", player);
        return Take("upload");
    }

    /// <summary>Announces a document and gives its parts, which <see cref="SendParts"/> sends.</summary>
    public Transfer Offer(JsonObject acquire, string document, int token = 5, int generation = 31, string revision = "other-1", int partBytes = 30_000)
        => OfferPieces(acquire, Encode(document), Encoding.UTF8.GetByteCount(document), token, generation, revision, partBytes);

    /// <summary>As <see cref="Offer"/>, of a document that is encoded already, whatever is in it.</summary>
    public Transfer OfferPieces(JsonObject acquire, string encoded, int documentBytes, int token = 5, int generation = 31, string revision = "other-1", int partBytes = 30_000)
    {
        var parts = encoded.Chunk(partBytes).Select(part => new string(part)).ToList();
        var transfer = new Transfer(++_transfers, parts);
        Tell($"acquired {Number(acquire)} {token} {generation} other {revision} {transfer.Number} {parts.Count} {encoded.Length} {documentBytes}");
        return transfer;
    }

    public void SendParts(Transfer transfer)
    {
        for (var index = 1; index <= transfer.Parts.Count; index++)
            Tell(transfer.Part(index));
    }

    /// <summary>Brings a document to a player who has asked.</summary>
    public void Deliver(JsonObject acquire, string document, int token = 5, int generation = 31, string revision = "other-1", int partBytes = 30_000)
    {
        SendParts(Offer(acquire, document, token, generation, revision, partBytes));
        RunWhileBuilding();
    }

    /// <summary>Lets a document too large for one tick be built; gives how many ticks that took.</summary>
    public int RunWhileBuilding()
    {
        var ticks = 0;
        while (_game.ConnectedPlayers > 0 && JsonNode.Parse(Send("status"))!["players"]!.AsObject().Any(player => player.Value!["building"]!.GetValue<bool>()))
        {
            Run(1);
            Assert.True(++ticks < 10_000, "a document is being built for ever");
        }

        return ticks;
    }

    /// <summary>The server dies and starts again from this save: its online players leave before the first tick.</summary>
    public void Restart(GameState save, bool hello = true)
    {
        _game.Dispose();
        _patchNumber++;
        Host = new HostEnd();
        _game = SimulatedGame.Load(Setup(), save);
        if (hello)
            SayHello();
    }

    /// <summary>A save is opened by its player alone; there is no host.</summary>
    public static GameServer OpenedAlone(GameState save)
    {
        var server = new GameServer(new Options { Multiplayer = false });
        server.Restart(save, hello: false);
        return server;
    }

    /// <summary>The server starts from a save with these files in it.</summary>
    public void RestartFrom(IReadOnlyDictionary<string, byte[]> files, GameState save, bool hello = true)
    {
        _game.Dispose();
        Host = new HostEnd();
        _game = SimulatedGame.Load(Setup() with { ScenarioFiles = files }, save);
        if (hello)
            SayHello();
    }

    /// <summary>The module is taken out of the save, and the server starts from that.</summary>
    public void RestartWithoutModule(GameState save) => RestartFrom(Scenario.FilesWithoutModule(_options.Scenario), save, hello: false);

    /// <summary>Continues from a save as if nothing had happened in between, with the same host.</summary>
    public GameState Save() => _game.Save();

    public JsonObject Status(string player)
        => JsonNode.Parse(Send("status"))!["players"]![player]!.AsObject();

    public string ChatSeen(string player) => Do("chat_seen", player)!.ToJsonString();

    public void Dispose() => _game.Dispose();

    public static long Number(JsonObject line) => line["request"]!.GetValue<long>();

    public static string Encode(string document) => Encode(Encoding.UTF8.GetBytes(document));

    public static string Encode(byte[] document)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(document);
        return Convert.ToBase64String(bytes.ToArray());
    }

    private GameSetup Setup() => new()
    {
        Version = _options.Version,
        ScenarioFiles = Scenario.Files(Path.Combine(Repository.Root, "module"), _patchNumber, _options.Scenario),
        Output = Host,
        Multiplayer = _options.Multiplayer,
        QuickBarWidth = _options.QuickBarWidth,
        ShufflePairs = _options.ShufflePairs,
        TestMods = _options.TestMods,
        ReencodeExports = _options.ReencodeExports,
        MeasureScripts = _options.MeasureScripts,
        Items = _options.Items,
    };

    private static IEnumerable<string> Names(JsonNode? node) => node switch
    {
        JsonObject element when element["visible"]?.GetValue<bool>() == false => [],
        JsonObject element => (element["name"] is JsonValue name ? [name.GetValue<string>()] : Array.Empty<string>())
            .Concat(element.SelectMany(member => Names(member.Value))),
        JsonArray array => array.SelectMany(Names),
        _ => [],
    };
}
