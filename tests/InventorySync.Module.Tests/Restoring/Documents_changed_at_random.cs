using System.Text.Json.Nodes;
using CsCheck;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

public class Documents_changed_at_random
{
    private static readonly string[] Values =
    [
        "null", "-1", "0", "0.5", "1e300", "4294967296", "\"\"", "\"coal\"", "\"no-such-thing\"", "{}", "[]", "[1,2]", "[[[]]]",
        "true", "false", "{\"n\":\"coal\",\"c\":1}", "{\"1\":{\"n\":\"coal\",\"c\":1},\"x\":2}", "\"\\u2028\\ud83d\\ude80\"",
    ];

    [Fact]
    public void They_are_restored_or_refused_and_nothing_of_the_players_own_is_lost()
    {
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, Values.Length - 1]).Array[1, 4].Sample(
            changes =>
            {
                using var server = GameServer.Started(new() { TestMods = true });
                var acquire = server.Join("alice");
                server.SetSlot("alice", "main", 7, new JsonObject { ["name"] = "tank", ["health"] = 0.5 });

                server.Deliver(acquire, Changed(changes));

                Assert.Equal(1, server.Count("alice", "tank"));
                Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
                var synced = server.Status("alice")["sync"]!.GetValue<bool>();
                Assert.Equal(!synced, server.Elements("alice").Contains("inventory_sync_retry"));
                server.Do("leave", "alice");
                Assert.Equal(synced, server.HasLine("upload"));
                Assert.Equal(!synced, server.HasLine("release"));
            },
            iter: 150,
            threads: 1);
    }

    private static string Changed((int Place, int Value)[] changes)
    {
        var document = Composed.Tree("alice", """
            {"n":"repair-pack","c":3,"d":120},{"f":{"name":"coal","quality":"normal","comparator":"="},"n":"coal","c":3,"s":5,"r":2},
            {"n":"backpack","c":1,"l":{"t":"ores","c":{"r":1},"a":false},"i":{"i":[{"n":"iron-ore","c":50,"r":2}]}},
            {"n":"power-armor","c":1,"q":"rare","h":0.5,"g":[{"n":"battery-equipment","p":[0,0],"e":100,"q":"normal","t":true},
            {"n":"equipment-ghost","p":[2,0],"g":"energy-shield-equipment","q":"epic"}]}
            """.ReplaceLineEndings(""), ""","ext":{"kept":[{"path":"main","slot":3,"entry":{"n":"coal","c":1},"reason":"x"}]},"quick_bar":{"1":"coal"}""");
        foreach (var (place, value) in changes)
        {
            var places = Places(document).ToList();
            var (parent, key) = places[place % places.Count];
            // Another name or controller would be another test: the player must stay the same and have a body.
            if (parent == document && key is "name" or "controller")
                continue;
            var replacement = JsonNode.Parse(Values[value]);
            if (parent is JsonObject members)
                members[(string)key] = replacement;
            else
                parent.AsArray()[(int)key] = replacement;
        }

        return document.ToJsonString();
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => ((object)member.Key, member.Value)),
            JsonArray list => list.Select((item, index) => ((object)index, item)),
            _ => [],
        };
        foreach (var (key, child) in children)
        {
            yield return (node, key);
            if (child is null)
                continue;
            foreach (var place in Places(child))
                yield return place;
        }
    }
}
