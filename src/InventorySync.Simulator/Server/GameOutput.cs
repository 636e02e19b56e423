using System.Buffers;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Server;

/// <summary>Where the game's output goes on a server (factorio-server §9.4).</summary>
internal sealed class GameOutput(ServerOutput output, string scriptOutput) : IGameOutput
{
    private const int MostSavesAsked = 16;

    private readonly List<string?> _savesAsked = [];
    private ArrayBufferWriter<byte>? _reply;

    /// <summary>Whether anything was written since this was last set to false.</summary>
    public bool HasWritten { get; set; }

    /// <summary>Collects what rcon.print prints until <see cref="EndReply"/>.</summary>
    public void BeginReply() => _reply = new ArrayBufferWriter<byte>();

    /// <summary>The reply in full: each line of it ends with a line feed.</summary>
    public ReadOnlyMemory<byte> EndReply()
    {
        var reply = _reply ?? throw new InvalidOperationException("No command is running.");
        _reply = null;
        return reply.WrittenMemory;
    }

    /// <summary>Saves that the script asked for since the last call; null stands for the loaded name.</summary>
    public IReadOnlyList<string?> TakeSavesAsked()
    {
        if (_savesAsked.Count == 0)
            return [];
        string?[] asked = [.. _savesAsked];
        _savesAsked.Clear();
        return asked;
    }

    public void Print(ReadOnlySpan<byte> text)
    {
        HasWritten = true;
        output.Bare(text);
    }

    public void Log(string scriptLocation, string text)
    {
        HasWritten = true;
        output.Log("Script", scriptLocation, text);
    }

    public void WriteFile(string name, ReadOnlySpan<byte> data, bool append)
    {
        HasWritten = true;
        var path = Below(name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
            file.Write(data);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The game fails silently for the script; the operator can know.
            output.Error("FileUtil.cpp:44", $"Cannot write {path}: {exception.Message}");
        }
    }

    public void RemovePath(string path)
    {
        var target = Below(path);
        try
        {
            if (File.Exists(target))
                File.Delete(target);
            else if (Directory.Exists(target))
                Directory.Delete(target, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            output.Error("FileUtil.cpp:58", $"Cannot remove {target}: {exception.Message}");
        }
    }

    public void RconPrint(ReadOnlySpan<byte> text)
    {
        _reply?.Write(text);
        _reply?.Write("\n"u8);
    }

    public void ConsoleLine(string action, string text) => output.Console(action, text);

    public void RequestSave(string? name)
    {
        if (_savesAsked.Count < MostSavesAsked)
            _savesAsked.Add(name);
    }

    // The game has checked that the name stays below script-output; a mistake there must not reach other files.
    private string Below(string name)
    {
        var root = Path.GetFullPath(scriptOutput);
        var path = Path.GetFullPath(Path.Combine(root, name));
        return path == root || path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path
            : throw new InvalidOperationException($"'{name}' is not below script-output.");
    }
}
