using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Players;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Restoring;

/// <summary>
/// Whatever a document holds: it is restored or refused, the player can go on playing, nothing of theirs is lost, nothing
/// is uploaded over good data, nobody is locked out, and no tick does without bound.
/// </summary>
internal static class HostileVisit
{
    /// <summary>More than any tick of a good document takes; without a bound, these would take hundreds of times as much.</summary>
    private const int MostInstructions = 3_000_000;

    private const int MostTicks = 3000;

    public static void Check(string what, byte[] document) => Check(what, GameServer.Encode(document), document.Length);

    /// <summary>As what a host sends.</summary>
    /// <param name="what">For the message of a failure.</param>
    /// <param name="encoded">The text that is cut into parts.</param>
    /// <param name="documentBytes">How many bytes the host says it has.</param>
    public static void Check(string what, string encoded, int documentBytes)
    {
        using var server = GameServer.Started(new() { TestMods = true, MeasureScripts = true });
        server.Lua(RandomPlayer.Research);
        var acquire = server.Join("alice");
        server.SetSlot("alice", "main", 7, new JsonObject { ["name"] = "tank", ["health"] = 0.5 });
        server.Run(1);
        server.Costs.Clear();
        var reported = server.Host.Logged.Count;

        // Once it is refused the rest of it is unknown.
        var transfer = server.OfferPieces(acquire, encoded, documentBytes);
        for (var index = 1; index <= transfer.Parts.Count; index++)
            Assert.True(server.Send(transfer.Part(index)) is "" or "unknown", what);
        for (var tick = 0; !server.Host.Lines.Exists(line => line["type"]!.GetValue<string>() == "transferred"); tick++)
        {
            Assert.True(tick < MostTicks, $"{what}: neither restored nor refused");
            server.Run(1);
        }

        server.Run(2);
        var restored = server.Status("alice")["sync"]!.GetValue<bool>();
        Assert.True(server.Costs.WorstTick.Instructions < MostInstructions, $"{what}: {server.Costs.WorstTick.Instructions} instructions in a tick");
        Assert.True(Reports(server) <= 1 && server.Host.Logged.Count == reported, $"{what}: {Reports(server)} lines in the log");
        Assert.Equal(restored, server.Take("transferred")["ok"]!.GetValue<bool>());
        if (!restored)
        {
            Assert.Equal(5, server.Take("release")["token"]!.GetValue<int>());
            server.Click("alice", "inventory_sync_temporary");
        }

        Assert.True(server.Read("alice")["controller"]!.GetValue<string>() == "character", $"{what}: no body");
        Assert.True(server.Count("alice", "tank") >= 1, $"{what}: the tank is gone");
        Assert.Equal("5", server.Lua("game.get_player('alice').insert({ name = 'wood', count = 5 })")!.ToJsonString());

        server.Do("leave", "alice");
        Assert.Equal(restored, server.HasLine("upload"));
        if (restored)
            Assert.Equal("other-1", server.Take("upload")["base"]!.GetValue<string>());
    }

    private static int Reports(GameServer server) => server.Host.Lines.Count(line => line["type"]!.GetValue<string>() == "log");
}
