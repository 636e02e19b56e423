using InventorySync.Protocol.Link;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InventorySync.Controller.Links;

/// <summary>Where hosts connect (link-protocol §1).</summary>
internal static class LinkEndpoint
{
    public static void MapLink(this IEndpointRouteBuilder routes) => routes.Map("/api/socket", AcceptAsync);

    private static async Task AcceptAsync(HttpContext context, LinkServer links)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("This address takes WebSocket connections of hosts only.\n", context.RequestAborted);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var remoteAddress = context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
        await links.AcceptAsync(socket, remoteAddress, context.RequestAborted);
    }
}
