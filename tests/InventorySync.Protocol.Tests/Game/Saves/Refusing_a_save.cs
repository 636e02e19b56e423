using System.Text;
using InventorySync.Protocol.Game.Saves;

namespace InventorySync.Protocol.Tests.Game.Saves;

public sealed class Refusing_a_save : IDisposable
{
    /// <summary>Freeplay's script up to 1.1, as save-patching-and-ipc.md §1.3 describes it.</summary>
    private const string OldScript =
        "local handler = require(\"event_handler\")\nhandler.add_lib(require(\"freeplay\"))\nhandler.add_lib(require(\"silo-script\"))\n";

    private static readonly SaveModule Module = ModuleFolder.Named("inventory_sync");

    private readonly SaveFile _save = new();

    public void Dispose() => _save.Dispose();

    [Fact]
    public void A_file_that_is_no_zip()
    {
        File.WriteAllText(_save.Path, "this is no save");

        AssertRefused("is no zip file");
    }

    [Fact]
    public void A_file_that_is_not_there() => AssertRefused("cannot be read");

    [Fact]
    public void An_empty_zip()
    {
        _save.Write();

        AssertRefused("Empty zip file");
    }

    [Fact]
    public void A_zip_without_a_folder()
    {
        _save.Write(("control.lua", []));

        AssertRefused("Zip contains file 'control.lua' in root dir");
    }

    [Fact]
    public void A_zip_without_a_script()
    {
        _save.Write(("first-name/level.dat0", [1]));

        AssertRefused("missing control.lua");
    }

    [Fact]
    public void An_unknown_scenario()
    {
        _save.Write(("first-name/control.lua", "print(1)"u8.ToArray()), ("first-name/script.dat", SaveFile.Version(2)));

        AssertRefused("unknown scenario (", "freeplay of Factorio 2.0 and 2.1");
    }

    [Fact]
    public void A_record_of_a_newer_version()
    {
        _save.WriteFreeplay(("clusterio.json", """{"version":2,"patch_number":1}"""));

        AssertRefused("clusterio.json has version 2; versions up to 1 are supported");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":"one"}""")]
    [InlineData("[]")]
    public void A_record_that_is_malformed(string record)
    {
        _save.WriteFreeplay(("clusterio.json", record));

        AssertRefused("clusterio.json is malformed");
    }

    [Fact]
    public void A_save_of_an_older_game()
    {
        _save.Write(("first-name/control.lua", Encoding.UTF8.GetBytes(OldScript)), ("first-name/script.dat", SaveFile.Version(1, 1, 110)));

        AssertRefused("was written by Factorio 1.1.110; supported are 2.0 and 2.1");
    }

    [Fact]
    public void A_save_of_an_older_game_whose_version_cannot_be_read()
    {
        _save.Write(("first-name/control.lua", Encoding.UTF8.GetBytes(OldScript)));

        AssertRefused("was written by Factorio before 2.0");
    }

    [Fact]
    public void But_not_a_map_made_by_an_older_game_and_saved_by_a_newer()
    {
        _save.Write(
            ("first-name/control.lua", Encoding.UTF8.GetBytes(OldScript)),
            ("first-name/level-init.dat", SaveFile.Version(1, 1, 110)),
            ("first-name/script.dat", SaveFile.Version(2, 1, 11)));

        Assert.Equal(new GameVersion(2, 1, 11), SavePatcher.Patch(_save.Path, [Module]).GameVersion);
    }

    [Fact]
    public void Two_modules_of_one_name()
    {
        _save.WriteFreeplay();

        var exception = Assert.Throws<SaveRefusedException>(() => SavePatcher.Patch(_save.Path, [Module, Module]));

        Assert.Contains("Two modules are named inventory_sync", exception.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(params string[] reasons)
    {
        var before = File.Exists(_save.Path) ? File.ReadAllBytes(_save.Path) : null;

        var exception = Assert.Throws<SaveRefusedException>(() => SavePatcher.Patch(_save.Path, [Module]));

        Assert.Contains(_save.Path, exception.Message, StringComparison.Ordinal);
        Assert.All(reasons, reason => Assert.Contains(reason, exception.Message, StringComparison.Ordinal));
        Assert.Equal(before, File.Exists(_save.Path) ? File.ReadAllBytes(_save.Path) : null);
        Assert.Equal(before is null ? 0 : 1, Directory.GetFiles(_save.Folder).Length);
    }
}
