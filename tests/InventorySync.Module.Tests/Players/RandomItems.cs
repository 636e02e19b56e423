using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Players;

/// <summary>Slots and inventories with all that items can have.</summary>
internal sealed class RandomItems(Choices choices, Facts facts)
{
    private readonly RandomEquipment _equipment = new(choices, facts);
    private readonly RandomExports _exports = new(choices, facts);
    private readonly Facts.Item[] _ordinary =
        [.. facts.Items.Where(item => item.Type is "item" or "ammo" or "capsule" or "gun" or "module" or "tool" or "repair-tool" or "rail-planner")];

    private readonly string[] _qualities = [.. facts.Qualities.Keys.Where(name => name is not "quality-unknown")];

    /// <summary>Bytes of export strings that may still be made.</summary>
    public int ExportBytes { get; set; }

    /// <summary>An inventory that holds anything.</summary>
    public JsonObject Inventory(int size, double filled, bool filters = true, int depth = 0, string? holder = null, bool bar = false)
    {
        var slots = new JsonObject?[size];
        for (var slot = 0; slot < size; slot++)
        {
            if (slot > 0 && choices.Chance(0.2))
                slots[slot] = slots[slot - 1]?.DeepClone().AsObject();
            else if (choices.Chance(filled))
                slots[slot] = Any(depth, holder);
            if (filters && choices.Chance(0.06))
                (slots[slot] ??= [])["f"] = Filter();
        }

        var inventory = new JsonObject { ["i"] = Entries.Of(slots) };
        if (bar && choices.Chance(0.4))
            inventory["b"] = choices.Number(1, size);
        return inventory;
    }

    /// <summary>An inventory for one kind of item: guns, ammunition.</summary>
    public JsonObject Inventory(int size, string type)
    {
        var slots = new JsonObject?[size];
        for (var slot = 0; slot < size; slot++)
        {
            if (choices.Chance(0.6))
                slots[slot] = Ordinary(choices.Pick(facts.ItemsByType[type]));
            if (choices.Chance(0.15))
                (slots[slot] ??= [])["f"] = new JsonObject { ["name"] = choices.Pick(facts.ItemsByType[type]).Name, ["quality"] = Quality(), ["comparator"] = "=" };
        }

        return new JsonObject { ["i"] = Entries.Of(slots) };
    }

    /// <summary>An armour to wear, and the slots that it adds to the main inventory.</summary>
    public (JsonObject Inventory, int Slots) Worn()
    {
        if (choices.Chance(0.2))
            return (new JsonObject { ["i"] = new JsonArray() }, 0);
        var kind = choices.Pick(facts.ItemsByType["armor"]);
        var armor = Armor(kind, most: 30);
        var slots = (int)(kind.Number("inventory_size_bonus") * _equipment.Multiplier(armor["q"]?.GetValue<string>() ?? "normal"));
        if (armor["g"] is JsonArray grid)
            slots += _equipment.SlotsOf(grid);
        return (new JsonObject { ["i"] = new JsonArray(armor) }, slots);
    }

    public JsonObject Filter() => choices.Chance(0.1)
        ? new JsonObject { ["quality"] = Quality(), ["comparator"] = choices.Comparator() }
        : new JsonObject { ["name"] = choices.Pick(facts.Items).Name, ["quality"] = Quality(), ["comparator"] = choices.Comparator() };

    public string Quality() => choices.Chance(0.6) ? "normal" : choices.Pick(_qualities);

    private JsonObject Any(int depth, string? holder)
    {
        switch (choices.Number(0, 19))
        {
            case 0 when ExportBytes > 0:
                var size = Math.Min(ExportBytes, choices.FewerThan(400_000));
                ExportBytes -= size + 200;
                return _exports.Entry(size);
            case 1:
                return Armor(choices.Pick(facts.ItemsByType["armor"]), most: 6);
            case 2:
                return Vehicle(choices.Pick(facts.ItemsByType["item-with-entity-data"]));
            case 3 when depth < 4:
                return Bag(choices.Pick([.. facts.ItemsByType["item-with-inventory"].Where(bag => bag.Name != holder)]), depth);
            case 4:
                return Labelled(facts.ItemsByType["item-with-label"][0]);
            default:
                return Ordinary(choices.Pick(_ordinary));
        }
    }

    private JsonObject Ordinary(Facts.Item kind)
    {
        var item = Named(kind, choices.Number(1, kind.StackSize));
        if (kind.Wears && (kind.Type == "tool" || choices.Chance(0.5)))
            item["d"] = kind.Number("durability") * (1 + facts.Qualities[item["q"]?.GetValue<string>() ?? "normal"]) * choices.Float();
        if (kind.Type == "ammo")
            item["a"] = choices.Number(1, (int)kind.Number("magazine_size"));
        if (kind.Number("spoil_ticks") > 0 && choices.Chance(0.8))
            item["sp"] = choices.Float() * 0.9;
        return item;
    }

    private JsonObject Armor(Facts.Item kind, int most)
    {
        var armor = Named(kind, 1);
        if (kind.Attributes.TryGetValue("grid", out var grid))
            armor["g"] = _equipment.Grid(grid, armor["q"]?.GetValue<string>() ?? "normal", most);
        return armor;
    }

    private JsonObject Vehicle(Facts.Item kind)
    {
        var vehicle = Named(kind, 1);
        // Without equipment there may be no grid at all: it is made when first needed.
        if (kind.Attributes.TryGetValue("entity_grid", out var grid)
            && _equipment.Grid(grid, vehicle["q"]?.GetValue<string>() ?? "normal", 8) is { Count: > 0 } pieces)
        {
            vehicle["g"] = pieces;
        }

        return vehicle;
    }

    private JsonObject Bag(Facts.Item kind, int depth)
    {
        var bag = Labelled(kind);
        bag["i"] = Inventory((int)kind.Number("inventory_size"), 0.3, depth: depth + 1, holder: kind.Name, bar: true);
        return bag;
    }

    private JsonObject Labelled(Facts.Item kind)
    {
        var item = Named(kind, 1);
        var label = new JsonObject { ["a"] = choices.Chance(0.7) };
        if (choices.Chance(0.7))
            label["t"] = choices.Text(30);
        if (choices.Chance(0.5))
            label["c"] = choices.Color();
        item["l"] = label;
        return item;
    }

    private JsonObject Named(Facts.Item kind, int count)
    {
        var item = new JsonObject { ["n"] = kind.Name, ["c"] = count };
        if (Quality() is var quality and not "normal")
            item["q"] = quality;
        if (choices.Chance(0.2))
            item["h"] = choices.Float();
        return item;
    }
}
