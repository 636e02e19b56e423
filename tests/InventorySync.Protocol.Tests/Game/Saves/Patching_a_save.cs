using System.IO.Compression;
using System.Text;
using InventorySync.Protocol.Game.Saves;

namespace InventorySync.Protocol.Tests.Game.Saves;

public sealed class Patching_a_save : IDisposable
{
    private readonly SaveFile _save = new();

    private static readonly SaveModule Module = ModuleFolder.Of(
        ("module.json", """{"name":"inventory_sync","version":"0.1.0","load":["main.lua"],"require":["extra.lua"]}"""),
        ("main.lua", "return {}"),
        ("extra.lua", ""),
        ("deep/part.lua", "-- part"));

    public void Dispose() => _save.Dispose();

    [Fact]
    public void A_fresh_save_keeps_its_script_as_the_scenario()
    {
        _save.WriteFreeplay();

        var result = SavePatcher.Patch(_save.Path, [Module]);

        Assert.Equal(1, result.PatchNumber);
        Assert.Equal(new GameVersion(2, 0, 77), result.GameVersion);
        Assert.Equal(SaveFile.FreeplayScript, _save.Read("scenario.lua"));
        Assert.Equal("return {}", _save.Read("modules/inventory_sync/main.lua"));
        Assert.Equal("-- part", _save.Read("modules/inventory_sync/deep/part.lua"));
    }

