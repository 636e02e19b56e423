using System.Text.Json.Nodes;
using InventorySync.Tests.Shared;

namespace InventorySync.EndToEnd.Tests;

/// <summary>The sample player documents that lie beside the project, where they do.</summary>
internal static class Samples
{
    /// <summary>Reads a sample, or skips the test where it is absent.</summary>
    public static JsonObject Read(string file)
    {
        var path = SharedFolder.Find($"samples/{file}");
        Assert.SkipWhen(path is null, SharedFolder.Absence($"samples/{file}"));
        return JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
    }
}
