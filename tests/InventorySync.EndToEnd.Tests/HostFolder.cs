using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace InventorySync.EndToEnd.Tests;

/// <summary>What lies on the disk of a host: its configuration and the saves of its instances.</summary>
internal sealed class HostFolder
{
    /// <summary>The script of freeplay since 2.0.29 (save-patching-and-ipc.md §1.3).</summary>
    public const string FreeplayScript = "require('__base__/script/freeplay/control.lua')\n";

    public HostFolder(string directory)
    {
        Directory = directory;
        System.IO.Directory.CreateDirectory(directory);
    }

    public string Directory { get; }

    /// <summary>Path of <c>host.json</c>.</summary>
    public string Configuration => Path.Combine(Directory, "host.json");

    /// <summary>Writes <c>host.json</c>.</summary>
    public HostFolder Configure(Uri controller, string token, int hostId, string factorioDirectory, params JsonObject[] instances)
    {
        var configuration = new JsonObject
        {
            ["controllerUrl"] = controller.ToString(),
            ["controllerToken"] = token,
            ["hostId"] = hostId,
            ["factorioDirectory"] = factorioDirectory,
            ["instances"] = new JsonArray([.. instances]),
        };
        File.WriteAllText(Configuration, configuration.ToJsonString());
        return this;
    }

    /// <summary>Where an instance has the save that it starts from.</summary>
    public string SaveOf(string instance) => Path.Combine(Directory, "instances", instance, "saves", "world.zip");

    /// <summary>Puts a file of any content in the place of an instance's save.</summary>
    public void PutSave(string instance, byte[] content)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(SaveOf(instance))!);
        File.WriteAllBytes(SaveOf(instance), content);
    }

    /// <summary>Puts a save in place that was last written by the given release of Factorio.</summary>
    public void PutSave(string instance, byte major, byte minor, params (string Name, string Content)[] files)
    {
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(archive, "world/script.dat", [major, 0, minor, 0, 77, 0, 0, 0]);
            foreach (var (name, text) in files)
                Write(archive, "world/" + name, Encoding.UTF8.GetBytes(text));
        }
        PutSave(instance, content.ToArray());
    }

    private static void Write(ZipArchive archive, string name, byte[] content)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(content);
    }
}
