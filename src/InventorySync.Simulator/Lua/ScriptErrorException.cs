namespace InventorySync.Simulator.Lua;

/// <summary>
/// An error that a script sees: thrown by C# code below a Lua call, it is raised on the Lua side with the position of
/// the script's own line; thrown by <see cref="LuaState"/>, it carries what Lua said.
/// </summary>
internal sealed class ScriptErrorException(string message, string? traceback = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The chain of calls, where the error came up through a protected call.</summary>
    public string? Traceback { get; } = traceback;
}
