using System.Text;

namespace InventorySync.Cli.Cluster;

/// <summary>Lua expressions over the module's saved state (module/state.lua), for waiting until something has come about.</summary>
internal static class ModuleState
{
    private const string Root = "storage.inventory_sync_extended";

    /// <summary>True once the host has greeted the module since this server start.</summary>
    public const string IsGreeted = $"{Root} and {Root}.nonce and {Root}.patch_number == clusterio_patch_number";

    /// <summary>The tick, once a connected player has their inventory.</summary>
    public static string PlayableSince(string player) =>
        $"(function() local record = {Record(player)} if record and record.sync and record.token and not record.restoring and not record.waiting then return game.tick end end)()";

    /// <summary>True when nothing of a player waits for an answer.</summary>
    public static string IsUploaded(string player) =>
        $"(function() local record = {Record(player)} return not record or not (record.pending or record.conflict) end)()";

    private static string Record(string player) => $"({Root} and {Root}.players[{Literal(player)}])";

    // Every byte as a number: nothing in a name can be anything but the name.
    private static string Literal(string text) =>
        "\"" + string.Concat(Encoding.UTF8.GetBytes(text).Select(value => $"\\{value:D3}")) + "\"";
}
