namespace InventorySync.Simulator.Runtime;

/// <summary>Files that are part of the program.</summary>
internal static class Resources
{
    public static byte[] Bytes(string path)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(path)
            ?? throw new InvalidOperationException($"The program lacks its part {path}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static string Text(string path) => System.Text.Encoding.UTF8.GetString(Bytes(path));

    public static bool Has(string path) => typeof(Resources).Assembly.GetManifestResourceInfo(path) is not null;
}
