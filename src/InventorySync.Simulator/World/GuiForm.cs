using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.World;

/// <summary>A player's windows in a save.</summary>
internal static class GuiForm
{
    public static JsonObject Write(Gui gui)
    {
        var roots = new JsonObject();
        foreach (var (name, root) in gui.Roots)
            roots[name] = WriteElement(root);
        return new JsonObject { ["next_index"] = gui.NextIndex, ["roots"] = roots };
    }

    /// <summary>Rebuilds the windows with the numbers they had.</summary>
    public static void Read(Gui gui, JsonObject form)
    {
        foreach (var (name, root) in form["roots"]!.AsObject())
            ReadElement(gui.Roots[name], root!.AsObject());
        gui.NextIndex = (int)form["next_index"]!;
    }

    private static JsonNode WriteElement(GuiElement element) => new JsonObject
    {
        ["type"] = element.Type,
        ["name"] = element.Name,
        ["index"] = element.Index,
        ["enabled"] = element.Enabled,
        ["visible"] = element.Visible,
        ["caption"] = LuaJson.ToJson(element.Caption),
        ["tags"] = LuaJson.ToJson(element.Tags),
        ["style_name"] = element.StyleName,
        ["style"] = WriteValues(element.Style.Attributes),
        ["attributes"] = WriteValues(element.Attributes),
        ["children"] = new JsonArray([.. element.Children.Select(WriteElement)]),
    };

    private static void ReadElement(GuiElement element, JsonObject form)
    {
        element.Index = (int)form["index"]!;
        element.Enabled = (bool)form["enabled"]!;
        element.Visible = (bool)form["visible"]!;
        element.Caption = LuaJson.FromJson(form["caption"]);
        element.Tags = LuaJson.FromJson(form["tags"]) as LuaTable ?? [];
        element.StyleName = (string)form["style_name"]!;
        ReadValues(element.Style.Attributes, form["style"]);
        ReadValues(element.Attributes, form["attributes"]);
        foreach (var child in form["children"]!.AsArray())
            ReadElement(element.Add((string)child!["type"]!, (string)child["name"]!), child.AsObject());
    }

    private static JsonObject WriteValues(Dictionary<string, object?> values) =>
        new([.. values.Where(value => value.Value is not Runtime.ApiObject).Select(value => KeyValuePair.Create(value.Key, LuaJson.ToJson(value.Value)))]);

    private static void ReadValues(Dictionary<string, object?> values, JsonNode? form)
    {
        foreach (var (name, value) in form!.AsObject())
            values[name] = LuaJson.FromJson(value);
    }
}
