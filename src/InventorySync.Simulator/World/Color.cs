using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>A colour with parts from 0 to 1, kept as 32-bit floats as in the game.</summary>
internal sealed record Color(float R, float G, float B, float A)
{
    public static Color White { get; } = new(1, 1, 1, 1);

    /// <summary>From <c>{r=,g=,b=,a=}</c> or <c>{r,g,b,a}</c>. Parts above 1 mean 0…255 for all.</summary>
    public static Color From(object? value, string what)
    {
        var table = Values.Table(value, what);
        double Part(string name, int index, double whenAbsent) =>
            (table[name] ?? table[index]) is { } part ? Values.Number(part, $"{what}.{name}") : whenAbsent;

        double r = Part("r", 1, 0), g = Part("g", 2, 0), b = Part("b", 3, 0);
        var bytes = r > 1 || g > 1 || b > 1 || Part("a", 4, 0) > 1;
        var a = Part("a", 4, bytes ? 255 : 1);
        var scale = bytes ? 255 : 1;
        return new Color((float)(r / scale), (float)(g / scale), (float)(b / scale), (float)(a / scale));
    }

    public LuaTable ToTable() => new() { ["r"] = R, ["g"] = G, ["b"] = B, ["a"] = A };

    public JsonObject ToJson() => new() { ["r"] = R, ["g"] = G, ["b"] = B, ["a"] = A };

    public static Color FromJson(JsonNode node) => new((float)node["r"]!, (float)node["g"]!, (float)node["b"]!, (float)node["a"]!);
}
