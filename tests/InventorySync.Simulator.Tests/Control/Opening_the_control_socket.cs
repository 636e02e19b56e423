using System.Net.Sockets;
using InventorySync.Simulator.Control;

namespace InventorySync.Simulator.Tests.Control;

public sealed class Opening_the_control_socket : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("control-").FullName;

    private string SocketPath => Path.Combine(_folder, "simulator.sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Does_not_take_it_from_another_server()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var first = ControlServer.Start(SocketPath, AnswerAsync);

        var exception = Assert.Throws<SocketException>(() => ControlServer.Start(SocketPath, AnswerAsync));

        Assert.Equal(SocketError.AddressAlreadyInUse, exception.SocketErrorCode);
        await using var client = await SimulatorControl.ConnectAsync(SocketPath, ct);
        Assert.Equal("stats", (await client.RequestAsync("stats", null, ct))!.GetValue<string>());
    }

    [Fact]
    public async Task Answers_a_request_before_an_earlier_one_that_takes_longer()
    {
        var ct = TestContext.Current.CancellationToken;
        ControlRequest? held = null;
        await using var server = ControlServer.Start(SocketPath, (request, stopping) =>
        {
            if (request.Operation == "wait")
                held = request;
            else
                request.Answer(request.Operation, 0);
            return ValueTask.CompletedTask;
        });
        await using var client = await SimulatorControl.ConnectAsync(SocketPath, ct);
        var waiting = client.RequestAsync("wait", null, ct);

        await client.RequestAsync("stats", null, ct);
        Assert.False(waiting.IsCompleted);

        held!.Answer("done", 5);
        Assert.Equal("done", (await waiting)!.GetValue<string>());
    }

    private static ValueTask AnswerAsync(ControlRequest request, CancellationToken ct)
    {
        request.Answer(request.Operation, 0);
        return ValueTask.CompletedTask;
    }
}
