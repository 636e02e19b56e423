using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>Equipment as JSON: <c>{name, position:[x,y], quality, energy?, shield?, ghost_name?, to_be_removed?, burner?}</c>.</summary>
internal static class EquipmentForm
{
    public static JsonObject Write(Equipment piece, bool saved)
    {
        var form = new JsonObject
        {
            ["name"] = piece.Name,
            ["position"] = new JsonArray(piece.Position.X, piece.Position.Y),
            ["quality"] = piece.Quality.Name,
        };
        if (piece.IsGhost)
            form["ghost_name"] = piece.Prototype.Name;
        if (piece.Energy > 0)
            form["energy"] = piece.Energy;
        if (piece.Shield > 0)
            form["shield"] = piece.Shield;
        if (piece.ToBeRemoved)
            form["to_be_removed"] = true;
        if (piece.Burner is { } burner)
        {
            form["burner"] = new JsonObject
            {
                ["currently_burning"] = burner.Burning is null ? null : new JsonObject { ["name"] = burner.Burning.Name, ["quality"] = burner.BurningQuality!.Name },
                ["remaining_burning_fuel"] = burner.RemainingFuel,
                ["heat"] = burner.Heat,
                ["inventory"] = InventoryForm.Write(burner.Fuel, saved),
                ["burnt_result_inventory"] = InventoryForm.Write(burner.BurntResult, saved),
            };
        }

        return form;
    }

    /// <summary>Places a piece as described.</summary>
    /// <exception cref="ScriptErrorException">Unknown, or there is no room at that place.</exception>
    public static Equipment Read(EquipmentGrid grid, JsonObject form, bool keepIdentity = false)
    {
        var world = grid.World;
        var ghost = (string?)form["ghost_name"];
        var name = ghost ?? (string?)form["name"] ?? throw new ScriptErrorException("Equipment needs a name.");
        if (!world.Prototypes.Equipment.TryGetValue(name, out var prototype))
            throw new ScriptErrorException($"Unknown equipment name: {name}");
        var position = form["position"] is JsonArray at ? ((int)at[0]!, (int)at[1]!) : ((int, int)?)null;
        var piece = grid.Put(prototype, ItemSpecification.FindQuality(world, (string?)form["quality"]), position, ghost is not null)
            ?? throw new ScriptErrorException($"There is no room for {name} in the grid at that place.");
        if (form["energy"] is { } energy)
            piece.Energy = (double)energy;
        if (form["shield"] is { } shield)
            piece.Shield = (double)shield;
        piece.ToBeRemoved = (bool?)form["to_be_removed"] ?? false;
        if (form["burner"] is JsonObject burner && piece.Burner is { } own)
        {
            if (burner["inventory"] is JsonObject fuel)
                InventoryForm.Read(own.Fuel, fuel, keepIdentity);
            if (burner["burnt_result_inventory"] is JsonObject burnt)
                InventoryForm.Read(own.BurntResult, burnt, keepIdentity);
            if (burner["currently_burning"] is JsonObject burning)
            {
                own.Burning = ItemSpecification.FindItem(world, (string)burning["name"]!);
                own.BurningQuality = ItemSpecification.FindQuality(world, (string?)burning["quality"]);
            }

            own.RemainingFuel = (double?)burner["remaining_burning_fuel"] ?? 0;
            own.Heat = (double?)burner["heat"] ?? 0;
        }

        return piece;
    }
}
