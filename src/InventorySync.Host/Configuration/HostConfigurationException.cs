namespace InventorySync.Host.Configuration;

/// <summary>The host's configuration has mistakes.</summary>
/// <param name="source">Where it was read from.</param>
/// <param name="mistakes">All of them, each naming the entry and the mend.</param>
public sealed class HostConfigurationException(string source, IReadOnlyList<string> mistakes)
    : Exception($"{source} has {mistakes.Count} mistake{(mistakes.Count == 1 ? "" : "s")}:\n" + string.Join('\n', mistakes.Select(mistake => "  - " + mistake)))
{
    /// <summary>All mistakes, each naming the entry and the mend.</summary>
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}
