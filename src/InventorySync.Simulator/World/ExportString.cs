using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime.Classes;

namespace InventorySync.Simulator.World;

/// <summary>
/// Export strings of blueprints, books, planners and items with tags: a version character, then base64 of a zlib
/// stream of JSON whose one member names the kind (player-data.md §2.4).
/// </summary>
internal static class ExportString
{
    /// <summary>The kinds: member of the JSON, type of item, and the item where the JSON does not name one.</summary>
    private static readonly (string Member, string Type, string Item)[] Kinds =
    [
        ("blueprint", "blueprint", "blueprint"),
        ("blueprint_book", "blueprint-book", "blueprint-book"),
        ("upgrade_planner", "upgrade-item", "upgrade-planner"),
        ("deconstruction_planner", "deconstruction-item", "deconstruction-planner"),
        ("item_with_tags", "item-with-tags", ""),
    ];

    /// <summary>The string of an item.</summary>
    /// <exception cref="ScriptErrorException">Items of this kind have none.</exception>
    public static byte[] Write(Item item)
    {
        if (!item.Prototype.CanBeExported)
            throw new ScriptErrorException($"The item {item.Prototype.Name} can't be exported.");
        if (item.Exported is { } kept && !item.ExportIsStale && !item.World.Setup.ReencodeExports)
            return kept;
        if (!item.IsOpenBook)
            return Encode(Body(item));
        Refresh(item);
        return item.World.Setup.ReencodeExports ? Encode(Body(item)) : item.Exported!;
    }

    /// <summary>Writes the string of an open book anew if its contents changed.</summary>
    public static void Refresh(Item book)
    {
        if (book.Exported is not null && !book.ExportIsStale)
            return;
        book.Exported = [(byte)'0', .. HelpersClass.Encode(BookContents.Write(Shell(book), book.Inventory!))];
        book.ExportIsStale = false;
    }

    /// <summary>The selected blueprint of a book, from 1; 1 where the string says nothing or is no string.</summary>
    public static int ActiveIndex(Item book)
    {
        if (book.Exported is null)
            return 1;
        var inner = Body(book)["blueprint_book"] as JsonObject;
        var last = (inner?["blueprints"] as JsonArray)?.Count ?? 0;
        return Math.Clamp(((int?)inner?["active_index"] ?? 0) + 1, 1, Math.Max(1, last));
    }

    /// <summary>The JSON of the string, also of a blank item.</summary>
    public static JsonObject Body(Item item)
    {
        if (item.IsOpenBook)
            Refresh(item);
        return Shell(item);
    }

    /// <summary>The JSON with the label and other members of today, and with the contents that the string had.</summary>
    private static JsonObject Shell(Item item)
    {
        var kind = Kinds.First(kind => kind.Type == item.Prototype.Type).Member;
        var root = item.Exported is { } exported ? (JsonObject)JsonNode.Parse(HelpersClass.Decode(exported.AsSpan(1))!)! : new JsonObject { [kind] = new JsonObject() };
        if (item.Exported is not null && !item.ExportIsStale)
            return root;
        var inner = root[kind]!.AsObject();
        inner["item"] = item.Prototype.Name;
        SetOrRemove(inner, "label", item.Label);
        SetOrRemove(inner, "label_color", item.LabelColor?.ToJson());
        if (item.IsBook)
            inner["active_index"] = item.ActiveIndex - 1;
        if (item.Prototype.Type == "item-with-tags")
        {
            SetOrRemove(inner, "tags", item.Tags?.DeepClone());
            SetOrRemove(inner, "custom_description", item.CustomDescription.Length > 0 ? item.CustomDescription : null);
        }

        var numbers = item.World.Setup.Version.Split('.').Select(ulong.Parse).ToArray();
        inner["version"] = (numbers[0] << 48) | (numbers[1] << 32) | (numbers[2] << 16);
        return root;
    }

    /// <summary>
    /// Makes the stack what the string says. 0 for success, -1 for success with errors (unknown entities were
    /// dropped), 1 for failure, which leaves the stack as it was.
    /// </summary>
    public static object Import(ItemStack stack, ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != (byte)'0' || HelpersClass.Decode(text[1..]) is not { } json)
            return 1;
        Summary summary;
        try
        {
            summary = Summary.Read(json, stack.World);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return 1;
        }

