namespace InventorySync.Simulator.World;

/// <summary>A control operation cannot be done; the message says what to change.</summary>
public sealed class ControlException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public ControlException() : this("The operation cannot be done.")
    {
    }

    /// <inheritdoc cref="Exception(string)"/>
    public ControlException(string message) : base(message)
    {
    }

    /// <inheritdoc cref="Exception(string, Exception)"/>
    public ControlException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
