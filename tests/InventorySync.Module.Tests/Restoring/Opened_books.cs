using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

/// <summary>Blueprint books that come without their blueprints, and these one by one (docs/module-protocol.md, Opened books).</summary>
public class Opened_books
{
    [Fact]
    public void Every_blueprint_is_in_its_place_and_the_selected_one_is_selected()
        => Assert.Equal(["a", "b", "c"], Restored(Book(2, Plan("a"), Plan("b"), Plan("c")), selected: 3));

    [Fact]
    public void An_empty_place_stays_empty_and_what_comes_after_it_is_there()
        => Assert.Equal(["a", "", "", "b", "c"], Restored(Book(4, Plan("a"), "false", "false", Plan("b"), Plan("c")), selected: 5));

    [Fact]
    public void A_book_that_begins_with_an_empty_place_is_restored_too()
        => Assert.Equal(["", "b"], Restored(Book(1, "false", Plan("b")), selected: 2));

    [Fact]
    public void A_book_in_a_book_is_built_where_it_belongs()
        => Assert.Equal(["a", "[x,,y]", "b"], Restored(Book(0, Plan("a"), Book(0, Plan("x"), "false", Plan("y")), Plan("b")), selected: 1));

    [Fact]
    public void One_with_something_unreadable_goes_on_as_a_whole_and_leaves_nothing_behind()
    {
        using var server = GameServer.Started();

        server.Deliver(server.Join("alice"), Composed.With("alice", $$"""{"n":"coal","c":3},{"e":{{Book(0, Plan("a"), "\"0nonsense\"", Plan("b"))}}}"""));

        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.Equal(0, server.Count("alice", "blueprint-book"));
        var kept = server.Leave("alice")["document"]!["ext"]!["kept"]!.AsArray();
        Assert.Equal(3, Assert.Single(kept)!["entry"]!["e"]!["blueprints"]!.AsArray().Count);
    }

    private static IReadOnlyList<string> Restored(string book, int selected)
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", $$"""{"e":{{book}}}"""));
        var read = server.Lua("""
            local function labels(stack)
                local inventory = stack.get_inventory(defines.inventory.item_main)
                local list = {}
                for slot = 1, #inventory do
                    local one = inventory[slot]
                    if not one.valid_for_read then
                        list[slot] = ""
                    elseif one.type == "blueprint-book" then
                        list[slot] = "[" .. table.concat(labels(one), ",") .. "]"
                    else
                        list[slot] = one.label or "?"
                    end
                end
                return list
            end
            local book = game.get_player("alice").get_main_inventory()[1]
            return { labels = labels(book), selected = book.active_index }
            """)!;
        Assert.Equal(selected, read["selected"]!.GetValue<int>());
        return [.. read["labels"]!.AsArray().Select(label => label!.GetValue<string>())];
    }

    private static string Plan(string label)
        => $"\"{ExportString.Encode(new JsonObject { ["blueprint"] = new JsonObject { ["item"] = "blueprint", ["label"] = label } })}\"";

    private static string Book(int activeIndex, params string[] blueprints)
    {
        var empty = ExportString.Encode(new JsonObject { ["blueprint_book"] = new JsonObject { ["item"] = "blueprint-book", ["active_index"] = activeIndex } });
        return $$"""{"book":"{{empty}}","blueprints":[{{string.Join(',', blueprints)}}]}""";
    }
}
