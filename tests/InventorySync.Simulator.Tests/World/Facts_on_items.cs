using System.Text.Json.Nodes;
using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Tests.Runtime;

namespace InventorySync.Simulator.Tests.World;

/// <summary>The simulator's tables against the facts taken from the game's data stage.</summary>
public class Facts_on_items
{
    public static TheoryData<string, string> Versions => new() { { "2.0.77", "items.json" }, { "2.1.9", "items-2.1.12.json" } };

    [Theory]
    [MemberData(nameof(Versions))]
    public void Items_are_all_there_in_the_games_order(string version, string file)
    {
        var facts = Facts(file);
        var set = PrototypeSet.Of(version, testMods: false, only: null);

        Assert.Equal(facts["items"]!.AsArray().Select(item => (string)item!["name"]!), set.Items.Keys);
        foreach (var item in facts["items"]!.AsArray())
        {
            var ours = set.Items[(string)item!["name"]!];
            Assert.Equal((string)item["type"]!, ours.Type);
            Assert.Equal((int)item["stack_size"]!, ours.StackSize);
            Assert.Equal((int?)item["magazine_size"] ?? 0, ours.MagazineSize);
            Assert.Equal((bool?)item["infinite"] ?? false, ours.IsInfinite);
            Assert.Equal((bool?)item["infinite"] == true ? null : (double?)item["durability"], ours.Durability);
            Assert.Equal((long?)item["spoil_ticks"] ?? 0, ours.SpoilTicks);
            Assert.Equal((string?)item["spoil_result"], ours.SpoilResult);
            Assert.Equal((int?)item["inventory_size_bonus"] ?? 0, ours.InventorySizeBonus);
            Assert.Equal((string?)item["grid"], ours.Grid);
            Assert.Equal((string?)item["entity"]?["grid"], ours.EntityGrid);
            Assert.Equal((string?)item["place_result"], ours.PlaceResult);
            Assert.Equal((string?)item["place_as_equipment_result"], ours.PlaceAsEquipmentResult);
            Assert.Equal((double?)item["fuel_value"] ?? 0, ours.FuelValue);
            Assert.Equal((string?)item["fuel_category"], ours.FuelCategory);
            Assert.Equal((string?)item["burnt_result"], ours.BurntResult);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Equipment_grids_and_qualities_are_all_there(string version, string file)
    {
        var facts = Facts(file);
        var set = PrototypeSet.Of(version, testMods: false, only: null);

        Assert.Equal(facts["equipment"]!.AsArray().Select(piece => (string)piece!["name"]!), set.Equipment.Keys);
        foreach (var piece in facts["equipment"]!.AsArray())
        {
            var ours = set.Equipment[(string)piece!["name"]!];
            Assert.Equal(((string)piece["type"]!, (int)piece["w"]!, (int)piece["h"]!, (string?)piece["item"]), (ours.Type, ours.Width, ours.Height, ours.Item));
            Assert.Equal((double?)piece["max_shield"] ?? 0, ours.MaxShield);
            Assert.Equal((int?)piece["inventory_size_bonus"] ?? 0, ours.InventorySizeBonus);
            Assert.Equal((double?)piece["movement_bonus"] ?? 0, ours.MovementBonus);
            if (piece["energy_buffer"] is { } buffer)
                Assert.Equal((double)buffer, ours.EnergyBuffer);
        }

        Assert.Equal(
            facts["equipment_grids"]!.AsObject().Select(grid => (grid.Key, (int)grid.Value!["w"]!, (int)grid.Value["h"]!)),
            set.Grids.Values.Select(grid => (grid.Name, grid.Width, grid.Height)));
        foreach (var quality in facts["qualities"]!.AsArray())
        {
            var ours = set.Qualities[(string)quality!["name"]!];
            Assert.Equal(((int)quality["level"]!, (string?)quality["next"]), (ours.Level, ours.Next));
            Assert.Equal((double)quality["default_multiplier"]!, ours.Multiplier, 10);
            Assert.Equal((double)quality["spoil_ticks_multiplier"]!, ours.Multiplier, 10);
            Assert.Equal((double)quality["inventory_size_multiplier"]!, ours.Multiplier, 10);
            Assert.Equal((double)quality["tool_durability_multiplier"]!, ours.DurabilityMultiplier, 10);
            Assert.Equal((int)quality["equipment_grid_width_bonus"]!, ours.Level);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Recipes_and_the_character_are_as_in_the_game(string version, string file)
    {
        var facts = Facts(file);
        var set = PrototypeSet.Of(version, testMods: false, only: null);

        Assert.Equal(
            ((int)facts["character"]!["inventory_size"]!, (int)facts["character"]!["guns"]!, (int)facts["character"]!["ammo"]!, (double)facts["character"]!["max_health"]!),
            (set.MainInventorySize, set.GunSlots, set.AmmoSlots, set.MaximumHealth));
        Assert.Equal(facts["recipes"]!.AsArray().Select(recipe => (string)recipe!["name"]!), set.Recipes.Keys);
        foreach (var recipe in facts["recipes"]!.AsArray())
        {
            var ours = set.Recipes[(string)recipe!["name"]!];
            Assert.Equal(((string)recipe["category"]!, (double)recipe["energy"]!, (bool)recipe["enabled"]!), (ours.Category, ours.Energy, ours.Enabled));
            Assert.Equal(recipe["ingredients"]!.AsArray().Select(amount => ((string)amount!["name"]!, (int)amount["count"]!)), ours.Ingredients);
            Assert.Equal(recipe["results"]!.AsArray().Select(amount => ((string)amount!["name"]!, (int)amount["count"]!)), ours.Results);
        }
    }

    [Fact]
    public void A_server_can_be_given_fewer_items_or_others()
    {
        var set = PrototypeSet.Of("2.0.77", testMods: false, new HashSet<string> { "coal", "power-armor", "backpack", "strange-brew" });

        Assert.Equal(["coal", "power-armor", "backpack", "strange-brew"], set.Items.Keys);
        Assert.Equal((20, 50), (set.Items["backpack"].InventorySize, set.Items["strange-brew"].StackSize));
        Assert.DoesNotContain("battery-equipment", set.Equipment.Keys);
        Assert.False(set.KnowsEntity("iron-chest"));
    }

    private static JsonObject Facts(string file) => JsonNode.Parse(File.ReadAllBytes(SharedFacts.Path($"factorio/{file}")))!.AsObject();
}
