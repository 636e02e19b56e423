namespace InventorySync.Simulator.World;

/// <summary>
/// Where the output of a simulated game goes. All members are called from the thread that runs the game, while a tick,
/// a command or an operation runs (factorio-server.md §9.4).
/// </summary>
public interface IGameOutput
{
    /// <summary>Lua's <c>print</c>: bare text on standard output, without a line end. May hold line feeds.</summary>
    void Print(ReadOnlySpan<byte> text);

    /// <summary>Lua's <c>log</c>: a line of level Script.</summary>
    /// <param name="scriptLocation">Source and line as the game writes them, such as <c>@__level__/control.lua:3</c>.</param>
    /// <param name="text">The message, translated where a locale file knows it.</param>
    void Log(string scriptLocation, string text);

    /// <summary><c>helpers.write_file</c>. The name is relative to <c>script-output</c> and has been checked not to leave it.</summary>
    void WriteFile(string name, ReadOnlySpan<byte> data, bool append);

    /// <summary><c>helpers.remove_path</c>, below <c>script-output</c>; an empty path means everything in it.</summary>
    void RemovePath(string path);

    /// <summary>One line of the reply to the RCON command now running, without a line end. Nothing happens at other times.</summary>
    void RconPrint(ReadOnlySpan<byte> text);

    /// <summary>A dated line of the console, such as <c>[COMMAND] &lt;server&gt; (command): …</c>.</summary>
    /// <param name="action">The word in brackets, or empty for plain text.</param>
    /// <param name="text">The rest of the line.</param>
    void ConsoleLine(string action, string text);

    /// <summary><c>game.server_save</c>: wants a save under this name, or the default one.</summary>
    void RequestSave(string? name);
}
