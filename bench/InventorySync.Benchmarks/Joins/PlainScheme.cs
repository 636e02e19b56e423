using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using InventorySync.Cli.Cluster;
using InventorySync.Protocol.Game.Rcon;
using InventorySync.Simulator.Control;
using InventorySync.Simulator.Installation;

namespace InventorySync.Benchmarks.Joins;

/// <summary>
/// The plain scheme (save-patching-and-ipc §4.2): the JSON text in pieces of 1000 characters, each a script command, each awaited before
/// the next is sent. Runs on a server of its own without a module; only the way into the game is measured.
/// </summary>
internal sealed class PlainScheme : IAsyncDisposable
{
    private const int PieceCharacters = 1000;
    private const string Password = "benchmark";

    // Takes the pieces as the game's side of the scheme does, and tells the tick in which the last one came.
    private const string Receiver =
        "/sc inventory_sync = { acquire_response = function() end, download_inventory = function(name, piece, index, count) "
        + "received = (index == 1 and '' or received) .. piece if index == count then rcon.print(game.tick) end end }";

    private readonly ChildProcess _server;
    private readonly SimulatorControl _control;
    private readonly RconClient _rcon;

    private PlainScheme(ChildProcess server, SimulatorControl control, RconClient rcon) =>
        (_server, _control, _rcon) = (server, control, rcon);

    /// <summary>Starts a server with <paramref name="players"/> - 1 players on it.</summary>
    public static async Task<PlainScheme> StartAsync(string directory, int players, CancellationToken ct)
    {
        Directory.CreateDirectory(directory);
        var factorio = Path.Combine(directory, "factorio");
        FactorioInstallation.LayOut(factorio, "2.0.77", FactorioInstallation.SimulatorBesideThisProgram);
        var executable = Path.Combine(factorio, "bin", "x64", "factorio");
        var config = Path.Combine(directory, "config.ini");
        await File.WriteAllTextAsync(config, $"[path]\nread-data={factorio}/data\nwrite-data={directory}\n", ct);
        await File.WriteAllTextAsync(Path.Combine(directory, "server-settings.json"), """{"name":"plain","auto_pause":false,"require_user_verification":false,"visibility":{"public":false,"lan":false}}""", ct);
        var save = Path.Combine(directory, "plain.zip");

        await using (var creation = ChildProcess.Start("map creation", [executable, "--config", config, "--create", save], Path.Combine(directory, "create.log")))
            await creation.WaitForLineAsync("Goodbye", ct);

        var port = FreePort();
        var server = ChildProcess.Start(
            "plain server",
            [executable, "--config", config, "--start-server", save, "--port", $"{FreePort()}", "--rcon-port", $"{port}", "--rcon-password", Password],
            Path.Combine(directory, "server.log"));
        try
        {
            return await PrepareAsync(server, port, players, ct);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ticks from the join of a player to the last piece of their document.</summary>
    public async Task<long> JoinAsync(string player, string document, CancellationToken ct)
    {
        var joined = await _control.JoinAsync(player, ct);
        var answer = $$"""{"player_name":"{{player}}","status":"acquired","generation":1,"has_data":true}""";
        await _rcon.SendAsync($"/sc inventory_sync.acquire_response(\"{Escape(answer)}\")", ct);

        var pieces = (document.Length + PieceCharacters - 1) / PieceCharacters;
        var reply = "";
        for (var index = 0; index < pieces; index++)
        {
            var piece = document.AsSpan(index * PieceCharacters, Math.Min(PieceCharacters, document.Length - (index * PieceCharacters)));
            reply = await _rcon.SendAsync($"/sc inventory_sync.download_inventory('{player}','{Escape(piece.ToString())}',{index + 1},{pieces})", ct);
        }

        await _control.LeaveAsync(player, ct);
        return long.Parse(reply.Trim(), CultureInfo.InvariantCulture) - joined.Tick;
    }

    public async ValueTask DisposeAsync()
    {
        await _rcon.DisposeAsync();
        await _control.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static async Task<PlainScheme> PrepareAsync(ChildProcess server, int port, int players, CancellationToken ct)
    {
        await server.WaitForLineAsync("Starting RCON interface", ct);
        await server.WaitForLineAsync("to(InGame)", ct);
        const string Announcement = "Simulator control socket: ";
        var announced = await server.WaitForLineAsync(Announcement, ct);
        var control = await SimulatorControl.ConnectAsync(announced[(announced.IndexOf(Announcement, StringComparison.Ordinal) + Announcement.Length)..].Trim(), ct);
        var rcon = await RconClient.ConnectAsync(new RconOptions { Host = "127.0.0.1", Port = port, Password = Password }, TimeProvider.System, ct);

        // The first script command on a save is swallowed.
        await rcon.SendAsync(Receiver, ct);
        await rcon.SendAsync(Receiver, ct);
        for (var number = 1; number < players; number++)
            await control.JoinAsync($"guest{number}", ct);
        await control.SetClockAsync("fast", ct);
        return new PlainScheme(server, control, rcon);
    }

    private static string Escape(string text) => new StringBuilder(text)
        .Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("'", "\\'").Replace("\n", "\\n").Replace("\r", "\\r").ToString();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
