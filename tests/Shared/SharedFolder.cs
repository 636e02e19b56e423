namespace InventorySync.Tests.Shared;

/// <summary>
/// The folder <c>shared</c> with reference data, which lies beside the checkout and is read in place. Many checkouts have none:
/// what needs it is skipped there, or says so.
/// </summary>
internal static class SharedFolder
{
    /// <summary>Full path of a file or folder in it, such as <c>samples/extreme.json</c>; null where it is not there.</summary>
    public static string? Find(string relative) =>
        Candidates().Select(shared => Path.Combine(shared, relative)).FirstOrDefault(Path.Exists);

    /// <summary>What to say where <see cref="Find"/> finds nothing.</summary>
    public static string Absence(string relative) =>
        $"{relative} is not here: no folder \"shared\" above the program has it. The environment variable INVSYNC_SHARED names another place.";

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("INVSYNC_SHARED") is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared");
    }
}
