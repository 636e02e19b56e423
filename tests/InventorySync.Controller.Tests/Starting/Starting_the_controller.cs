using System.Net;
using System.Net.Sockets;
using InventorySync.Controller.Hosts;
using InventorySync.Controller.Tests.Support;

namespace InventorySync.Controller.Tests.Starting;

public sealed class Starting_the_controller : IDisposable
{
    private readonly TestDeadline _deadline = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("invsync-start-").FullName;

    private CancellationToken Ct => _deadline.Token;

    public void Dispose()
    {
        _deadline.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Prints_where_it_listens_and_ends_well()
    {
        using var output = new LineWriter();
        using var error = new StringWriter();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = ControllerProgram.RunAsync(Options(), output, error, stop.Token);

        var line = await output.Line.WaitAsync(Ct);
        var address = new Uri(line.Split(' ')[4]);
        using var http = new HttpClient();
        Assert.Equal("ok\n", await http.GetStringAsync(new Uri(address, "health"), Ct));
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync(new Uri(address, "api/socket"), Ct)).StatusCode);
        await stop.CancelAsync();

        Assert.Equal(0, await running.WaitAsync(Ct));
        Assert.Equal($"The controller listens on {address} with its data in {_directory}. Stop it with Ctrl-C.", line);
        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task Says_that_the_port_is_occupied()
    {
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        var listen = $"127.0.0.1:{((IPEndPoint)occupant.LocalEndpoint).Port}";

        await FailsAsync(Options() with { Listen = listen }, $"{listen} is in use by another program. Stop it, or choose another port with --listen.");
    }

    [Fact]
    public async Task Says_that_the_machine_has_no_such_address() =>
        await FailsAsync(
            Options() with { Listen = "192.0.2.1:0" },
            "This machine has no address 192.0.2.1:0. Choose one that it has with --listen, or 0.0.0.0 for all.");

    [Theory]
    [InlineData("8080")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:99999")]
    [InlineData("example.org:80")]
    [InlineData("::1:8080")]
    [InlineData("")]
    public async Task Says_what_an_address_looks_like(string listen) =>
        await FailsAsync(
            Options() with { Listen = listen },
            $"'{listen}' is no address to listen on. Give --listen an IP address and a port, such as 127.0.0.1:8080, or 0.0.0.0:8080 for every network of this machine.");

    [Fact]
    public async Task Says_which_timeouts_are_possible() =>
        await FailsAsync(Options() with { PlayerLockTimeout = TimeSpan.Zero }, "--player-lock-timeout must be from 1 to 86400 seconds.");

    [Fact]
    public async Task Says_that_the_directory_is_in_use()
    {
        await using var first = await ControllerApplication.StartAsync(Options(), TimeProvider.System, _ => { }, Ct);

        await FailsAsync(
            Options(), $"Another controller uses the data directory {_directory}. Stop it, or choose another directory with --data.");
    }

    [Fact]
    public async Task Says_that_the_directory_cannot_be_written_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a directory in which even root cannot write");

        var message = await FailsAsync(Options() with { DataDirectory = "/proc/inventory-sync" });

        Assert.Contains("/proc/inventory-sync", message, StringComparison.Ordinal);
        Assert.Contains("--data", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_database_is_none()
    {
        var path = Path.Combine(_directory, "inventory-sync.db");
        await File.WriteAllTextAsync(path, "a text that somebody put here by mistake, long enough to be a header", Ct);

        await FailsAsync(Options(), $"{path} is not a database. Move the file away, or choose another directory with --data.");
    }

    [Fact]
    public async Task Works_with_a_token_that_was_made_before_it_ever_ran()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.Equal(0, await TokenProgram.CreateHostAsync(7, _directory, output, error, TimeProvider.System, Ct));
        var token = output.ToString().TrimEnd();
        Assert.DoesNotContain(' ', token);
        Assert.Empty(error.ToString());

        await using var controller = await ControllerApplication.StartAsync(Options(), TimeProvider.System, _ => { }, Ct);
        using var client = await PlainClient.ConnectAsync(controller.Address, Ct);
        await client.ReceiveAsync();
        await client.SendAsync($$$"""{"type":"registerHost","data":{"token":"{{{token}}}","version":"x","id":7,"plugins":{} }}""");

        Assert.Equal("ready", (await client.ReceiveAsync())?["type"]?.GetValue<string>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-7)]
    public async Task Makes_no_token_for_what_is_no_host(int id)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(1, await TokenProgram.CreateHostAsync(id, _directory, output, error, TimeProvider.System, Ct));

        Assert.Equal($"invsync: {id} is no host id. Host ids are integers from 1 to 2147483647.", error.ToString().Trim());
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Revokes_nothing_where_no_controller_has_its_data()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(1, await TokenProgram.RevokeHostAsync(7, _directory, output, error, TimeProvider.System, Ct));

        Assert.Contains("There is no controller's data in", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory));
    }

    private ControllerOptions Options() => new() { DataDirectory = _directory, Listen = "127.0.0.1:0" };

    private async Task FailsAsync(ControllerOptions options, string message) =>
        Assert.Equal(message, await FailsAsync(options));

    private async Task<string> FailsAsync(ControllerOptions options)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(1, await ControllerProgram.RunAsync(options, output, error, Ct));

        Assert.Empty(output.ToString());
        var line = Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("invsync: ", line, StringComparison.Ordinal);
        return line["invsync: ".Length..];
    }

    /// <summary>Tells when the first line was written.</summary>
    private sealed class LineWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public override Task WriteLineAsync(string? value)
        {
            _line.TrySetResult(value ?? "");
            return Task.CompletedTask;
        }
    }
}
