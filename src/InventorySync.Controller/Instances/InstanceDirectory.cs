using System.Diagnostics.CodeAnalysis;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;
using InventorySync.Protocol.Link;
using InventorySync.Store;
using InventorySync.Store.Instances;
using Microsoft.Extensions.Logging;

namespace InventorySync.Controller.Instances;

/// <summary>
/// The instances of the cluster, where they are and how they are, in memory and in the store. What an instance's status
/// means for the players it holds is done here: changes of status and requests of players reach the store in the order
/// in which they arrived.
/// </summary>
internal sealed partial class InstanceDirectory(
    PlayerStore store, ControllerOptions options, TimeProvider time, ILogger<InstanceDirectory> logger) : ILinkRouter
{
    private readonly Lock _lock = new();
    private readonly Dictionary<InstanceId, StoredInstance> _instances = [];

    /// <summary>
    /// Takes over what the store knows. No host is connected yet, so every instance is unknown, and what it holds expires
    /// unless it is reported as running in time.
    /// </summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        foreach (var instance in await store.ListInstancesAsync(ct))
            _instances[instance.Id] = instance.Host is null ? instance : instance with { Status = InstanceStatus.Unknown };

        var expires = time.GetUtcNow() + options.PlayerLockTimeout;
        var held = await store.ChangeHeldAsync((holder, player) => player.InstanceStopped(holder, expires), ct);
        if (held.Count > 0)
            LogAcquisitionsFound(held.Count, expires);
    }

    public LinkRoute FindHostOf(LinkAddress instance) => Find(new InstanceId(instance.Id)) switch
    {
        null => LinkRoute.Refused($"Instance {instance.Id} does not exist"),
        { Host: null } => LinkRoute.Refused($"Instance {instance.Id} is not assigned a host"),
        { Host: { } host } => LinkRoute.To(host.Value),
    };

    public StoredInstance? Find(InstanceId id)
    {
        lock (_lock)
            return _instances.GetValueOrDefault(id);
    }

    public IReadOnlyList<StoredInstance> AssignedTo(HostId host)
    {
        lock (_lock)
            return [.. _instances.Values.Where(instance => instance.Host == host).OrderBy(instance => instance.Id.Value)];
    }

    /// <summary>What players are shown.</summary>
    public string NameOf(InstanceId id) => Find(id)?.Name ?? $"instance {id}";

    /// <summary>When an acquisition that is granted to this instance now expires by itself; null when it does not.</summary>
    public DateTimeOffset? ExpiryOfGrant(InstanceId id) =>
        Find(id)?.Status.LosesPlayers() == false ? null : time.GetUtcNow() + options.PlayerLockTimeout;

    /// <summary>
    /// Takes over what a host reports of an instance: one that nobody has is the reporter's from now on.
    /// </summary>
    /// <param name="change">Completes when that is stored; the players whose acquisitions expire now, and when.</param>
    /// <returns>False when it belongs to another host; then nothing changed.</returns>
    public bool TryReport(HostId host, StoredInstance reported, [NotNullWhen(true)] out Task<HeldPlayers>? change)
    {
        change = null;
        StoredInstance? before;
        lock (_lock)
        {
            before = _instances.GetValueOrDefault(reported.Id);
            if (before?.Host is { } owner && owner != host)
                return false;

            _instances[reported.Id] = reported;
        }

        if (before is null)
            LogRegistered(reported.Name, reported.Id.Value, host.Value);
        change = SaveAsync(before, reported);
        return true;
    }

    /// <summary>Takes over a status that a host reports.</summary>
    public Task<HeldPlayers> ChangeStatusAsync(InstanceId id, InstanceStatus status, string? factorioVersion)
    {
        StoredInstance before;
        StoredInstance after;
        lock (_lock)
        {
            before = _instances[id];
            after = before with { Status = status, FactorioVersion = factorioVersion ?? before.FactorioVersion };
            _instances[id] = after;
        }

        return before == after ? Task.FromResult(HeldPlayers.None) : SaveAsync(before, after);
    }

    /// <summary>The session of a host is over: nobody knows how its instances are.</summary>
    public async Task<IReadOnlyList<HeldPlayers>> HostLostAsync(HostId host)
    {
        var changes = AssignedTo(host).Select(instance => ChangeStatusAsync(instance.Id, InstanceStatus.Unknown, null)).ToArray();
        return await Task.WhenAll(changes);
    }

    /// <summary>The instance is known to be dead: its acquisitions end at once.</summary>
    public Task<IReadOnlyList<PlayerName>> SettleAsync(InstanceId id) =>
        store.ChangeHeldByAsync(id, player => player.Settle(id), CancellationToken.None);

    /// <summary>Queues the changes before it first yields. What is known of the world is not withdrawn with a session.</summary>
    private async Task<HeldPlayers> SaveAsync(StoredInstance? before, StoredInstance after)
    {
        var saving = store.SaveInstanceAsync(after, CancellationToken.None);
        var changing = ChangeHeldAsync(before?.Status, after);
        await saving;
        if (before?.Status != after.Status)
            LogStatus(after.Name, after.Id.Value, after.Status.ToName());
        return await changing;
    }

    private async Task<HeldPlayers> ChangeHeldAsync(InstanceStatus? before, StoredInstance instance)
    {
        if (before == instance.Status)
            return HeldPlayers.None;

        if (instance.Status.LosesPlayers())
        {
            var expires = time.GetUtcNow() + options.PlayerLockTimeout;
            var names = await store.ChangeHeldByAsync(
                instance.Id, player => player.InstanceStopped(instance.Id, expires), CancellationToken.None);
            return new HeldPlayers(names, expires);
        }

        if (instance.Status == InstanceStatus.Running)
            await store.ChangeHeldByAsync(instance.Id, player => player.InstanceRunning(instance.Id), CancellationToken.None);
        return HeldPlayers.None;
    }

    [LoggerMessage(3020, LogLevel.Information, "Instance '{Name}' ({Instance}) is new and belongs to host {Host}")]
    private partial void LogRegistered(string name, int instance, int host);

    [LoggerMessage(3021, LogLevel.Information, "Instance '{Name}' ({Instance}) is {Status}")]
    private partial void LogStatus(string name, int instance, string status);

    [LoggerMessage(3022, LogLevel.Information, "{Count} players are held from before; they are waited for until {Expires:O} unless their server is back")]
    private partial void LogAcquisitionsFound(int count, DateTimeOffset expires);
}
