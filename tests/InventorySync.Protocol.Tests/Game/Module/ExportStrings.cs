using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace InventorySync.Protocol.Tests.Game.Module;

/// <summary>Export strings of the game, made and read independently of the product (player-data.md §2.4).</summary>
internal static class ExportStrings
{
    /// <summary>A blueprint whose JSON hardly shrinks.</summary>
    public static JsonObject Blueprint(string label, int entities, int seed = 1)
    {
        var random = new Random(seed);
        return new JsonObject
        {
            ["blueprint"] = new JsonObject
            {
                ["entities"] = new JsonArray([.. Enumerable.Range(1, entities).Select(number => (JsonNode)new JsonObject
                {
                    ["entity_number"] = number,
                    ["name"] = "small-lamp",
                    ["position"] = new JsonObject { ["x"] = random.NextDouble(), ["y"] = random.NextDouble() },
                })]),
                ["item"] = "blueprint",
                ["label"] = label,
                ["version"] = 562949954469888,
            },
        };
    }

    public static JsonObject Book(string label, params JsonObject[] contents)
    {
        for (var index = 0; index < contents.Length; index++)
            contents[index]["index"] = index;
        return new JsonObject
        {
            ["blueprint_book"] = new JsonObject
            {
                ["blueprints"] = new JsonArray([.. contents]),
                ["item"] = "blueprint-book",
                ["label"] = label,
                ["description"] = "größer 😀 \" \\",
                ["active_index"] = contents.Length - 1,
                ["version"] = 562949954469888,
            },
        };
    }

    public static string Encode(JsonNode body) => EncodeBytes(Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static string EncodeBytes(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(json);
        return "0" + Convert.ToBase64String(packed.ToArray());
    }

    public static JsonNode Decode(string export)
    {
        using var zlib = new ZLibStream(new MemoryStream(Convert.FromBase64String(export[1..])), CompressionMode.Decompress);
        return JsonNode.Parse(zlib, null, new() { MaxDepth = 200 })!;
    }

    /// <summary>Puts pieces together as the module does.</summary>
    public static JsonNode Merge(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        JsonNode? document = null;
        foreach (var piece in pieces)
        {
            var json = JsonNode.Parse(piece.Span, null, new() { MaxDepth = 600 });
            if (document is null)
            {
                document = json!;
                continue;
            }

            var list = document;
            foreach (var key in json!["at"]!.AsArray())
                list = key!.GetValueKind() == System.Text.Json.JsonValueKind.Number ? list[key.GetValue<int>() - 1]! : list[key.GetValue<string>()]!;
            foreach (var element in json["add"]!.AsArray())
                list.AsArray().Add(element?.DeepClone());
        }

        return document!;
    }

    /// <summary>The book that an opened book stands for, joined independently of the product.</summary>
    public static JsonNode JoinOpened(JsonNode opened)
    {
        if (opened is JsonValue text)
            return Decode(text.GetValue<string>());
        var book = Decode(opened["book"]!.GetValue<string>());
        var contents = new JsonArray();
        var index = 0;
        foreach (var inner in opened["blueprints"]!.AsArray())
        {
            if (inner!.GetValueKind() != System.Text.Json.JsonValueKind.False)
            {
                var body = JoinOpened(inner).AsObject();
                body["index"] = index;
                contents.Add(body);
            }

            index++;
        }

        book["blueprint_book"]!["blueprints"] = contents;
        return book;
    }

    public static string Repeat(string text, int times) => string.Concat(Enumerable.Range(1, times).Select(number => string.Create(CultureInfo.InvariantCulture, $"{text}{number},"))).TrimEnd(',');
}
