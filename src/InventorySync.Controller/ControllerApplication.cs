using System.Net.Sockets;
using InventorySync.Controller.Hosts;
using InventorySync.Controller.Instances;
using InventorySync.Controller.Links;
using InventorySync.Controller.Players;
using InventorySync.Protocol.Link;
using InventorySync.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InventorySync.Controller;

/// <summary>A running controller: store, links and HTTP in one process. Made by <see cref="StartAsync"/>.</summary>
public sealed class ControllerApplication : IAsyncDisposable
{
    private readonly FileStream _directoryLock;
    private readonly WebApplication _app;
    private bool _isStopped;

    private ControllerApplication(FileStream directoryLock, PlayerStore store, WebApplication app)
    {
        _directoryLock = directoryLock;
        Store = store;
        _app = app;
        Address = new Uri(app.Urls.First() + "/");
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:8080/</c>, with the port that was picked if none was given.</summary>
    public Uri Address { get; }

    public PlayerStore Store { get; }

    /// <exception cref="ControllerStartException">An option, the port or the directory cannot be used.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be used.</exception>
    public static async Task<ControllerApplication> StartAsync(
        ControllerOptions options, TimeProvider time, Action<ILoggingBuilder> logging, CancellationToken ct)
    {
        options.Check();
        var endpoint = ListenAddress.Parse(options.Listen);
        using var startLogging = LoggerFactory.Create(logging);
        var tokens = await HostTokens.OpenAsync(options.DataDirectory, time, ct);
        var directoryLock = TakeDirectoryLock(options.DataDirectory);
        PlayerStore? store = null;
        try
        {
            store = await PlayerStore.OpenAsync(
                new StoreOptions { DataDirectory = options.DataDirectory }, time, startLogging.CreateLogger<PlayerStore>(), ct);
            var app = Build(options, endpoint, tokens, store, time, logging);
            await app.Services.GetRequiredService<InstanceDirectory>().LoadAsync(ct);
            await ListenAsync(app, options, ct);
            return new ControllerApplication(directoryLock, store, app);
        }
        catch
        {
            if (store is not null)
                await store.DisposeAsync();
            await directoryLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says goodbye to the hosts, then closes HTTP and the store.</summary>
    /// <param name="ct">When cancelled, connections are cut; the store is closed properly all the same.</param>
    public async Task StopAsync(CancellationToken ct)
    {
        if (_isStopped)
            return;
        _isStopped = true;

        try
        {
            _app.Services.GetRequiredService<InstanceReports>().ControllerStops();
            await _app.Services.GetRequiredService<LinkServer>().StopAsync(ct);
            await _app.StopAsync(ct);
        }
        finally
        {
            await _app.DisposeAsync();
            await Store.DisposeAsync();
            await _directoryLock.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private static WebApplication Build(
        ControllerOptions options,
        System.Net.IPEndPoint endpoint,
        HostTokens tokens,
        PlayerStore store,
        TimeProvider time,
        Action<ILoggingBuilder> logging)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(endpoint));
        builder.Logging.ClearProviders();
        logging(builder.Logging);

        builder.Services.AddSingleton<IHostLifetime, SignalsElsewhere>();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time);
        // Disposed by this class, after everything that uses it.
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(tokens);
        builder.Services.AddControllerServices();

        var app = builder.Build();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        app.MapLink();
        app.MapGet("/health", () => Results.Text("ok\n"));
        return app;
    }

    private static async Task ListenAsync(WebApplication app, ControllerOptions options, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
        }
        catch (Exception problem) when (Explain(problem, options) is { } message)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
            throw new ControllerStartException(message, problem);
        }
    }

    private static string? Explain(Exception problem, ControllerOptions options) => problem switch
    {
        IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            $"{options.Listen} is in use by another program. Stop it, or choose another port with --listen.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            $"This user may not listen on {options.Listen}. Choose a port above 1023 with --listen.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } =>
            $"This machine has no address {options.Listen}. Choose one that it has with --listen, or 0.0.0.0 for all.",
        _ when problem.InnerException is { } inner => Explain(inner, options),
        _ => null,
    };

    /// <summary>Two controllers on one database would each believe to be the only one.</summary>
    private static FileStream TakeDirectoryLock(string dataDirectory)
    {
        var path = Path.Combine(Path.GetFullPath(dataDirectory), "controller.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new ControllerStartException(
                $"The data directory {dataDirectory} cannot be written to. Give this user the right to write there, or choose another with --data.",
                problem);
        }
        catch (IOException problem)
        {
            throw new ControllerStartException(
                $"Another controller uses the data directory {dataDirectory}. Stop it, or choose another directory with --data.", problem);
        }
    }
}
