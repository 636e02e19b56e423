using System.Net;
using System.Net.Sockets;

namespace InventorySync.Host.Factorio;

/// <summary>Picks ports and tells whether one is taken, before a server fails on it with a less helpful message.</summary>
internal static class FreePort
{
    public static int PickTcp()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public static int PickUdp()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <exception cref="InstanceException">The port is taken, or this user may not have it.</exception>
    public static void CheckTcp(int port, string instance) =>
        Check(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), port, $"The RCON port {port} of instance {instance}", "rconPort");

    /// <exception cref="InstanceException">The port is taken, or this user may not have it.</exception>
    public static void CheckUdp(int port, string instance) =>
        Check(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp), port, $"The game port {port} of instance {instance}", "gamePort");

    private static void Check(Func<Socket> open, int port, string what, string entry)
    {
        using var socket = open();
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
        }
        catch (SocketException exception)
        {
            throw new InstanceException($"{what} cannot be used: {exception.Message}. Stop what uses it, or set another {entry} (0 picks a free one).", exception);
        }
    }
}
