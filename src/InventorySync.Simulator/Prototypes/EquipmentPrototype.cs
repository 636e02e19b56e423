namespace InventorySync.Simulator.Prototypes;

/// <summary>A kind of equipment.</summary>
internal sealed class EquipmentPrototype(string name, string type, int width, int height, string? item) : Prototype(name)
{
    // The game derives a buffer where the prototype states none; this stands for it.
    private const double DefaultBuffer = 1_000_000;

    private static readonly HashSet<string> TypesWithoutBuffer = ["solar-panel-equipment", "generator-equipment", "inventory-bonus-equipment", "belt-immunity-equipment"];

    public override string ClassName => "LuaEquipmentPrototype";

    public string Type => type;

    public int Width => width;

    public int Height => height;

    /// <summary>The item that places it.</summary>
    public string? Item => item;

    /// <summary>Joules one of normal quality can hold.</summary>
    public double EnergyBuffer => Number("energy_buffer", TypesWithoutBuffer.Contains(type) ? 0 : DefaultBuffer);

    public double MaxShield => Number("max_shield", 0);

    public int InventorySizeBonus => (int)Number("inventory_size_bonus", 0);

    public double MovementBonus => Number("movement_bonus", 0);

    /// <summary>Slots of the fuel inventory, 0 for equipment without a burner.</summary>
    public int FuelSlots => (int)Number("fuel_slots", 0);

    public int BurntSlots => (int)Number("burnt_slots", 0);
}
