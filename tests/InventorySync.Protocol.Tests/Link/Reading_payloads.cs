using System.Text;
using CsCheck;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Protocol.Tests.Link;

public class Reading_payloads
{
    private const string Odd = "Wr\"é\\n' 🐦\u2028{}";

    public static TheoryData<string, Action<ReadOnlyMemory<byte>>> Parsers => new()
    {
        { "acquire", data => AcquireRequest.Parse(data) },
        { "acquired", data => AcquireResponse.Parse(data) },
        { "release", data => ReleaseRequest.Parse(data) },
        { "upload", data => UploadRequest.Parse(data) },
        { "uploaded", data => UploadResponse.Parse(data) },
        { "download", data => DownloadRequest.Parse(data) },
        { "downloaded", data => DownloadResponse.Parse(data) },
        { "stats", data => DatabaseStatsResponse.Parse(data) },
        { "available", data => PlayerAvailableEvent.Parse(data) },
        { "stop waiting", data => StopWaitingRequest.Parse(data) },
        { "died", data => InstanceDiedRequest.Parse(data) },
        { "instances", data => InstancesUpdateRequest.Parse(data) },
        { "assign", data => InstanceAssignInternalRequest.Parse(data) },
        { "unassign", data => InstanceUnassignInternalRequest.Parse(data) },
        { "delete", data => InstanceDeleteInternalRequest.Parse(data) },
        { "status", data => InstanceStatusChangedEvent.Parse(data) },
        { "start", data => InstanceStartRequest.Parse(data) },
        { "create save", data => InstanceCreateSaveRequest.Parse(data) },
        { "host", data => HostInfoUpdateEvent.Parse(data) },
        { "lists", data => SyncUserListsEvent.Parse(data) },
        { "system", data => SystemInfoResponse.Parse(data) },
    };

