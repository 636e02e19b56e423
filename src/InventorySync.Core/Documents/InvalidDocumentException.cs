namespace InventorySync.Core.Documents;

/// <summary>A player document is refused. The message is for people and names what is wrong.</summary>
public sealed class InvalidDocumentException : Exception
{
    public InvalidDocumentException(string message)
        : base(message)
    {
    }

    public InvalidDocumentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public InvalidDocumentException()
        : this("The player document is not valid.")
    {
    }
}
