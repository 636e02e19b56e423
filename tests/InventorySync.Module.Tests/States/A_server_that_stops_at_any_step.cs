using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.States;

/// <summary>
/// The map is saved in the middle of each step between joining and leaving, and the server comes back from that save: after
/// a crash with its players online in it, after a stop for which they left, or after one that the host announced. In the end the player owns what
/// they owned, in all places together.
/// </summary>
public class A_server_that_stops_at_any_step
{
    private const int WhereTheyWere = 0;
    private const int Elsewhere = 1;

    public static TheoryData<string, string, int> Stops()
    {
        var stops = new TheoryData<string, string, int>();
        foreach (var step in (string[])["asked", "asked for long", "busy", "unavailable", "timed out", "granted in a cutscene", "granted another in a cutscene", "downloading",
            "complete but in a cutscene", "restored", "kept", "left with a pending upload", "left during the download", "back with a pending upload", "conflict waiting"])
        {
            foreach (var end in (string[])["crash", "after the leave", "announced"])
            {
                stops.Add(step, end, WhereTheyWere);
                stops.Add(step, end, Elsewhere);
            }
        }

        return stops;
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void The_player_owns_what_they_owned(string step, string end, int continues)
    {
        using var cluster = new Cluster();
        var nauvis = cluster.Start("Nauvis");
        var vulcanus = cluster.Start("Vulcanus");
        var owned = Reach(step, cluster, nauvis, vulcanus);

        if (end == "after the leave" && nauvis.IsOnline("alice"))
            nauvis.Do("leave", "alice");
        if (end == "announced")
        {
            Assert.StartsWith("{\"unanswered\":", nauvis.Send("close"), StringComparison.Ordinal);
            cluster.Attend(nauvis);
        }

        cluster.Restart(nauvis, nauvis.Save());
        foreach (var server in (GameServer[])[nauvis, vulcanus])
        {
            if (server.IsOnline("alice"))
                server.Do("leave", "alice");
            cluster.Settle(nauvis, vulcanus);
        }

        var here = continues == WhereTheyWere ? nauvis : vulcanus;
        here.Do("join", "alice");
        cluster.Settle(nauvis, vulcanus);
        here.Lua("(function() local p = game.get_player('alice') if p.controller_type == defines.controllers.cutscene then p.exit_cutscene() end end)()");
        cluster.Settle(nauvis, vulcanus);

        Belongings.AssertEqual(owned, Belongings.Of(here, "alice"));
        Assert.Equal("character", here.Read("alice")["controller"]!.GetValue<string>());
        Assert.True(here.Status("alice")["sync"]!.GetValue<bool>());
        here.Do("leave", "alice");
        cluster.Settle(nauvis, vulcanus);
        Belongings.AssertEqual(owned, Belongings.In(cluster.Document!));
        Assert.Null(cluster.Holder);
        Assert.Empty(cluster.Errors);
    }

    /// <summary>Brings alice, who joins Nauvis, to a step; gives what they own then, wherever it is.</summary>
    private static SortedDictionary<string, long> Reach(string step, Cluster cluster, GameServer nauvis, GameServer vulcanus)
    {
        Play(cluster, nauvis, "coal", 30);
        if (step is "downloading" or "complete but in a cutscene" or "granted another in a cutscene" or "restored" or "left during the download" or "conflict waiting")
            Play(cluster, vulcanus, "iron-plate", 7);
        var owned = Belongings.In(cluster.Document!);
        switch (step)
        {
            case "busy":
                vulcanus.Do("join", "alice");
                cluster.Settle(vulcanus);
                vulcanus.Give("alice", "stone", 3);
                owned["stone"] = 3;
                nauvis.Do("join", "alice");
                cluster.Attend(nauvis);
                Assert.Equal("busy", nauvis.Status("alice")["waiting"]!.GetValue<string>());
                break;
            case "unavailable":
                nauvis.Tell($$"""unavailable {{GameServer.Number(nauvis.Join("alice"))}} {"message":"no controller"}""");
                break;
            case "left with a pending upload" or "back with a pending upload":
                nauvis.Do("join", "alice");
                cluster.Settle(nauvis);
                nauvis.Give("alice", "stone", 3);
                owned["stone"] = 3;
                nauvis.Do("leave", "alice");
                nauvis.Host.Lines.Clear();
                if (step == "back with a pending upload")
                    nauvis.Do("join", "alice");
                break;
            case "conflict waiting":
                // Nauvis comes back from a save in which alice was online, and Vulcanus has gone on meanwhile.
                nauvis.Do("join", "alice");
                cluster.Settle(nauvis);
                nauvis.Give("alice", "stone", 3);
                var save = nauvis.Save();
                nauvis.Do("leave", "alice");
                cluster.Settle(nauvis);
                Play(cluster, vulcanus, "iron-plate", 2);
                owned = Belongings.In(cluster.Document!);
                cluster.Restart(nauvis, save);
                nauvis.Do("join", "alice");
                break;
            default:
                nauvis.Do("join", "alice");
                break;
        }

        switch (step)
        {
            case "asked for long":
                nauvis.Run(45);
                break;
            case "timed out":
                nauvis.Run(700);
                nauvis.Host.Lines.Clear();
                break;
            case "granted in a cutscene" or "granted another in a cutscene" or "complete but in a cutscene":
                nauvis.Enter("alice", "cutscene");
                cluster.Attend(nauvis);
                break;
            case "downloading" or "left during the download":
                cluster.Interrupted = true;
                cluster.Attend(nauvis);
                cluster.Interrupted = false;
                if (step == "left during the download")
                    nauvis.Do("leave", "alice");
                break;
            case "restored" or "kept":
                cluster.Settle(nauvis);
                break;
        }

        return owned;
    }

    /// <summary>A visit in which the player gathers something.</summary>
    private static void Play(Cluster cluster, GameServer server, string item, int count)
    {
        server.Do("join", "alice");
        cluster.Settle(server);
        server.Give("alice", item, count);
        server.Do("leave", "alice");
        cluster.Settle(server);
    }
}