    [Theory]
    [MemberData(nameof(Parsers), DisableDiscoveryEnumeration = true)]
    public void Damaged_payloads_are_read_or_refused_and_nothing_else(string name, Action<ReadOnlyMemory<byte>> parse)
    {
        Assert.NotEmpty(name);
        string[] seeds =
        [
            """{"instanceId":701,"playerName":"Wren","requestToken":"a","have":{"generation":1,"revision":"r"},"wait":true,"token":4,"base":"b","playerData":{"generation":1,"name":"Wren"}}""",
            """{"status":"busy","generation":1,"hasData":true,"message":"m","until":"2026-01-01T00:00:00Z","config":{"instance.id":5},"save":"x","name":"y","signal":"z"}""",
            """[{"config":{"instance.id":2001,"instance.name":"a"},"status":"running","gamePort":1}]""",
            """{"adminlist":["a"],"banlist":[["b","c"],[1],[]],"whitelist":[2],"coreRatios":[0.5,"x"],"update":{"name":"n","publicAddress":"p"},"largestEntry":{"name":"n","size":1}}""",
        ];

        Gen.Select(Gen.Int[0, seeds.Length - 1], Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 400]).Sample((seed, at, value, cut) =>
        {
            var damaged = Encoding.UTF8.GetBytes(seeds[seed]);
            damaged[at % damaged.Length] = value;
            return ReadsOrRefuses(parse, damaged) && ReadsOrRefuses(parse, damaged.AsMemory(0, cut % damaged.Length));
        });
    }

    [Theory]
    [InlineData("""{"playerName":"Wren"}""", "instanceId is missing")]
    [InlineData("""{"instanceId":"7","playerName":"Wren"}""", "instanceId must be an integer")]
    [InlineData("""{"instanceId":7.5,"playerName":"Wren"}""", "instanceId must be an integer")]
    [InlineData("""{"instanceId":7000000000,"playerName":"Wren"}""", "instanceId must be a 32-bit integer")]
    [InlineData("""{"instanceId":7,"playerName":""}""", "playerName must be 1 to 60 characters long")]
    [InlineData("""{"instanceId":7,"playerName":"1234567890123456789012345678901234567890123456789012345678901"}""", "playerName must be 1 to 60 characters long")]
    [InlineData("""{"instanceId":7,"playerName":"a\nb"}""", "playerName must be free of control characters")]
    [InlineData("""{"instanceId":7,"playerName":"Wren","playerName":"Rook"}""", "playerName stands twice")]
    [InlineData("""{"instanceId":7,"playerName":"Wren","have":[]}""", "have must be an object")]
    [InlineData("""{"instanceId":7,"playerName":"Wren","have":{"generation":1}}""", "revision is missing")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("", "not well-formed JSON")]
    public void A_wrong_acquire_is_refused_by_the_member_at_fault(string json, string problem)
    {
        var error = Assert.Throws<LinkRequestException>(() => AcquireRequest.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("AcquireRequest", error.Message, StringComparison.Ordinal);
        Assert.Equal(LinkErrorCodes.InvalidMessage, error.Code);
    }

    [Theory]
    [InlineData("""{"name":"Wren"}""", "generation is missing")]
    [InlineData("""{"generation":0,"name":"Wren"}""", "generation must be an integer from 1")]
    [InlineData("""{"generation":1.5,"name":"Wren"}""", "generation must be an integer")]
    [InlineData("""{"generation":1e300,"name":"Wren"}""", "generation must be an integer")]
    [InlineData("""{"generation":9007199254740992,"name":"Wren"}""", "generation must be an integer from 1")]
    [InlineData("""{"generation":1,"name":"wren"}""", "playerData.name must be equal to playerName")]
    [InlineData("\"text\"", "playerData must be an object")]
    public void A_wrong_document_is_refused(string document, string problem)
    {
        var json = Encoding.UTF8.GetBytes("{\"instanceId\":7,\"playerName\":\"Wren\",\"playerData\":" + document + "}");

        var error = Assert.Throws<LinkRequestException>(() => UploadRequest.Parse(json));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_about_a_player_come_back_as_they_were()
    {
        var acquire = new AcquireRequest { InstanceId = 701, PlayerName = Odd, RequestToken = "t", Have = new HeldVersion(3, "r"), Wait = true };
        var release = new ReleaseRequest { InstanceId = 701, PlayerName = Odd, Token = 8 };
        var download = new DownloadRequest { InstanceId = 701, PlayerName = Odd, Token = 8 };

        Assert.Equal(acquire, AcquireRequest.Parse(acquire.ToJson()));
        Assert.Equal(release, ReleaseRequest.Parse(release.ToJson()));
        Assert.Equal(download, DownloadRequest.Parse(download.ToJson()));
        Assert.Equal("""{"instanceId":701,"playerName":"Wren"}""",
            Encoding.UTF8.GetString((acquire with { PlayerName = "Wren" }).WithoutExtensions().ToJson()));
    }

    [Fact]
    public void Documents_come_back_byte_for_byte()
    {
        var document = Encoding.UTF8.GetBytes("""{ "generation" : 2,  "name":"Wren","x":1.50,"s":"\u00e9\/ 🐦" }""");
        var upload = UploadRequest.Parse(new UploadRequest { InstanceId = 701, PlayerName = "Wren", PlayerData = document, Token = 1, Base = "b" }.ToJson());
        var downloaded = DownloadResponse.Parse(new DownloadResponse { PlayerData = document, Revision = "r", Token = 2 }.ToJson());
        var acquired = AcquireResponse.Parse(new AcquireResponse { Status = AcquireResponse.Acquired, PlayerData = document }.ToJson());

        Assert.Equal(document, upload.PlayerData.ToArray());
        Assert.Equal((1L, "b"), (upload.Token, upload.Base));
        Assert.Equal(document, downloaded.PlayerData.ToArray());
        Assert.Equal(("r", 2L), (downloaded.Revision, downloaded.Token));
        Assert.Equal(document, acquired.PlayerData.ToArray());
        Assert.Equal(new PlayerDataHeader(2, "Wren", null), PlayerDataHeader.Read(document));
    }

    [Fact]
    public void Answers_come_back_as_they_were_and_plain_ones_hold_nothing_more()
    {
        var until = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var busy = new AcquireResponse { Status = AcquireResponse.Busy, Message = Odd, Reason = "lost", Until = until, RequestToken = "t", Token = 5, Revision = "r" };
        var stored = new UploadResponse { Status = UploadResponse.Stored, Generation = 4, Revision = "r" };

        Assert.Equal(busy, AcquireResponse.Parse(busy.ToJson()));
        Assert.Equal(stored, UploadResponse.Parse(stored.ToJson()));
        Assert.Equal("""{"status":"busy","message":"Nauvis"}""", Encoding.UTF8.GetString((busy with { Message = "Nauvis" }).WithoutExtensions().ToJson()));
        Assert.Empty(UploadResponse.Plain.ToJson());
        Assert.Equal(UploadResponse.Plain, UploadResponse.Parse(default));
        Assert.Equal("{}", Encoding.UTF8.GetString(new DownloadResponse().ToJson()));
        Assert.True(DownloadResponse.Parse("{}"u8.ToArray()).PlayerData.IsEmpty);
    }

    [Fact]
    public void Messages_about_instances_come_back_as_they_were()
    {
        var config = Encoding.UTF8.GetBytes("""{"instance.id":2001,"instance.name":"spec-alpha","_warning":"x"}""");
        var instance = InstancesUpdateRequest.Parse(
            new InstancesUpdateRequest([new ReportedInstance(config, 2001, "spec-alpha", InstanceStatus.Running, 34101, "2.0.72")]).ToJson()).Instances.Single();
        var assign = InstanceAssignInternalRequest.Parse(new InstanceAssignInternalRequest(2001, config).ToJson());
        var status = new InstanceStatusChangedEvent(2001, InstanceStatus.Stopped, null, "latest");
        var died = new InstanceDiedRequest(2001, null, "SIGKILL");

        Assert.Equal(config, instance.Config.ToArray());
        Assert.Equal((2001, "spec-alpha", "running", 34101, "2.0.72"), (instance.Id, instance.InstanceName, instance.Status, instance.GamePort, instance.FactorioVersion));
        Assert.Equal(config, assign.Config.ToArray());
        Assert.Equal(status, InstanceStatusChangedEvent.Parse(status.ToJson()));
        Assert.Equal(died, InstanceDiedRequest.Parse(died.ToJson()));
        Assert.Equal(new InstanceUnassignInternalRequest(7), InstanceUnassignInternalRequest.Parse(new InstanceUnassignInternalRequest(7).ToJson()));
        Assert.Equal(new InstanceDeleteInternalRequest(7), InstanceDeleteInternalRequest.Parse(new InstanceDeleteInternalRequest(7).ToJson()));
        Assert.Equal(new InstanceStartRequest("a.zip"), InstanceStartRequest.Parse(new InstanceStartRequest("a.zip").ToJson()));
        Assert.Equal(new InstanceStartRequest(), InstanceStartRequest.Parse(default));
        Assert.Equal(new InstanceCreateSaveRequest("a.zip", 5), InstanceCreateSaveRequest.Parse(new InstanceCreateSaveRequest("a.zip", 5).ToJson()));
        Assert.Throws<LinkRequestException>(() => InstanceStatusChangedEvent.Parse("""{"instanceId":7,"status":"deleted"}"""u8.ToArray()));
    }

    [Fact]
    public void The_other_messages_come_back_as_they_were()
    {
        var host = new HostInfoUpdateEvent(Odd, "localhost");
        var stats = new DatabaseStatsResponse(100, 2, Odd, 60);
        var lists = new SyncUserListsEvent(["spec-admin"], [new BannedPlayer(Odd, "griefing")], []);
        var system = new SystemInfoResponse
        {
            Id = 7,
            Hostname = "h",
            Node = "n",
            Kernel = "k",
            Machine = "m",
            CpuModel = "c",
            CoreRatios = [0.5, 1],
            MemoryCapacity = 1,
            MemoryAvailable = 2,
            DiskCapacity = 3,
            DiskAvailable = 4,
            CanRestart = false,
            RestartRequired = true,
            SystemStartedAtMs = 1795371964844.1616,
            ProcessStartedAtMs = 6,
            UpdatedAtMs = 7,
            IsDeleted = false,
        };

        Assert.Equal(host, HostInfoUpdateEvent.Parse(host.ToJson()));
        Assert.Equal(stats, DatabaseStatsResponse.Parse(stats.ToJson()));
        Assert.Equal(lists.ToJson(), SyncUserListsEvent.Parse(lists.ToJson()).ToJson());
        Assert.Equal("""{"adminlist":["spec-admin"],"banlist":[],"whitelist":[]}""", Encoding.UTF8.GetString((lists with { Bans = [] }).ToJson()));
        Assert.Equal(system.ToJson(), SystemInfoResponse.Parse(system.ToJson()).ToJson());
        Assert.Equal(new PlayerAvailableEvent(Odd), PlayerAvailableEvent.Parse(new PlayerAvailableEvent(Odd).ToJson()));
        Assert.Equal(new StopWaitingRequest(Odd), StopWaitingRequest.Parse(new StopWaitingRequest(Odd).ToJson()));
    }

    private static bool ReadsOrRefuses(Action<ReadOnlyMemory<byte>> parse, ReadOnlyMemory<byte> data)
    {
        try
        {
            parse(data);
            return true;
        }
        catch (LinkRequestException refusal)
        {
            return refusal.Code == LinkErrorCodes.InvalidMessage;
        }
    }
}
