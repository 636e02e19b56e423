using System.Text.Json.Nodes;

namespace InventorySync.Simulator.World;

/// <summary>A vehicle in a save.</summary>
internal static class VehicleForm
{
    public static JsonNode Write(Vehicle vehicle) => new JsonObject
    {
        ["name"] = vehicle.EntityName,
        ["unit_number"] = vehicle.UnitNumber,
        ["force"] = vehicle.Force.Name,
        ["surface"] = vehicle.Surface.Name,
        ["x"] = vehicle.Position.X,
        ["y"] = vehicle.Position.Y,
        ["health"] = vehicle.Health,
        ["driver"] = vehicle.Driver?.UnitNumber,
        ["passenger"] = vehicle.Passenger?.UnitNumber,
        ["in_hub"] = new JsonArray([.. vehicle.Kind.IsHub ? vehicle.Occupants.Select(body => (JsonNode)body.UnitNumber) : []]),
        ["inventories"] = new JsonObject([.. vehicle.Inventories.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)InventoryForm.Write(entry.Value, saved: true)))]),
    };

    /// <summary>Makes it and seats those who sat in it; bodies must be there already.</summary>
    public static Vehicle Read(GameWorld world, JsonObject form)
    {
        var vehicle = new Vehicle(
            world,
            VehicleKind.All[(string)form["name"]!],
            world.Forces[(string)form["force"]!],
            world.Surfaces.First(surface => surface.Name == (string)form["surface"]!),
            new Position((double)form["x"]!, (double)form["y"]!))
        {
            UnitNumber = (uint)form["unit_number"]!,
            Health = (double)form["health"]!,
        };
        foreach (var (name, inventory) in form["inventories"]!.AsObject())
            InventoryForm.Read(vehicle.Inventories[name], inventory!.AsObject(), keepIdentity: true);
        Seat(vehicle, form["driver"], asPassenger: false);
        Seat(vehicle, form["passenger"], asPassenger: true);
        foreach (var body in form["in_hub"]!.AsArray())
            Seat(vehicle, body, asPassenger: false);
        return vehicle;
    }

    private static void Seat(Vehicle vehicle, JsonNode? unitNumber, bool asPassenger)
    {
        if ((uint?)unitNumber is { } number)
            vehicle.Take(vehicle.World.Characters.First(body => body.UnitNumber == number), asPassenger);
    }
}
