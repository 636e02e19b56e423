using System.IO.Compression;
using System.Text;

namespace InventorySync.Simulator.Tests.World;

public sealed class Blueprint_books : IDisposable
{
    private const string First = """{"blueprint":{"entities":[{"entity_number":1,"name":"small-lamp","position":{"x":0,"y":0}}],"item":"blueprint","label":"first","version":562949954469888}}""";
    private const string Second = """{"blueprint":{"entities":[{"entity_number":1,"name":"iron-chest","position":{"x":0,"y":0}}],"item":"blueprint","label":"second","version":562949954469888}}""";
    private const string Empty = """{"blueprint_book":{"item":"blueprint-book","label":"plans","active_index":0,"version":562949954469888}}""";

    private readonly TestGame _game = TestGame.Create("""
        function slot(n) return game.get_player('alice').get_main_inventory()[n] end
        function inside(n) return slot(n).get_inventory(defines.inventory.item_main) end
        function body(n) return helpers.json_to_table(helpers.decode_string(slot(n).export_stack():sub(2))).blueprint_book end
        """);

    public Blueprint_books() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Fact]
    public void An_empty_book_grows_by_what_is_inserted() =>
        Assert.Equal("[0,0,true,1,1,2,\"first\",\"second\",\"plans\"]", Run($$"""
            local code = slot(1).import_stack('{{Encode(Empty)}}')
            local before, none = #inside(1), slot(1).active_index == nil
            slot(2).import_stack('{{Encode(First)}}')
            local one = inside(1).insert(slot(2))
            slot(2).import_stack('{{Encode(Second)}}')
            local two = inside(1).insert(slot(2))
            return { code, before, none, one, two, #inside(1), inside(1)[1].label, inside(1)[2].label, slot(1).label }
            """));

    [Fact]
    public void What_was_inserted_is_in_the_string_in_order() =>
        Assert.Equal("[0,\"first\",1,\"second\",1,2]", Run($$"""
            slot(1).import_stack('{{Encode(Empty)}}')
            slot(2).import_stack('{{Encode(First)}}')
            inside(1).insert(slot(2))
            slot(2).import_stack('{{Encode(Second)}}')
            inside(1).insert(slot(2))
            slot(1).active_index = 2
            local book = body(1)
            return { book.blueprints[1].index, book.blueprints[1].blueprint.label, book.blueprints[2].index, book.blueprints[2].blueprint.label,
                book.active_index, slot(1).active_index }
            """));

    [Fact]
    public void A_string_with_blueprints_fills_the_inventory_and_stays_the_string()
    {
        var text = Encode(Book(Inner(First, 0), Inner(Second, 1)));

        Assert.Equal("[0,2,\"second\",2,true]", Run($$"""
            local code = slot(1).import_stack('{{text}}')
            return { code, #inside(1), inside(1)[2].label, slot(1).active_index, slot(1).export_stack() == '{{text}}' }
            """));
    }

    [Fact]
    public void A_label_changed_inside_a_book_inside_a_book_is_in_the_string() =>
        Assert.Equal("\"changed\"", Run($$"""
            slot(1).import_stack('{{Encode(Book(Inner(Book(Inner(First, 0)), 0)))}}')
            inside(1)[1].get_inventory(defines.inventory.item_main)[1].label = 'changed'
            return body(1).blueprints[1].blueprint_book.blueprints[1].blueprint.label
            """));

    [Fact]
    public void Gaps_keep_their_index_and_empty_slots_at_the_end_go_away() =>
        Assert.Equal("[3,false,2,1]", Run($$"""
            slot(1).import_stack('{{Encode(Book(Inner(First, 0), Inner(Second, 2)))}}')
            local size, gap, index = #inside(1), inside(1)[2].valid_for_read, body(1).blueprints[2].index
            inside(1)[3].clear()
            return { size, gap, index, #inside(1) }
            """));

    [Fact]
    public void Nothing_but_plans_goes_into_a_book() =>
        Assert.Equal("[0,0]", Run($$"""
            slot(1).import_stack('{{Encode(Empty)}}')
            return { inside(1).insert('coal'), #inside(1) }
            """));

    [Fact]
    public void A_selection_outside_of_the_book_is_an_error()
    {
        Run($"slot(1).import_stack('{Encode(Book(Inner(First, 0)))}') return true");

        Assert.Contains("active_index", _game.Failure("(function() slot(1).active_index = 2 end)()"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_open_book_outlives_a_save()
    {
        Run($"slot(1).import_stack('{Encode(Empty)}') inside(1).insert('blueprint') slot(1).label = 'kept'");

        _game.SaveAndLoad();
        _game.Join();

        Assert.Equal("[\"kept\",1]", _game.Lua("{ slot(1).label, #inside(1) }"));
    }

    private string Run(string code) => _game.Lua($"(function() {code} end)()");

    private static string Book(params string[] contents) =>
        $$$"""{"blueprint_book":{"blueprints":[{{{string.Join(',', contents)}}}],"item":"blueprint-book","label":"plans","active_index":1,"version":562949954469888}}""";

    private static string Inner(string plan, int index) => $"{plan[..^1]},\"index\":{index}}}";

    private static string Encode(string json)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(Encoding.UTF8.GetBytes(json));
        return "0" + Convert.ToBase64String(packed.ToArray());
    }
}
