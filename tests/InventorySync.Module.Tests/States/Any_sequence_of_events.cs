using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.States;

/// <summary>
/// Two servers, one player, and whatever comes next: joins, leaves, states, crashes without loss of time, transfers that
/// stop half-way, lines that nobody attends to for a while. In the end the player has everything, once.
/// </summary>
public class Any_sequence_of_events
{
    private const int Steps = 40;

    private static readonly string[] States =
        ["cutscene", "editor", "remote view", "driving a car", "passenger of a car", "in a locomotive", "in a hub", "in a pod", "crafting"];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_is_lost_and_nothing_doubled(int seed)
    {
        var random = new Random(seed);
        using var cluster = new Cluster();
        var servers = new[] { cluster.Start("Nauvis"), cluster.Start("Vulcanus") };
        var story = new List<string>();
        var owned = 0;
        for (var step = 0; step < Steps; step++)
        {
            var which = random.Next(2);
            owned += Take(random, cluster, servers[which], which, story);
        }

        cluster.Interrupted = false;
        foreach (var server in servers)
        {
            if (server.IsOnline("alice"))
                server.Do("leave", "alice");
        }

        cluster.Settle(servers);
        // Once more on each: a download of which the last part never came is dropped by a host that starts over.
        foreach (var server in servers)
        {
            cluster.SayHello(server);
            server.Do("join", "alice");
            cluster.Settle(servers);
            PlayerState.End(server, "alice");
            cluster.Settle(servers);
            var has = Belongings.Describe(Belongings.Of(server, "alice"));
            Assert.True(has == Wanted(owned), $"{has} in place of {Wanted(owned)} after: {string.Join("; ", story)}");
            server.Do("leave", "alice");
            cluster.Settle(servers);
        }

        Assert.Equal(Wanted(owned), cluster.Document is null ? "" : Belongings.Describe(Belongings.In(cluster.Document)));
        Assert.Null(cluster.Holder);
        Assert.Empty(cluster.Errors);
    }

    private static string Wanted(int owned) => owned == 0 ? "" : $"{owned} iron-plate";

    /// <summary>Does something; gives how much the player has gathered by it.</summary>
    private static int Take(Random random, Cluster cluster, GameServer server, int which, List<string> story)
    {
        var online = server.IsOnline("alice");
        switch (random.Next(10))
        {
            case 0 or 1 when !online:
                story.Add($"join {which}");
                server.Do("join", "alice");
                break;
            case 0 when online:
                story.Add($"leave {which}");
                server.Do("leave", "alice");
                break;
            case 2 or 3 or 4:
                story.Add($"attend {which}");
                cluster.Attend(server);
                break;
            case 5:
                var ticks = random.Next(1, 80);
                story.Add($"{ticks} ticks {which}");
                server.Run(ticks);
                break;
            case 6 when online && server.Read("alice") is var alice && alice["physical_controller"]!.GetValue<string>() == "character"
                && alice["surface"]!.GetValue<string>() == "nauvis":
                var state = States[random.Next(States.Length)];
                story.Add($"{state} {which}");
                PlayerState.End(server, "alice");
                PlayerState.Enter(server, "alice", state);
                break;
            case 7 when online:
                story.Add($"end {which}");
                server.Lua("game.get_player('alice').land_on_planet()");
                PlayerState.End(server, "alice");
                break;
            case 8 when random.Next(3) == 0:
                story.Add($"crash {which}");
                cluster.Restart(server, server.Save());
                break;
            case 8:
                cluster.Interrupted = !cluster.Interrupted;
                story.Add($"interrupted: {cluster.Interrupted}");
                break;
            case 9 when online && server.Status("alice") is { } status && status["sync"]!.GetValue<bool>() && status["token"] is not null
                && server.Read("alice")["controller"]!.GetValue<string>() == "character":
                story.Add($"gathers {which}");
                server.Give("alice", "iron-plate", 4);
                return 4;
        }

        return 0;
    }
}
