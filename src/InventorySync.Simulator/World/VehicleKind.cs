namespace InventorySync.Simulator.World;

/// <summary>What can be sat in, by prototype. Sizes and hit points are about those of the game.</summary>
/// <param name="Name">Of the prototype.</param>
/// <param name="Type">Of the prototype.</param>
/// <param name="Health">Maximum hit points.</param>
/// <param name="Inventories">Slots by names of <c>defines.inventory</c>.</param>
internal sealed record VehicleKind(string Name, string Type, double Health, params (string Name, InventoryKind Kind, int Slots)[] Inventories)
{
    public static IReadOnlyDictionary<string, VehicleKind> All { get; } = new[]
    {
        new VehicleKind("car", "car", 450, ("car_trunk", InventoryKind.Trunk, 80), ("car_ammo", InventoryKind.VehicleAmmo, 1), ("fuel", InventoryKind.VehicleFuel, 1)),
        new VehicleKind("tank", "car", 2000, ("car_trunk", InventoryKind.Trunk, 80), ("car_ammo", InventoryKind.VehicleAmmo, 3), ("fuel", InventoryKind.VehicleFuel, 2)),
        new VehicleKind("spidertron", "spider-vehicle", 3000, ("spider_trunk", InventoryKind.Trunk, 80), ("spider_ammo", InventoryKind.VehicleAmmo, 4)),
        new VehicleKind("locomotive", "locomotive", 1000, ("fuel", InventoryKind.VehicleFuel, 3)),
        new VehicleKind("cargo-wagon", "cargo-wagon", 600, ("cargo_wagon", InventoryKind.Trunk, 40)),
        new VehicleKind("space-platform-hub", "space-platform-hub", 5000, ("hub_main", InventoryKind.Trunk, 59)),
        new VehicleKind("cargo-pod", "cargo-pod", 1000, ("cargo_unit", InventoryKind.Trunk, 10)),
    }.ToDictionary(kind => kind.Name);

    public bool IsHub => Type == "space-platform-hub";

    public bool IsPod => Type == "cargo-pod";

    /// <summary>A driver sits in it, so that it is his <c>vehicle</c>.</summary>
    public bool IsDriven => !IsHub && !IsPod;

    public bool HasPassenger => Type is "car" or "spider-vehicle" or "cargo-pod";
}
