using System.Text.Json.Nodes;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Server;

/// <summary>Players who come and go, as the log tells it (factorio-server §4.2).</summary>
internal sealed partial class GameServer
{
    private readonly Dictionary<string, int> _peerOf = new(StringComparer.Ordinal);
    private int _lastPeer;

    public IReadOnlyList<(string Name, bool Connected)> Players() =>
        _game.Execute("players", []) is JsonArray players
            ? players.Select(player => (player!["name"]!.GetValue<string>(), player["connected"]!.GetValue<bool>())).ToArray()
            : [];

    public void Disconnect(string player, string reason) =>
        Leave(
            reason switch
            {
                "kicked" => "kick",
                "banned" => "ban",
                _ => "leave",
            },
            reason is "kicked" or "banned"
                ? new JsonObject { ["player"] = player }
                : new JsonObject { ["player"] = player, ["reason"] = reason });

    public void SetAdmin(string player, bool admin)
    {
        if (Players().Any(known => string.Equals(known.Name, player, StringComparison.OrdinalIgnoreCase)))
            _game.Execute(admin ? "promote" : "demote", new JsonObject { ["player"] = player });
    }

    public void RequestSave(string? name) => _savesAsked.Add(name);

    void IBuiltInEffects.Quit() => _quitByCommand = true;

    private JsonNode? Join(JsonObject arguments)
    {
        var name = PlayerOf(arguments);
        RefuseUnwelcome(name);
        var peer = ++_lastPeer;
        _output.Info("ServerMultiplayerManager.cpp:1090", $"Queuing ban recommendation check for user {name}.");
        _output.Info("ServerSynchronizer.cpp:604", $"nextHeartbeatSequenceNumber({_ticksRun}) adding peer({peer})");
        _output.Info("ServerMultiplayerManager.cpp:795", $"updateTick({_game.Tick}) changing state from(InGame) to(InGameSavingMap)");
        PeerChanged(peer, "Ready", "ConnectedWaitingForMap");
        _output.Info("ServerMultiplayerManager.cpp:1005",
            $"UpdateTick({_game.Tick}) Serving map({Path.Combine(_run.Paths.WriteData, "temp", $"mp-save-{peer}.zip")}) for peer({peer}) size({_map.Saved?.Level.Length ?? 0}) auxiliary(0) crc(0)");
        _output.Info("ServerMultiplayerManager.cpp:795", $"updateTick({_game.Tick}) changing state from(InGameSavingMap) to(InGame)");
        PeerChanged(peer, "ConnectedWaitingForMap", "ConnectedDownloadingMap");
        PeerChanged(peer, "ConnectedDownloadingMap", "ConnectedLoadingMap");
        PeerChanged(peer, "ConnectedLoadingMap", "TryingToCatchUp");
        PeerChanged(peer, "TryingToCatchUp", "WaitingForCommandToStartSendingTickClosures");

        JsonNode? result;
        try
        {
            result = _game.Execute("join", arguments);
        }
        catch (ControlException)
        {
            Removed(peer);
            throw;
        }
        _peerOf[name] = peer;
        _hadPeers = true;
        var created = result?["created"]?.GetValue<bool>() == true;
        var index = (result?["player_index"]?.GetValue<int>() ?? 1) - 1;
        _output.Info("GameActionHandler.cpp:4996",
            $"UpdateTick ({_game.Tick}) processed PlayerJoinGame peerID({peer}) playerIndex({index}) mode({(created ? "create" : "connect")}) ");
        PeerChanged(peer, "WaitingForCommandToStartSendingTickClosures", "InGame");
        _output.Console("JOIN", $"{name} joined the game");
        if (_lists.Admins.Contains(name))
            SetAdmin(name, admin: true);
        return result;
    }

    private JsonNode? Leave(string operation, JsonObject arguments)
    {
        var name = PlayerOf(arguments);
        var result = _game.Execute(operation, arguments);
        _output.Console("LEAVE", $"{name} left the game");
        if (_peerOf.Remove(name, out var peer))
            Removed(peer);
        return result;
    }

    private void PeerChanged(int peer, string from, string to) => _output.Info(
        "ServerMultiplayerManager.cpp:944", $"updateTick({_game.Tick}) received stateChanged peerID({peer}) oldState({from}) newState({to})");

    private void Removed(int peer)
    {
        _output.Info("ServerMultiplayerManager.cpp:1061", $"Disconnect notification for peer ({peer})");
        _output.Info("ServerSynchronizer.cpp:623", $"nextHeartbeatSequenceNumber({_ticksRun}) removing peer({peer}).");
    }

    private void RefuseUnwelcome(string name)
    {
        if (_lists.Bans.Contains(name))
            throw new ControlException($"{name} is banned");
        if (_lists.WhitelistEnabled && !_lists.Whitelist.Contains(name) && !_lists.Admins.Contains(name))
            throw new ControlException($"{name} is not whitelisted");
        if (_run.Settings.MaxPlayers > 0 && Peers >= _run.Settings.MaxPlayers && !_lists.Admins.Contains(name))
            throw new ControlException($"the server is full: max_players is {_run.Settings.MaxPlayers}");
    }

    private static string PlayerOf(JsonObject arguments) =>
        arguments["player"]?.GetValue<string>() is { Length: > 0 } name ? name
            : throw new ControlException("\"player\" must name a player");
}
