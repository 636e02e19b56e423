namespace InventorySync.Simulator.World;

/// <summary>One request. <see cref="Maximum"/> is null where there is no upper bound.</summary>
internal sealed record LogisticSlot(Filter Value, string Type, double Minimum, double? Maximum, string? ImportFrom, double? MinimumDelivery, string? RequestFrom);
