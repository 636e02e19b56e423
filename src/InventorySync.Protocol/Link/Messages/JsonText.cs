using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InventorySync.Protocol.Link.Messages;

/// <summary>Writes payloads.</summary>
internal static class JsonText
{
    // Names are written as they are: the text goes to JSON readers, never into a web page.
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>One object, whose members <paramref name="members"/> writes.</summary>
    public static byte[] Object(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void Optional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    public static void Optional(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    public static void Optional(this Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } flag)
            writer.WriteBoolean(name, flag);
    }

    /// <summary>A value that is JSON already; empty is absent.</summary>
    public static void Raw(this Utf8JsonWriter writer, string name, ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(json.Span, skipInputValidation: true);
    }

    public static void Strings(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
