using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Support;
using InventorySync.Protocol.Game.Module;
using InventorySync.Simulator.World;
using Xunit.Sdk;

namespace InventorySync.Module.Tests.Players;

/// <summary>
/// Random players go through compressed parts onto a server and leave it again, twice. The first players are the same in
/// every run of the tests; with <c>./test --nightly</c> there are more, and others each day.
/// </summary>
public class Players_of_any_kind
{
    private const string Count = "INVENTORYSYNC_PLAYERS";
    private const string One = "INVENTORYSYNC_PLAYER";
    private const int MostTicks = 5000;

    // Whatever could shine through: filters, requests, quick bar, bonuses, crafts, things in every slot.
    private const string Junk = """
        local player = game.get_player('alice')
        local character = player.character
        player.color, player.tag, player.cheat_mode = { 1, 0, 0, 1 }, 'junk', true
        player.insert({ name = 'iron-plate', count = 1000 })
        player.begin_crafting({ recipe = 'iron-gear-wheel', count = 20 })
        character.character_inventory_slots_bonus, character.character_running_speed_modifier = 30, 0.5
        character.get_inventory(defines.inventory.character_armor).insert('power-armor')
        local main = player.get_main_inventory()
        for slot = 1, #main, 3 do
            main.set_filter(slot, { name = 'wood', quality = 'rare', comparator = '>' })
        end
        for slot = 2, #main, 3 do
            main[slot].set_stack({ name = 'tank', health = 0.5 })
        end
        for slot = 1, 99, 7 do
            if helpers.game_version:find('^2%.0') then
                player.set_quick_bar_slot(slot, 'stone')
            else
                player.set_quick_bar_slot(1 + math.floor(slot / 10), 1 + slot % 10, 'stone')
            end
        end
        local section = player.get_requester_point().add_section()
        section.set_slot(1, { value = { type = 'item', name = 'coal', quality = 'normal', comparator = '=' }, min = 5 })
        player.clear_recipe_notifications()
        """;

    [Fact]
    public void They_come_back_equal_from_every_server()
    {
        if (Setting(One) is { } one)
        {
            Check(one);
            return;
        }

        var many = Setting(Count);
        var first = many is null ? 1 : (int)(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 86_400) * 100_000;
        var failures = 0;
        Parallel.For(first, first + (many ?? 200), new ParallelOptions { MaxDegreeOfParallelism = 2 }, (seed, loop) =>
        {
            try
            {
                Check(seed);
            }
            catch (Exception failure) when (failure is IAssertionException or InvalidOperationException or ControlException or ScenarioException)
            {
                TestContext.Current.TestOutputHelper!.WriteLine(
                    $"Player {seed}: {failure.Message}\nTo see this one alone: {One}={seed} ./test --filter-method '*{nameof(They_come_back_equal_from_every_server)}'\n");
                if (Interlocked.Increment(ref failures) >= 5)
                    loop.Stop();
            }
        });
        Assert.Equal(0, failures);
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static void Check(int seed)
    {
        var version = seed % 3 == 0 ? "2.1.9" : "2.0.77";
        var bytes = (seed % 500) switch { 100 => 1_800_000, 20 or 60 or 120 or 160 or 220 or 260 or 320 or 360 => 200_000, _ => 10_000 };
        var document = RandomPlayer.Document(seed, "alice", version, bytes);

        using var first = Server(version, seed);
        var afterFirst = Visit(first, document);
        DocumentComparison.AssertEqual(document, afterFirst);

        using var second = Server(version, seed + 1);
        second.JoinNew("alice");
        second.Lua(Junk);
        second.Leave("alice");
        DocumentComparison.AssertEqual(document, Visit(second, afterFirst));
    }

    private static GameServer Server(string version, int seed)
    {
        var server = GameServer.Started(new() { Version = version, TestMods = true, ShufflePairs = seed % 2 == 0, ReencodeExports = seed % 5 == 0 });
        server.Lua(RandomPlayer.Research);
        return server;
    }

    private static JsonObject Visit(GameServer server, JsonObject document)
    {
        // As the host does it: in pieces, with large books opened, which are joined again on the way out.
        var encoded = EncodedDocument.Encode(RawJson.Bytes(RawJson.Text(document)));
        server.SendParts(server.OfferPieces(
            server.Join("alice"), Encoding.ASCII.GetString(encoded.Text.Span), encoded.DocumentBytes, generation: document["generation"]!.GetValue<int>()));
        for (var tick = 0; !server.Status("alice")["sync"]!.GetValue<bool>(); tick++)
        {
            Assert.True(tick < MostTicks, $"not restored after {tick} ticks: {string.Join('\n', server.Host.Lines.TakeLast(3))}");
            server.Run(1);
        }

        if (document["controller"]!.GetValue<string>() is "character" or "god")
            GameReading.AssertHolds(document, server.Read("alice"));
        var left = OpenedBooks.Join(RawJson.Bytes(server.Leave("alice")["document"]!.ToJsonString()));
        return JsonNode.Parse(left.Span)!.AsObject();
    }
}
