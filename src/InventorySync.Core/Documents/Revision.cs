namespace InventorySync.Core.Documents;

/// <summary>
/// The unique id of one upload: 1 to 64 characters of <c>0-9 A-Z a-z . _ : -</c>. The module writes it into the
/// document; a document of the plain protocol has none and is given one (sync-behaviour §1).
/// </summary>
public readonly record struct Revision
{
    public const int MaxCharacters = 64;

    private readonly string? _value;

    /// <exception cref="FormatException">Not a revision.</exception>
    public Revision(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!IsValid(value))
        {
            throw new FormatException(
                $"a revision must have 1 to {MaxCharacters} characters out of letters, digits and . _ : -");
        }

        _value = value;
    }

    public string Value => _value ?? throw new InvalidOperationException("This revision was never given a value.");

    public static bool IsValid(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length is >= 1 and <= MaxCharacters
            && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');
    }

    /// <summary>
    /// The revision of a document that carries none. It follows from generation and content, so that the same bytes
    /// sent again are the same revision, and two documents of one generation never share one.
    /// </summary>
    public static Revision ForPlainDocument(Generation generation, DocumentDigest digest) =>
        new($"plain.{generation}.{digest.Hex[..32]}");

    public override string ToString() => Value;
}
