using InventorySync.Core.Players;

namespace InventorySync.Controller.Instances;

/// <summary>Players whose acquisition will end by itself, since their instance stopped or was lost.</summary>
internal sealed record HeldPlayers(IReadOnlyList<PlayerName> Names, DateTimeOffset Expires)
{
    public static HeldPlayers None { get; } = new([], DateTimeOffset.MaxValue);
}
