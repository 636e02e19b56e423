using System.Globalization;
using System.Net;

namespace InventorySync.Controller;

/// <summary>Where the controller listens.</summary>
internal static class ListenAddress
{
    /// <exception cref="ControllerStartException">Not an address and a port.</exception>
    public static IPEndPoint Parse(string listen)
    {
        var colon = listen.LastIndexOf(':');
        if (colon > 0
            && ushort.TryParse(listen.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && ParseAddress(listen[..colon]) is { } address)
        {
            return new IPEndPoint(address, port);
        }

        throw new ControllerStartException(
            $"'{listen}' is no address to listen on. Give --listen an IP address and a port, such as 127.0.0.1:8080, "
            + "or 0.0.0.0:8080 for every network of this machine.");
    }

    private static IPAddress? ParseAddress(string text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ when text.Contains(':', StringComparison.Ordinal) && text[0] != '[' => null,
        _ => IPAddress.TryParse(text, out var address) ? address : null,
    };
}
