using InventorySync.Protocol.Game.Saves;

namespace InventorySync.Protocol.Tests.Game.Saves;

public class Ordering_modules
{
    [Fact]
    public void A_module_that_must_wait_comes_right_after_what_it_waited_for() => AssertOrder(
        ["a", "base", "b", "c", "z"],
        ModuleFolder.Named("a"), ModuleFolder.Named("b", "1.0.0", ("base", "*")), ModuleFolder.Named("c", "1.0.0", ("base", "*")),
        ModuleFolder.Named("base"), ModuleFolder.Named("z"));

    [Fact]
    public void A_chain_in_reverse_is_turned_round() => AssertOrder(
        ["a", "b", "c"],
        ModuleFolder.Named("c", "1.0.0", ("b", "*")), ModuleFolder.Named("b", "1.0.0", ("a", "*")), ModuleFolder.Named("a"));

    [Fact]
    public void Modules_without_needs_stay_in_their_order() =>
        AssertOrder(["z", "m", "a"], ModuleFolder.Named("z"), ModuleFolder.Named("m"), ModuleFolder.Named("a"));

    [Theory]
    [InlineData("nonsense", "*", "Invalid version 'nonsense' for module needed")]
    [InlineData("1.0.0", "not a range", "Invalid version range 'not a range' for dependency needed on module needing")]
    [InlineData("1.0.0", "^2.0.0", "Module needing requires needed ^2.0.0")]
    public void What_does_not_fit_is_named(string version, string range, string message)
    {
        var exception = Assert.Throws<SaveRefusedException>(() => ModuleOrder.Sort([ModuleFolder.Named("needing", "1.0.0", ("needed", range)), ModuleFolder.Named("needed", version)]));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void A_missing_dependency_is_named() => Assert.Equal(
        "Missing dependency clusterio for module a",
        Assert.Throws<SaveRefusedException>(() => ModuleOrder.Sort([ModuleFolder.Named("a", "1.0.0", ("clusterio", "*"))])).Message);

    [Fact]
    public void A_loop_is_shown() => Assert.Equal(
        "Module dependency loop detected: a -> b -> a",
        Assert.Throws<SaveRefusedException>(() => ModuleOrder.Sort([ModuleFolder.Named("a", "1.0.0", ("b", "*")), ModuleFolder.Named("b", "1.0.0", ("a", "*"))])).Message);

    [Theory]
    [InlineData("*", "1.2.3", true)]
    [InlineData("*", "2.0.0-alpha.27", false)]
    [InlineData("^2.0.0-alpha.3", "2.0.0-alpha.27", true)]
    [InlineData("^2.0.0-alpha.3", "2.0.1-alpha.27", false)]
    [InlineData("^1.2.3", "1.9.0", true)]
    [InlineData("^1.2.3", "2.0.0", false)]
    [InlineData("^0.2.3", "0.2.9", true)]
    [InlineData("^0.2.3", "0.3.0", false)]
    [InlineData("^0.0.3", "0.0.4", false)]
    [InlineData("~1.2", "1.2.9", true)]
    [InlineData("~1.2", "1.3.0", false)]
    [InlineData("1.x", "1.7.1", true)]
    [InlineData("1.2", "1.3.0", false)]
    [InlineData(">= 1.0.0 <2.0.0", "1.5.0", true)]
    [InlineData(">=1.0.0 <2.0.0", "2.0.0", false)]
    [InlineData("1.0.0 - 1.5", "1.5.9", true)]
    [InlineData("<1.0.0 || >=2.0.0", "2.1.0", true)]
    [InlineData("<1.0.0 || >=2.0.0", "1.1.0", false)]
    [InlineData(">1.2", "1.2.9", false)]
    [InlineData(">1.2", "1.3.0", true)]
    [InlineData("=1.2.3", "1.2.3+build", true)]
    [InlineData("", "1.0.0", true)]
    public void Ranges_follow_the_rules_of_npm(string range, string version, bool contained) =>
        Assert.Equal(contained, VersionRange.TryParse(range)!.Contains(SemanticVersion.TryParse(version)!));

    [Fact]
    public void Versions_are_ordered_with_pre_releases_before_the_release()
    {
        var versions = new[] { "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.0.1", "1.1.0" }
            .Select(text => SemanticVersion.TryParse(text)!).ToList();

        for (var index = 1; index < versions.Count; index++)
            Assert.True(versions[index - 1].OrderTo(versions[index]) < 0, $"{versions[index - 1]} comes before {versions[index]}");
    }

    private static void AssertOrder(string[] expected, params SaveModule[] modules) =>
        Assert.Equal(expected, ModuleOrder.Sort(modules).Select(module => module.Name));
}
