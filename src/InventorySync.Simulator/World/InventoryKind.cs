namespace InventorySync.Simulator.World;

/// <summary>What an inventory is for; it decides what it takes and whether it has filters and a bar.</summary>
internal enum InventoryKind
{
    Main,
    Guns,
    Ammo,
    Armor,
    Trash,
    God,
    Editor,
    Item,
    Script,
    Fuel,
    BurntResult,
    Trunk,
    VehicleAmmo,
    VehicleFuel,
}
