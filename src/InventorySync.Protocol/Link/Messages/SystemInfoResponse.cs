using System.Text.Json;

namespace InventorySync.Protocol.Link.Messages;

/// <summary>What a host runs on; all members are required, and a known controller dies of an incomplete answer (link-protocol §9.5, §18 D1).</summary>
public sealed record SystemInfoResponse
{
    /// <summary>The host's id.</summary>
    public required int Id { get; init; }

    public required string Hostname { get; init; }

    public required string Node { get; init; }

    public required string Kernel { get; init; }

    public required string Machine { get; init; }

    public required string CpuModel { get; init; }

    /// <summary>Load of each core, 0 to 1.</summary>
    public required IReadOnlyList<double> CoreRatios { get; init; }

    /// <summary>In bytes, as are the next three.</summary>
    public required double MemoryCapacity { get; init; }

    public required double MemoryAvailable { get; init; }

    public required double DiskCapacity { get; init; }

    public required double DiskAvailable { get; init; }

    public required bool CanRestart { get; init; }

    public required bool RestartRequired { get; init; }

    /// <summary>Milliseconds since 1970, as are the next two.</summary>
    public required double SystemStartedAtMs { get; init; }

    public required double ProcessStartedAtMs { get; init; }

    public required double UpdatedAtMs { get; init; }

    public required bool IsDeleted { get; init; }

    /// <exception cref="LinkRequestException">InvalidMessage, naming the member.</exception>
    public static SystemInfoResponse Parse(ReadOnlyMemory<byte> data)
    {
        var members = JsonMembers.OfPayload("SystemInfoResponse", data);
        var ratios = new List<double>();
        foreach (var element in members.RequiredArray("coreRatios"))
        {
            var value = JsonMembers.Value(element);
            ratios.Add(value.TokenType == JsonTokenType.Number && value.TryGetDouble(out var ratio) ? ratio : throw members.Wrong("coreRatios", "an array of numbers"));
        }

        return new SystemInfoResponse
        {
            Id = members.RequiredInt32("id"),
            Hostname = members.RequiredString("hostname"),
            Node = members.RequiredString("node"),
            Kernel = members.RequiredString("kernel"),
            Machine = members.RequiredString("machine"),
            CpuModel = members.RequiredString("cpuModel"),
            CoreRatios = ratios,
            MemoryCapacity = members.RequiredNumber("memoryCapacity"),
            MemoryAvailable = members.RequiredNumber("memoryAvailable"),
            DiskCapacity = members.RequiredNumber("diskCapacity"),
            DiskAvailable = members.RequiredNumber("diskAvailable"),
            CanRestart = members.RequiredBoolean("canRestart"),
            RestartRequired = members.RequiredBoolean("restartRequired"),
            SystemStartedAtMs = members.RequiredNumber("systemStartedAtMs"),
            ProcessStartedAtMs = members.RequiredNumber("processStartedAtMs"),
            UpdatedAtMs = members.RequiredNumber("updatedAtMs"),
            IsDeleted = members.RequiredBoolean("isDeleted"),
        };
    }

    public byte[] ToJson() => JsonText.Object(writer =>
    {
        writer.WriteNumber("id", Id);
        writer.WriteString("hostname", Hostname);
        writer.WriteString("node", Node);
        writer.WriteString("kernel", Kernel);
        writer.WriteString("machine", Machine);
        writer.WriteString("cpuModel", CpuModel);
        writer.WriteStartArray("coreRatios");
        foreach (var ratio in CoreRatios)
            writer.WriteNumberValue(ratio);
        writer.WriteEndArray();
        writer.WriteNumber("memoryCapacity", MemoryCapacity);
        writer.WriteNumber("memoryAvailable", MemoryAvailable);
        writer.WriteNumber("diskCapacity", DiskCapacity);
        writer.WriteNumber("diskAvailable", DiskAvailable);
        writer.WriteBoolean("canRestart", CanRestart);
        writer.WriteBoolean("restartRequired", RestartRequired);
        writer.WriteNumber("systemStartedAtMs", SystemStartedAtMs);
        writer.WriteNumber("processStartedAtMs", ProcessStartedAtMs);
        writer.WriteNumber("updatedAtMs", UpdatedAtMs);
        writer.WriteBoolean("isDeleted", IsDeleted);
    });
}
