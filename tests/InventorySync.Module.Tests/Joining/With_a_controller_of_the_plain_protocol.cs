using InventorySync.Module.Tests.Documents;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Joining;

public class With_a_controller_of_the_plain_protocol
{
    [Fact]
    public void Generations_decide_and_no_revision_is_needed()
    {
        using var server = GameServer.Started();
        var document = Composed.Tree("alice", """{"n":"coal","c":3}""");
        document.Remove("revision");

        server.Deliver(server.Join("alice"), document.ToJsonString(), token: 0, generation: 31, revision: "-");
        var upload = server.Leave("alice");
        Assert.Equal("", upload["base"]!.GetValue<string>());
        Assert.Equal(0, upload["token"]!.GetValue<int>());
        Assert.Equal(32, upload["generation"]!.GetValue<int>());
        server.Tell($"uploaded {upload["upload"]} stored");

        var acquire = server.Join("alice");
        Assert.Equal(32, acquire["have"]!["generation"]!.GetValue<int>());
        server.Tell($"acquired {GameServer.Number(acquire)} 0 32 same -");

        Assert.Equal(3, server.Count("alice", "coal"));
        Assert.Equal(33, server.Leave("alice")["generation"]!.GetValue<int>());
    }

    [Fact]
    public void An_unanswered_upload_that_arrived_is_recognised_by_its_generation()
    {
        using var server = GameServer.Started();
        server.Deliver(server.Join("alice"), Composed.With("alice", """{"n":"coal","c":3}"""), token: 0, generation: 31, revision: "-");
        var upload = server.Leave("alice");

        var acquire = server.Join("alice");
        server.Tell($"acquired {GameServer.Number(acquire)} 0 32 same -");

        Assert.Equal(upload["revision"]!.GetValue<string>(), server.Status("alice")["revision"]!.GetValue<string>());
        Assert.Equal(33, server.Leave("alice")["generation"]!.GetValue<int>());
    }
}
