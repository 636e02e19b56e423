namespace InventorySync.Store;

/// <summary>The store cannot be opened. The message is for people and says what to mend.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException()
        : this("The store cannot be opened.")
    {
    }
}
