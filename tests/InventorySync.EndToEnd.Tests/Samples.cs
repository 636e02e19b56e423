using System.Text.Json.Nodes;

namespace InventorySync.EndToEnd.Tests;

/// <summary>The sample player documents that lie beside the project, where they do.</summary>
internal static class Samples
{
    /// <summary>The directory of the samples, or null where there is none.</summary>
    public static string? Directory
    {
        get
        {
            if (Environment.GetEnvironmentVariable("INVSYNC_SHARED") is { Length: > 0 } named)
                return Path.Combine(named, "samples");

            for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            {
                var samples = Path.Combine(directory.FullName, "shared", "samples");
                if (System.IO.Directory.Exists(samples))
                    return samples;
            }
            return null;
        }
    }

    /// <summary>Reads a sample, or skips the test where the samples are absent.</summary>
    public static JsonObject Read(string file)
    {
        Assert.SkipWhen(Directory is null, "The sample documents are not here (no folder shared/samples above the tests).");
        return JsonNode.Parse(File.ReadAllBytes(Path.Combine(Directory, file)))!.AsObject();
    }
}
