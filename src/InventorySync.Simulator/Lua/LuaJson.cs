using System.Text.Json.Nodes;

namespace InventorySync.Simulator.Lua;

/// <summary>Copies of Lua values as JSON nodes and back.</summary>
internal static class LuaJson
{
    /// <summary>A table with keys 1…n becomes an array, an empty one an object.</summary>
    public static JsonNode? ToJson(object? value)
    {
        switch (value)
        {
            case null: return null;
            case bool boolean: return boolean;
            case double number: return double.IsFinite(number) ? number : null;
            case int number: return number;
            case string text: return text;
            case LuaTable { Count: > 0 } list when list.Items.Count() == list.Count:
                return new JsonArray([.. list.Items.Select(ToJson)]);
            case LuaTable table:
                // Lua's own order changes from run to run.
                var entries = table.Select(pair => (Key: Convert.ToString(pair.Key, System.Globalization.CultureInfo.InvariantCulture)!, pair.Value));
                return new JsonObject([.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))]);
            default: return value.ToString();
        }
    }

    public static object? FromJson(JsonNode? node)
    {
        switch (node)
        {
            case null: return null;
            case JsonObject form:
                var table = new LuaTable();
                foreach (var (key, value) in form)
                    table[key] = FromJson(value);
                return table;
            case JsonArray list: return new LuaTable(list.Select(FromJson));
            default:
                return node.GetValueKind() switch
                {
                    System.Text.Json.JsonValueKind.True => true,
                    System.Text.Json.JsonValueKind.False => false,
                    System.Text.Json.JsonValueKind.Number => Number(node),
                    _ => node.GetValue<string>(),
                };
        }
    }

    // A node made in memory remembers its own number type.
    private static double Number(JsonNode node) =>
        double.Parse(node.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
