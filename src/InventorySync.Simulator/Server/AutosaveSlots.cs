namespace InventorySync.Simulator.Server;

/// <summary>Which autosave is overwritten next.</summary>
internal static class AutosaveSlots
{
    /// <summary>The first slot without a file, else the one whose file is oldest; from 1.</summary>
    public static int Next(string saves, int slots)
    {
        var next = 1;
        var oldest = DateTime.MaxValue;
        for (var slot = 1; slot <= Math.Max(1, slots); slot++)
        {
            var file = new FileInfo(Path.Combine(saves, $"_autosave{slot}.zip"));
            if (!file.Exists)
                return slot;
            if (file.LastWriteTimeUtc < oldest)
            {
                oldest = file.LastWriteTimeUtc;
                next = slot;
            }
        }
        return next;
    }
}
