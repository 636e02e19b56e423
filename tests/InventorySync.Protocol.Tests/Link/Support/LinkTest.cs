using System.Text;

namespace InventorySync.Protocol.Tests.Link;

/// <summary>What the tests of the link share: a safety net in time, and texts as payloads.</summary>
public abstract class LinkTest : IDisposable
{
    private readonly CancellationTokenSource _net = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    protected LinkTest() => _net.CancelAfter(TimeSpan.FromSeconds(60));

    protected CancellationToken Ct => _net.Token;

    protected static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    public void Dispose()
    {
        _net.Dispose();
        GC.SuppressFinalize(this);
    }
}
