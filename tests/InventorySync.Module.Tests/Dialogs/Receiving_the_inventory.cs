using System.Text.RegularExpressions;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Dialogs;

/// <summary>What a player reads while the inventory is being brought.</summary>
public partial class Receiving_the_inventory
{
    /// <summary>So long that its parts take minutes. Nothing in it is repeated, so it stays long when it is compressed.</summary>
    private static string LargeDocument()
    {
        var random = new Random(7);
        var text = string.Concat(Enumerable.Range(0, 700_000).Select(_ => (char)('a' + random.Next(26))));
        return Composed.With("alice", """{"n":"coal","c":3}""", $$""","unknown":"{{text}}" """);
    }

    [Fact]
    public void The_dialog_shows_parts_and_sizes_as_people_read_them()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), LargeDocument(), partBytes: 3000);
        Send(server, transfer, 1, 40);

        Assert.Matches(@"40 of \d+ parts, 120 kB of \d{3} kB", server.Windows("alice"));
        Assert.Matches(@"\|\d\d? ?%\|", server.Windows("alice"));
        Assert.Contains("on its way from the cluster", server.Windows("alice"), StringComparison.Ordinal);
        server.SetLocale("alice", "fr");
        Assert.Matches(@"Partie 40 sur \d+, 120 ko sur \d{3} ko", server.Windows("alice"));
    }

    [Theory]
    [InlineData(999, "1 kB")]
    [InlineData(1_546_225, "1.5 MB")]
    [InlineData(1_960_000, "2.0 MB")]
    [InlineData(999_499, "999 kB")]
    [InlineData(999_500, "1.0 MB")]
    [InlineData(64_000_000, "64.0 MB")]
    public void Sizes_have_the_unit_that_suits_them(int bytes, string expected)
    {
        using var server = GameServer.Started();
        server.Offer(server.Join("alice"), LargeDocument(), partBytes: 3000);

        SetLargest(server, $$"""{ name = "thing", bytes = {{bytes}} }""");
        server.Run(60);

        Assert.Contains($"thing: {expected}\n", server.Windows("alice"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_left_is_estimated_from_what_has_come_so_far()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), LargeDocument(), partBytes: 3000);
        Assert.DoesNotContain("left", server.Windows("alice"), StringComparison.Ordinal);

        // A part each second: as many seconds are left as parts.
        Send(server, transfer, 1, 60, ticksBetween: 60);

        Assert.Equal($"About {Math.Round((transfer.Parts.Count - 60) / 60.0)} minutes left.", Estimate(server));
        Send(server, transfer, 61, transfer.Parts.Count - 60, ticksBetween: 60);
        Assert.Equal("About 1 minute left.", Estimate(server));
        Send(server, transfer, transfer.Parts.Count - 59, transfer.Parts.Count - 3, ticksBetween: 60);
        Assert.Equal("A few seconds left.", Estimate(server));
    }

    [Fact]
    public void An_uneven_rate_does_not_make_the_estimate_jump()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), LargeDocument(), partBytes: 3000);
        var random = new Random(3);
        var seen = new List<string>();

        // Three parts in a burst, then nothing for a while.
        for (var part = 1; part < transfer.Parts.Count - 3; part += 3)
        {
            Send(server, transfer, part, part + 2);
            server.Run(random.Next(90, 210));
            if (Estimate(server) is { Length: > 0 } estimate && (seen.Count == 0 || seen[^1] != estimate))
                seen.Add(estimate);
        }

        Assert.Equal(seen.Distinct(), seen);
        Assert.InRange(seen.Count, 3, 12);
    }

    [Fact]
    public void A_transfer_that_slows_down_is_seen_in_the_estimate()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), LargeDocument(), partBytes: 3000);
        Send(server, transfer, 1, 60, ticksBetween: 10);
        var before = Estimate(server);

        server.Run(60 * 60);

        Assert.NotEqual(before, Estimate(server));
        Assert.Contains("minutes left", Estimate(server), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_slow_is_named_and_labels_have_no_effect()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), LargeDocument(), partBytes: 3000);
        SetLargest(server, """
            { name = "blueprint-book", label = "City [color=red]blocks[/color] __1__ \n\226\128\174" .. ("x"):rep(500), bytes = 1546225 },
            { name = "unheard-of [item=coal]", bytes = 15462 },
            { name = "iron-plate", label = "", bytes = 900 },
            { name = "coal", bytes = 800 }, { name = "stone", bytes = 700 }, { name = "wood", bytes = 600 }
            """);
        server.Run(60);

        var text = server.Windows("alice");

        Assert.Contains("The largest things in it:\n  [item=blueprint-book] Blueprint book “City (color=red)blocks(/color) _1_", text, StringComparison.Ordinal);
        Assert.Contains("…”: 1.5 MB\n  unheard-of (item=coal): 15 kB\n  [item=iron-plate] Iron plate: 1 kB\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[item=wood]", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_come_in_one_tick_do_not_each_change_the_windows()
    {
        using var server = GameServer.Started();
        var transfer = server.Offer(server.Join("alice"), LargeDocument(), partBytes: 3000);
        server.Run(300);
        var before = server.WindowChanges("alice");

        for (var second = 0; second < 3; second++)
        {
            Send(server, transfer, 1 + (second * 40), 40 + (second * 40));
            server.Run(60);
        }

        // The bar, its text and the estimate, at most twice a second.
        Assert.InRange(server.WindowChanges("alice") - before, 1, 3 * 2 * 3);
    }

    [Theory]
    [InlineData("en", "Your things are being put into place.")]
    [InlineData("de", "Deine Sachen werden eingeräumt.")]
    [InlineData("fr", "Vos objets sont en cours de rangement.")]
    public void When_all_has_come_and_is_not_yet_restored_the_dialog_says_so_without_a_choice(string locale, string expected)
    {
        using var server = GameServer.Started();
        server.Offer(server.Join("alice"), LargeDocument(), partBytes: 3000);
        server.SetLocale("alice", locale);

        // As it is while a document is built over ticks: no part is missing, and the player waits.
        server.Lua("storage.inventory_sync_extended.transfers = {}");
        server.Run(30);

        Assert.Contains(expected, server.Windows("alice"), StringComparison.Ordinal);
        Assert.DoesNotContain("inventory_sync_temporary", server.Elements("alice"));
        Assert.DoesNotContain("inventory_sync_progress", server.Elements("alice"));
    }

    private static void SetLargest(GameServer server, string list) =>
        server.Lua($"local _, transfer = next(storage.inventory_sync_extended.transfers) transfer.largest = {{ {list} }}");

    private static void Send(GameServer server, Transfer transfer, int first, int last, int ticksBetween = 0)
    {
        for (var part = first; part <= last; part++)
        {
            server.Run(ticksBetween);
            server.Tell(transfer.Part(part));
        }

        server.Run(30);
    }

    private static string Estimate(GameServer server) => TimeLeft().Match(server.Windows("alice")).Value;

    [GeneratedRegex(@"(About .*|A few seconds) left\.", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex TimeLeft();
}
