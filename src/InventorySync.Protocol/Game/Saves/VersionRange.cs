namespace InventorySync.Protocol.Game.Saves;

/// <summary>
/// A range of versions by npm's rules, as module dependencies name them: <c>*</c>, <c>1.2.x</c>, <c>^1.2.3</c>, <c>~1.2</c>,
/// <c>&gt;=1.0.0 &lt;2.0.0</c>, <c>1.0.0 - 2.0.0</c>, alternatives with <c>||</c> (save-patching-and-ipc.md §2.3).
/// </summary>
public sealed class VersionRange
{
    private readonly IReadOnlyList<IReadOnlyList<Comparator>> _alternatives;

    private VersionRange(IReadOnlyList<IReadOnlyList<Comparator>> alternatives) => _alternatives = alternatives;

    /// <summary>Reads a range; null when the text is none.</summary>
    public static VersionRange? TryParse(string text)
    {
        var alternatives = new List<IReadOnlyList<Comparator>>();
        foreach (var alternative in text.Split("||"))
        {
            var comparators = new List<Comparator>();
            if (!TryParseAlternative(alternative.Trim(), comparators))
                return null;
            alternatives.Add(comparators);
        }

        return new VersionRange(alternatives);
    }

    /// <summary>True when <paramref name="version"/> is in the range. A pre-release is only let in by a comparator that names one of the same version.</summary>
    public bool Contains(SemanticVersion version) => _alternatives.Any(comparators =>
        comparators.All(comparator => comparator.Accepts(version))
        && (version.PreRelease.Length == 0 || comparators.Any(comparator => comparator.NamesPreReleaseOf(version))));

    private static bool TryParseAlternative(string text, List<Comparator> comparators)
    {
        if (text.Split(" - ", 2) is [var from, var to])
            return Partial.TryParse(from.Trim()) is { } low && Partial.TryParse(to.Trim()) is { } high
                && Add(comparators, low.AtLeast()) && Add(comparators, high.UpTo());

        // An operator may stand apart from its version.
        foreach (var sign in (string[])[">=", "<=", ">", "<", "=", "^", "~"])
            text = text.Replace(sign + " ", sign, StringComparison.Ordinal);
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryParseWord(word, comparators))
                return false;
        }

        return true;
    }

    private static bool TryParseWord(string word, List<Comparator> comparators)
    {
        var sign = ((string[])[">=", "<=", ">", "<", "=", "^", "~"]).FirstOrDefault(candidate => word.StartsWith(candidate, StringComparison.Ordinal)) ?? "";
        if (Partial.TryParse(word[sign.Length..]) is not { } version)
            return false;
        return sign switch
        {
            ">=" => Add(comparators, version.AtLeast()),
            "<=" => Add(comparators, version.UpTo()),
            ">" => Add(comparators, version.After()),
            "<" => Add(comparators, version.Before()),
            "^" => Add(comparators, version.AtLeast()) && Add(comparators, version.BelowNextBreaking()),
            "~" => Add(comparators, version.AtLeast()) && Add(comparators, version.BelowNextMinor()),
            _ => Add(comparators, version.AtLeast()) && Add(comparators, version.UpTo()),
        };
    }

    private static bool Add(List<Comparator> comparators, Comparator? comparator)
    {
        if (comparator is not null)
            comparators.Add(comparator);
        return true;
    }

    private sealed record Comparator(SemanticVersion Bound, bool Above, bool Inclusive)
    {
        public bool Accepts(SemanticVersion version)
        {
            var order = version.OrderTo(Bound);
            return (order == 0 && Inclusive) || (Above ? order > 0 : order < 0);
        }

        public bool NamesPreReleaseOf(SemanticVersion version) =>
            Bound.PreRelease.Length > 0 && (Bound.Major, Bound.Minor, Bound.Patch) == (version.Major, version.Minor, version.Patch);
    }

    /// <summary>A version of which parts from the right may be left open.</summary>
    private sealed record Partial(int? Major, int? Minor, int? Patch, string PreRelease)
    {
        public static Partial? TryParse(string text)
        {
            text = text.TrimStart('v');
            if (text.Length == 0)
                return new Partial(null, null, null, "");
            if (SemanticVersion.TryParse(text) is { } full)
                return new Partial(full.Major, full.Minor, full.Patch, full.PreRelease);

            var parts = text.Split('.');
            if (parts.Length > 3)
                return null;
            var numbers = new int?[3];
            for (var index = 0; index < parts.Length; index++)
            {
                if (parts[index] is "x" or "X" or "*")
                    break;
                if (SemanticVersion.Number(parts[index]) is not { } number)
                    return null;
                numbers[index] = number;
            }

            return new Partial(numbers[0], numbers[1], numbers[2], "");
        }

        public Comparator? AtLeast() => Major is null ? null : new Comparator(Lowest(), Above: true, Inclusive: true);

        public Comparator? UpTo() => Major is null
            ? null
            : Patch is null ? new Comparator(AboveAll(), Above: false, Inclusive: false) : new Comparator(Lowest(), Above: false, Inclusive: true);

        public Comparator After() => Major is null
            ? new Comparator(new SemanticVersion(0, 0, 0, "0"), Above: false, Inclusive: false)
            : Patch is null ? new Comparator(AboveAll(), Above: true, Inclusive: true) : new Comparator(Lowest(), Above: true, Inclusive: false);

        public Comparator Before() => new(Lowest(), Above: false, Inclusive: false);

        public Comparator? BelowNextMinor() => Major is null
            ? null
            : Below(Minor is null ? new SemanticVersion(Major.Value + 1, 0, 0, "0") : new SemanticVersion(Major.Value, Minor.Value + 1, 0, "0"));

        public Comparator? BelowNextBreaking()
        {
            if (Major is null)
                return null;
            if (Major > 0 || Minor is null)
                return Below(new SemanticVersion(Major.Value + 1, 0, 0, "0"));
            return Below(Minor > 0 || Patch is null
                ? new SemanticVersion(0, Minor.Value + 1, 0, "0")
                : new SemanticVersion(0, 0, Patch.Value + 1, "0"));
        }

        private static Comparator Below(SemanticVersion bound) => new(bound, Above: false, Inclusive: false);

        private SemanticVersion Lowest() => new(Major ?? 0, Minor ?? 0, Patch ?? 0, PreRelease);

        /// <summary>The first version that the open parts do not cover.</summary>
        private SemanticVersion AboveAll() => Minor is null
            ? new SemanticVersion(Major!.Value + 1, 0, 0, "0")
            : new SemanticVersion(Major!.Value, Minor.Value + 1, 0, "0");
    }
}
