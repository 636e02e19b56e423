using InventorySync.Host.Configuration;
using InventorySync.Host.Controller;
using InventorySync.Host.Factorio;
using InventorySync.Host.Instances;
using InventorySync.Host.Journal;
using InventorySync.Protocol.Game.Saves;
using InventorySync.Protocol.Link;
using Microsoft.Extensions.Logging;

namespace InventorySync.Host;

/// <summary>A host: its instances, its journal and its link to the controller, put together.</summary>
public sealed partial class HostApplication : IAsyncDisposable
{
    private readonly HostOptions _options;
    private readonly ILogger<HostApplication> _logger;
    private readonly HostJournal _journal;
    private readonly Deliveries _deliveries;
    private readonly ControllerAccess _access;
    private readonly Dictionary<int, InstanceSupervisor> _instances = [];
    private readonly HostLinkHandler _handler;
    private readonly LinkClient _client;
    private readonly BackgroundWork _work;
    private bool _isDisposed;

    /// <summary>Opens the journal and prepares the instances; nothing is started yet.</summary>
    /// <param name="options">What the host is told.</param>
    /// <param name="time">Clock of all pauses and time-outs.</param>
    /// <param name="loggers">Where everything is logged.</param>
    /// <param name="modules">Modules to patch into saves; null for the module that travels in this program.</param>
    /// <exception cref="InstanceException">The installation or the journal cannot be used.</exception>
    /// <exception cref="SaveRefusedException">The module is malformed.</exception>
    public HostApplication(HostOptions options, TimeProvider time, ILoggerFactory loggers, IReadOnlyList<SaveModule>? modules = null)
    {
        _options = options;
        _logger = loggers.CreateLogger<HostApplication>();
        var installation = FactorioInstallation.Read(options.FactorioDirectory);
        modules ??= [EmbeddedModule.Read()];
        _work = new BackgroundWork(_logger);
        _journal = HostJournal.Open(options.JournalDirectory);
        _access = new ControllerAccess(() => _client?.IsConnected == true, time);
        _deliveries = new Deliveries(_journal, _access, time, loggers.CreateLogger<Deliveries>());
        var services = new InstanceServices(options, installation, modules, _access, _deliveries, time, loggers);
        foreach (var instance in options.Instances)
            _instances[instance.Id] = new InstanceSupervisor(instance, services);
        _handler = new HostLinkHandler(options, _instances, _access, time, loggers.CreateLogger<HostLinkHandler>());
        _client = new LinkClient(
            new LinkClientOptions
            {
                ControllerUrl = options.ControllerUrl,
                HostId = options.HostId,
                Token = options.ControllerToken,
                MaxReconnectDelay = options.MaxReconnectDelay,
            },
            _handler, time, loggers.CreateLogger<LinkClient>());

        _deliveries.Answered = (instance, _, answer) => Conversation(instance)?.UploadAnswered(answer);
        _access.Available = () =>
        {
            foreach (var instance in _instances.Values)
                instance.Run?.Conversation.ControllerAvailable();
        };
        foreach (var instance in _instances.Values)
            instance.Changed = changed => _work.Run("Reporting a status", ct => _handler.ReportChangeAsync(changed, ct));
    }

    /// <summary>Starts the instances that start by themselves, and holds the link, until cancelled; then stops everything in order.</summary>
    /// <exception cref="LinkRefusedException">The controller refuses this host for good; the instances are stopped.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            foreach (var instance in _instances.Values.Where(instance => instance.Options.AutoStart))
                _work.Run($"Starting {instance.Options.Name}", stopping => StartAsync(instance, stopping));
            using var linking = new CancellationTokenSource();
            var link = _client.RunAsync(linking.Token);
            await Task.WhenAny(link, Task.Delay(Timeout.Infinite, ct));
            if (!link.IsCompleted)
            {
                LogStopping();
                // The link stays while the servers save: their last uploads and statuses go over it.
                await StopInstancesAsync();
                await DeliverTheRestAsync();
                await linking.CancelAsync();
            }

            await link;
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Starts an instance; done when it runs.</summary>
    /// <exception cref="InstanceException">There is no such instance, or it did not start.</exception>
    public Task StartInstanceAsync(int id, CancellationToken ct) => Find(id).StartAsync(null, ct);

    /// <summary>Stops an instance; done when its process is gone.</summary>
    /// <exception cref="InstanceException">There is no such instance.</exception>
    public Task StopInstanceAsync(int id, CancellationToken ct) => Find(id).StopAsync(ct);

    /// <summary>Sends a command to a running instance.</summary>
    /// <exception cref="InstanceException">There is no such instance, or it does not answer.</exception>
    public Task<string> SendRconAsync(int id, string command, CancellationToken ct) => Find(id).SendRconAsync(command, ct);

    /// <summary>Status of an instance, as on the link.</summary>
    public string StatusOf(int id) => Find(id).Status;

    /// <summary>Process of a running instance; null when it is not running.</summary>
    public int? ProcessOf(int id) => Find(id).Run?.ProcessId;

    /// <summary>UDP port of a running instance; null when it is not running.</summary>
    public int? GamePortOf(int id) => Find(id).Run?.GamePort;

    /// <summary>The host's session may be used: the controller knows its instances.</summary>
    public bool IsRegistered => _access.Session is not null;

    /// <summary>Stops the instances and closes the journal.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await StopInstancesAsync();
        foreach (var instance in _instances.Values)
            await instance.DisposeAsync();
        await _work.DisposeAsync();
        await _deliveries.DisposeAsync();
        await _journal.DisposeAsync();
    }

    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(10);

    private async Task StartAsync(InstanceSupervisor instance, CancellationToken ct)
    {
        try
        {
            await instance.StartAsync(null, ct);
        }
        catch (InstanceException exception)
        {
            // Already logged as an error; the other instances go on.
            LogNotStarted(instance.Options.Name, exception.Message);
        }
    }

    private Task StopInstancesAsync() => Task.WhenAll(_instances.Values.Select(instance => instance.StopAsync(CancellationToken.None)));

    /// <summary>What is not delivered in a moment stays in the journal for the next start.</summary>
    private async Task DeliverTheRestAsync()
    {
        if (!_access.IsReachable)
            return;
        using var limit = new CancellationTokenSource(DeliveryPatience);
        try
        {
            foreach (var id in _instances.Keys)
                await _deliveries.WaitUntilDeliveredAsync(id, limit.Token);
        }
        catch (OperationCanceledException)
        {
            LogLeftInJournal(_journal.Pending.Count);
        }
    }

    private Players.ModuleConversation? Conversation(int instance) => _instances.TryGetValue(instance, out var supervisor) ? supervisor.Run?.Conversation : null;

    private InstanceSupervisor Find(int id) => _instances.TryGetValue(id, out var instance)
        ? instance
        : throw new InstanceException($"Instance {id} is not in this host's configuration.");

    [LoggerMessage(4110, LogLevel.Information, "Stopping: the game servers save and quit")]
    private partial void LogStopping();

    [LoggerMessage(4111, LogLevel.Debug, "{Instance} did not start: {Reason}")]
    private partial void LogNotStarted(string instance, string reason);

    [LoggerMessage(4112, LogLevel.Warning, "{Count} uploads and releases stay in the journal; they are sent at the next start")]
    private partial void LogLeftInJournal(int count);
}
