namespace InventorySync.Simulator.Runtime;

/// <summary>Says that a method has pushed what it returns.</summary>
internal sealed class OnStack
{
    public static OnStack Values { get; } = new();
}
