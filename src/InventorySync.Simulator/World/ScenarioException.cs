namespace InventorySync.Simulator.World;

/// <summary>The scenario's script failed outside a command, which ends a server (factorio-server.md §4.4).</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>Creates an exception without details.</summary>
    public ScenarioException() : this("The scenario's script failed.")
    {
    }

    /// <inheritdoc cref="Exception(string)"/>
    public ScenarioException(string message) : base(message)
    {
    }

    /// <inheritdoc cref="Exception(string, Exception)"/>
    public ScenarioException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>What ran, such as <c>Error while running event level::on_nth_tick(1)</c>.</summary>
    public string Occasion { get; init; } = "";

    /// <summary>Lua's message with the position in the chunk, followed by the traceback, on several lines.</summary>
    public string Details { get; init; } = "";
}
