using System.Buffers;
using System.Text.Json;

namespace InventorySync.Protocol.Link.Messages;

/// <summary>All instances of a host: host to controller after each new session, empty answer (link-protocol §9.1).</summary>
public sealed record InstancesUpdateRequest(IReadOnlyList<ReportedInstance> Instances)
{
    public const string Name = "InstancesUpdateRequest";

    private const int MaxInstances = 4096;

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static InstancesUpdateRequest Parse(ReadOnlyMemory<byte> data)
    {
        var elements = JsonArray.OfPayload("InstancesUpdateRequest", data);
        if (elements.Count > MaxInstances)
            throw LinkRequestException.Invalid($"InstancesUpdateRequest: more than {MaxInstances} instances");
        return new InstancesUpdateRequest([.. elements.Select(ParseInstance)]);
    }

    private static ReportedInstance ParseInstance(ReadOnlyMemory<byte> element)
    {
        var members = JsonMembers.OfPayload("InstancesUpdateRequest instance", element);
        var status = members.RequiredString("status");
        if (!InstanceStatus.IsOfHost(status))
            throw members.Wrong("status", "one a host may report");
        var config = members.RequiredObject("config");
        var fields = JsonMembers.OfPayload("InstancesUpdateRequest config", config);
        return new ReportedInstance(
            config, fields.Int32("instance.id"), fields.String("instance.name"), status, members.Int32("gamePort"), members.String("factorioVersion"));
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Options))
        {
            writer.WriteStartArray();
            foreach (var instance in Instances)
            {
                writer.WriteStartObject();
                writer.Raw("config", instance.Config);
                writer.WriteString("status", instance.Status);
                writer.Optional("gamePort", instance.GamePort);
                writer.Optional("factorioVersion", instance.FactorioVersion);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
