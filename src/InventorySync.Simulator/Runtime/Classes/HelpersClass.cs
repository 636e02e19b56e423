using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaHelpers: the global <c>helpers</c> (factorio-server.md §9.4 and §9.5).</summary>
internal static class HelpersClass
{
    // More than any document or book needs, and less than a bomb.
    private const int MaximumInflatedBytes = 256 << 20;

    public static ApiClass<GlobalObject> Define() => new ApiClass<GlobalObject>("LuaHelpers")
        .Read("game_version", h => h.Runtime.World.Setup.Version)
        .Method("table_to_json", "data", (_, a) => TableToJson(a))
        .Method("json_to_table", "json", (_, a) => JsonToTable(a))
        .Method("encode_string", "string", (_, a) => Encode(a.Bytes("string")))
        .Method("decode_string", "string", (_, a) => Decode(a.Bytes("string")))
        .Method("write_file", "filename, data, append?, for_player?", (h, a) => WriteFile(h.Runtime, a))
        .Method("remove_path", "path", (h, a) => RemovePath(h.Runtime, a.Text("path")))
        .Method("compare_versions", "first, second", (_, a) => Math.Sign(Version.Parse(a.Text("first")).CompareTo(Version.Parse(a.Text("second")))))
        .Method("is_valid_sprite_path", "sprite_path", (h, a) => IsSprite(h.Runtime.World, a.Text("sprite_path")));

    /// <summary>zlib, then base64.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(data);
        var encoded = new byte[Base64.GetMaxEncodedToUtf8Length((int)compressed.Length)];
        Base64.EncodeToUtf8(compressed.GetBuffer().AsSpan(0, (int)compressed.Length), encoded, out _, out var written);
        return encoded[..written];
    }

    /// <summary>The inverse of <see cref="Encode"/>; null for anything else.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var compressed = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, compressed, out _, out var length) != OperationStatus.Done)
            return null;
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(compressed, 0, length), CompressionMode.Decompress);
            var inflated = new MemoryStream();
            var buffer = ArrayPool<byte>.Shared.Rent(65536);
            int read;
            while ((read = zlib.Read(buffer)) > 0 && inflated.Length <= MaximumInflatedBytes)
                inflated.Write(buffer, 0, read);
            ArrayPool<byte>.Shared.Return(buffer);
            return inflated.Length > MaximumInflatedBytes ? null : inflated.ToArray();
        }
        catch (InvalidDataException)
        {
            // No zlib stream: the game answers nil, too.
            return null;
        }
    }

    private static OnStack TableToJson(Arguments arguments)
    {
        var index = arguments.IndexOf("data");
        if (arguments.Lua.TypeAt(index) != LuaType.Table)
            throw new ScriptErrorException($"{arguments.Name}: data must be a table, got {arguments.Lua.TypeName(index)}.");
        arguments.Lua.Push(new LuaJsonWriter(arguments.Lua).Write(index));
        return OnStack.Values;
    }

    private static OnStack JsonToTable(Arguments arguments)
    {
        LuaJsonReader.Read(arguments.Lua, arguments.Bytes("json"));
        return OnStack.Values;
    }

    private static object? WriteFile(ScenarioRuntime runtime, Arguments arguments)
    {
        var name = arguments.Text("filename");
        if (name.Length == 0 || name.StartsWith('/') || name.Split('/', '\\').Contains(".."))
            throw new ScriptErrorException($"{arguments.Name}: {name} is no path inside script-output.");
        // Only the server's own files are of interest: those for one player appear on his machine.
        if (arguments.Number("for_player", 0) > 0)
            return null;
        var index = arguments.IndexOf("data");
        if (arguments.Lua.TypeAt(index) is LuaType.Table)
            runtime.Output.WriteFile(name, Encoding.UTF8.GetBytes(runtime.Locale.Translate(arguments["data"], ScenarioLocale.English)), arguments.Boolean("append"));
        else
            runtime.Output.WriteFile(name, arguments.Bytes("data"), arguments.Boolean("append"));
        return null;
    }

    private static object? RemovePath(ScenarioRuntime runtime, string path)
    {
        if (path.StartsWith('/') || path.Split('/', '\\').Contains(".."))
            throw new ScriptErrorException($"remove_path: {path} is no path inside script-output.");
        runtime.Output.RemovePath(path);
        return null;
    }

    public static bool IsSprite(GameWorld world, string path)
    {
        var cut = path.IndexOfAny(['/', '.']);
        return cut < 0 || path[..cut] switch
        {
            "item" => world.Prototypes.Items.ContainsKey(path[(cut + 1)..]),
            "equipment" => world.Prototypes.Equipment.ContainsKey(path[(cut + 1)..]),
            "recipe" => world.Prototypes.Recipes.ContainsKey(path[(cut + 1)..]),
            _ => true,
        };
    }
}
