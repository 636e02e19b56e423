using System.IO.Compression;
using System.Text;
using InventorySync.Simulator.Saves;

namespace InventorySync.Simulator.Tests.Saves;

public sealed class Loading_a_save : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("saves-").FullName;

    private string World => Path.Combine(_folder, "world.zip");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Works_after_a_patcher_has_deflated_everything_and_added_files_and_folders()
    {
        SaveFile.Write(World, Map());
        var files = SaveEntries();
        File.Delete(World);
        using (var zip = ZipFile.Open(World, ZipArchiveMode.Create))
        {
            foreach (var (path, content) in files)
                AddEntry(zip, path, content);
            zip.CreateEntry("world/modules/");
            AddEntry(zip, "world/modules/other/start.lua", "return {}"u8.ToArray());
        }

        var loaded = SaveFile.Read(World);

        Assert.Equal(Map().Level, loaded.Level);
        Assert.Equal(Map().Script, loaded.Script);
        Assert.Equal(["control.lua", "modules/other/start.lua"], loaded.Files.Select(file => file.Key));
    }

    [Fact]
    public void Keeps_files_it_does_not_know_when_it_saves_again()
    {
        SaveFile.Write(World, Map() with { Files = [new("control.lua", []), new("unknown/thing.bin", [1, 2, 3])] });

        SaveFile.Write(World, SaveFile.Read(World));

        Assert.Contains(SaveEntries(), entry => entry.Path == "world/unknown/thing.bin" && entry.Content is [1, 2, 3]);
    }

    [Fact]
    public void Says_which_file_is_missing() =>
        Assert.Contains(World, Assert.Throws<SaveFileException>(() => SaveFile.Read(World)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("this is text and no zip archive")]
    public void Refuses_what_is_no_zip(string content)
    {
        File.WriteAllText(World, content);

        Assert.Contains("no zip", Assert.Throws<SaveFileException>(() => SaveFile.Read(World)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_zip_cut_off()
    {
        SaveFile.Write(World, Map());
        File.WriteAllBytes(World, File.ReadAllBytes(World)[..^100]);

        Assert.Contains("no zip", Assert.Throws<SaveFileException>(() => SaveFile.Read(World)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("world/level.dat0", "level.dat0")]
    [InlineData("world/script.dat", "script.dat")]
    [InlineData("world/level-init.dat", "level-init.dat")]
    [InlineData("world/control.lua", "control.lua")]
    public void Names_the_part_of_a_save_that_is_missing_or_damaged(string path, string named)
    {
        SaveFile.Write(World, Map());
        foreach (var replacement in (byte[]?[])[null, "junk"u8.ToArray()])
        {
            if (replacement is not null && path.EndsWith(".lua", StringComparison.Ordinal))
                continue;
            var files = SaveEntries();
            var damaged = Path.Combine(_folder, "damaged.zip");
            File.Delete(damaged);
            using (var zip = ZipFile.Open(damaged, ZipArchiveMode.Create))
            {
                foreach (var (entry, content) in files)
                {
                    if (entry != path)
                        AddEntry(zip, entry, content);
                    else if (replacement is not null)
                        AddEntry(zip, entry, replacement);
                }
            }

            var message = Assert.Throws<SaveFileException>(() => SaveFile.Read(damaged)).Message;

            Assert.Contains(named, message, StringComparison.Ordinal);
            Assert.Contains(damaged, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Refuses_a_file_outside_of_a_folder()
    {
        using (var zip = ZipFile.Open(World, ZipArchiveMode.Create))
            AddEntry(zip, "control.lua", []);

        Assert.Contains("'control.lua'", Assert.Throws<SaveFileException>(() => SaveFile.Read(World)).Message, StringComparison.Ordinal);
    }

    private static SavedMap Map() => new()
    {
        RootFolder = "world",
        Version = GameVersion.Parse("2.1.9"),
        CreatedVersion = GameVersion.Parse("2.1.9"),
        Level = Encoding.UTF8.GetBytes("{\"level\":1}"),
        Script = Encoding.UTF8.GetBytes("{\"storage\":1}"),
        Files = [new("control.lua", "require('scenario')"u8.ToArray())],
    };

    private List<(string Path, byte[] Content)> SaveEntries()
    {
        using var zip = ZipFile.OpenRead(World);
        return zip.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            using var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            return (entry.FullName, buffer.ToArray());
        }).ToList();
    }

    private static void AddEntry(ZipArchive zip, string path, byte[] content)
    {
        using var stream = zip.CreateEntry(path).Open();
        stream.Write(content);
    }
}
