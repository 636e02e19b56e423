using System.Buffers;

namespace InventorySync.Protocol.Game.Module;

/// <summary>Names and bounds of what module and host say to each other (docs/module-protocol.md).</summary>
public static class ModuleProtocol
{
    /// <summary>Version of the protocol that both must speak.</summary>
    public const int Version = 2;

    /// <summary>Channel of the module's lines.</summary>
    public const string Channel = "inventory_sync";

    /// <summary>What stands for a revision where there is none (plain controller).</summary>
    public const string NoRevision = "-";

    /// <summary>Largest integer that the game's numbers hold exactly.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    /// <summary>Longest player name in characters (link-extensions.md, Rules).</summary>
    public const int MaxNameLength = 60;

    private static readonly SearchValues<char> RevisionCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._:-");

    /// <summary>True for 1 to 64 characters of <c>[0-9A-Za-z._:-]</c>.</summary>
    public static bool IsRevision(string text) =>
        text.Length is >= 1 and <= 64 && text.AsSpan().IndexOfAnyExcept(RevisionCharacters) < 0;

    /// <summary>True for 1 to <see cref="MaxNameLength"/> characters without control characters.</summary>
    public static bool IsPlayerName(string text)
    {
        if (text.Length is 0 or > MaxNameLength)
            return false;
        foreach (var character in text)
        {
            if (char.IsControl(character))
                return false;
        }

        return true;
    }
}
