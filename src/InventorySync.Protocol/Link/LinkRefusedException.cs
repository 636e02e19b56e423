using System.Globalization;

namespace InventorySync.Protocol.Link;

/// <summary>The controller refused this host for good: trying again would not help (close codes 1002, 1008, 3000; link-protocol §7).</summary>
public sealed class LinkRefusedException(int closeCode, string reason)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"The controller refused the connection: {(reason.Length == 0 ? "no reason given" : reason)} (close code {closeCode})."))
{
    public int CloseCode { get; } = closeCode;

    public string Reason { get; } = reason;
}
