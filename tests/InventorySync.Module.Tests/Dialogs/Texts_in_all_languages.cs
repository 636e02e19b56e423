using System.Text.RegularExpressions;
using InventorySync.Module.Tests.Support;

namespace InventorySync.Module.Tests.Dialogs;

/// <summary>The module's locale files fit each other and the code.</summary>
public partial class Texts_in_all_languages
{
    private static readonly string Module = Path.Combine(Repository.Root, "module");

    public static TheoryData<string> Languages =>
        [.. Directory.EnumerateDirectories(Path.Combine(Module, "locale")).Select(folder => Path.GetFileName(folder)).Where(language => language != "en").Order(StringComparer.Ordinal)];

    [Fact]
    public void There_are_English_German_and_French() => Assert.Equal(["de", "fr"], Languages.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Each_language_has_every_text_with_the_same_parameters(string language)
    {
        var english = Texts("en");
        var other = Texts(language);

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), other.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, text => Assert.Equal(Parameters(text.Value), Parameters(other[text.Key])));
        // What is no mere arrangement of parameters has been translated.
        Assert.All(
            english.Where(text => Words().Count(Parameter().Replace(text.Value, "")) > 2),
            text => Assert.NotEqual(text.Value, other[text.Key]));
    }

    [Fact]
    public void Every_text_the_code_names_exists_and_every_text_is_named()
    {
        var named = Directory.EnumerateFiles(Module, "*.lua", SearchOption.AllDirectories)
            .SelectMany(file => Named().Matches(File.ReadAllText(file)).Select(match => match.Groups["key"].Value))
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(Texts("en").Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("fr")]
    public void Every_text_can_be_shown_with_one_and_with_several(string language)
    {
        using var server = GameServer.Started();
        server.Do("join", "alice");
        server.SetLocale("alice", language);
        foreach (var key in Texts(language).Keys)
            server.Lua($"for _, n in ipairs({{0, 1, 5}}) do game.get_player('alice').print({{ 'inventory-sync.{key}', n, n, n, n }}) end");

        var seen = server.ChatSeen("alice");

        Assert.DoesNotContain("Unknown key", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("__", seen, StringComparison.Ordinal);
        Assert.DoesNotContain('{', seen);
    }

    /// <summary>Texts by key. A key that is given twice, or stands outside the section, is a mistake.</summary>
    private static Dictionary<string, string> Texts(string language)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = File.ReadAllLines(Path.Combine(Module, "locale", language, "texts.cfg"));
        Assert.Equal("[inventory-sync]", lines[0]);
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cut = line.IndexOf('=', StringComparison.Ordinal);
            Assert.True(cut > 0, line);
            Assert.Matches("^[a-z-]+$", line[..cut]);
            Assert.Equal(line[(cut + 1)..].Trim(' '), line[(cut + 1)..]);
            texts.Add(line[..cut], line[(cut + 1)..]);
        }

        return texts;
    }

    private static IEnumerable<string> Parameters(string text) =>
        Parameter().Matches(text).Select(match => match.Groups["number"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"__(plural_for_parameter__)?(?<number>\d+)__", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\p{L}+", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Words();

    [GeneratedRegex(@"""inventory-sync\.(?<key>[a-z-]+)""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Named();
}
