using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Support;

/// <summary>Export strings: a version character, then base64 of a zlib stream of JSON (player-data.md §2.4).</summary>
internal static class ExportString
{
    public static JsonNode? Decode(string export)
    {
        using var zlib = new ZLibStream(new MemoryStream(Convert.FromBase64String(export[1..])), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<JsonNode>(zlib);
    }

    public static string Encode(JsonNode body) => "0" + GameServer.Encode(body.ToJsonString());
}
