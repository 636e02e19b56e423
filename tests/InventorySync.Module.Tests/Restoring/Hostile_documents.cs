using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

public class Hostile_documents
{
    public static TheoryData<string, string> Malformed() => new()
    {
        { "not JSON", "{" },
        { "a list", "[1,2,3]" },
        { "a text", "\"hello\"" },
        { "empty", "{}" },
        { "another player's", Composed.With("mallory", """{"n":"coal","c":3}""") },
        { "no generation", Changed(document => document.Remove("generation")) },
        { "a fractional generation", Changed(document => document["generation"] = 1.5) },
        { "generation zero", Changed(document => document["generation"] = 0) },
        { "a huge generation", Changed(document => document["generation"] = 1e300) },
        { "a controller that is no text", Changed(document => document["controller"] = 5) },
        { "a tag that is a table", Changed(document => document["tag"] = new JsonObject()) },
        { "a huge tag", Changed(document => document["tag"] = new string('x', 200_000)) },
        { "no character", Changed(document => document.Remove("character")) },
        { "a character that is a number", Changed(document => document["character"] = 5) },
        { "a huge slot bonus", Changed(document => document["character"]!["character_inventory_slots_bonus"] = 4_000_000_000) },
        { "a negative count", Composed.With("alice", """{"n":"coal","c":-3}""") },
        { "a huge count", Composed.With("alice", """{"n":"coal","c":1e15}""") },
        { "a fractional count", Composed.With("alice", """{"n":"coal","c":1.5}""") },
        { "a count that is a text", Composed.With("alice", """{"n":"coal","c":"many"}""") },
        { "no count", Composed.With("alice", """{"n":"coal"}""") },
        { "a name that is a table", Composed.With("alice", """{"n":{},"c":1}""") },
        { "an empty entry", Composed.With("alice", "{}") },
        { "name and export", Composed.With("alice", """{"n":"coal","c":1,"e":"0abc"}""") },
        { "an entry that is a number", Composed.With("alice", "5") },
        { "slots going backwards", Composed.With("alice", """{"n":"coal","c":1,"s":5},{"n":"coal","c":2,"s":5}""") },
        { "a slot of zero", Composed.With("alice", """{"n":"coal","c":1,"s":0}""") },
        { "endless repeats", Composed.With("alice", """{"n":"coal","c":1,"r":1000000000}""") },
        { "equipment without a place", Composed.With("alice", """{"n":"tank","c":1,"g":[{"n":"battery-equipment"}]}""") },
        { "equipment at a negative place", Composed.With("alice", """{"n":"tank","c":1,"g":[{"n":"battery-equipment","p":[-1,0]}]}""") },
        { "deep nesting of items", Composed.With("alice", Nested(30)) },
        { "deep nesting of anything", Composed.With("alice", "", ",\"x\":" + new string('[', 60) + new string(']', 60)) },
        { "kept things that are none", Composed.With("alice", "", """,ext:{"kept":5}""".Replace("ext", "\"ext\"", StringComparison.Ordinal)) },
        { "a kept entry without a path", Composed.With("alice", "", ""","ext":{"kept":[{"entry":{"n":"coal","c":1}}]}""") },
        { "too many entries", Composed.With("alice", string.Join(',', Enumerable.Repeat("""{"n":"coal","c":1},{"n":"wood","c":1}""", 6000))) },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void One_that_is_malformed_is_refused_and_nothing_is_touched(string what, string document)
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Give("alice", "iron-plate", 17);
        var before = server.Read("alice")["inventories"]!.ToJsonString();

        server.Deliver(acquire, document, token: 5);

        Assert.Equal(before, server.Read("alice")["inventories"]!.ToJsonString());
        Assert.Single(server.Host.Lines, line => line["type"]!.GetValue<string>() == "log");
        Assert.False(server.Take("transferred")["ok"]!.GetValue<bool>(), what);
        Assert.Equal(5, server.Take("release")["token"]!.GetValue<int>());
        Assert.Contains("inventory_sync_retry", server.Elements("alice"));
        Assert.Contains("inventory_sync_temporary", server.Elements("alice"));
        server.Do("leave", "alice");
        Assert.False(server.HasLine("upload"));
    }

    public static TheoryData<string> Odd() => new()
    {
        """{"n":"coal","c":5,"h":0}""",
        """{"n":"coal","c":5,"d":1e308,"a":1e308}""",
        """{"n":"coal","c":2000000000}""",
        """{"n":"coal","c":5,"l":{"t":"x"},"g":[{"n":"battery-equipment","p":[0,0]}],"i":{"i":[{"n":"coal","c":1}]}}""",
        """{"n":"no-such-item","c":5}""",
        """{"n":"coal","c":5,"q":"no-such-quality"}""",
        """{"e":"0"},{"n":"coal","c":5}""".Replace("\"0\"", "\"0notbase64!\"", StringComparison.Ordinal),
        """{"n":"power-armor","c":1,"g":[{"n":"no-such-equipment","p":[0,0]},{"n":"battery-equipment","p":[500,500]},{"n":"battery-equipment","p":[0,0],"s":1e300,"e":1e300}]}""",
        """{"f":{"name":"no-such-item"}},{"f":"coal","n":"coal","c":1},{"f":{"comparator":"nonsense","name":"coal"}}""",
        """{"n":"coal","c":50,"r":5000}""",
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void Catalogue_D4_one_that_is_only_odd_is_restored_and_what_cannot_be_placed_travels_on(string entries)
    {
        using var server = GameServer.Started();

        server.Deliver(server.Join("alice"), Composed.With("alice", entries));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
        Assert.Equal("character", server.Read("alice")["controller"]!.GetValue<string>());
        var once = server.Leave("alice")["document"]!.AsObject();

        using var second = GameServer.Started();
        second.Deliver(second.Join("alice"), once.ToJsonString());
        var twice = second.Leave("alice")["document"]!.AsObject();
        DocumentComparison.AssertEqual(once, twice);
    }

    [Fact]
    public void Catalogue_C5_a_failed_restore_after_a_retry_does_not_double_anything()
    {
        using var server = GameServer.Started();
        var acquire = server.Join("alice");
        server.Give("alice", "iron-plate", 17);

        for (var attempt = 0; attempt < 3; attempt++)
        {
            server.Deliver(acquire, "{", token: 5 + attempt);
            server.Click("alice", "inventory_sync_retry");
            acquire = server.Take("acquire");
        }

        server.Deliver(acquire, Composed.With("alice", """{"n":"coal","c":3}"""), token: 9);
        Assert.Equal(17, server.Count("alice", "iron-plate"));
        Assert.Equal(3, server.Count("alice", "coal"));
    }

    private static string Changed(Action<JsonObject> change)
    {
        var document = Composed.Tree("alice");
        change(document);
        return document.ToJsonString();
    }

    private static string Nested(int depth)
        => string.Concat(Enumerable.Repeat("""{"n":"backpack","c":1,"i":{"i":[""", depth)) + string.Concat(Enumerable.Repeat("]}}", depth));
}
