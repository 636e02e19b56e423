using System.Text.Json;
using System.Text.Unicode;
using InventorySync.Core.Players;

namespace InventorySync.Core.Documents;

/// <summary>
/// A player document that was checked: one JSON object, whole, with a generation, its player's name and perhaps a
/// revision. All else in it stays opaque bytes (player-data §2.1).
/// </summary>
public sealed class PlayerDocument
{
    /// <summary>32 MiB; documents of 2 MB occur in practice (player-data §2.11).</summary>
    public const int DefaultMaxBytes = 32 * 1024 * 1024;

    /// <summary>Items in items eight times over need less than half of this.</summary>
    public const int MaxDepth = 128;

    private PlayerDocument(ReadOnlyMemory<byte> bytes, Generation generation, Revision? ownRevision)
    {
        Bytes = bytes;
        Generation = generation;
        OwnRevision = ownRevision;
        Digest = DocumentDigest.Of(bytes.Span);
    }

    /// <summary>UTF-8 JSON, exactly as it arrived.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public Generation Generation { get; }

    /// <summary>The revision that the module wrote into the document; null from a module of the plain protocol.</summary>
    public Revision? OwnRevision { get; }

    public DocumentDigest Digest { get; }

    /// <summary>Its own revision, or the one the controller gives to a document without.</summary>
    public Revision Revision => OwnRevision ?? Documents.Revision.ForPlainDocument(Generation, Digest);

    /// <summary>Checks a document that was sent as that of <paramref name="player"/>.</summary>
    /// <param name="bytes">UTF-8 JSON as the game wrote it.</param>
    /// <param name="maxBytes">The largest document to accept.</param>
    /// <exception cref="InvalidDocumentException">
    /// Too large, malformed, cut off, too deep, without an integer generation from 1 to 2^53 - 1, with another
    /// player's name or with something that is no revision (link-extensions, rules).
    /// </exception>
    public static PlayerDocument Check(ReadOnlyMemory<byte> bytes, PlayerName player, int maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(player);
        if (bytes.Length > maxBytes)
            throw new InvalidDocumentException($"the player document has {bytes.Length} bytes; at most {maxBytes} are accepted");

        // The reader below looks only into the strings that are asked for.
        if (!Utf8.IsValid(bytes.Span))
            throw new InvalidDocumentException("the player document is not valid UTF-8");

        try
        {
            return Read(bytes, player);
        }
        catch (JsonException problem)
        {
            throw new InvalidDocumentException(
                $"the player document is not valid JSON (line {problem.LineNumber + 1}, byte {problem.BytePositionInLine})",
                problem);
        }
    }

    private static PlayerDocument Read(ReadOnlyMemory<byte> bytes, PlayerName player)
    {
        var reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidDocumentException("the player document is not a JSON object");

        Generation? generation = null;
        Revision? revision = null;
        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("generation"u8))
                SetOnce(ref generation, ReadGeneration(ref reader), "generation");
            else if (reader.ValueTextEquals("revision"u8))
                SetOnce(ref revision, ReadRevision(ref reader), "revision");
            else if (reader.ValueTextEquals("name"u8))
                name = name is null ? ReadString(ref reader, "name") : throw Repeated("name");
            else
                SkipValue(ref reader);
        }

        // To the end: a document with something behind it is as damaged as one that was cut off.
        while (reader.Read())
        {
        }

        if (generation is not { } known)
            throw new InvalidDocumentException("the player document has no generation");
        if (name is null)
            throw new InvalidDocumentException("the player document has no name");
        if (!PlayerName.TryParse(name, out var owner, out var complaint))
            throw new InvalidDocumentException($"the name in the player document is not valid: {complaint}");
        if (!owner.Equals(player))
            throw new InvalidDocumentException($"the player document belongs to '{owner}', not to '{player}'");

        return new PlayerDocument(bytes, known, revision);
    }

    private static Generation ReadGeneration(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || !Generation.IsInRange(value))
        {
            throw new InvalidDocumentException(
                $"the generation of the player document must be an integer from {Generation.Min} to {Generation.Max}");
        }

        return new Generation(value);
    }

    private static Revision ReadRevision(ref Utf8JsonReader reader)
    {
        var text = ReadString(ref reader, "revision");
        try
        {
            return new Revision(text);
        }
        catch (FormatException problem)
        {
            throw new InvalidDocumentException($"the revision of the player document is not valid: {problem.Message}", problem);
        }
    }

    private static string ReadString(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            throw new InvalidDocumentException($"the {member} of the player document must be a string");

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException problem)
        {
            // An escaped half of a surrogate pair.
            throw new InvalidDocumentException($"the {member} of the player document is not valid Unicode", problem);
        }
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static void SetOnce<T>(ref T? target, T value, string member)
        where T : struct => target = target is null ? value : throw Repeated(member);

    private static InvalidDocumentException Repeated(string member) =>
        new($"the player document has more than one {member}");
}
