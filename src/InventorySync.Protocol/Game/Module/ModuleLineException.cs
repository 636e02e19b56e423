namespace InventorySync.Protocol.Game.Module;

/// <summary>A line of the module is not what docs/module-protocol.md says. It is logged and dropped.</summary>
/// <param name="message">Names the member and what is wrong with it.</param>
/// <param name="sequence">The line's number, where that could be read: the line counts as received all the same.</param>
/// <param name="inner">Cause, if any.</param>
public sealed class ModuleLineException(string message, long? sequence, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The line's number, or null.</summary>
    public long? Sequence { get; } = sequence;
}
