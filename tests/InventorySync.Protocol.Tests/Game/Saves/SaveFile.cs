using System.IO.Compression;
using System.Text;

namespace InventorySync.Protocol.Tests.Game.Saves;

/// <summary>A save on disk, composed by the test, and what is in it afterwards.</summary>
public sealed class SaveFile : IDisposable
{
    /// <summary>The one-line script of freeplay since 2.0.29, as save-patching-and-ipc.md §1.3 describes it.</summary>
    public const string FreeplayScript = "require('__base__/script/freeplay/control.lua')\n";

    private readonly string _directory = Directory.CreateTempSubdirectory("invsync-save-").FullName;

    public string Path => System.IO.Path.Combine(_directory, "world.zip");

    public string Folder => _directory;

    public static byte[] Version(ushort major, ushort minor = 0, ushort patch = 77) =>
        [(byte)major, (byte)(major >> 8), (byte)minor, (byte)(minor >> 8), (byte)patch, (byte)(patch >> 8), 0, 0, 0, 1, 2, 3];

    /// <summary>Writes a save whose folder is <c>first-name</c>; level.dat0 is stored, the rest deflated.</summary>
    public SaveFile Write(params (string Name, byte[] Content)[] entries)
    {
        using var archive = ZipFile.Open(Path, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            var stored = name.Contains("level.dat", StringComparison.Ordinal);
            var entry = archive.CreateEntry(name, stored ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
            using var stream = entry.Open();
            stream.Write(content);
        }

        return this;
    }

    public SaveFile WriteFreeplay(params (string Name, string Content)[] more) => Write(
    [
        ("first-name/control.lua", Encoding.UTF8.GetBytes(FreeplayScript)),
        ("first-name/script.dat", Version(2)),
        ("first-name/level.dat0", [0x78, 0x01, 1, 2, 3]),
        .. more.Select(entry => ("first-name/" + entry.Name, Encoding.UTF8.GetBytes(entry.Content))),
    ]);

    public string? Read(string name) => ReadBytes(name) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public byte[]? ReadBytes(string name)
    {
        using var archive = ZipFile.OpenRead(Path);
        if (archive.GetEntry("first-name/" + name) is not { } entry)
            return null;
        using var stream = entry.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    public List<string> Names()
    {
        using var archive = ZipFile.OpenRead(Path);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
