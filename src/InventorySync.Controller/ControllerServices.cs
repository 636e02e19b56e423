using InventorySync.Controller.Hosts;
using InventorySync.Controller.Instances;
using InventorySync.Controller.Links;
using InventorySync.Controller.Players;
using InventorySync.Protocol.Link;
using Microsoft.Extensions.DependencyInjection;

namespace InventorySync.Controller;

/// <summary>Wires the controller's parts.</summary>
internal static class ControllerServices
{
    public static void AddControllerServices(this IServiceCollection services)
    {
        services.AddSingleton<InstanceDirectory>();
        services.AddSingleton<InstanceReports>();
        services.AddSingleton<PlayerRequests>();
        services.AddSingleton<WaitingLine>();
        services.AddHostedService(provider => provider.GetRequiredService<WaitingLine>());

        services.AddSingleton<HostAuthenticator>();
        services.AddSingleton<IHostAuthenticator>(provider => provider.GetRequiredService<HostAuthenticator>());
        services.AddSingleton<ILinkHandler, ControllerLinkHandler>();
        services.AddSingleton(provider => ToLinkOptions(
            provider.GetRequiredService<ControllerOptions>(), provider.GetRequiredService<InstanceDirectory>()));
        services.AddSingleton<LinkServer>();
        services.AddHostedService<RevocationWatch>();
    }

    private static LinkServerOptions ToLinkOptions(ControllerOptions options, InstanceDirectory directory) => new()
    {
        Router = directory,
        SessionTimeout = options.SessionTimeout,
        HeartbeatInterval = options.HeartbeatInterval,
    };
}
