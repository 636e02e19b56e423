using System.Text.Json.Nodes;

namespace InventorySync.Host.Configuration;

/// <summary>One game server of the host.</summary>
public sealed record InstanceOptions
{
    /// <summary>Name shown to players and operators; also that of its directory.</summary>
    public required string Name { get; init; }

    /// <summary>Id, unique in the whole cluster.</summary>
    public required int Id { get; init; }

    /// <summary>UDP port of the game; 0 picks a free one at each start.</summary>
    public int GamePort { get; init; }

    /// <summary>TCP port of RCON; 0 picks a free one at each start.</summary>
    public int RconPort { get; init; }

    /// <summary>Start it when the host starts.</summary>
    public bool AutoStart { get; init; } = true;

    /// <summary>Start it again after a crash.</summary>
    public bool RestartAfterCrash { get; init; } = true;

    /// <summary>
    /// Name of the save to load and, when it is missing, to create. Null: the newest save, autosaves included, which is what one wants after a
    /// crash; or a new <c>world.zip</c> when there is none.
    /// </summary>
    public string? Save { get; init; }

    /// <summary>Values for <c>server-settings.json</c>, over those of Factorio's example.</summary>
    public JsonObject Settings { get; init; } = [];

    /// <summary>How long the server may take to save and quit before it is killed.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
