namespace InventorySync.Protocol.Game.Saves;

/// <summary>Orders modules so that each comes after those it depends on (save-patching-and-ipc.md §2.3).</summary>
public static class ModuleOrder
{
    /// <summary>
    /// Gives the modules in load order. Stable: a module whose dependencies are present stays where it is; one that must wait is
    /// inserted right after the module it waited for.
    /// </summary>
    /// <exception cref="SaveRefusedException">Two of one name, an invalid version or range, a dependency that is missing, of the wrong version, or circular.</exception>
    public static IReadOnlyList<SaveModule> Sort(IReadOnlyList<SaveModule> modules)
    {
        var byName = new Dictionary<string, SaveModule>(StringComparer.Ordinal);
        foreach (var module in modules)
        {
            if (!byName.TryAdd(module.Name, module))
                throw new SaveRefusedException($"Two modules are named {module.Name}; a save holds one of each name.");
        }

        foreach (var module in modules)
            CheckVersions(module, byName);

        var sorted = new List<SaveModule>();
        var present = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new List<SaveModule>();
        foreach (var module in modules)
        {
            if (FirstMissing(module, present) is null)
                Place(module, sorted.Count);
            else
                waiting.Add(module);
        }

        if (waiting.Count > 0)
            throw new SaveRefusedException($"Module dependency loop detected: {DescribeLoop(waiting, present)}");
        return sorted;

        void Place(SaveModule module, int index)
        {
            sorted.Insert(index, module);
            present.Add(module.Name);
            foreach (var next in waiting.Where(candidate => candidate.Dependencies.Any(need => need.Key == module.Name)).ToList())
            {
                if (!waiting.Contains(next) || FirstMissing(next, present) is not null)
                    continue;
                waiting.Remove(next);
                var before = sorted.Count;
                Place(next, ++index);
                // What waited for the one just placed came right after it.
                index += sorted.Count - before - 1;
            }
        }
    }

    private static string? FirstMissing(SaveModule module, HashSet<string> present) =>
        module.Dependencies.Select(need => need.Key).FirstOrDefault(name => !present.Contains(name));

    private static void CheckVersions(SaveModule module, Dictionary<string, SaveModule> byName)
    {
        if (SemanticVersion.TryParse(module.Version) is null)
            throw new SaveRefusedException($"Invalid version '{module.Version}' for module {module.Name}");
        foreach (var (name, text) in module.Dependencies)
        {
            var range = VersionRange.TryParse(text)
                ?? throw new SaveRefusedException($"Invalid version range '{text}' for dependency {name} on module {module.Name}");
            if (!byName.TryGetValue(name, out var dependency))
                throw new SaveRefusedException($"Missing dependency {name} for module {module.Name}");
            if (SemanticVersion.TryParse(dependency.Version) is { } version && !range.Contains(version))
                throw new SaveRefusedException($"Module {module.Name} requires {name} {text}");
        }
    }

    private static string DescribeLoop(List<SaveModule> waiting, HashSet<string> present)
    {
        var path = new List<string>();
        var current = waiting[0].Name;
        while (!path.Contains(current))
        {
            path.Add(current);
            current = FirstMissing(waiting.First(module => module.Name == current), present)!;
        }

        path.Add(current);
        return string.Join(" -> ", path[path.IndexOf(current)..]);
    }
}
