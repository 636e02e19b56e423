using System.Diagnostics.CodeAnalysis;

namespace InventorySync.Core.Players;

/// <summary>
/// A player's name, which is their identity: 1 to 60 characters, none of them a control character
/// (link-extensions, rules). Names that differ in case alone are the same player; the spelling is kept for display
/// (player-data §1.10).
/// </summary>
public sealed class PlayerName : IEquatable<PlayerName>
{
    public const int MaxCharacters = 60;

    private PlayerName(string spelling)
    {
        Spelling = spelling;
        Key = spelling.ToLowerInvariant();
    }

    /// <summary>As the game wrote it.</summary>
    public string Spelling { get; }

    /// <summary>What identifies the player: the name in lower case.</summary>
    public string Key { get; }

    /// <param name="complaint">What is wrong with the name, for people; null when it is accepted.</param>
    public static bool TryParse(
        string spelling, [NotNullWhen(true)] out PlayerName? name, [NotNullWhen(false)] out string? complaint)
    {
        ArgumentNullException.ThrowIfNull(spelling);
        name = null;
        complaint = Complaint(spelling);
        if (complaint is not null)
            return false;

        name = new PlayerName(spelling);
        return true;
    }

    /// <exception cref="FormatException">Not a player's name.</exception>
    public static PlayerName Parse(string spelling) =>
        TryParse(spelling, out var name, out var complaint) ? name : throw new FormatException(complaint);

    public bool Equals(PlayerName? other) => other is not null && Key == other.Key;

    public override bool Equals(object? obj) => Equals(obj as PlayerName);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Spelling;

    private static string? Complaint(string spelling)
    {
        if (spelling.Length == 0)
            return "a player's name must not be empty";

        // Each character takes one or two UTF-16 units, so this bounds the counting below.
        if (spelling.Length > 2 * MaxCharacters || spelling.EnumerateRunes().Count() > MaxCharacters)
            return $"a player's name must have at most {MaxCharacters} characters";

        if (spelling.Any(char.IsControl))
            return "a player's name must not contain control characters";

        for (var i = 0; i < spelling.Length; i++)
        {
            if (i + 1 < spelling.Length && char.IsSurrogatePair(spelling[i], spelling[i + 1]))
                i++;
            else if (char.IsSurrogate(spelling[i]))
                return "a player's name must be valid Unicode";
        }

        return null;
    }
}
