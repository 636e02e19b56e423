using InventorySync.Tests.Shared;

namespace InventorySync.Simulator.Tests.Runtime;

/// <summary>Reference data beside the checkout, read in place. Tests that need it are skipped where it is missing.</summary>
public static class SharedFacts
{
    /// <summary>Path of a file below the shared folder; skips the test when there is none.</summary>
    public static string Path(string relative)
    {
        var file = SharedFolder.Find(relative);
        Assert.SkipWhen(file is null, SharedFolder.Absence(relative));
        return file;
    }
}
