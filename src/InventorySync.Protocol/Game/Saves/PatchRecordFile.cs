using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>Reads versions 0 and 1 of <c>clusterio.json</c> and writes version 1 exactly as it is known (save-patching-and-ipc.md §2.1).</summary>
public static class PatchRecordFile
{
    /// <summary>Name of the file below the save's root.</summary>
    public const string Name = "clusterio.json";

    private const int SupportedVersion = 1;

    /// <summary>Reads a record.</summary>
    /// <exception cref="SaveRefusedException">No JSON, another shape, or a newer version.</exception>
    public static PatchRecord Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (!root.TryGetProperty("version", out var version))
                return ParseVersion0(root);
            if (version.GetInt32() is var number and > SupportedVersion)
            {
                throw new SaveRefusedException(
                    $"Its {Name} has version {number}; versions up to {SupportedVersion} are supported. It was patched by a newer program: use that, or an older save.");
            }

            return new PatchRecord
            {
                PatchNumber = root.GetProperty("patch_number").GetInt64(),
                Scenario = ParseModule(root.GetProperty("scenario")),
                Modules = [.. root.GetProperty("modules").EnumerateArray().Select(ParseModule)],
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SaveRefusedException($"Its {Name} is malformed ({exception.Message}); restore the save from before it was damaged.", exception);
        }
    }

    /// <summary>Writes version 1: tab indentation, members in the known order.</summary>
    public static byte[] ToJson(PatchRecord record)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            IndentCharacter = '\t',
            IndentSize = 1,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using var json = new Utf8JsonWriter(bytes, options);
        json.WriteStartObject();
        json.WriteNumber("version", SupportedVersion);
        json.WriteNumber("patch_number", record.PatchNumber);
        json.WritePropertyName("scenario");
        WriteModule(json, record.Scenario, withFiles: false);
        json.WriteStartArray("modules");
        foreach (var module in record.Modules)
            WriteModule(json, module, withFiles: true);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteModule(Utf8JsonWriter json, ModuleRecord module, bool withFiles)
    {
        json.WriteStartObject();
        json.WriteString("name", module.Name);
        json.WriteString("version", module.Version);
        json.WriteStartObject("dependencies");
        foreach (var (name, range) in module.Dependencies)
            json.WriteString(name, range);
        json.WriteEndObject();
        WriteTexts(json, "require", module.Require);
        WriteTexts(json, "load", module.Load);
        if (withFiles)
            WriteTexts(json, "files", module.Files);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static ModuleRecord ParseModule(JsonElement module) => new()
    {
        Name = module.GetProperty("name").GetString()!,
        Version = module.GetProperty("version").GetString()!,
        Dependencies = module.TryGetProperty("dependencies", out var dependencies)
            ? [.. dependencies.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, one.Value.GetString()!))]
            : [],
        Require = Texts(module, "require"),
        Load = Texts(module, "load"),
        Files = Texts(module, "files"),
    };

    private static string[] Texts(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var texts) ? [.. texts.EnumerateArray().Select(text => text.GetString()!)] : [];

    private static PatchRecord ParseVersion0(JsonElement root)
    {
        var scenario = root.GetProperty("scenario");
        return new PatchRecord
        {
            PatchNumber = root.GetProperty("patch_number").GetInt64(),
            Scenario = new ModuleRecord
            {
                Name = scenario.GetProperty("name").GetString()!,
                Version = "0.0.0",
                Load = Texts(scenario, "modules"),
            },
            Modules = [],
            RemoveAllModules = true,
        };
    }
}
