using InventorySync.Core.Acquisitions;
using static InventorySync.Core.Tests.Cluster;

namespace InventorySync.Core.Tests.Acquisitions;

public class Asking_for_the_document
{
    [Fact]
    public void The_holder_is_allowed()
    {
        var player = Stored(4, "r4").HeldBy(Nauvis);

        Assert.Equal(new DownloadAnswer.Allowed(new Token(1), player.Document), player.Download(Nauvis, null, Noon));
        Assert.Equal(new DownloadAnswer.Allowed(new Token(1), player.Document), player.Download(Nauvis, new Token(1), Noon));
    }

    [Fact]
    public void Anybody_else_is_refused()
    {
        var player = Stored(4, "r4").HeldBy(Nauvis);

        Assert.Equal(new DownloadAnswer.NotHolder(), player.Download(Vulcanus, null, Noon));
        Assert.Equal(new DownloadAnswer.NotHolder(), Stored(4, "r4").Download(Vulcanus, null, Noon));
    }

    [Fact]
    public void The_token_of_an_earlier_acquisition_is_refused()
    {
        var player = Stored(4, "r4").HeldBy(Nauvis).HeldBy(Nauvis);

        Assert.Equal(new DownloadAnswer.NotHolder(), player.Download(Nauvis, new Token(1), Noon));
    }

    [Fact]
    public void A_stale_acquisition_is_none()
    {
        var player = Stored(4, "r4").HeldBy(Nauvis, expires: Noon + LockTimeout);

        Assert.Equal(new DownloadAnswer.NotHolder(), player.Download(Nauvis, null, Noon + LockTimeout));
    }
}
