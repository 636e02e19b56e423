using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using InventorySync.Store.Instances;

namespace InventorySync.Controller.Instances;

/// <summary>The configuration that a host is told of an instance (link-protocol §10).</summary>
internal static class AssignedConfig
{
    private static readonly string[] Ours = ["instance.id", "instance.name", "instance.assigned_host"];

    // The text goes to hosts, never into a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the host reported, with the fields that the controller decides.</summary>
    /// <returns>UTF-8 JSON object.</returns>
    public static ReadOnlyMemory<byte> For(StoredInstance instance)
    {
        using var reported = JsonDocument.Parse(instance.Config);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("instance.id", instance.Id.Value);
            writer.WriteString("instance.name", instance.Name);
            if (instance.Host is { } host)
                writer.WriteNumber("instance.assigned_host", host.Value);
            foreach (var field in reported.RootElement.EnumerateObject().Where(field => !Ours.Contains(field.Name, StringComparer.Ordinal)))
                field.WriteTo(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
