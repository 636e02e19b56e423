using System.Globalization;
using System.Text.Json.Nodes;
using InventorySync.Cli.Cluster;
using InventorySync.Simulator.Control;
using Spectre.Console;

namespace InventorySync.Cli.Demo;

/// <summary>
/// The demo's story: one player, two servers, two crashes. Each chapter says what it does, does it on real processes, and checks
/// what the player owns afterwards item by item.
/// </summary>
internal sealed class DemoStory(LocalCluster cluster, IAnsiConsole console)
{
    private const string Player = "alice";
    private const string A = "nauvis";
    private const string B = "vulcanus";

    private readonly List<Chapter> _chapters = [];

    /// <summary>Tells the whole story.</summary>
    /// <returns>0 when everything was found as it was left, 1 when something differed.</returns>
    public async Task<int> TellAsync(CancellationToken ct)
    {
        await FirstVisitAsync(ct);
        var mid = await EquipAsync(ct);
        await HopAsync("leaves nauvis, joins vulcanus", A, B, mid, ct);
        await ServerCrashAsync(ct);
        await ControllerCrashAsync(ct);

        console.WriteLine();
        console.Write(Summary());
        var differences = _chapters.SelectMany(chapter => chapter.Differences.Select(difference => $"{chapter.Title}: {difference}")).ToList();
        foreach (var difference in differences.Take(20))
            console.MarkupLineInterpolated($"[red]{difference}[/]");

        console.MarkupLine(differences.Count == 0
            ? "[green]Nothing was lost, nothing was doubled.[/] The game server was the simulator; everything else was the real thing."
            : $"[red]{differences.Count} differences.[/]");
        return differences.Count == 0 ? 0 : 1;
    }

    private async Task FirstVisitAsync(CancellationToken ct)
    {
        Say($"{Player} joins {A} for the first time");
        var before = await cluster.CommandBytesAsync(A, ct);
        var ticks = await JoinAsync(A, ct);
        var bytes = await cluster.CommandBytesAsync(A, ct) - before;
        var owned = await cluster[A].ReadAsync(Player, ct);
        _chapters.Add(new Chapter("first join", ticks, bytes, "the controller had nothing: kept what the game gave", []));
        Done($"playable after {ticks} ticks; owns {Differences.CountValues(owned)} values");
    }

    private async Task<JsonNode> EquipAsync(CancellationToken ct)
    {
        // Without this technology a character has no trash slots.
        foreach (var researching in new[] { A, B })
            await cluster[researching].LuaAsync("game.forces.player.technologies['logistic-robotics'].researched = true", ct);
        Say($"{Player} is given a mid-game inventory: power armour, a packed tank, a book of 40 blueprints, worn tools, food");
        var server = cluster[A];
        await server.SetSlotAsync(Player, "armor", 1, MidGameInventory.Armor, ct);
        foreach (var (inventory, slot, item) in MidGameInventory.Slots)
            await server.SetSlotAsync(Player, inventory, slot, item, ct);
        foreach (var (slot, filter) in MidGameInventory.Filters)
            await server.SetFilterAsync(Player, "main", slot, filter, ct);

        var owned = await server.ReadAsync(Player, ct);
        Done($"{Differences.CountValues(owned)} values in all");
        return owned;
    }

    private async Task HopAsync(string title, string from, string to, JsonNode expected, CancellationToken ct)
    {
        Say($"{Player} {title}");
        await cluster.LeaveAsync(from, Player, ct);
        var before = await cluster.CommandBytesAsync(to, ct);
        var ticks = await JoinAsync(to, ct);
        var after = await cluster.CommandBytesAsync(to, ct);
        await CheckAsync(title, ticks, after - before, to, expected, ct);
    }

    private async Task ServerCrashAsync(CancellationToken ct)
    {
        Say($"{B} saves its map, {Player} goes on playing, then {B} is killed (kill -9)");
        await cluster[B].SaveAsync(ct);
        var saved = await cluster[B].ReadAsync(Player, ct);
        await cluster[B].GiveAsync(Player, "uranium-ore", 50, ct);
        await cluster.KillServerAsync(B, ct);
        Done($"{B} is gone, and with it what happened after its save");

        Say($"the host starts {B} again; it uploads what its save knows of {Player}");
        await cluster.WaitForServerAsync(B, ct);
        await cluster.WaitForUploadAsync(B, Player, ct);
        var before = await cluster.CommandBytesAsync(A, ct);
        var ticks = await JoinAsync(A, ct);
        var after = await cluster.CommandBytesAsync(A, ct);
        await CheckAsync("a server crashed", ticks, after - before, A, saved, ct);
    }

    private async Task ControllerCrashAsync(CancellationToken ct)
    {
        Say($"the controller is killed (kill -9), then {Player} leaves {A}: the upload has to wait");
        await cluster[A].GiveAsync(Player, "space-science-pack", 77, ct);
        var expected = await cluster[A].ReadAsync(Player, ct);
        await cluster.KillControllerAsync(ct);
        await cluster[A].LeaveAsync(Player, ct);
        Done("the upload waits in the host's journal");

        Say("the controller comes back");
        await cluster.StartControllerAsync(ct);
        await cluster.WaitForUploadAsync(A, Player, ct);
        Done("the upload is stored");

        var before = await cluster.CommandBytesAsync(B, ct);
        var ticks = await JoinAsync(B, ct);
        var after = await cluster.CommandBytesAsync(B, ct);
        await CheckAsync("the controller crashed", ticks, after - before, B, expected, ct);
    }

    /// <summary>Joins, shows the dialog's progress, and waits until the player may play.</summary>
    /// <returns>Ticks from the join.</returns>
    private async Task<long> JoinAsync(string server, CancellationToken ct)
    {
        var playable = cluster.JoinAsync(server, Player, ct);
        await console.Progress().AutoClear(true).Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask("  waiting for the inventory", maxValue: 1);
                while (!playable.IsCompleted)
                {
                    var (message, value) = await cluster.ReadProgressAsync(server, Player, ct);
                    if (message is not null)
                        task.Description = $"  {Markup.Escape(message)}";
                    task.Value = value;
                    await Task.WhenAny(playable, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct));
                }
                task.Value = 1;
            });
        return await playable;
    }

    private async Task CheckAsync(string title, long ticks, long bytes, string server, JsonNode expected, CancellationToken ct)
    {
        var found = await cluster[server].ReadAsync(Player, ct);
        var differences = Differences.Between(expected, found);
        var values = Differences.CountValues(expected);
        _chapters.Add(new Chapter(title, ticks, bytes, differences.Count == 0 ? $"all {values} values equal" : $"{differences.Count} of {values} values differ", differences));
        if (differences.Count == 0)
            Done($"playable after {ticks} ticks; all {values} values are equal");
        else
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  [red]{differences.Count} of {values} values differ[/]");
    }

    private Table Summary()
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Summary");
        table.AddColumns("what happened", "ticks from join to playable", "bytes sent into the game", "verified");
        foreach (var chapter in _chapters)
        {
            table.AddRow(
                Markup.Escape(chapter.Title),
                chapter.Ticks.ToString(CultureInfo.InvariantCulture),
                chapter.Bytes.ToString("N0", CultureInfo.InvariantCulture),
                Markup.Escape(chapter.Verified));
        }
        return table;
    }

    private void Say(string text) => console.MarkupLineInterpolated($"[bold]•[/] {text}");

    private void Done(string text) => console.MarkupLineInterpolated($"  [green]✓[/] {text}");

    private sealed record Chapter(string Title, long Ticks, long Bytes, string Verified, IReadOnlyList<string> Differences);
}
