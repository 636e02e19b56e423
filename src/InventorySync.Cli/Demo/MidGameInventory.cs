using System.Text.Json.Nodes;

namespace InventorySync.Cli.Demo;

/// <summary>What the demo's player owns: something of every kind of state that an item can have.</summary>
public static class MidGameInventory
{
    /// <summary>Power armour with a grid: reactor, shields half charged, batteries, a planned piece.</summary>
    public static JsonObject Armor => Item("""
        {"name":"power-armor-mk2","count":1,"quality":"rare","health":0.875,"grid":[
          {"name":"fission-reactor-equipment","position":[0,0],"quality":"normal"},
          {"name":"battery-mk2-equipment","position":[4,0],"quality":"epic","energy":61250000},
          {"name":"energy-shield-mk2-equipment","position":[5,0],"quality":"normal","energy":90000,"shield":73.5},
          {"name":"exoskeleton-equipment","position":[0,4],"quality":"uncommon"},
          {"name":"personal-roboport-equipment","position":[2,4],"quality":"normal","energy":17500000},
          {"name":"night-vision-equipment","position":[4,4],"quality":"normal","energy":60000}]}
        """);

    /// <summary>By inventory of the character, slot and item.</summary>
    public static IEnumerable<(string Inventory, int Slot, JsonObject Item)> Slots
    {
        get
        {
            yield return ("guns", 1, Item("""{"name":"submachine-gun","count":1}"""));
            yield return ("guns", 2, Item("""{"name":"rocket-launcher","count":1,"quality":"uncommon"}"""));
            yield return ("ammo", 1, Item("""{"name":"piercing-rounds-magazine","count":83,"ammo":4}"""));
            yield return ("ammo", 2, Item("""{"name":"rocket","count":20}"""));
            yield return ("trash", 1, Item("""{"name":"wood","count":37}"""));

            (string Name, int Count)[] plain =
            [
                ("transport-belt", 100), ("transport-belt", 100), ("transport-belt", 72), ("fast-inserter", 50), ("bulk-inserter", 24),
                ("substation", 50), ("rail", 100), ("train-stop", 10), ("locomotive", 3), ("logistic-robot", 50),
                ("requester-chest", 36), ("roboport", 8), ("concrete", 100), ("solar-panel", 50), ("electric-mining-drill", 47),
                ("assembling-machine-2", 50), ("beacon", 17), ("iron-plate", 100), ("steel-plate", 63), ("advanced-circuit", 88),
                ("laser-turret", 24), ("cliff-explosives", 14),
            ];
            var slot = 1;
            foreach (var (name, count) in plain)
                yield return ("main", slot++, new JsonObject { ["name"] = name, ["count"] = count });

            yield return ("main", 30, Item("""{"name":"repair-pack","count":83,"durability":117}"""));
            yield return ("main", 31, Item("""{"name":"stone-furnace","count":7,"health":0.5}"""));
            yield return ("main", 32, Item("""{"name":"productivity-module-3","count":12,"quality":"legendary"}"""));
            yield return ("main", 33, Item("""{"name":"raw-fish","count":12,"spoil_percent":0.25}"""));
            yield return ("main", 34, Item("""
                {"name":"tank","count":1,"quality":"legendary","health":0.625,"grid":[
                  {"name":"fission-reactor-equipment","position":[0,0],"quality":"rare"},
                  {"name":"battery-mk2-equipment","position":[4,0],"quality":"normal","energy":87500000,"to_be_removed":true},
                  {"name":"equipment-ghost","position":[5,0],"quality":"epic","ghost_name":"energy-shield-equipment"}]}
                """));
            yield return ("main", 35, Blueprint("Smelter \"3×48\" \\ 🏭", 48));
            yield return ("main", 36, Book("Rails 🚂 and ‘quotes’", 40));
        }
    }

    /// <summary>Slot filters of the main inventory.</summary>
    public static IEnumerable<(int Slot, JsonObject Filter)> Filters
    {
        get
        {
            yield return (40, Item("""{"name":"coal","quality":"normal","comparator":"="}"""));
            yield return (41, Item("""{"name":"productivity-module-3","quality":"rare","comparator":"≥"}"""));
        }
    }

    private static JsonObject Blueprint(string label, int entities) => new()
    {
        ["name"] = "blueprint",
        ["count"] = 1,
        ["export"] = ExportString.Pack(new JsonObject { ["blueprint"] = BlueprintBody(label, entities) }),
    };

    private static JsonObject Book(string label, int pages)
    {
        var blueprints = new JsonArray();
        for (var page = 0; page < pages; page++)
            blueprints.Add(new JsonObject { ["blueprint"] = BlueprintBody($"{label} {page + 1}", 150), ["index"] = page });

        return new JsonObject
        {
            ["name"] = "blueprint-book",
            ["count"] = 1,
            ["export"] = ExportString.Pack(new JsonObject
            {
                ["blueprint_book"] = new JsonObject
                {
                    ["blueprints"] = blueprints,
                    ["item"] = "blueprint-book",
                    ["label"] = label,
                    ["active_index"] = 0,
                    ["version"] = GameVersion,
                },
            }),
        };
    }

    private static JsonObject BlueprintBody(string label, int entities)
    {
        // Positions without a pattern: like a real blueprint, they hardly compress.
        var random = new Random(label.Sum(character => character) + (label.Length * 1000));
        var placed = new JsonArray();
        for (var number = 1; number <= entities; number++)
        {
            placed.Add(new JsonObject
            {
                ["entity_number"] = number,
                ["name"] = number % 3 == 0 ? "inserter" : "stone-furnace",
                ["position"] = new JsonObject { ["x"] = random.Next(-1000, 1000) + 0.5, ["y"] = random.Next(-1000, 1000) + 0.5 },
            });
        }

        return new JsonObject { ["item"] = "blueprint", ["label"] = label, ["entities"] = placed, ["version"] = GameVersion };
    }

    // 2.0.77.0 as four 16-bit numbers in one.
    private static long GameVersion => (2L << 48) | (0L << 32) | (77L << 16);

    private static JsonObject Item(string json) => JsonNode.Parse(json)!.AsObject();
}
