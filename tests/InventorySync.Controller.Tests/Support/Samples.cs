namespace InventorySync.Controller.Tests.Support;

/// <summary>Finds the sample documents, which lie beside the checkout and are read in place.</summary>
internal static class Samples
{
    /// <summary>Null where they are not there.</summary>
    public static string? FindDirectory()
    {
        if (Environment.GetEnvironmentVariable("INVSYNC_SHARED") is { Length: > 0 } shared)
            return Existing(shared);

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Existing(Path.Combine(at.FullName, "shared")) is { } found)
                return found;
        }

        return null;
    }

    private static string? Existing(string shared)
    {
        var samples = Path.Combine(shared, "samples");
        return Directory.Exists(samples) ? samples : null;
    }
}
