using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>What burns fuel inside a piece of equipment.</summary>
internal sealed class Burner(GameWorld world, Equipment equipment) : ApiObject
{
    public override string ClassName => "LuaBurner";

    public override bool IsValid => equipment.IsValid;

    public Equipment Equipment => equipment;

    public Inventory Fuel { get; } = new(world, InventoryKind.Fuel, equipment.Prototype.FuelSlots) { Equipment = equipment };

    public Inventory BurntResult { get; } = new(world, InventoryKind.BurntResult, equipment.Prototype.BurntSlots) { Equipment = equipment };

    public ItemPrototype? Burning { get; set; }

    public QualityPrototype? BurningQuality { get; set; }

    /// <summary>Joules left of the fuel that burns.</summary>
    public double RemainingFuel { get; set; }

    public double Heat { get; set; }
}
