namespace InventorySync.Simulator.Saves;

/// <summary>A save cannot be read or written; the message says which and why.</summary>
public sealed class SaveFileException : Exception
{
    public SaveFileException() : this("The save cannot be read or written.")
    {
    }

    public SaveFileException(string message) : base(message)
    {
    }

    public SaveFileException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
