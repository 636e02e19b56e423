using System.Globalization;
using System.Text;

namespace InventorySync.Simulator.Server;

internal static class LuaText
{
    /// <summary>A Lua string literal of this text. Every byte is a decimal escape: a name is data, whatever is in it.</summary>
    public static string Quote(string text) =>
        "\"" + string.Concat(Encoding.UTF8.GetBytes(text).Select(value => value.ToString(@"\\000", CultureInfo.InvariantCulture))) + "\"";
}
