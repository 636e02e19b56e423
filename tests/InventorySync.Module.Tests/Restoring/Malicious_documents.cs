using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Players;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

/// <summary>Documents that no game wrote; <see cref="HostileVisit"/> says what must hold.</summary>
public class Malicious_documents
{
    private static readonly string[] Replacements =
        ["null", "-1", "0", "0.5", "1e300", "1e999", "4294967296", "\"\"", "\"coal\"", "{}", "[]", "[[[]]]", "{\"n\":5}", "true", "false"];

    public static TheoryData<string> Texts() =>
    [
        "a text of 10 MB as the tag", "a text of 10 MB as a label", "a text of 10 MB as a name", "a text of 10 MB as an export string",
        "a text of 10 MB nobody knows", "a key of 1 MB", "100000 entries", "100000 pieces of equipment", "100000 requests", "100000 sections",
        "100000 crafts", "100000 kept things", "100000 unknown members", "100000 quick bar slots", "a thousand lists in each other",
        "nothing but brackets", "half a document", "half a document inside a text", "two documents", "a document after white space of 1 MB",
        "duplicate keys", "a bomb in an export string", "a bomb as the whole document", "export strings that are none", "numbers of 1000 digits",
        "a text that is no UTF-8", "books in books in books",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void One_of_a_kind_that_nobody_plays(string what) => HostileVisit.Check(what, Text(what));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_any_one_value_replaced(int share)
    {
        var document = Rich();
        var places = Places(document).ToList();
        for (var place = share; place < places.Count; place += 4)
        {
            // Every place meets some of the replacements, and every kind of place, of which there are many, all.
            for (var turn = 0; turn < 2; turn++)
            {
                var replacement = Replacements[(place + (turn * 7)) % Replacements.Length];
                if (places[place] is [("name" or "controller")])
                    continue;
                HostileVisit.Check($"{string.Join('.', places[place])} = {replacement}", Replaced(document, places[place], replacement));
            }
        }
    }

    /// <summary>One of everything that a document may hold.</summary>
    private static JsonObject Rich()
    {
        var document = Composed.Tree("alice", """
            {"n":"repair-pack","c":3,"d":120},{"n":"firearm-magazine","c":9,"a":4},{"n":"yumako","c":5,"sp":0.5},
            {"f":{"name":"coal","quality":"normal","comparator":"="},"n":"coal","c":3,"s":8,"r":2},
            {"n":"backpack","c":1,"l":{"t":"ores","c":{"r":1,"g":1,"b":0,"a":1},"a":false},"i":{"b":5,"i":[{"n":"iron-ore","c":50,"r":2}]}},
            {"n":"power-armor","c":1,"q":"rare","h":0.5,"g":[{"n":"battery-equipment","p":[0,0],"e":100,"q":"normal","t":true},
            {"n":"energy-shield-equipment","p":[3,0],"s":10,"q":"normal"},{"n":"equipment-ghost","p":[1,2],"g":"energy-shield-equipment","q":"epic"},
            {"n":"burner-generator-equipment","p":[4,4],"q":"normal","i":{"i":[{"n":"coal","c":7}]},"b":"wood","bq":"rare","f":100,"h":3}]}
            """.ReplaceLineEndings(""), """
            ,"ticks_to_respawn":5,"quick_bar":{"1":"coal","12":{"t":"f","n":"beacon","q":"rare","c":"≥"}},
            "personal_logistic_slots":{"enabled":true,"trash_not_requested":false,"sections":[{"group":"rails","active":true,"multiplier":2,"filters":[
            {"value":{"type":"item","name":"rail","quality":"normal","comparator":"="},"min":2,"max":4,"import_from":"nauvis","minimum_delivery_count":2},{}]}]},
            "recipe_notifications":"eNqLjgUAARUAuQ==","ext":{"version":1,"health":0.5,"gun":2,"kept":[{"path":"main","slot":3,"entry":{"n":"coal","c":1},"reason":"x"},
            {"path":"main/9/g","entry":{"n":"battery-equipment","p":[0,0]},"reason":"x"},{"path":"crafting_queue","entry":{"recipe":"x","count":1},"reason":"x"}]}
            """.ReplaceLineEndings(""));
        document["crafting_queue"] = JsonNode.Parse("""
            {"crafting_queue":[{"recipe":"iron-gear-wheel","count":2}],"crafting_queue_progress":0.4,"ingredients":[{"name":"iron-plate","count":4}]}
            """);
        return document;
    }

    private static byte[] Text(string what)
    {
        static string Many(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(1, count).Select(item));
        static byte[] Main(string entries) => RawJson.Bytes(Composed.With("alice", entries));
        static byte[] With(string members) => RawJson.Bytes(Composed.With("alice", """{"n":"coal","c":5}""", "," + members));

        const int Much = 10_000_000;
        const int Many100 = 100_000;
        var good = Composed.With("alice", """{"n":"coal","c":5}""");
        return what switch
        {
            "a text of 10 MB as the tag" => RawJson.Bytes(good.Replace("\"tag\":\"\"", $"\"tag\":\"{new string('x', Much)}\"", StringComparison.Ordinal)),
            "a text of 10 MB as a label" => Main($$$"""{"n":"backpack","c":1,"l":{"t":"{{{new string('x', Much)}}}","a":true},"i":{"i":[]}}"""),
            "a text of 10 MB as a name" => Main($$"""{"n":"{{new string('x', Much)}}","c":1}"""),
            "a text of 10 MB as an export string" => Main($$"""{"e":"0{{new string('x', Much)}}"}"""),
            "a text of 10 MB nobody knows" => With($"\"unheard_of\":\"{new string('x', Much)}\""),
            "a key of 1 MB" => With($"\"{new string('x', Much / 10)}\":1"),
            "100000 entries" => Main(Many(Many100, number => $$"""{"n":"coal","c":{{1 + (number % 2)}}}""")),
            "100000 pieces of equipment" => Main($$"""{"n":"power-armor","c":1,"g":[{{Many(Many100, number => """{"n":"battery-equipment","p":[0,0]}""")}}]}"""),
            "100000 requests" => With($$$"""
                "personal_logistic_slots":{"enabled":true,"sections":[{"group":"","active":true,"multiplier":1,"filters":[{{{Many(Many100, number => """{"value":"coal","min":1}""")}}}]}]}
                """),
            "100000 sections" => With($$"""
                "personal_logistic_slots":{"enabled":true,"sections":[{{Many(Many100, number => $$"""{"group":"{{number}}","active":true,"multiplier":1,"filters":[]}""")}}]}
                """),
            "100000 crafts" => RawJson.Bytes(good.Replace(
                "\"crafting_queue\":{},",
                $$"""
                "crafting_queue":[{{Many(Many100, number => $$"""{"recipe":"{{(number % 2 == 0 ? "iron-gear-wheel" : "pipe")}}","count":1}""")}}],
                """,
                StringComparison.Ordinal)),
            "100000 kept things" => With($$"""
                "ext":{"kept":[{{Many(Many100, number => $$"""{"path":"main","slot":{{(number % 80) + 1}},"entry":{"n":"no-such-item-{{number}}","c":1},"reason":"x"}""")}}]}
                """),
            "100000 unknown members" => With(Many(Many100, number => $"\"m{number}\":{number}")),
            "100000 quick bar slots" => With($$"""
                "quick_bar":{{{Many(Many100, number => $"\"{number}\":\"coal\"")}}}
                """),
            "a thousand lists in each other" => With($"\"unheard_of\":{new string('[', 1000)}{new string(']', 1000)}"),
            "nothing but brackets" => RawJson.Bytes(new string('[', 1_000_000)),
            "half a document" => RawJson.Bytes(good[..(good.Length / 2)]),
            "half a document inside a text" => RawJson.Bytes(good[..(good.IndexOf("coal", StringComparison.Ordinal) + 2)]),
            "two documents" => RawJson.Bytes(good + good),
            "a document after white space of 1 MB" => RawJson.Bytes(new string(' ', 1_000_000) + good),
            "duplicate keys" => With("\"generation\":-1,\"character\":5,\"name\":\"mallory\""),
            "a bomb in an export string" => Main($$"""{"e":"0{{GameServer.Encode("[\"" + new string('x', 50_000_000) + "\"]")}}"},{"n":"coal","c":5}"""),
            "a bomb as the whole document" => RawJson.Bytes("\"" + new string('x', 50_000_000) + "\""),
            "export strings that are none" => Main(string.Join(',', new[] { "00", "0", "1eNo=", "0eNo=", "0AAAA", "\\u0000", "0" + GameServer.Encode("{}"), "0" + GameServer.Encode("[1]"), "0" + GameServer.Encode("""{"blueprint":5}""") }
                .Select(text => $$"""{"e":"{{text}}x"}"""))),
            "numbers of 1000 digits" => Main($$"""{"n":"coal","c":{{new string('9', 1000)}}}"""),
            "a text that is no UTF-8" => [.. RawJson.Bytes(good[..^2]), .. "\"x\":\""u8, 0xC3, 0x28, 0xFF, 0xED, 0xA0, 0x80, (byte)'"', (byte)'}'],
            "books in books in books" => Main($$"""{"e":"{{Book(15)}}"}"""),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "There is no such document."),
        };
    }

