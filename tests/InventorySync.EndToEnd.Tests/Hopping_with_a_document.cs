using System.Text.Json.Nodes;
using static InventorySync.EndToEnd.Tests.RunningCluster;

namespace InventorySync.EndToEnd.Tests;

/// <summary>A document stored at the controller, whose player joins A, hops to B, and back: it comes back equal, attribute by attribute.</summary>
public sealed class Hopping_with_a_document(RunningCluster running) : IClassFixture<RunningCluster>
{
    [Theory]
    [InlineData("fresh.json")]
    [InlineData("early-game.json")]
    [InlineData("mid-game.json")]
    [InlineData("late-game.json")]
    [InlineData("blueprint-heavy.json")]
    [InlineData("extreme.json")]
    [InlineData("god-mode.json")]
    public async Task A_sample_comes_back_as_it_went(string file)
    {
        var original = Samples.Read(file);

        var returned = await HopAsync(original);

        Assert.Empty(PlayerDocuments.Differences(PlayerDocuments.Normalise(original), PlayerDocuments.Normalise(returned)));
    }

    [Fact]
    public async Task A_document_of_1_1_comes_back_with_everything_in_it_though_not_in_the_same_slots()
    {
        var original = Samples.Read("legacy-1.1.json");

        var returned = await HopAsync(original);

        // What 2.0 does not know is set aside, and stacks too large for it are spread.
        Assert.Equal(PlayerDocuments.Totals(original), PlayerDocuments.Totals(returned));
        Assert.NotEmpty(returned["ext"]!["kept"]!.AsArray());
    }

    [Fact]
    public async Task A_dead_player_stays_dead_and_keeps_what_waits_for_the_respawn()
    {
        var original = Samples.Read("dead.json");
        original["ticks_to_respawn"] = 10_000_000;

        var returned = await HopAsync(original);

        // The time to the respawn goes on while the player is connected.
        Assert.InRange(returned["ticks_to_respawn"]!.GetValue<long>(), 1, 10_000_000);
        returned["ticks_to_respawn"] = 10_000_000;
        Assert.Empty(PlayerDocuments.Differences(PlayerDocuments.Normalise(original), PlayerDocuments.Normalise(returned)));
    }

    [Theory]
    [InlineData("both \"quotes\" and 'these', a \\ backslash, \\n no line feed")]
    [InlineData("line\u2028and paragraph\u2029separators")]
    [InlineData("🏭🚂 𝔉𝔞𝔠𝔱𝔬𝔯𝔦𝔬 四 bytes")]
    [InlineData("]] --[[ ]==] [=[ \t tab %s %d $ipc:inventory_sync?j{}")]
    [InlineData("</script>\u202Eright to left\u202C & <b>")]
    public async Task Text_of_any_kind_comes_back_unharmed(string text)
    {
        var original = ComposedDocuments.WithTexts("tess", text);

        var returned = await HopAsync(original);

        Assert.Empty(PlayerDocuments.Differences(PlayerDocuments.Normalise(original), PlayerDocuments.Normalise(returned)));
    }

    [Fact]
    public async Task A_document_of_text_in_four_byte_characters_survives_every_border_between_parts()
    {
        var original = ComposedDocuments.WithTexts("wide", string.Concat(Enumerable.Repeat("🏭", 5000)));

        var returned = await HopAsync(original);

        Assert.Empty(PlayerDocuments.Differences(PlayerDocuments.Normalise(original), PlayerDocuments.Normalise(returned)));
    }

    [Fact]
    public async Task What_the_module_does_not_know_passes_through_untouched()
    {
        var original = ComposedDocuments.WithTexts("future", "plain");
        original["from_a_later_version"] = new JsonObject { ["list"] = new JsonArray(1, "two", new JsonObject { ["three"] = 3.5 }) };
        original["quick_bar"] = new JsonObject { ["1"] = "inserter", ["12"] = new JsonObject { ["t"] = "f", ["n"] = "beacon", ["q"] = "rare", ["c"] = "≥" } };

        var returned = await HopAsync(original);

        Assert.Empty(PlayerDocuments.Differences(PlayerDocuments.Normalise(original), PlayerDocuments.Normalise(returned)));
    }

    private async Task<JsonObject> HopAsync(JsonObject document)
    {
        using var limit = Limit();
        var (cluster, player) = (running.Cluster, document["name"]!.GetValue<string>());
        await using var store = await cluster.ConnectGamelessInstanceAsync(limit.Token);
        var stored = await store.StoreAsync(document, limit.Token);

        foreach (var server in new[] { Nauvis, Vulcanus, Nauvis })
        {
            await cluster.JoinAsync(server, player, limit.Token);
            await cluster.LeaveAsync(server, player, limit.Token);
        }

        var returned = await store.FetchAsync(player, limit.Token);
        Assert.NotNull(returned);
        Assert.Equal(stored + 3, returned["generation"]!.GetValue<long>());
        return returned;
    }
}
