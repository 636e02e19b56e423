using InventorySync.Tests.Shared;

namespace InventorySync.Module.Tests.Support;

/// <summary>Finds the module's files and the shared samples from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Above("InventorySync.slnx")
        ?? throw new InvalidOperationException("The tests must run from inside the repository.");

    /// <summary>A shared sample's text; skips the test where the shared folder is absent.</summary>
    public static string Sample(string name)
    {
        var path = SharedFolder.Find($"samples/{name}.json");
        Assert.SkipWhen(path is null, SharedFolder.Absence($"samples/{name}.json"));
        return File.ReadAllText(path);
    }

    private static string? Above(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, file)))
                return folder.FullName;
        }

        return null;
    }
}
