using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace InventorySync.Cli.Demo;

/// <summary>The game's export strings of blueprints: a version character, then base64 of a zlib stream of JSON (player-data §2.4).</summary>
public static class ExportString
{
    /// <summary>Packs <paramref name="content"/>, whose single member names the kind, for instance <c>blueprint</c>.</summary>
    public static string Pack(JsonObject content)
    {
        using var packed = new MemoryStream();
        using (var compressor = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            compressor.Write(Encoding.UTF8.GetBytes(content.ToJsonString()));
        return "0" + Convert.ToBase64String(packed.ToArray());
    }
}
