using System.Reflection;
using InventorySync.Protocol.Game.Saves;

namespace InventorySync.Host.Factorio;

/// <summary>The Lua module that travels inside this program.</summary>
internal static class EmbeddedModule
{
    private const string Prefix = "module/";

    /// <exception cref="SaveRefusedException">The program was built without the module, or with a malformed one.</exception>
    public static SaveModule Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames())
        {
            var path = name.Replace('\\', '/');
            if (!path.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            files[path[Prefix.Length..]] = content;
        }

        return SaveModule.FromFiles(files);
    }
}
