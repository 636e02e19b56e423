using System.Text.RegularExpressions;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Carried;

/// <summary>docs/what-is-carried.md promises a test for each row.</summary>
public sealed partial class What_is_carried_by_the_document
{
    [Fact]
    public void Each_test_that_it_names_exists()
    {
        var known = typeof(What_is_carried_by_the_document).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Select(method => method.Name)
            .ToHashSet(StringComparer.Ordinal);
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "what-is-carried.md"))
            .SkipWhile(line => line != "## Carried").TakeWhile(line => line != "## Not carried")
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .ToList();
        var named = rows.SelectMany(row => Name().Matches(row.Split('|')[^2]).Select(name => name.Groups["name"].Value)).ToList();

        Assert.True(rows.Count > 30);
        Assert.True(named.Count >= rows.Count - 1, "a row names no test");
        Assert.Equal([], named.Where(name => !known.Contains(name)).Distinct());
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Name();
}
