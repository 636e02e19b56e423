using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

public class Personal_logistics
{
    private const string Researched = "game.forces.player.technologies['logistic-robotics'].researched = true ";

    private const string Requests = Researched + """
        local point = p.get_requester_point()
        local own = point.add_section()
        own.set_slot(1, { value = { name = 'rail', quality = 'normal', comparator = '=' }, min = 200, max = 400 })
        own.set_slot(3, { value = { name = 'wood', quality = 'rare', comparator = '=' }, min = 5, import_from = 'gleba' })
        local war = point.add_section('War')
        war.active = false
        war.multiplier = 2
        war.set_slot(1, { value = { name = 'gun-turret', quality = 'normal', comparator = '=' }, min = 10 })
        point.trash_not_requested = true
        point.enabled = false
        """;

    private const string Read = """
        local point = p.get_requester_point()
        local read = { point.enabled, point.trash_not_requested }
        for _, section in ipairs(point.sections) do
            read[#read + 1] = { section.group, section.active, section.multiplier, section.filters }
        end
        return read
        """;

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Sections_switches_and_groups(string version) => Hop.AssertCarried(
        version,
        Requests,
        Researched + "p.get_requester_point().add_section().set_slot(1, { value = 'stone', min = 7 })",
        Read);

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void Sources_of_requests_are_of_2_1_and_pass_through_2_0(string version)
    {
        using var first = GameServer.Started(new() { Version = "2.1.9" });
        var (document, _) = Hop.From(first, Researched + "p.get_requester_point().add_section().set_slot(1, { value = 'rail', min = 2, request_from = 'platforms' })");
        using var second = GameServer.Started(new() { Version = version });

        var (returned, _) = Hop.Through(second, document, Researched);

        Assert.Equal("platforms", returned["personal_logistic_slots"]!["sections"]![0]!["filters"]![0]!["request_from"]!.GetValue<string>());
        DocumentComparison.AssertEqual(document, returned);
    }

    [Fact]
    public void A_group_with_content_here_is_left_alone()
    {
        using var first = GameServer.Started();
        var (document, _) = Hop.From(first, Requests);
        using var second = GameServer.Started();

        var (_, group) = Hop.Through(
            second,
            document,
            Researched + "p.get_requester_point().add_section('War').set_slot(1, { value = 'wood', min = 3 })",
            "return p.get_requester_point().get_section(2).get_slot(1).value.name");

        Assert.Equal("wood", group!.GetValue<string>());
    }

    [Fact]
    public void Upstream_defect_14_the_last_content_of_a_group_outlives_a_server_that_emptied_it()
    {
        using var first = GameServer.Started();
        var (document, _) = Hop.From(first, Requests);
        using var emptied = GameServer.Started();
        var (carried, _) = Hop.Through(emptied, document, Researched, "p.get_requester_point().get_section(2).clear_slot(1)");
        using var last = GameServer.Started();

        var (_, group) = Hop.Through(last, carried, Researched, "return p.get_requester_point().get_section(2).get_slot(1).value.name");

        Assert.Equal("{}", carried["personal_logistic_slots"]!["sections"]![1]!["filters"]!.ToJsonString());
        Assert.Equal("gun-turret", group!.GetValue<string>());
    }

    [Fact]
    public void Upstream_defect_13_requests_survive_a_server_without_the_technology()
    {
        using var first = GameServer.Started();
        var (document, before) = Hop.From(first, Requests, Read);
        using var young = GameServer.Started();
        var (carried, _) = Hop.Through(young, document);
        using var last = GameServer.Started();

        var (_, after) = Hop.Through(last, carried, Researched, Read);

        DocumentComparison.AssertEqual(document, carried);
        Assert.Equal(before!.ToJsonString(), after!.ToJsonString());
    }

    [Fact]
    public void What_waits_is_applied_when_the_technology_is_researched_and_what_is_asked_for_meanwhile_stays()
    {
        using var first = GameServer.Started();
        var (document, before) = Hop.From(first, Requests, Read);
        using var young = GameServer.Started();
        young.Deliver(young.Join("alice"), With(document));

        young.Lua(Researched);

        Assert.Equal(before!.ToJsonString(), young.Lua("local p = game.get_player('alice') " + Read)!.ToJsonString());
        DocumentComparison.AssertEqual(document, young.Leave("alice")["document"]!);
    }

