using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime;

/// <summary>Something of the game that scripts see as an object of a class of the runtime API.</summary>
internal abstract class ApiObject : ILuaObject
{
    /// <inheritdoc/>
    public int Handle { get; set; }

    /// <summary>Name of the API class, such as <c>LuaPlayer</c>.</summary>
    public abstract string ClassName { get; }

    /// <summary>False when what it stands for is gone; all members but <c>valid</c> and <c>object_name</c> then fail.</summary>
    public virtual bool IsValid => true;

    /// <summary>
    /// How a save names this object, such as <c>player/1</c>; null for kinds that cannot be kept in <c>storage</c>.
    /// </summary>
    public virtual string? SaveName => null;

    public override string ToString() => $"[{ClassName}: {SaveName ?? "-"}]";
}
