using System.Text;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Server;

/// <summary>What happens in a tick, and when there is none.</summary>
internal sealed partial class GameServer
{
    // Commands that travel are few; this many waiting means that somebody floods the server, who then has to wait.
    private const int MostTravelling = 10_000;

    private readonly List<(ServerCommand Command, ReadOnlyMemory<byte> Text)> _replies = [];
    private long _ticksRun;
    private long _commandsRun;
    private long _commandBytes;
    private TimeSpan _longestTick;
    private int _furtherPeers;
    private bool _oneMoreTick;
    private bool _somethingHappened;
    private bool _hadPeers;

    /// <summary>Connected peers, the server not counted.</summary>
    private int Peers => _game.ConnectedPlayers + _furtherPeers;

    /// <summary>Auto-pause: nobody is connected, no command is on its way, and one more tick has run since the last
    /// (factorio-server §7.2).</summary>
    private bool MapStands => _run.Settings.AutoPause && Peers == 0 && !_oneMoreTick && _pacing.Count == 0 && !_inbox.HasCommands;

    /// <summary>Whether the next tick is one that nobody outside can tell from its neighbours: parts of long commands
    /// travel, none is read or run, and nobody has just been told anything that they may want to answer.</summary>
    private bool OnlySegmentsTravel =>
        _pacing.NextDue > _ticksRun && !_inbox.HasCommands && !_somethingHappened;

    private void RunTick()
    {
        var started = _run.Time.GetTimestamp();
        _hadPeers |= Peers > 0;
        _somethingHappened = false;
        _gameOutput.HasWritten = false;
        while (_pacing.Count < MostTravelling && _inbox.TryTakeCommand(out var command))
        {
            var due = _pacing.Arrive(command, _ticksRun, command.Text.Length, Peers);
            _output.Detail("RemoteCommandProcessor.cpp:268", $"A command of {command.Text.Length} bytes runs {due - _ticksRun} ticks from now.");
            _somethingHappened = true;
        }

        var ran = false;
        while (_pacing.TryTake(_ticksRun, out var due))
        {
            RunCommand(due);
            ran = true;
        }
        _oneMoreTick = ran;
        _game.RunTick();
        _ticksRun++;

        SaveWhatIsAskedFor();
        SaveWhenItIsTime();
        SendReplies();
        _waits.Look(_ticksRun);
        _somethingHappened |= ran || _gameOutput.HasWritten;
        var taken = _run.Time.GetElapsedTime(started);
        _longestTick = taken > _longestTick ? taken : _longestTick;
        _clock.Stall(_pacing.StallAfter(_ticksRun));
    }

    private void RunCommand(ServerCommand command)
    {
        _commandsRun++;
        _commandBytes += command.Text.Length;
        _gameOutput.BeginReply();
        var text = command.Text.Span;
        if (text[0] != (byte)'/')
            _output.Console("CHAT", $"<server>: {Encoding.UTF8.GetString(text)}");
        else if (IsScript(text) && _run.Settings.AllowCommands == "false")
            _gameOutput.RconPrint("Lua commands are not allowed on this server."u8);
        else if (!_game.RunCommand(text, playerIndex: null))
            RunBuiltIn(Encoding.UTF8.GetString(text));
        _replies.Add((command, _gameOutput.EndReply()));
    }

    private void RunBuiltIn(string line)
    {
        string reply;
        try
        {
            reply = _builtIn.Run(line);
        }
        catch (Exception exception) when (exception is ControlException or IOException or UnauthorizedAccessException)
        {
            // The map refuses it, or a player list cannot be written.
            _output.Error("CommandProcessor.cpp:77", $"{line.Split(' ')[0]} failed: {exception.Message}");
            reply = $"Cannot execute command. Error: {exception.Message}";
        }
        if (reply.Length > 0)
            _gameOutput.RconPrint(Encoding.UTF8.GetBytes(reply));
    }

    private static bool IsScript(ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        var name = Encoding.UTF8.GetString(space < 0 ? text : text[..space]);
        return name is "/c" or "/command" or "/sc" or "/silent-command" or "/mc" or "/measured-command" or "/cheat" or "/editor";
    }

    private void SendReplies()
    {
        foreach (var (command, text) in _replies)
        {
            if (command.Connection is { } connection)
                connection.Reply(command.Id, text);
            else if (text.Length > 0)
                _output.Bare(text.Span[^1] == (byte)'\n' ? text.Span[..^1] : text.Span);
        }
        _replies.Clear();
    }

    /// <summary>The map begins to stand after the last player left: the game saves once (factorio-server §4.3).</summary>
    private void NoteThatTheMapStands()
    {
        if (!_hadPeers)
            return;
        _hadPeers = false;
        if (_map.SavePath is { } path)
            SaveAs(path);
    }
}