    [Fact]
    public void The_generated_script_loads_the_scenario_first_and_then_the_modules()
    {
        _save.WriteFreeplay();

        SavePatcher.Patch(_save.Path, [Module]);

        var lines = _save.Read("control.lua")!.Split('\n');
        Assert.StartsWith("--", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("--", lines[1], StringComparison.Ordinal);
        Assert.Equal(
            [
                "clusterio_patch_number = 1",
                "",
                "local event_handler = require(\"event_handler\")",
                "",
                "-- Scenario freeplay",
                "require(\"scenario\")",
                "",
                "-- Modules",
                "event_handler.add_lib(require(\"modules/inventory_sync/main\"))",
                "require(\"modules/inventory_sync/extra\")",
                "",
            ],
            lines[2..]);
    }

    [Fact]
    public void The_record_is_written_exactly_as_the_other_side_writes_it()
    {
        _save.WriteFreeplay();

        SavePatcher.Patch(_save.Path, [Module]);

        Assert.Equal(
            """
            {
            	"version": 1,
            	"patch_number": 1,
            	"scenario": {
            		"name": "freeplay",
            		"version": "2.0.29",
            		"dependencies": {},
            		"require": [
            			"scenario"
            		],
            		"load": []
            	},
            	"modules": [
            		{
            			"name": "inventory_sync",
            			"version": "0.1.0",
            			"dependencies": {},
            			"require": [
            				"extra.lua"
            			],
            			"load": [
            				"main.lua"
            			],
            			"files": [
            				"modules/inventory_sync/deep/part.lua",
            				"modules/inventory_sync/extra.lua",
            				"modules/inventory_sync/main.lua",
            				"modules/inventory_sync/module.json"
            			]
            		}
            	]
            }
            """.ReplaceLineEndings("\n"),
            _save.Read("clusterio.json"));
    }

    [Fact]
    public void Patching_again_changes_nothing_but_the_patch_number()
    {
        _save.WriteFreeplay(("extra/unknown.bin", "kept"));
        SavePatcher.Patch(_save.Path, [Module]);
        var before = _save.Names().Order(StringComparer.Ordinal).ToList();
        var contents = before.ToDictionary(name => name, name => _save.Read(name["first-name/".Length..]), StringComparer.Ordinal);

        Assert.Equal(2, SavePatcher.Patch(_save.Path, [Module]).PatchNumber);

        Assert.Equal(before, _save.Names().Order(StringComparer.Ordinal));
        foreach (var (name, content) in contents)
        {
            var expected = content!.Replace("\"patch_number\": 1", "\"patch_number\": 2", StringComparison.Ordinal)
                .Replace("clusterio_patch_number = 1", "clusterio_patch_number = 2", StringComparison.Ordinal);
            Assert.Equal(expected, _save.Read(name["first-name/".Length..]));
        }
    }

    [Fact]
    public void What_the_patcher_does_not_own_keeps_its_very_bytes()
    {
        // As the game writes: sizes behind the data, dates of month 0, level data stored.
        using (var file = new FileStream(_save.Path, FileMode.Create))
        using (var archive = new ZipArchive(new ForwardOnlyStream(file), ZipArchiveMode.Create))
        {
            foreach (var (name, text, level) in new[]
                {
                    ("control.lua", SaveFile.FreeplayScript, CompressionLevel.Optimal),
                    ("level.dat0", new string('m', 10_000), CompressionLevel.NoCompression),
                    ("level.datmetadata", "12345678", CompressionLevel.Fastest),
                    ("mystery/ünknown.bin", string.Concat(Enumerable.Repeat("unknown ", 500)), CompressionLevel.Fastest),
                })
            {
                using var stream = archive.CreateEntry("first-name/" + name, level).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        RawZip.ClearDates(_save.Path);
        var before = RawZip.Read(_save.Path);

        SavePatcher.Patch(_save.Path, [Module]);
        SavePatcher.Patch(_save.Path, [Module]);

        Assert.Equal(new string('m', 10_000), _save.Read("level.dat0"));
        Assert.Equal("12345678", _save.Read("level.datmetadata"));
        Assert.Equal(string.Concat(Enumerable.Repeat("unknown ", 500)), _save.Read("mystery/ünknown.bin"));
        var after = RawZip.Read(_save.Path);
        foreach (var name in (string[])["level.dat0", "level.datmetadata", "mystery/ünknown.bin"])
        {
            Assert.Equal(before["first-name/" + name].Method, after["first-name/" + name].Method);
            Assert.Equal(before["first-name/" + name].Data, after["first-name/" + name].Data);
        }

        Assert.Equal(0, after["first-name/level.dat0"].Method);
        Assert.Equal("first-name/", after.Keys.First()[..11]);
    }

    [Fact]
    public void A_save_that_the_game_wrote_anew_after_a_patch_is_whole_after_the_next_one()
    {
        _save.WriteFreeplay(("level.dat0", "the map, first time"));
        SavePatcher.Patch(_save.Path, [Module]);
        var saved = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using (var archive = ZipFile.OpenRead(_save.Path))
        {
            foreach (var entry in archive.Entries)
            {
                using var content = new MemoryStream();
                using (var stream = entry.Open())
                    stream.CopyTo(content);
                saved[entry.FullName] = content.ToArray();
            }
        }

        // The game puts what belongs to it first, and sizes behind the data.
        saved["first-name/level.dat0"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000)));
        using (var file = new FileStream(_save.Path, FileMode.Create))
        using (var archive = new ZipArchive(new ForwardOnlyStream(file), ZipArchiveMode.Create))
        {
            foreach (var (name, content) in saved.OrderBy(entry => entry.Key.Contains("modules", StringComparison.Ordinal)))
            {
                using var stream = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
                stream.Write(content);
            }
        }
        RawZip.ClearDates(_save.Path);

        SavePatcher.Patch(_save.Path, [Module]);

        foreach (var (name, content) in saved.Where(entry => !entry.Key.EndsWith("control.lua", StringComparison.Ordinal) && !entry.Key.EndsWith("clusterio.json", StringComparison.Ordinal)))
            Assert.Equal(content, _save.ReadBytes(name["first-name/".Length..]));
    }

    [Fact]
    public void Modules_of_an_earlier_patch_are_removed_whoever_made_it()
    {
        _save.WriteFreeplay(
            ("clusterio.json", """
                {"version":1,"patch_number":41,"scenario":{"name":"freeplay","version":"2.0.0","dependencies":{},"require":["scenario"],"load":[]},
                 "modules":[{"name":"other","version":"1.0.0","dependencies":{"clusterio":"*"},"require":[],"load":["o.lua"],"files":["modules/other/o.lua","locale/en/other.cfg","modules/gone.lua"]}],"more":1}
                """),
            ("scenario.lua", "-- the original"),
            ("modules/other/o.lua", "return {}"),
            ("modules/unlisted.lua", "-- not in the record"),
            ("locale/en/other.cfg", "[x]"),
            ("locale/en/freeplay.cfg", "[y]"));

        var result = SavePatcher.Patch(_save.Path, [Module]);

        Assert.Equal(42, result.PatchNumber);
        Assert.Equal(["modules/gone.lua"], result.MissingFiles);
        Assert.Null(_save.Read("modules/other/o.lua"));
        Assert.Null(_save.Read("locale/en/other.cfg"));
        Assert.Equal("[y]", _save.Read("locale/en/freeplay.cfg"));
        Assert.Equal("-- not in the record", _save.Read("modules/unlisted.lua"));
        Assert.Equal("-- the original", _save.Read("scenario.lua"));
        Assert.Contains("\"version\": \"2.0.0\"", _save.Read("clusterio.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_record_of_version_0_everything_below_modules_is_removed()
    {
        _save.WriteFreeplay(
            ("clusterio.json", """{"patch_number":7,"scenario":{"name":"freeplay","modules":["freeplay","silo-script"]},"modules":[{"name":"old","files":[{"path":"old.lua","load":true,"require":false}]}]}"""),
            ("modules/old/old.lua", "return {}"),
            ("modules/forgotten.lua", "return {}"));

        var result = SavePatcher.Patch(_save.Path, [Module]);

        Assert.Equal(8, result.PatchNumber);
        Assert.Null(_save.Read("modules/old/old.lua"));
        Assert.Null(_save.Read("modules/forgotten.lua"));
        var record = PatchRecordFile.Parse(_save.ReadBytes("clusterio.json"));
        Assert.Equal("0.0.0", record.Scenario.Version);
        Assert.Equal(["freeplay", "silo-script"], record.Scenario.Load);
        Assert.Contains("event_handler.add_lib(require(\"freeplay\"))\nevent_handler.add_lib(require(\"silo-script\"))\n", _save.Read("control.lua"), StringComparison.Ordinal);
    }

    [Fact]
    public void Locale_files_and_exports_go_where_the_game_finds_them()
    {
        _save.WriteFreeplay();
        var module = ModuleFolder.Of(
            ("module.json", """{"name":"m","version":"1.0.0"}"""),
            ("module_exports.lua", "return 1"),
            ("locale/en/foo.cfg", "1"),
            ("locale/en/bar/foo.cfg", "2"),
            ("locale/en.cfg", "3"),
            ("locale/de.part.cfg", "4"),
            ("locale/fr", "5"));

        SavePatcher.Patch(_save.Path, [module]);

        Assert.Equal("1", _save.Read("locale/en/m-foo.cfg"));
        Assert.Equal("2", _save.Read("locale/en/m-bar/foo.cfg"));
        Assert.Equal("3", _save.Read("locale/en/m.cfg"));
        Assert.Equal("4", _save.Read("locale/de/m.part.cfg"));
        Assert.Equal("5", _save.Read("locale/fr/m"));
        Assert.Equal("return 1", _save.Read("modules/m/module_exports.lua"));
        Assert.Equal("return require(\"modules/m/module_exports\")\n", _save.Read("modules/m.lua"));
    }

    [Fact]
    public void Nothing_is_left_beside_the_save()
    {
        _save.WriteFreeplay();
        File.WriteAllText(Path.Combine(_save.Folder, "world.tmp.zip"), "left by an interrupted patch");

        SavePatcher.Patch(_save.Path, [Module]);

        Assert.Equal(["world.tmp.zip", "world.zip"], Directory.GetFiles(_save.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("left by an interrupted patch", File.ReadAllText(Path.Combine(_save.Folder, "world.tmp.zip")));
    }

    /// <summary>Makes the archive write its sizes behind the data.</summary>
    private sealed class ForwardOnlyStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
