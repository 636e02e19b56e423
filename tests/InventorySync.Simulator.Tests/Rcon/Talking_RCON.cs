using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using InventorySync.Simulator.Rcon;

namespace InventorySync.Simulator.Tests.Rcon;

public sealed class Talking_RCON : IAsyncLifetime
{
    private readonly EchoingCommands _commands = new();
    private readonly CancellationTokenSource _overall = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private RconServer _server = null!;

    private CancellationToken Ct => _overall.Token;

    public ValueTask InitializeAsync()
    {
        _overall.CancelAfter(TimeSpan.FromMinutes(3));
        _server = RconServer.Start(new IPEndPoint(IPAddress.Loopback, 0), "päss word", _commands);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _overall.Dispose();
    }

    [Fact]
    public async Task A_login_is_answered_with_its_id_and_nothing_before_it()
    {
        using var client = await RconTestClient.ConnectAsync(_server.LocalEndPoint, Ct);
        await client.SendAsync(42, 3, "päss word", Ct);

        Assert.Equal((42, 2, ""), await client.ReceiveAsync(Ct));
    }

    [Fact]
    public async Task A_wrong_password_is_answered_with_minus_one()
    {
        using var client = await RconTestClient.ConnectAsync(_server.LocalEndPoint, Ct);
        await client.SendAsync(42, 3, "pass word", Ct);

        Assert.Equal((-1, 2, ""), await client.ReceiveAsync(Ct));
    }

    [Fact]
    public async Task A_command_before_the_login_does_not_reach_the_game()
    {
        using var client = await RconTestClient.ConnectAsync(_server.LocalEndPoint, Ct);
        await client.SendAsync(1, 2, "/quit", Ct);

        Assert.True(await client.IsClosedByServerAsync(Ct));
        Assert.NotNull(await _commands.Faults.Reader.ReadAsync(Ct));
    }

    [Fact]
    public async Task Commands_sent_in_one_piece_are_all_answered()
    {
        using var client = await RconTestClient.LogInAsync(_server.LocalEndPoint, "päss word", Ct);
        await client.SendBytesAsync(
            [.. RconTestClient.Packet(1, 2, "one"), .. RconTestClient.Packet(2, 2, "two"), .. RconTestClient.Packet(3, 2, "three")], Ct);

        Assert.Equal((1, 0, "one"), await client.ReceiveAsync(Ct));
        Assert.Equal((2, 0, "two"), await client.ReceiveAsync(Ct));
        Assert.Equal((3, 0, "three"), await client.ReceiveAsync(Ct));
    }

    [Fact]
    public async Task A_command_may_arrive_byte_by_byte()
    {
        using var client = await RconTestClient.LogInAsync(_server.LocalEndPoint, "päss word", Ct);
        foreach (var value in RconTestClient.Packet(7, 2, "/sc ä"))
            await client.SendBytesAsync([value], Ct);

        Assert.Equal((7, 0, "/sc ä"), await client.ReceiveAsync(Ct));
    }

    [Fact]
    public async Task A_long_reply_is_one_packet()
    {
        using var client = await RconTestClient.LogInAsync(_server.LocalEndPoint, "päss word", Ct);
        var text = new string('x', 2_000_000);

        Assert.Equal(text, await client.CommandAsync(1, text, Ct));
    }

    [Fact]
    public async Task An_empty_command_gets_no_reply()
    {
        using var client = await RconTestClient.LogInAsync(_server.LocalEndPoint, "päss word", Ct);
        await client.SendAsync(1, 2, "", Ct);

        Assert.Equal("after", await client.CommandAsync(2, "after", Ct));
    }

    [Fact]
    public async Task Several_clients_get_their_own_replies()
    {
        using var first = await RconTestClient.LogInAsync(_server.LocalEndPoint, "päss word", Ct);
        using var second = await RconTestClient.LogInAsync(_server.LocalEndPoint, "päss word", Ct);

        await first.SendAsync(1, 2, "first", Ct);
        Assert.Equal("second", await second.CommandAsync(1, "second", Ct));
        Assert.Equal((1, 0, "first"), await first.ReceiveAsync(Ct));
    }

    [Theory]
    [InlineData(new byte[] { 9, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 127 })]
    [InlineData(new byte[] { 0, 0, 0, 128 })]
    [InlineData(new byte[] { 10, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 65, 66 })]
    public async Task Garbage_ends_the_connection_and_no_other(byte[] garbage)
    {
        using var other = await RconTestClient.LogInAsync(_server.LocalEndPoint, "päss word", Ct);
        using var client = await RconTestClient.LogInAsync(_server.LocalEndPoint, "päss word", Ct);
        await client.SendBytesAsync(garbage, Ct);

        Assert.True(await client.IsClosedByServerAsync(Ct));
        Assert.Contains("Couldn't parse RCON data", await _commands.Faults.Reader.ReadAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("still here", await other.CommandAsync(1, "still here", Ct));
    }

    [Fact]
    public async Task The_129th_client_is_turned_away()
    {
        var clients = new List<RconTestClient>();
        try
        {
            for (var count = 0; count < RconServer.MostConnections; count++)
                clients.Add(await RconTestClient.LogInAsync(_server.LocalEndPoint, "päss word", Ct));
            using var further = await RconTestClient.ConnectAsync(_server.LocalEndPoint, Ct);

            Assert.True(await further.IsClosedByServerAsync(Ct));
            Assert.Equal("served", await clients[^1].CommandAsync(1, "served", Ct));
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public void An_occupied_port_is_an_error_at_the_start()
    {
        var exception = Assert.Throws<SocketException>(() => RconServer.Start(_server.LocalEndPoint, "x", _commands));

        Assert.Equal(SocketError.AddressAlreadyInUse, exception.SocketErrorCode);
    }

    /// <summary>Replies to each command with its own text.</summary>
    private sealed class EchoingCommands : IRconCommands
    {
        public Channel<string> Faults { get; } = Channel.CreateUnbounded<string>();

        public ValueTask ArriveAsync(RconConnection connection, int id, ReadOnlyMemory<byte> command, CancellationToken ct)
        {
            connection.Reply(id, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(command.Span)));
            return ValueTask.CompletedTask;
        }

        public void Connected(RconConnection connection)
        {
        }

        public void Disconnected(RconConnection connection, string? fault)
        {
            if (fault is not null)
                Faults.Writer.TryWrite(fault);
        }
    }
}
