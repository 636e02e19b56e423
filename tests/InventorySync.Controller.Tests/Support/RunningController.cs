using InventorySync.Controller.Hosts;
using InventorySync.Core.Instances;
using Microsoft.Extensions.Time.Testing;

namespace InventorySync.Controller.Tests.Support;

/// <summary>A controller of one test, on a port the system picked and in a fresh directory, whose clock the test drives.</summary>
internal sealed class RunningController : IAsyncDisposable
{
    private readonly TestDeadline _deadline = new();
    private readonly ControllerOptions _options;
    private ControllerApplication? _application;

    private RunningController(TimeProvider time, Func<ControllerOptions, ControllerOptions>? change)
    {
        Time = time;
        _options = new ControllerOptions
        {
            DataDirectory = Directory.CreateTempSubdirectory("invsync-controller-").FullName,
            Listen = "127.0.0.1:0",
            // A test that lets a minute pass must not make its hosts' links look dead.
            HeartbeatInterval = TimeSpan.FromDays(1),
        };
        _options = change?.Invoke(_options) ?? _options;
    }

    public static DateTimeOffset Noon { get; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public TimeProvider Time { get; }

    /// <summary>The clock, where the test drives it.</summary>
    public FakeTimeProvider Clock => (FakeTimeProvider)Time;

    public CancellationToken Ct => _deadline.Token;

    public string DataDirectory => _options.DataDirectory;

    public ControllerApplication Application => _application!;

    public static async Task<RunningController> StartAsync(
        Func<ControllerOptions, ControllerOptions>? change = null, TimeProvider? time = null)
    {
        var controller = new RunningController(time ?? new FakeTimeProvider(Noon), change);
        await controller.RestartAsync();
        return controller;
    }

    public async Task<string> TokenForAsync(int host)
    {
        var tokens = await HostTokens.OpenAsync(_options.DataDirectory, Time, Ct);
        return tokens.Create(new HostId(host), await Application.Store.ReadTokenValidAfterAsync(new HostId(host), Ct));
    }

    public async Task StopAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync();
        _application = null;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        _application = await ControllerApplication.StartAsync(_options, Time, _ => { }, Ct);
    }

    public Task<TestHost> ConnectAsync(int host, bool hasExtensions = true, params int[] runningInstances) =>
        TestHost.ConnectAsync(this, host, hasExtensions, runningInstances);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _deadline.Dispose();
        Directory.Delete(_options.DataDirectory, recursive: true);
    }
}
