using System.Text.RegularExpressions;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Catalogue;

/// <summary>Looks through all tests for the names of scenarios, and of flaws that must not be repeated.</summary>
public partial class Every_scenario_has_its_test
{
    private static readonly Lazy<HashSet<string>> Named = new(() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => TestNames().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups["id"].Value),
    ]);

    /// <summary>Scenarios of failure-catalogue.md that have been asked for so far.</summary>
    public static TheoryData<string> Scenarios =>
    [
        "L4", "L5", "L6", "L17", "W7", "W8", "C5", "C6", "C7", "C8", "C9", "C10", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8",
        "D1", "D2", "D3", "D4", "D5", "D6", "D10", "D11",
    ];

    /// <summary>Items of player-data.md §5.</summary>
    public static TheoryData<int> Defects => [.. Enumerable.Range(1, 17)];

    /// <summary>Items of save-patching-and-ipc.md §4.4.</summary>
    public static TheoryData<int> Flaws => [.. Enumerable.Range(1, 19)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Of_the_failure_catalogue(string id) => Assert.Contains("Catalogue_" + id, Named.Value);

    [Theory]
    [MemberData(nameof(Defects))]
    public void Of_the_known_plugins_defects(int number) => Assert.Contains($"Upstream_defect_{number}", Named.Value);

    [Theory]
    [MemberData(nameof(Flaws))]
    public void Of_the_known_way_into_the_game(int number) => Assert.Contains($"Ipc_flaw_{number}", Named.Value);

    [GeneratedRegex(@"public (async Task|void) (?<id>(Catalogue_[A-Z][0-9]+|Upstream_defect_[0-9]+|Ipc_flaw_[0-9]+))_\w+\(", RegexOptions.ExplicitCapture, 5_000)]
    private static partial Regex TestNames();
}