        var kind = Array.Find(Kinds, kind => kind.Member == summary.Kind);
        var name = summary.Item ?? kind.Item;
        if (kind.Type is null || name is null || !stack.World.Prototypes.Items.TryGetValue(name, out var prototype) || prototype.Type != kind.Type)
            return 1;
        var item = Item.Create(stack.World, prototype, stack.World.Prototypes.Normal, 1);
        item.Exported = summary.UnknownEntities > 0 ? Encode(Without(json, stack.World)) : text.ToArray();
        item.Label = summary.Label;
        item.LabelColor = summary.LabelColor;
        item.ActiveIndex = summary.ActiveIndex;
        if (kind.Type == "item-with-tags")
            ReadTags(item);
        if (!stack.Accepts(item))
            return 1;
        stack.Put(item);
        return summary.UnknownEntities > 0 ? -1 : 0;
    }

    /// <summary>Notes that something in the string changed.</summary>
    public static void Touch(Item item) => item.ExportIsStale = true;

    public static void Clear(Item item)
    {
        item.Exported = null;
        item.Label = null;
        item.LabelColor = null;
        if (item.IsOpenBook)
            item.Inventory!.Clear();
    }

    public static int CountEntities(Item item) =>
        item.Exported is null ? 0 : Body(item)["blueprint"]?["entities"]?.AsArray().Count ?? 0;

    private static void ReadTags(Item item)
    {
        var inner = Body(item)["item_with_tags"];
        item.Tags = inner?["tags"]?.DeepClone() as JsonObject;
        item.CustomDescription = (string?)inner?["custom_description"] ?? "";
    }

    private static byte[] Encode(JsonObject body) =>
        [(byte)'0', .. HelpersClass.Encode(Encoding.UTF8.GetBytes(body.ToJsonString()))];

    private static JsonObject Without(byte[] json, GameWorld world)
    {
        var root = (JsonObject)JsonNode.Parse(json)!;
        DropUnknown(root, world);
        return root;
    }

    private static void DropUnknown(JsonNode? node, GameWorld world)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                DropUnknown(item, world);
        }

        if (node is not JsonObject form)
            return;
        if (form["entities"] is JsonArray entities)
        {
            for (var i = entities.Count - 1; i >= 0; i--)
            {
                if (entities[i]?["name"] is { } name && !world.Prototypes.KnowsEntity((string)name!))
                    entities.RemoveAt(i);
            }
        }

        foreach (var (key, child) in form)
        {
            if (key is "blueprint" or "blueprint_book" or "blueprints")
                DropUnknown(child, world);
        }
    }

    private static void SetOrRemove(JsonObject form, string key, JsonNode? value)
    {
        if (value is null)
            form.Remove(key);
        else
            form[key] = value;
    }

    /// <summary>What an import has to know of the JSON, read without making objects of it.</summary>
    private sealed record Summary(string Kind, string? Item, string? Label, Color? LabelColor, int UnknownEntities, int ActiveIndex)
    {
        public static Summary Read(byte[] json, GameWorld world)
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 200 });
            string? kind = null, item = null, label = null;
            Color? color = null;
            var unknown = 0;
            var active = 0;
            var blueprints = 0;
            var inBlueprints = false;
            var entities = -1;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == entities)
                    entities = -1;
                if (reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                if (reader.CurrentDepth == 2)
                    inBlueprints = reader.ValueTextEquals("blueprints"u8);
                if (reader.CurrentDepth == 1)
                {
                    kind = kind is null ? reader.GetString() : throw new JsonException("More than one kind.");
                }
                else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("item"u8))
                {
                    reader.Read();
                    item = reader.GetString();
                }
                else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("label"u8))
                {
                    reader.Read();
                    label = reader.GetString();
                }
                else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("label_color"u8))
                {
                    reader.Read();
                    color = Color.FromJson(JsonNode.Parse(ref reader)!);
                }
                else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("active_index"u8))
                {
                    reader.Read();
                    active = reader.GetInt32();
                }
                else if (reader.CurrentDepth == 4 && inBlueprints && reader.ValueTextEquals("index"u8))
                {
                    blueprints++;
                }
                else if (entities < 0 && reader.ValueTextEquals("entities"u8))
                {
                    reader.Read();
                    entities = reader.TokenType == JsonTokenType.StartArray ? reader.CurrentDepth : -1;
                }
                else if (reader.CurrentDepth == entities + 2 && entities >= 0 && reader.ValueTextEquals("name"u8))
                {
                    reader.Read();
                    if (!world.Prototypes.KnowsEntity(reader.GetString()!))
                        unknown++;
                }
            }

            return new Summary(kind ?? throw new JsonException("No kind."), item, label, color, unknown, Math.Clamp(active + 1, 1, Math.Max(1, blueprints)));
        }
    }
}
