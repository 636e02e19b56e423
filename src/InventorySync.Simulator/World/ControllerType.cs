namespace InventorySync.Simulator.World;

/// <summary>How a player acts on the map; names as in <c>defines.controllers</c>.</summary>
internal enum ControllerType
{
    Ghost,
    Character,
    God,
    Editor,
    Cutscene,
    Spectator,
    Remote,
}
