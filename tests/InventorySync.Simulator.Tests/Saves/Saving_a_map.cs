using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using InventorySync.Simulator.Saves;
using InventorySync.Simulator.Scenario;

namespace InventorySync.Simulator.Tests.Saves;

public sealed class Saving_a_map : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("saves-").FullName;

    private string World => Path.Combine(_folder, "world.zip");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Gives_back_all_of_it_when_it_is_loaded()
    {
        var map = Map();
        SaveFile.Write(World, map);

        var loaded = SaveFile.Read(World);

        Assert.Equal("first name", loaded.RootFolder);
        Assert.Equal(map.Version, loaded.Version);
        Assert.Equal(map.CreatedVersion, loaded.CreatedVersion);
        Assert.Equal(map.Level, loaded.Level);
        Assert.Equal(map.Script, loaded.Script);
        Assert.Equal(map.Files, loaded.Files);
    }

    [Fact]
    public void Writes_the_entries_that_the_game_writes()
    {
        SaveFile.Write(World, Map());

        using var zip = ZipFile.OpenRead(World);
        var paths = zip.Entries.Select(entry => entry.FullName).ToArray();

        Assert.All(paths, path => Assert.StartsWith("first name/", path, StringComparison.Ordinal));
        Assert.All(paths, path => Assert.False(path.EndsWith('/')));
        foreach (var file in (string[])["control.lua", "scenario.lua", "clusterio.json", "description.json", "info.json",
            "locale/en/scenario.cfg", "level-init.dat", "level.dat0", "level.dat1", "level.datmetadata", "script.dat"])
        {
            Assert.Contains($"first name/{file}", paths);
        }
        Assert.Equal("null\n"u8, Read(zip, "info.json"));
        Assert.Equal(1_500_000UL, BinaryPrimitives.ReadUInt64LittleEndian(Read(zip, "level.datmetadata")));
        Assert.Equal([2, 0, 0, 0, 77, 0, 0, 0], Read(zip, "script.dat")[..8]);
        Assert.Equal([2, 0, 0, 0, 72, 0, 0, 0], Read(zip, "level-init.dat")[..8]);
        Assert.Equal(0x78, Read(zip, "level.dat0")[0]);
    }

    [Fact]
    public void Uses_the_methods_and_header_fields_that_the_game_uses()
    {
        SaveFile.Write(World, Map());

        var methods = LocalHeaders(File.ReadAllBytes(World)).ToDictionary(header => header.Name, StringComparer.Ordinal);

        Assert.All(methods.Values, header => Assert.Equal(0x0808, header.Flags));
        Assert.All(methods.Values, header => Assert.Equal(0u, header.DateAndTime));
        Assert.All(methods.Values, header => Assert.Equal(0u, header.Size));
        Assert.Equal(0, methods["first name/level.dat0"].Method);
        Assert.Equal(0, methods["first name/level.dat1"].Method);
        Assert.Equal(8, methods["first name/control.lua"].Method);
        Assert.Equal(8, methods["first name/script.dat"].Method);
    }

    [Fact]
    public void Leaves_the_older_save_alone_until_the_new_one_is_whole()
    {
        SaveFile.Write(World, Map());
        var older = File.ReadAllBytes(World);
        Directory.CreateDirectory(Path.Combine(_folder, "world.tmp.zip"));

        Assert.Throws<SaveFileException>(() => SaveFile.Write(World, Map() with { Script = [] }));

        Assert.Equal(older, File.ReadAllBytes(World));
    }

    [Fact]
    public void Leaves_no_unfinished_file_behind()
    {
        SaveFile.Write(World, Map());
        SaveFile.Write(World, Map());

        Assert.Equal([World], Directory.GetFileSystemEntries(_folder));
    }

    private static SavedMap Map() => new()
    {
        RootFolder = "first name",
        Version = GameVersion.Parse("2.0.77"),
        CreatedVersion = GameVersion.Parse("2.0.72"),
        Level = Enumerable.Range(0, 1_500_000).Select(index => (byte)(index * index >> 7)).ToArray(),
        Script = Encoding.UTF8.GetBytes("{\"storage\":\"ä😀\"}"),
        Files = [.. ScenarioFolder.Freeplay(), new("modules/ä/x.lua", "return {}"u8.ToArray())],
    };

    private static byte[] Read(ZipArchive zip, string file)
    {
        using var stream = zip.GetEntry($"first name/{file}")!.Open();
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    private static IEnumerable<(string Name, int Flags, int Method, uint DateAndTime, uint Size)> LocalHeaders(byte[] zip)
    {
        for (var at = zip.AsSpan().IndexOf("PK\x3\x4"u8); at >= 0;)
        {
            yield return (
                Encoding.UTF8.GetString(zip.AsSpan(at + 30, BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(at + 26)))),
                BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(at + 6)),
                BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(at + 8)),
                BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(at + 10)),
                BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(at + 18)));
            var next = zip.AsSpan(at + 4).IndexOf("PK\x3\x4"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }
    }
}
