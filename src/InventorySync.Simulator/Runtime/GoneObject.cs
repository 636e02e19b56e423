namespace InventorySync.Simulator.Runtime;

/// <summary>Stands for an object in a save whose thing is no longer there: never valid.</summary>
internal sealed class GoneObject(string kind) : ApiObject
{
    public override string ClassName => kind switch
    {
        "player" => "LuaPlayer",
        "cursor" => "LuaItemStack",
        "gui" => "LuaGuiElement",
        "force" => "LuaForce",
        "surface" => "LuaSurface",
        "technology" => "LuaTechnology",
        "recipe" => "LuaRecipe",
        "entity" => "LuaEntity",
        "item" => "LuaItem",
        "record" => "LuaRecord",
        "grid" => "LuaEquipmentGrid",
        "prototype" => "LuaPrototypeBase",
        _ => "LuaInventory",
    };

    public override bool IsValid => false;

    public override string? SaveName => $"{kind}/gone";
}
