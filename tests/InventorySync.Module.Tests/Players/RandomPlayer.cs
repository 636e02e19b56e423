using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Players;

/// <summary>
/// A document which a game may have written: everything in it is valid for the game's own and the test mods' prototypes,
/// on a server with <see cref="Research"/>.
/// </summary>
internal sealed class RandomPlayer
{
    /// <summary>Slots and knowledge that the documents count on; to be run on the server as Lua.</summary>
    public const string Research = """
        game.create_force('north')
        game.permissions.create_group('trusted')
        for _, force in pairs({ game.forces.player, game.forces.north }) do
            force.research_all_technologies()
            force.character_inventory_slots_bonus = 40
            force.character_trash_slot_count = 30
        end
        """;

    private const int BodySlots = 80;
    private const int ForceSlots = 40;
    private const int TrashSlots = 30;

    private readonly Choices _choices;
    private readonly RandomItems _items;
    private readonly RandomSettings _settings;
    private readonly RandomPreferences _preferences;

    private RandomPlayer(int seed, string version, int bytes)
    {
        _choices = new Choices(seed);
        var facts = Facts.Of(version);
        _items = new RandomItems(_choices, facts) { ExportBytes = bytes };
        _settings = new RandomSettings(_choices, facts, _items);
        _preferences = new RandomPreferences(_choices, facts, _items, version);
    }

    /// <summary>Makes the player that a seed decides.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="name">The player's name.</param>
    /// <param name="version">Version of the game.</param>
    /// <param name="bytes">How many bytes of exported items there may be, besides some ten thousand of other things.</param>
    public static JsonObject Document(int seed, string name, string version, int bytes) => new RandomPlayer(seed, version, bytes).Make(name);

    private JsonObject Make(string name)
    {
        var controller = _choices.Number(0, 19) switch { 0 => "god", 1 => "spectator", 2 => "ghost", _ => "character" };
        var document = new JsonObject
        {
            ["generation"] = _choices.Number(1, 1_000_000),
            ["revision"] = "other-1",
            ["controller"] = controller,
            ["name"] = name,
            ["color"] = _choices.Color(),
            ["chat_color"] = _choices.Color(),
            ["tag"] = _choices.Text(40),
            ["force"] = _choices.Chance(0.8) ? "player" : "north",
            ["cheat_mode"] = _choices.Chance(0.2),
            ["flashlight"] = controller == "character" && _choices.Chance(0.7),
        };
        switch (controller)
        {
            case "character":
                document["character"] = Body();
                break;
            case "god":
                document["inventories"] = new JsonObject { ["main"] = _items.Inventory(BodySlots, 0.4) };
                break;
            case "ghost":
                document["ticks_to_respawn"] = _choices.Number(1, 100_000);
                document["inventories"] = Inventories(BodySlots + ForceSlots, TrashSlots, 0.1);
                break;
            default:
                break;
        }

        _settings.AddTo(document);
        if (_choices.Chance(0.7))
            _preferences.AddTo(document);
        if (_choices.Chance(0.3))
            document["unheard_of"] = new JsonObject { ["text"] = _choices.Text(100), ["list"] = new JsonArray(1, 2.5, "three", true, new JsonArray(4)) };
        return document;
    }

    private JsonObject Body()
    {
        var body = new JsonObject();
        foreach (var bonus in new[] { "crafting_speed_modifier", "mining_speed_modifier", "running_speed_modifier" })
            body["character_" + bonus] = _choices.Chance(0.3) ? _choices.Fraction() * 4 : 0;
        foreach (var bonus in new[] { "build", "item_drop", "reach", "resource_reach", "item_pickup", "loot_pickup" })
            body[$"character_{bonus}_distance_bonus"] = _choices.Chance(0.2) ? _choices.Number(1, 50) : 0;
        body["character_additional_mining_categories"] = _choices.Chance(0.2) ? new JsonArray("basic-solid", "hard-solid") : new JsonArray();
        body["character_maximum_following_robot_count_bonus"] = _choices.Chance(0.2) ? _choices.Number(1, 50) : 0;
        body["character_health_bonus"] = _choices.Chance(0.2) ? _choices.Number(1, 500) : 0;
        var slots = _choices.Chance(0.3) ? _choices.FewerThan(200) : 0;
        var trash = _choices.Chance(0.3) ? _choices.Number(1, 20) : 0;
        body["character_inventory_slots_bonus"] = slots;
        body["character_trash_slot_count_bonus"] = trash;
        body["inventories"] = Inventories(BodySlots + ForceSlots + slots, TrashSlots + trash, _choices.Fraction());
        return body;
    }

    private JsonObject Inventories(int main, int trash, double filled)
    {
        var (armor, slots) = _items.Worn();
        return new JsonObject
        {
            ["armor"] = armor,
            ["main"] = _items.Inventory(main + slots, filled),
            ["guns"] = _items.Inventory(3, "gun"),
            ["ammo"] = _items.Inventory(3, "ammo"),
            ["trash"] = _items.Inventory(trash, 0.1, filters: false),
        };
    }
}
