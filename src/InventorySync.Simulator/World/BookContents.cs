using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Runtime.Classes;

namespace InventorySync.Simulator.World;

/// <summary>The inventory of a blueprint book: part of its export string, in order with <c>index</c> from 0.</summary>
internal static class BookContents
{
    /// <summary>An index is a 16-bit number in the string [verify].</summary>
    public const int MaximumSlots = 65535;

    private static readonly string[] Kinds = ["blueprint", "blueprint_book", "upgrade_planner", "deconstruction_planner"];

    /// <summary>The contents as the book's string has them.</summary>
    public static Inventory Read(Item book)
    {
        var inventory = new Inventory(book.World, InventoryKind.Item, 0) { Item = book, IsSettling = true };
        if (book.Exported is { } exported && HelpersClass.Decode(exported.AsSpan(1)) is { } json)
        {
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 200 });
            if (parsed.RootElement.GetProperty("blueprint_book").TryGetProperty("blueprints", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                foreach (var one in list.EnumerateArray())
                    ReadOne(inventory, one);
            }
        }

        inventory.IsSettling = false;
        return inventory;
    }

    /// <summary>The JSON of the book with these contents.</summary>
    /// <param name="shell">The book's JSON; what it says of contents is replaced.</param>
    /// <param name="contents">The book's inventory.</param>
    public static byte[] Write(JsonObject shell, Inventory contents)
    {
        shell["blueprint_book"]!.AsObject().Remove("blueprints");
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("blueprint_book");
            if (!contents.IsEmpty)
            {
                writer.WriteStartArray("blueprints");
                foreach (var slot in contents.Slots.Where(slot => slot.Item is not null))
                    writer.WriteRawValue(WithIndex(ExportString.Write(slot.Item!), slot.Index - 1), skipInputValidation: true);
                writer.WriteEndArray();
            }

            foreach (var (name, value) in shell["blueprint_book"]!.AsObject())
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value?.ToJsonString() ?? "null", skipInputValidation: true);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>A slot of a book changed: its string and those of the books around it are to be written anew.</summary>
    public static void Changed(Inventory inventory)
    {
        if (inventory.IsSettling)
            return;
        inventory.IsSettling = true;
        var last = inventory.Slots.LastOrDefault(slot => slot.Item is not null)?.Index ?? 0;
        if (last < inventory.Size)
            inventory.Resize(last);
        inventory.IsSettling = false;
        var book = inventory.Item!;
        book.ActiveIndex = Math.Clamp(book.ActiveIndex, 1, Math.Max(1, inventory.Size));
        ExportString.Touch(book);
        book.Stack?.Changed();
    }

    private static void ReadOne(Inventory inventory, JsonElement one)
    {
        var index = one.TryGetProperty("index", out var given) ? given.GetInt32() : inventory.Size;
        if (index < 0 || index >= MaximumSlots || !one.EnumerateObject().Any(member => Kinds.Contains(member.Name)))
            return;
        var kind = one.EnumerateObject().First(member => Kinds.Contains(member.Name));
        var body = Encoding.UTF8.GetBytes($"{{\"{kind.Name}\":{kind.Value.GetRawText()}}}");
        if (index >= inventory.Size)
            inventory.Resize(index + 1);
        ExportString.Import(inventory[index + 1], [(byte)'0', .. HelpersClass.Encode(body)]);
    }

    private static byte[] WithIndex(byte[] export, int index)
    {
        var json = HelpersClass.Decode(export.AsSpan(1))!;
        return [.. json.AsSpan(0, json.Length - 1), .. Encoding.UTF8.GetBytes($",\"index\":{index}}}")];
    }
}
