namespace InventorySync.Simulator.Server;

/// <summary>The server cannot start; it prints the message as an error line and exits with 1.</summary>
public sealed class ServerStartException : Exception
{
    public ServerStartException() : this("The server cannot start.")
    {
    }

    public ServerStartException(string message) : base(message)
    {
    }

    public ServerStartException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>The place in the game's source that such a line names, as in <c>Main.cpp:100</c>.</summary>
    public string LogSource { get; init; } = "Main.cpp:1297";
}
