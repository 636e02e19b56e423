namespace InventorySync.Controller.Tests.Support;

/// <summary>The token for everything a test awaits: generous, so that it only ends what would hang for ever.</summary>
internal sealed class TestDeadline : IDisposable
{
    private readonly CancellationTokenSource _source =
        CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public TestDeadline() => _source.CancelAfter(TimeSpan.FromSeconds(60));

    public CancellationToken Token => _source.Token;

    public void Dispose() => _source.Dispose();
}