    private static string Book(int depth)
    {
        var text = """{"item":"blueprint-book","blueprints":[]}""";
        for (var level = 1; level < depth; level++)
            text = $$"""{"item":"blueprint-book","blueprints":[{"index":0,"blueprint_book":{{text}}}]}""";
        return "0" + GameServer.Encode($$"""{"blueprint_book":{{text}}}""");
    }

    private static IEnumerable<object[]> Places(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Key, member.Value)),
        JsonArray list => list.SelectMany((item, index) => Below(index, item)),
        _ => [],
    };

    private static IEnumerable<object[]> Below(object key, JsonNode? child) =>
        [[key], .. child is null ? [] : Places(child).Select(place => (object[])[key, .. place])];

    private static byte[] Replaced(JsonObject document, object[] place, string replacement)
    {
        const string Mark = "\u2063here\u2063";
        var copy = document.DeepClone();
        JsonNode parent = copy;
        foreach (var step in place[..^1])
            parent = step is string name ? parent[name]! : parent[(int)step]!;
        if (place[^1] is string member)
            parent[member] = Mark;
        else
            parent[(int)place[^1]] = Mark;
        // Some replacements are no JSON that a tree can hold.
        return RawJson.Bytes(RawJson.Text(copy).Replace($"\"{Mark}\"", replacement, StringComparison.Ordinal));
    }
}
