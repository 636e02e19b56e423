using System.Text.Json;

namespace InventorySync.Simulator.Lua;

/// <summary><c>json_to_table</c>: nil for invalid text, null members are missing (factorio-server.md §9.5).</summary>
internal static class LuaJsonReader
{
    private const int MaximumDepth = 200;

    /// <summary>Pushes the value that the text holds, nil if it is no JSON. Always one value.</summary>
    public static void Read(LuaState lua, ReadOnlySpan<byte> json)
    {
        var bottom = lua.Top;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
            reader.Read();
            PushValue(lua, ref reader);
            // Anything after the value makes the reader throw.
            reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            lua.Top = bottom;
            lua.PushNil();
        }
    }

    private static void PushValue(LuaState lua, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: PushObject(lua, ref reader); break;
            case JsonTokenType.StartArray: PushArray(lua, ref reader); break;
            case JsonTokenType.String: PushText(lua, ref reader); break;
            case JsonTokenType.Number: lua.PushNumber(reader.GetDouble()); break;
            case JsonTokenType.True: lua.PushBoolean(true); break;
            case JsonTokenType.False: lua.PushBoolean(false); break;
            default: lua.PushNil(); break;
        }
    }

    private static unsafe void PushObject(LuaState lua, ref Utf8JsonReader reader)
    {
        lua.EnsureStack(6);
        lua.Library.CreateTable(lua.Pointer, 0, 0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            PushText(lua, ref reader);
            reader.Read();
            PushValue(lua, ref reader);
            lua.Library.RawSet(lua.Pointer, -3);
        }
    }

    private static unsafe void PushArray(LuaState lua, ref Utf8JsonReader reader)
    {
        lua.EnsureStack(6);
        lua.Library.CreateTable(lua.Pointer, 0, 0);
        for (var item = 1; reader.Read() && reader.TokenType != JsonTokenType.EndArray; item++)
        {
            PushValue(lua, ref reader);
            lua.Library.RawSetI(lua.Pointer, -2, item);
        }
    }

    private static void PushText(LuaState lua, ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            lua.Push(reader.ValueSpan);
            return;
        }

        var length = reader.ValueSpan.Length;
        var buffer = length <= 512 ? stackalloc byte[512] : new byte[length];
        lua.Push(buffer[..reader.CopyString(buffer)]);
    }
}
