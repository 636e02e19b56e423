using Microsoft.Extensions.Hosting;

namespace InventorySync.Controller;

/// <summary>Leaves signals to whoever started the controller: a test starts several in one process.</summary>
internal sealed class SignalsElsewhere : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
