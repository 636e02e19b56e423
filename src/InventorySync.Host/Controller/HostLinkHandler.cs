using System.Buffers;
using System.Text.Json;
using InventorySync.Host.Configuration;
using InventorySync.Host.Instances;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host.Controller;

/// <summary>The host's end of the link: reports its instances at each new session, and answers what the controller asks (link-protocol.md §9, §14).</summary>
internal sealed partial class HostLinkHandler(
    HostOptions options, IReadOnlyDictionary<int, InstanceSupervisor> instances, ControllerAccess access, TimeProvider time, ILogger<HostLinkHandler> logger)
    : ILinkHandler
{
    private readonly LinkAddress _self = LinkAddress.Host(options.HostId);

    /// <inheritdoc/>
    public async Task SessionStartedAsync(ILink link, CancellationToken ct)
    {
        await link.SendEventAsync(
            _self, LinkAddress.Controller, HostInfoUpdateEvent.Name, new HostInfoUpdateEvent(options.HostName, options.PublicAddress).ToJson(), ct);
        // Until the controller has registered the instances, it refuses what is said in their names.
        var update = new InstancesUpdateRequest([.. instances.Values.Select(Report)]);
        await link.RequestAsync(_self, LinkAddress.Controller, InstancesUpdateRequest.Name, update.ToJson(), ct);
        LogRegistered(instances.Count, link.PeerHasExtensions ? "with this project's extensions" : "by the plain protocol");
        access.Open(link);
    }

    /// <inheritdoc/>
    public Task SessionEndedAsync(ILink link)
    {
        access.Close(link);
        LogSessionEnded();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> HandleRequestAsync(ILink link, LinkRequest request, CancellationToken ct)
    {
        try
        {
            return request.Destination.Kind switch
            {
                AddressKind.Instance => await HandleInstanceRequestAsync(Find(request.Destination.Id), request, ct),
                _ => await HandleHostRequestAsync(link, request, ct),
            };
        }
        catch (InstanceException exception)
        {
            throw new LinkRequestException(exception.Message, LinkErrorCodes.RequestError);
        }
    }

    /// <inheritdoc/>
    public Task HandleEventAsync(ILink link, LinkEvent message, CancellationToken ct)
    {
        if (message.Name == PlayerAvailableEvent.Name && message.Destination.Kind == AddressKind.Instance)
        {
            if (instances.TryGetValue(message.Destination.Id, out var instance))
                instance.Run?.Conversation.PlayerAvailable(PlayerAvailableEvent.Parse(message.Data).PlayerName);
        }
        else
        {
            LogEventIgnored(message.Name.Length <= 100 ? message.Name : message.Name[..100]);
        }

        return Task.CompletedTask;
    }

    /// <summary>An instance's state changed: the controller is told if there is a session; else the next one begins with it.</summary>
    public async Task ReportChangeAsync(InstanceSupervisor instance, CancellationToken ct)
    {
        if (access.Session is not { } link)
            return;
        try
        {
            await SendStatusAsync(link, instance, ct);
            if (instance.State is InstanceState.Stopped or InstanceState.Running)
                await SendSavesAsync(link, instance, ct);
        }
        catch (SessionLostException exception)
        {
            LogNotReported(instance.Options.Name, exception.Message);
        }
    }

    private async Task<ReadOnlyMemory<byte>> HandleHostRequestAsync(ILink link, LinkRequest request, CancellationToken ct)
    {
        switch (request.Name)
        {
            case FieldlessMessages.PingRequest:
                return ReadOnlyMemory<byte>.Empty;
            case FieldlessMessages.SystemInfoRequest:
                return SystemInfo.Read(options.HostId, options.InstancesDirectory, time).ToJson();
            case "HostMetricsRequest":
                return "{\"results\":[]}"u8.ToArray();
            case InstanceAssignInternalRequest.Name:
                await AcceptAssignmentAsync(link, InstanceAssignInternalRequest.Parse(request.Data), ct);
                return ReadOnlyMemory<byte>.Empty;
            case InstanceUnassignInternalRequest.Name:
                await StopUnassignedAsync(InstanceUnassignInternalRequest.Parse(request.Data).InstanceId, ct);
                return ReadOnlyMemory<byte>.Empty;
            case InstanceDeleteInternalRequest.Name:
                throw new LinkRequestException(
                    "This host's instances are those of its host.json: remove the entry there and delete the directory.", LinkErrorCodes.RequestError);
            default:
                throw LinkRequestException.Invalid("This host does not know the request.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> HandleInstanceRequestAsync(InstanceSupervisor instance, LinkRequest request, CancellationToken ct)
    {
        switch (request.Name)
        {
            case FieldlessMessages.PingRequest:
                return ReadOnlyMemory<byte>.Empty;
            case InstanceStartRequest.Name:
                await instance.StartAsync(InstanceStartRequest.Parse(request.Data).Save, ct);
                return ReadOnlyMemory<byte>.Empty;
            case "InstanceRestartRequest":
                await instance.StopAsync(ct);
                await instance.StartAsync(InstanceStartRequest.Parse(request.Data).Save, ct);
                return ReadOnlyMemory<byte>.Empty;
            case FieldlessMessages.InstanceStopRequest:
                await instance.StopAsync(ct);
                return ReadOnlyMemory<byte>.Empty;
            case FieldlessMessages.InstanceKillRequest:
                await instance.KillAsync(ct);
                return ReadOnlyMemory<byte>.Empty;
            case InstanceCreateSaveRequest.Name:
                var create = InstanceCreateSaveRequest.Parse(request.Data);
                await instance.CreateSaveAsync(create.SaveName, create.Seed, ct);
                return ReadOnlyMemory<byte>.Empty;
            case "InstanceSendRconRequest":
                return JsonSerializer.SerializeToUtf8Bytes(await instance.SendRconAsync(ReadCommand(request.Data), ct));
            case "InstanceSaveDetailsListRequest":
                return WriteJson(json => WriteSaves(json, instance));
            default:
                throw LinkRequestException.Invalid("This instance does not know the request.");
        }
    }

    private static string ReadCommand(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            return json.RootElement.GetProperty("command").GetString() ?? "";
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw LinkRequestException.Invalid("InstanceSendRconRequest: command must be a text.");
        }
    }

    private async Task AcceptAssignmentAsync(ILink link, InstanceAssignInternalRequest assign, CancellationToken ct)
    {
        if (!instances.TryGetValue(assign.InstanceId, out var instance))
        {
            // An instance that only the controller knows: it can be started when the host is told about it.
            LogNotConfigured(assign.InstanceId);
            await link.SendEventAsync(
                _self, LinkAddress.Controller, InstanceStatusChangedEvent.Name,
                new InstanceStatusChangedEvent(assign.InstanceId, InstanceStatus.Stopped).ToJson(), ct);
            return;
        }

        await SendStatusAsync(link, instance, ct);
        await SendSavesAsync(link, instance, ct);
    }

    private async Task StopUnassignedAsync(int instanceId, CancellationToken ct)
    {
        if (!instances.TryGetValue(instanceId, out var instance))
            return;
        LogUnassigned(instance.Options.Name, instanceId);
        await instance.StopAsync(ct);
    }

    private InstanceSupervisor Find(int instanceId) => instances.TryGetValue(instanceId, out var instance)
        ? instance
        : throw new LinkRequestException($"Instance {instanceId} is not in this host's configuration; add it to its host.json.", LinkErrorCodes.RequestError);

    private ReportedInstance Report(InstanceSupervisor instance)
    {
        var config = WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("instance.name", instance.Options.Name);
            json.WriteNumber("instance.id", instance.Options.Id);
            json.WriteNumber("instance.assigned_host", options.HostId);
            json.WriteBoolean("instance.auto_start", instance.Options.AutoStart);
            json.WriteEndObject();
        });
        return new ReportedInstance(config, instance.Options.Id, instance.Options.Name, instance.Status, instance.Run?.GamePort);
    }

    private ValueTask SendStatusAsync(ILink link, InstanceSupervisor instance, CancellationToken ct) => link.SendEventAsync(
        _self, LinkAddress.Controller, InstanceStatusChangedEvent.Name,
        new InstanceStatusChangedEvent(instance.Options.Id, instance.Status, instance.Run?.GamePort).ToJson(), ct);

    private ValueTask SendSavesAsync(ILink link, InstanceSupervisor instance, CancellationToken ct) => link.SendEventAsync(
        _self, LinkAddress.Controller, "InstanceSaveDetailsUpdatesEvent",
        WriteJson(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("updates");
            WriteSaves(json, instance);
            json.WriteNumber("instanceId", instance.Options.Id);
            json.WriteEndObject();
        }),
        ct);

    private static void WriteSaves(Utf8JsonWriter json, InstanceSupervisor instance)
    {
        var saves = instance.ListSaves();
        var newest = saves.MaxBy(save => save.LastWriteTimeUtc);
        json.WriteStartArray();
        foreach (var save in saves)
        {
            json.WriteStartObject();
            json.WriteNumber("instanceId", instance.Options.Id);
            json.WriteString("type", "file");
            json.WriteString("name", save.Name);
            json.WriteNumber("size", save.Length);
            json.WriteNumber("mtimeMs", new DateTimeOffset(save.LastWriteTimeUtc).ToUnixTimeMilliseconds());
            json.WriteBoolean("loaded", instance.State == InstanceState.Running && save.Name == newest?.Name);
            json.WriteBoolean("loadByDefault", instance.State != InstanceState.Running && save.Name == newest?.Name);
            json.WriteNumber("updatedAtMs", 0);
            json.WriteBoolean("isDeleted", false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static byte[] WriteJson(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(bytes);
        write(json);
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    [LoggerMessage(4100, LogLevel.Information, "Connected to the controller {How}; {Count} instances are registered")]
    private partial void LogRegistered(int count, string how);

    [LoggerMessage(4101, LogLevel.Warning, "The session with the controller is over; players stay where they are until it is back")]
    private partial void LogSessionEnded();

    [LoggerMessage(4102, LogLevel.Debug, "The event {Name} is not for this host")]
    private partial void LogEventIgnored(string name);

    [LoggerMessage(4103, LogLevel.Warning, "The status of {Instance} was not reported: {Reason}")]
    private partial void LogNotReported(string instance, string reason);

    [LoggerMessage(4104, LogLevel.Warning, "The controller assigned instance {Instance} to this host, but host.json does not have it")]
    private partial void LogNotConfigured(int instance);

    [LoggerMessage(4105, LogLevel.Warning, "The controller does not count {Instance} (id {Id}) among this host's instances; it is stopped. If another host has an instance of that id, give this one an id of its own in host.json")]
    private partial void LogUnassigned(string instance, int id);
}
