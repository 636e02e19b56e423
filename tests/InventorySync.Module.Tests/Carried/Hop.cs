using System.Text.Json.Nodes;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

/// <summary>A player whose game is set up by a script on one server, and who goes on to the next.</summary>
internal static class Hop
{
    private const string Player = "local p = game.get_player('alice') ";

    /// <summary>Alice joins for the first time, gets what the script gives her, and leaves.</summary>
    /// <returns>Her document, and what the second script read before she left.</returns>
    public static (JsonObject Document, JsonNode? State) From(GameServer server, string setup, string read = "return true")
    {
        server.JoinNew("alice");
        server.Lua(Player + setup);
        var state = server.Lua(Player + read);
        return (server.Leave("alice")["document"]!.AsObject(), state);
    }

    /// <summary>Alice comes with a document to a server where she has other settings, and leaves again.</summary>
    /// <returns>Her document, and what the script read while she was there.</returns>
    public static (JsonObject Document, JsonNode? State) Through(GameServer server, JsonObject document, string disturb = "", string read = "return true")
    {
        var acquire = server.Join("alice");
        server.Lua(Player + disturb);
        var sent = document.DeepClone().AsObject();
        sent["generation"] ??= 31;
        server.Deliver(acquire, sent.ToJsonString());
        var state = server.Lua(Player + read);
        return (server.Leave("alice")["document"]!.AsObject(), state);
    }

    /// <summary>Asserts that a setting made on one server is the same on the next, and in what it writes.</summary>
    public static void AssertCarried(string version, string setup, string disturb, string read, bool mods = false)
    {
        using var first = GameServer.Started(new() { Version = version, TestMods = mods });
        var (document, before) = From(first, setup, read);
        using var second = GameServer.Started(new() { Version = version, TestMods = mods });

        var (returned, after) = Through(second, document, disturb, read);

        Assert.Equal(before?.ToJsonString(), after?.ToJsonString());
        DocumentComparison.AssertEqual(document, returned);
    }
}
