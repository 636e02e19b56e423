using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace InventorySync.Protocol.Link;

/// <summary>Where a message comes from or goes to: <c>[kind, id]</c> or <c>[kind, id, requestId]</c> (link-protocol §3).</summary>
/// <param name="RequestId">Stands only in the source of a request and in the destination of its answer.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LinkAddress(AddressKind Kind, int Id, int? RequestId = null)
{
    public static readonly LinkAddress Controller = new(AddressKind.Controller, 0);
    public static readonly LinkAddress AllHosts = new(AddressKind.Broadcast, (int)AddressKind.Host);
    public static readonly LinkAddress AllInstances = new(AddressKind.Broadcast, (int)AddressKind.Instance);

    public static LinkAddress Host(int id) => new(AddressKind.Host, id);

    public static LinkAddress Instance(int id) => new(AddressKind.Instance, id);

    /// <summary>The address alone, as answers carry it in their source.</summary>
    public LinkAddress WithoutRequestId() => this with { RequestId = null };

    public override string ToString() => RequestId is { } requestId
        ? string.Create(CultureInfo.InvariantCulture, $"[{(int)Kind},{Id},{requestId}]")
        : string.Create(CultureInfo.InvariantCulture, $"[{(int)Kind},{Id}]");

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        writer.WriteNumberValue((int)Kind);
        writer.WriteNumberValue(Id);
        if (RequestId is { } requestId)
            writer.WriteNumberValue(requestId);
        writer.WriteEndArray();
    }
}
