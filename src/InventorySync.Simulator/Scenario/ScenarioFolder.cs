namespace InventorySync.Simulator.Scenario;

/// <summary>
/// The files of a scenario. The simulator brings one of its own, which stands where the game has freeplay; its
/// clusterio.json says so to managers, which would refuse an unknown control.lua (save-patching-and-ipc §1.3).
/// </summary>
public static class ScenarioFolder
{
    private const string ResourcePrefix = "Scenario/";

    /// <summary>The files of the simulator's own scenario, by path below the scenario's folder.</summary>
    public static IReadOnlyList<KeyValuePair<string, byte[]>> Freeplay()
    {
        var assembly = typeof(ScenarioFolder).Assembly;
        var files = new List<KeyValuePair<string, byte[]>>();
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
                continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            files.Add(new(name[ResourcePrefix.Length..], content));
        }
        return files;
    }

    /// <summary>The files of a scenario on disk.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">There is no control.lua in it.</exception>
    public static IReadOnlyList<KeyValuePair<string, byte[]>> Read(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => new KeyValuePair<string, byte[]>(
                Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file)))
            .ToList();
        if (!files.Exists(file => file.Key == "control.lua"))
            throw new FileNotFoundException($"There is no control.lua in {folder}.");
        return files;
    }
}
