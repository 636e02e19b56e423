using System.Globalization;

namespace InventorySync.Protocol.Game.Saves;

/// <summary>A version <c>major.minor.patch[-pre][+build]</c>, ordered as semver.org 2.0 says.</summary>
public sealed record SemanticVersion(int Major, int Minor, int Patch, string PreRelease)
{
    /// <summary>Reads a full version; null when the text is none.</summary>
    public static SemanticVersion? TryParse(string text)
    {
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0)
            text = text[..plus];
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var pre = dash >= 0 ? text[(dash + 1)..] : "";
        var numbers = (dash >= 0 ? text[..dash] : text).Split('.');
        if (numbers.Length != 3 || (dash >= 0 && !IsPreRelease(pre)))
            return null;
        return Number(numbers[0]) is { } major && Number(numbers[1]) is { } minor && Number(numbers[2]) is { } patch
            ? new SemanticVersion(major, minor, patch, pre)
            : null;
    }

    /// <summary>A number without sign or leading zeros; null when the text is none.</summary>
    internal static int? Number(string text) =>
        text.Length is > 0 and <= 9 && text.All(char.IsAsciiDigit) && (text == "0" || text[0] != '0')
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Negative when this one is older, positive when it is newer. Build metadata does not count.</summary>
    public int OrderTo(SemanticVersion other)
    {
        var order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (order != 0)
            return order;
        // A pre-release comes before the release itself.
        return (PreRelease.Length, other.PreRelease.Length) switch
        {
            (0, 0) => 0,
            (0, _) => 1,
            (_, 0) => -1,
            _ => ComparePreRelease(PreRelease.Split('.'), other.PreRelease.Split('.')),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Major}.{Minor}.{Patch}" + (PreRelease.Length > 0 ? "-" + PreRelease : "");

    private static bool IsPreRelease(string text) => text.Split('.').All(part =>
        part.Length > 0 && part.All(character => char.IsAsciiLetterOrDigit(character) || character == '-'));

    private static int ComparePreRelease(string[] left, string[] right)
    {
        for (var index = 0; index < Math.Min(left.Length, right.Length); index++)
        {
            var order = (Number(left[index]), Number(right[index])) switch
            {
                ({ } first, { } second) => first.CompareTo(second),
                ({ }, null) => -1,
                (null, { }) => 1,
                _ => string.CompareOrdinal(left[index], right[index]),
            };
            if (order != 0)
                return order;
        }

        return left.Length.CompareTo(right.Length);
    }
}
