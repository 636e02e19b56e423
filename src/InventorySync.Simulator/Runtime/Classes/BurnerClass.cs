using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaBurner.</summary>
internal static class BurnerClass
{
    public static ApiClass<Burner> Define() => new ApiClass<Burner>("LuaBurner")
        .Read("owner", b => b.Equipment)
        .Read("inventory", b => b.Fuel)
        .Read("burnt_result_inventory", b => b.BurntResult)
        .Read("heat_capacity", _ => 1000)
        .ReadWrite("heat", b => b.Heat, (b, value) => b.Heat = Values.Number(value, "heat"))
        .ReadWrite("remaining_burning_fuel", b => b.RemainingFuel, (b, value) => SetRemaining(b, Values.Number(value, "remaining_burning_fuel")))
        .ReadWrite("currently_burning", b => Burning(b), (b, value) => SetBurning(b, value));

    // Name and quality read back as prototypes (player-data.md §5, item 15).
    private static LuaTable? Burning(Burner burner) => burner.Burning is null
        ? null
        : new LuaTable { ["name"] = burner.Burning, ["quality"] = burner.BurningQuality };

    private static void SetBurning(Burner burner, object? value)
    {
        if (value is null)
        {
            burner.Burning = null;
            burner.RemainingFuel = 0;
            return;
        }

        var world = burner.Equipment.Grid.World;
        var (name, quality, _) = ItemSpecification.Identify(world, value, "currently_burning");
        var item = world.Prototypes.Items[name!];
        if (item.FuelCategory is null)
            throw new ScriptErrorException($"currently_burning: {name} is no fuel.");
        burner.Burning = item;
        burner.BurningQuality = quality ?? world.Prototypes.Normal;
        burner.RemainingFuel = item.FuelValue;
    }

    private static void SetRemaining(Burner burner, double value)
    {
        if (burner.Burning is null)
            throw new ScriptErrorException("remaining_burning_fuel: nothing is burning.");
        burner.RemainingFuel = Math.Clamp(value, 0, burner.Burning.FuelValue);
    }
}
