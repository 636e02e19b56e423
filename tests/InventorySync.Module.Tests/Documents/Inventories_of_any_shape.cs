using System.Text.Json.Nodes;
using CsCheck;
using InventorySync.Module.Tests.Players;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Documents;

public class Inventories_of_any_shape
{
    private const int Slots = 80;

    private static readonly Gen<JsonObject?> Slot = Gen.Frequency(
        (3, Gen.Const((JsonObject?)null)),
        (4, Item),
        (1, Filter),
        (1, Gen.Select(Filter, Item, With)));

    private static readonly Gen<JsonObject?[]> Inventory = Slot.Array[0, Slots];

    private static Gen<JsonObject?> Item => Gen.Select(
        Gen.OneOf("coal", "iron-plate", "inserter", "firearm-magazine"),
        Gen.Int[1, 3],
        Gen.OneOf<string?>(null, "rare", "legendary"),
        Gen.OneOf(1, 0.5),
        (name, count, quality, health) =>
        {
            var item = new JsonObject { ["n"] = name, ["c"] = count };
            if (quality is not null)
                item["q"] = quality;
            if (health < 1)
                item["h"] = health;
            if (name == "firearm-magazine")
                item["a"] = count;
            return (JsonObject?)item;
        });

    private static Gen<JsonObject?> Filter => Gen.Select(
        Gen.OneOf("coal", "iron-plate", "stone"),
        Gen.OneOf("normal", "epic"),
        Gen.OneOf("=", "≥", "<"),
        (name, quality, comparator) => (JsonObject?)new JsonObject
        {
            ["f"] = new JsonObject { ["name"] = name, ["quality"] = quality, ["comparator"] = comparator },
        });

    [Fact]
    public void They_are_written_by_the_rule_and_come_back_equal()
    {
        Inventory.Sample(
            slots =>
            {
                using var server = GameServer.Started();
                var document = Composed.Tree("alice");
                document["character"]!["inventories"]!["main"] = new JsonObject { ["i"] = Entries.Of(slots) };

                server.Deliver(server.Join("alice"), document.ToJsonString());
                GameReading.AssertHolds(document, server.Read("alice"));
                DocumentComparison.AssertEqual(document, server.Leave("alice")["document"]!);
            },
            iter: 60,
            threads: 1);
    }

    private static JsonObject? With(JsonObject? filter, JsonObject? item)
    {
        var both = filter!.DeepClone().AsObject();
        foreach (var (name, value) in item!)
            both[name] = value!.DeepClone();
        return both;
    }
}
