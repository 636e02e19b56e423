using InventorySync.Simulator.Saves;

namespace InventorySync.Simulator.Server;

/// <summary>When the map is saved, and what the log says of it (factorio-server §4.3).</summary>
internal sealed partial class GameServer
{
    private const string NoDefaultLocation = "Can't save to default location: Default location not known";

    private readonly List<string?> _savesAsked = [];
    private long _savesMade;

    /// <exception cref="SaveFileException">The disk is full or not writable.</exception>
    private void Write(string path)
    {
        var state = _game.Save();
        SaveFile.Write(path, new SavedMap
        {
            RootFolder = _map.RootFolder,
            Version = GameVersion.Parse(_run.Version),
            CreatedVersion = _map.Saved?.CreatedVersion ?? GameVersion.Parse(_run.Version),
            Level = state.World,
            Script = state.Storage,
            Files = _map.Files,
        });
        _savesMade++;
    }

    private void SaveWhatIsAskedFor()
    {
        foreach (var name in _gameOutput.TakeSavesAsked().Concat(_savesAsked).ToArray())
        {
            if (name is null && _map.SavePath is null)
                _output.Info("AppManager.cpp:408", NoDefaultLocation);
            else if (name is null)
                SaveAs(_map.SavePath!);
            else if (PathOf(name) is { } path)
                SaveAs(path);
            else
                _output.Error("AppManager.cpp:408", $"Can't save as '{name}': this is no name for a file.");
        }
        _savesAsked.Clear();
    }

    private string? PathOf(string name)
    {
        var file = name.EndsWith(".zip", StringComparison.Ordinal) ? name : name + ".zip";
        return file.IndexOfAny(['/', '\\', '\0']) < 0 && file.Length <= 200 && file != ".zip" ? Path.Combine(_run.Paths.Saves, file) : null;
    }

    private bool SaveAs(string path)
    {
        _output.Info("AppManager.cpp:416", $"Saving game as {path}");
        try
        {
            Write(path);
        }
        catch (SaveFileException exception)
        {
            _output.Error("AppManager.cpp:421", exception.Message);
            return false;
        }
        _output.Info("AppManager.cpp:419", "Saving finished");
        return true;
    }

    private void SaveWhenItIsTime()
    {
        var interval = _run.Settings.AutosaveInterval * 60L * 60;
        if (interval == 0 || _ticksRun % interval != 0)
            return;
        var slot = AutosaveSlots.Next(_run.Paths.Saves, _run.Settings.AutosaveSlots);
        var kind = _run.Settings.NonBlockingSaving ? "non-blocking" : "blocking";
        _output.Info("AppManager.cpp:310", $"Saving to _autosave{slot} ({kind}).");
        try
        {
            Write(Path.Combine(_run.Paths.Saves, $"_autosave{slot}.zip"));
        }
        catch (SaveFileException exception)
        {
            _output.Error("AppManagerStates.cpp:2097", exception.Message);
            return;
        }
        _output.Info("AppManagerStates.cpp:2095", "Saving finished");
    }

    private bool SaveAtQuit()
    {
        if (_map.SavePath is not { } path)
        {
            _output.Info("MainLoop.cpp:430", NoDefaultLocation);
            return true;
        }
        _output.Info("MainLoop.cpp:437", $"Saving map as {path}");
        try
        {
            Write(path);
        }
        catch (SaveFileException exception)
        {
            _output.Error("MainLoop.cpp:445", exception.Message);
            return false;
        }
        _output.Info("MainLoop.cpp:448", "Saving progress: 100.000000%");
        return true;
    }
}
