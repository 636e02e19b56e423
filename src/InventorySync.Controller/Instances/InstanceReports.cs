using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using InventorySync.Controller.Players;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using InventorySync.Store.Instances;
using Microsoft.Extensions.Logging;
using CoreStatus = InventorySync.Core.Instances.InstanceStatus;

namespace InventorySync.Controller.Instances;

/// <summary>Takes what hosts say about their instances, and tells them which are theirs (link-protocol §§9.1, 9.2).</summary>
internal sealed partial class InstanceReports(
    InstanceDirectory directory, WaitingLine waiting, ControllerOptions options, TimeProvider time, ILogger<InstanceReports> logger)
{
    private const int MaxConfigBytes = 256 * 1024;
    private const int MaxNameCharacters = 200;

    private volatile bool _controllerStops;

    /// <summary>
    /// Registers and assigns what a host found on its disk. Before this is answered, the host has been told of each of
    /// its instances; one that never answers is not waited for beyond a bound.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>> UpdateAsync(ILink link, LinkRequest request, CancellationToken ct)
    {
        var host = HostOf(link, request.Source, request.Name);
        var reports = InstancesUpdateRequest.Parse(request.Data).Instances.Select(report => ToInstance(host, report)).ToArray();

        // Up to the first await, so that what the instances send next finds them registered.
        var elsewhere = new List<InstanceId>();
        var changes = new List<Task<HeldPlayers>>();
        foreach (var report in reports)
        {
            if (directory.TryReport(host, report, out var change))
                changes.Add(change);
            else
                elsewhere.Add(report.Id);
        }

        foreach (var held in await Task.WhenAll(changes))
            waiting.ExpectAvailable(held);

        var asked = time.GetTimestamp();
        foreach (var instance in directory.AssignedTo(host))
        {
            var assign = new InstanceAssignInternalRequest(instance.Id.Value, AssignedConfig.For(instance));
            await AskAsync(link, InstanceAssignInternalRequest.Name, assign.ToJson(), instance.Id, asked, ct);
        }

        foreach (var id in elsewhere)
        {
            LogElsewhere(host.Value, directory.NameOf(id), id.Value);
            await AskAsync(
                link, InstanceUnassignInternalRequest.Name, new InstanceUnassignInternalRequest(id.Value).ToJson(), id, asked, ct);
        }

        await link.SendEventAsync(link.Self, link.Peer, SyncUserListsEvent.Name, SyncUserListsEvent.Empty.ToJson(), ct);
        return default;
    }

    public async Task ChangeStatusAsync(ILink link, LinkEvent message)
    {
        var change = InstanceStatusChangedEvent.Parse(message.Data);
        var id = new InstanceId(change.InstanceId);
        if (directory.Find(id)?.Host?.Value != link.Peer.Id)
        {
            LogBogusStatus(link.Peer.Id, change.InstanceId);
            return;
        }

        var status = ParseStatus(message.Name, change.Status);
        var changing = directory.ChangeStatusAsync(id, status, change.FactorioVersion);
        if (status.LosesPlayers())
            waiting.LeaveAll(id);
        waiting.ExpectAvailable(await changing);
    }

    /// <summary>The host knows that an instance's process is gone, so nobody has to wait for it.</summary>
    public async Task<ReadOnlyMemory<byte>> DiedAsync(ILink link, LinkRequest request)
    {
        var death = InstanceDiedRequest.Parse(request.Data);
        var id = new InstanceId(death.InstanceId);
        if (directory.Find(id)?.Host?.Value != link.Peer.Id)
            throw LinkRequestException.Invalid($"{request.Name}: instance {id} is not one of host {link.Peer.Id}");

        var settling = directory.SettleAsync(id);
        waiting.LeaveAll(id);
        var settled = await settling;
        LogDied(directory.NameOf(id), death.InstanceId, death.ExitCode, death.Signal, settled.Count);
        foreach (var player in settled)
            waiting.PlayerAvailable(player);
        return SettledAnswer(settled);
    }

    /// <summary>
    /// From now on sessions end because the controller stops. That says nothing about the instances, and their players
    /// must not be free when it comes back: they get their expiry then.
    /// </summary>
    public void ControllerStops() => _controllerStops = true;

    /// <summary>The session of a host is over.</summary>
    public async Task HostLostAsync(HostId host)
    {
        if (_controllerStops)
            return;

        var losing = directory.HostLostAsync(host);
        foreach (var instance in directory.AssignedTo(host))
            waiting.LeaveAll(instance.Id);
        foreach (var held in await losing)
            waiting.ExpectAvailable(held);
    }

    private static HostId HostOf(ILink link, LinkAddress source, string name) =>
        source.Kind == AddressKind.Host && source.Id == link.Peer.Id
            ? new HostId(link.Peer.Id)
            : throw LinkRequestException.Invalid($"{name} is for hosts to send");

    private static CoreStatus ParseStatus(string message, string name) =>
        InstanceStatusNames.TryParse(name, out var status) && status.MayBeReported()
            ? status
            : throw LinkRequestException.Invalid($"{message}: a host may not report such a status");

    private static ReadOnlyMemory<byte> SettledAnswer(IReadOnlyList<PlayerName> players) =>
        JsonSerializer.SerializeToUtf8Bytes(new { settled = players.Select(player => player.Spelling) });

    private StoredInstance ToInstance(HostId host, ReportedInstance report)
    {
        if (report.Config.Length > MaxConfigBytes)
            throw LinkRequestException.Invalid($"{InstancesUpdateRequest.Name}: a config has more than {MaxConfigBytes} bytes");
        if (report.Id is <= 0)
            throw LinkRequestException.Invalid($"{InstancesUpdateRequest.Name}: instance.id must be a positive integer");
        if (report.InstanceName is { Length: > MaxNameCharacters })
            throw LinkRequestException.Invalid($"{InstancesUpdateRequest.Name}: an instance.name has more than {MaxNameCharacters} characters");

        var id = new InstanceId(report.Id ?? UnusedId());
        return new StoredInstance
        {
            Id = id,
            Name = string.IsNullOrWhiteSpace(report.InstanceName) ? $"Instance {id}" : report.InstanceName,
            Host = host,
            Status = ParseStatus(InstancesUpdateRequest.Name, report.Status),
            FactorioVersion = report.FactorioVersion,
            Config = Encoding.UTF8.GetString(report.Config.Span),
        };
    }

    private int UnusedId()
    {
        int id;
        do
            id = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        while (directory.Find(new InstanceId(id)) is not null);
        return id;
    }

    /// <summary>Waits for an answer within what is left of the bound for all of them, but at least a second.</summary>
    private async Task AskAsync(
        ILink link, string name, ReadOnlyMemory<byte> data, InstanceId instance, long asked, CancellationToken ct)
    {
        var left = options.AssignTimeout - time.GetElapsedTime(asked);
        var wait = left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);
        using var silence = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, ct);
        try
        {
            await link.RequestAsync(link.Self, link.Peer, name, data, either.Token);
        }
        catch (LinkRequestException problem)
        {
            LogRefused(link.Peer.Id, name, instance.Value, problem.Message);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            LogSilent(link.Peer.Id, name, instance.Value);
        }
    }

    [LoggerMessage(3030, LogLevel.Warning, "Host {Host} reports instance '{Name}' ({Instance}), which belongs to another host")]
    private partial void LogElsewhere(int host, string name, int instance);

    [LoggerMessage(3031, LogLevel.Warning, "Host {Host} reports a status of instance {Instance}, which is not its own; it is ignored")]
    private partial void LogBogusStatus(int host, int instance);

    [LoggerMessage(3032, LogLevel.Warning, "Instance '{Name}' ({Instance}) died (exit code {ExitCode}, signal {Signal}); {Count} players are free again")]
    private partial void LogDied(string name, int instance, int? exitCode, string? signal, int count);

    [LoggerMessage(3033, LogLevel.Warning, "Host {Host} answered {Request} for instance {Instance} with an error: {Problem}")]
    private partial void LogRefused(int host, string request, int instance, string problem);

    [LoggerMessage(3034, LogLevel.Warning, "Host {Host} does not answer {Request} for instance {Instance}; it is not waited for any longer")]
    private partial void LogSilent(int host, string request, int instance);
}
