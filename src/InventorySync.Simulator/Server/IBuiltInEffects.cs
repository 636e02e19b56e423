namespace InventorySync.Simulator.Server;

/// <summary>What built-in commands do to the server.</summary>
internal interface IBuiltInEffects
{
    /// <summary>All players of the map.</summary>
    IReadOnlyList<(string Name, bool Connected)> Players();

    void Disconnect(string player, string reason);

    /// <summary>Tells the map whether a player it knows is an admin.</summary>
    void SetAdmin(string player, bool admin);

    /// <summary>Saves at the end of the tick; null stands for the loaded name.</summary>
    void RequestSave(string? name);

    void Quit();
}
