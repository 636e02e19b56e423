namespace InventorySync.Protocol.Link;

/// <summary>The plugins both ends name in the handshake (link-protocol §5.3, link-extensions).</summary>
public static class LinkPlugins
{
    /// <summary>A host loads its part of inventory sync only if the controller names this one.</summary>
    public const string InventorySync = "inventory_sync";

    /// <summary>Named by our own ends; the extensions are in use when both name it with the same major version.</summary>
    public const string InventorySyncExtended = "inventory_sync_extended";

    /// <summary>The protocol release spoken. Peers log a difference and go on.</summary>
    public const string ProtocolVersion = "2.0.0-alpha.27";

    public const string ExtensionsVersion = "1.0.0";

    public static IReadOnlyDictionary<string, string> Ours { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [InventorySync] = ProtocolVersion,
        [InventorySyncExtended] = ExtensionsVersion,
    };

    /// <summary>Whether two ends that named these plugins may use the extensions.</summary>
    public static bool ShareExtensions(IReadOnlyDictionary<string, string> ours, IReadOnlyDictionary<string, string> theirs) =>
        ours.TryGetValue(InventorySyncExtended, out var our) && theirs.TryGetValue(InventorySyncExtended, out var their)
        && MajorOf(our) is { } major && major == MajorOf(their);

    private static int? MajorOf(string version) =>
        int.TryParse(version.AsSpan(0, Math.Max(0, version.IndexOf('.', StringComparison.Ordinal))), System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var major) ? major : null;
}
