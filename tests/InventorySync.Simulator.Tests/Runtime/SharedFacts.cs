namespace InventorySync.Simulator.Tests.Runtime;

/// <summary>Reference data beside the checkout, read in place. Tests that need it are skipped where it is missing.</summary>
public static class SharedFacts
{
    /// <summary>Path of a file below the shared folder; skips the test when there is none.</summary>
    public static string Path(string relative)
    {
        var file = Root() is { } root ? System.IO.Path.Combine(root, relative) : null;
        Assert.SkipUnless(file is not null && File.Exists(file), $"No reference data: {relative} is not beside the checkout (INVSYNC_SHARED names another place).");
        return file!;
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("INVSYNC_SHARED") is { Length: > 0 } given)
            return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var beside = System.IO.Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(System.IO.Path.Combine(beside, "factorio")))
                return beside;
        }

        return null;
    }
}
