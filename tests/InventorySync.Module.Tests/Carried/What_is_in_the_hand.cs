using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

/// <summary>Cursor, ghost and hand: player-data.md §3.3.</summary>
public class What_is_in_the_hand
{
    private const string FromSlot5 = """
        main[5].set_stack({ name = 'repair-pack', count = 3, durability = 5 })
        p.cursor_stack.swap_stack(main[5])
        p.hand_location = { inventory = defines.inventory.character_main, slot = 5 }
        """;

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Catalogue_C7_an_item_is_in_the_hand_again_and_its_slot_is_kept_free(string version)
    {
        var options = new GameServer.Options { Version = version };
        using var server = Journey.Begin(options, FromSlot5 + " main[1].set_stack({ name = 'coal', count = 3 })");

        var document = Journey.AssertTravels(server, options);

        // A reader that knows nothing of hands finds it in the inventory.
        Assert.Contains(document["character"]!["inventories"]!["main"]!["i"]!.AsArray(), entry => entry!["n"]!.GetValue<string>() == "repair-pack" && entry["s"]!.GetValue<int>() == 5);
        using var next = GameServer.Started(options);
        Journey.Research(next);
        next.Deliver(next.Join("alice"), document.ToJsonString());
        Assert.Equal("[5,3]", next.Lua("{ game.get_player('alice').hand_location.slot, game.get_player('alice').cursor_stack.count }")!.ToJsonString());
    }

    [Fact]
    public void An_item_from_nowhere_is_in_the_hand_again()
    {
        using var server = Journey.Begin(new(), "p.cursor_stack.set_stack({ name = 'coal', count = 7 }) for slot = 1, 3 do main[slot].set_stack({ name = 'coal', count = 20 }) end");

        Journey.AssertTravels(server, new());
    }

    [Fact]
    public void A_gun_from_its_slot_is_in_the_hand_again()
    {
        using var server = Journey.Begin(new(), """
            local guns = p.get_inventory(defines.inventory.character_guns)
            guns[2].set_stack('submachine-gun')
            p.cursor_stack.swap_stack(guns[2])
            p.hand_location = { inventory = defines.inventory.character_guns, slot = 2 }
            """);

        var document = Journey.AssertTravels(server, new());

        Assert.Equal("guns", document["ext"]!["hand"]!["inventory"]!.GetValue<string>());
    }

    [Fact]
    public void An_item_without_room_is_kept_and_in_the_hand_still()
    {
        using var server = Journey.Begin(new(), "for slot = 1, #main do main[slot].set_stack({ name = 'wood', count = 100 }) end p.cursor_stack.set_stack({ name = 'coal', count = 7 })");

        var document = server.Leave("alice")["document"]!;

        Assert.Equal("coal", document["ext"]!["kept"]![0]!["entry"]!["n"]!.GetValue<string>());
        Assert.Equal("coal", server.Read("alice")["cursor"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void A_ghost_travels_also_through_a_server_that_does_not_know_it()
    {
        var modded = new GameServer.Options { TestMods = true };
        using var server = Journey.Begin(modded, "p.cursor_ghost = { name = 'backpack', quality = 'rare' }");
        var document = server.Leave("alice")["document"]!;

        var carried = Journey.Visit(document, new());

        DocumentComparison.AssertEqual(document, carried);
        DocumentComparison.AssertEqual(document, Journey.Visit(carried, modded, "assert(p.cursor_ghost.name.name == 'backpack' and p.cursor_ghost.quality.name == 'rare')"));
    }

    [Fact]
    public void A_temporary_blueprint_is_no_item()
    {
        using var server = Journey.Begin(new(), "p.cursor_stack.set_stack('blueprint') p.cursor_stack_temporary = true");

        var document = server.Leave("alice")["document"]!;

        Assert.DoesNotContain("\"e\"", document["character"]!["inventories"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(document["ext"]?["kept"]);
    }
}
