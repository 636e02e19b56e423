namespace InventorySync.Simulator.Control;

/// <summary>The simulator refused an operation, or ended before it answered.</summary>
public sealed class SimulatorControlException : Exception
{
    public SimulatorControlException() : this("The simulator refused.")
    {
    }

    public SimulatorControlException(string message) : base(message)
    {
    }

    public SimulatorControlException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public SimulatorControlException(string operation, string error, Exception? innerException = null)
        : base($"The simulator refused {operation}: {error}", innerException)
    {
    }
}
