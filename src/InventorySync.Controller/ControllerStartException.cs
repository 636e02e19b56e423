namespace InventorySync.Controller;

/// <summary>The controller cannot start. The message is one line for people and says what to mend.</summary>
public sealed class ControllerStartException : Exception
{
    public ControllerStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ControllerStartException(string message)
        : base(message)
    {
    }

    public ControllerStartException()
        : this("The controller cannot start.")
    {
    }
}