    [Fact]
    public void Requests_made_before_what_waits_was_applied_are_not_lost()
    {
        using var first = GameServer.Started();
        var (document, _) = Hop.From(first, Requests);
        using var young = GameServer.Started();
        young.Deliver(young.Join("alice"), With(document));

        // A script gives the technology's effect without research: nothing tells of it.
        young.Lua("game.forces.player.character_logistic_requests = true game.get_player('alice').get_requester_point().add_section().set_slot(1, { value = 'stone', min = 7 })");
        var sections = young.Leave("alice")["document"]!["personal_logistic_slots"]!["sections"]!.AsArray();

        Assert.Equal(3, sections.Count);
        Assert.Equal("stone", sections[2]!["filters"]![0]!["value"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public void An_unknown_item_comes_back_in_its_slot_where_it_is_known()
    {
        using var modded = GameServer.Started(new() { TestMods = true });
        var (document, before) = Hop.From(
            modded,
            Researched + "local s = p.get_requester_point().add_section() s.set_slot(1, { value = 'coal', min = 1 }) s.set_slot(2, { value = 'backpack', min = 2 })",
            Read);
        using var vanilla = GameServer.Started();
        var (carried, _) = Hop.Through(vanilla, document, Researched);
        using var again = GameServer.Started(new() { TestMods = true });

        var (returned, after) = Hop.Through(again, carried, Researched, Read);

        Assert.Equal("unknown item", carried["ext"]!["kept"]![0]!["reason"]!.GetValue<string>());
        Assert.Equal(before!.ToJsonString(), after!.ToJsonString());
        DocumentComparison.AssertEqual(document, returned);
    }

    [Fact]
    public void Unknown_items_of_a_group_stay_in_it()
    {
        using var modded = GameServer.Started(new() { TestMods = true });
        var (document, _) = Hop.From(
            modded,
            Researched + "local s = p.get_requester_point().add_section('War') s.set_slot(1, { value = 'coal', min = 1 }) s.set_slot(2, { value = 'backpack', min = 2 })");
        using var vanilla = GameServer.Started();

        var (carried, _) = Hop.Through(vanilla, document, Researched);

        DocumentComparison.AssertEqual(document, carried);
    }

    [Fact]
    public void More_sections_than_a_body_can_have_are_kept()
    {
        var sections = string.Join(',', Enumerable.Range(1, 102).Select(number => $$$"""{"group":"","active":true,"multiplier":1,"filters":[{"value":{"type":"item","name":"coal","quality":"normal","comparator":"="},"min":{{{number}}}}]}"""));
        var document = Composed.Tree("alice", "", $$$""","personal_logistic_slots":{"enabled":true,"trash_not_requested":false,"sections":[{{{sections}}}]}""");
        using var server = GameServer.Started();

        var (returned, count) = Hop.Through(server, document, Researched, "return p.get_requester_point().sections_count");

        Assert.Equal(100, count!.GetValue<int>());
        Assert.Equal(2, returned["ext"]!["kept"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("2.0.77")]
    [InlineData("2.1.9")]
    public void One_who_dies_keeps_the_requests_for_the_next_body(string version)
    {
        using var first = GameServer.Started(new() { Version = version });
        first.JoinNew("alice");
        first.Lua("local p = game.get_player('alice') " + Requests);
        var before = first.Lua("local p = game.get_player('alice') " + Read);
        first.Do("die", "alice");
        var document = first.Leave("alice")["document"]!.AsObject();
        using var second = GameServer.Started(new() { Version = version });
        second.Lua(Researched);

        second.Deliver(second.Join("alice"), With(document));
        second.Do("respawn", "alice");

        Assert.Equal("ghost", document["controller"]!.GetValue<string>());
        Assert.Equal(before!.ToJsonString(), second.Lua("local p = game.get_player('alice') " + Read)!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"sections":[5,{"group":"","filters":[{"value":{"name":{}}},{"value":"no-such-item","min":1e300},7]}]}""")]
    [InlineData("""{"3":{"name":"rail","min":20,"max":4294967295}}""")]
    [InlineData("""{"enabled":"yes","sections":{"1":{"filters":{"2":{"value":"rail","min":1}}},"x":1}}""")]
    public void Catalogue_D4_a_request_that_makes_no_sense_does_not_cost_the_document(string requests)
    {
        using var server = GameServer.Started();
        server.Lua(Researched);

        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":3}""", $",\"personal_logistic_slots\":{requests}"));

        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.True(server.Status("alice")["sync"]!.GetValue<bool>());
        server.Leave("alice");
    }

    private static string With(JsonObject document)
    {
        var sent = document.DeepClone().AsObject();
        sent["generation"] ??= 31;
        return sent.ToJsonString();
    }
}
