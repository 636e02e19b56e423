using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaGui, LuaGuiElement and LuaStyle.</summary>
internal static class GuiClasses
{
    private static readonly HashSet<string> Types =
    [
        "frame", "flow", "label", "progressbar", "button", "table", "sprite-button", "empty-widget", "scroll-pane", "line",
        "sprite", "checkbox", "textfield", "text-box", "inner-frame", "tabbed-pane", "tab", "slider", "switch", "drop-down", "list-box",
    ];

    public static ApiClass<Gui> DefineGui()
    {
        var gui = new ApiClass<Gui>("LuaGui")
            .Read("player", g => g.Player)
            .Read("children", g =>
            {
                var roots = new LuaTable();
                foreach (var (name, root) in g.Roots)
                    roots[name] = root;
                return roots;
            });
        foreach (var name in Gui.RootNames)
            gui.Read(name, g => g.Roots[name]);
        return gui;
    }

    public static ApiClass<GuiElement> DefineElement() => new ApiClass<GuiElement>("LuaGuiElement")
        .Indexed((e, key) => key is string name ? e[name] : throw new ScriptErrorException("Children are found by name."))
        .Keeps(e => e.Attributes)
        .Read("index", e => e.Index)
        .Read("type", e => e.Type)
        .Read("gui", e => e.Gui)
        .Read("parent", e => e.Parent)
        .Read("player_index", e => e.Gui.Player.Index)
        .Read("children", e => new LuaTable(e.Children))
        .Read("children_names", e => new LuaTable(e.Children.Select(child => child.Name)))
        .ReadWrite("name", e => e.Name, (e, value) => Rename(e, Values.Text(value, "name")))
        .ReadWrite("enabled", e => e.Enabled, (e, value) => e.Enabled = Values.Boolean(value, "enabled"))
        .ReadWrite("visible", e => e.Visible, (e, value) => e.Visible = Values.Boolean(value, "visible"))
        .ReadWrite("caption", e => e.Caption ?? "", (e, value) => e.Caption = Localised(e, value))
        .ReadWrite("tags", e => e.Tags, (e, value) => e.Tags = Values.Table(value, "tags"))
        .ReadWrite("style", e => e.Style, (e, value) => e.StyleName = Values.Text(value, "style"))
        .ReadWrite("value", e => Of(e, "progressbar").Attributes.GetValueOrDefault("value") ?? 0, (e, value) => Of(e, "progressbar").Attributes["value"] = Math.Clamp(Values.Number(value, "value"), 0, 1))
        .ReadWrite("auto_center", e => e.Attributes.GetValueOrDefault("auto_center") ?? false, (e, value) => e.Attributes["auto_center"] = Values.Boolean(value, "auto_center"))
        .ReadWrite("location", e => e.Attributes.GetValueOrDefault("location"), (e, value) => e.Attributes["location"] = value is null ? null : Position.From(value, "location").ToTable())
        .TableMethod("add", AddParameters, (e, a) => Add(e, a))
        .Method("clear", "", (e, _) => Do(e.Clear))
        .Method("destroy", "", (e, _) => Destroy(e))
        .Method("get_mod", "", (_, _) => "level")
        .Method("get_index_in_parent", "", (e, _) => (e.Parent?.Children.ToList().IndexOf(e) ?? 0) + 1)
        .Method("bring_to_front", "", (_, _) => null)
        .Method("focus", "", (_, _) => null)
        .Method("force_auto_center", "", (e, _) => Do(() => e.Attributes["auto_center"] = true))
        .Method("scroll_to_top", "", (_, _) => null)
        .Method("scroll_to_bottom", "", (_, _) => null);

    public static ApiClass<GuiStyle> DefineStyle() => new ApiClass<GuiStyle>("LuaStyle")
        .Keeps(s => s.Attributes)
        .Read("name", s => s.Element.StyleName)
        .Read("gui", s => s.Element.Gui);

    private const string AddParameters =
        "type, name?, caption?, tooltip?, elem_tooltip?, enabled?, visible?, locked?, ignored_by_interaction?, style?, tags?, index?, anchor?, "
        + "game_controller_interaction?, raise_hover_events?, direction*, value*, column_count*, sprite*, hovered_sprite*, clicked_sprite*, number*, "
        + "show_percent_for_small_numbers*, mouse_button_filter*, auto_toggle*, toggled*, resize_to_sprite*, state*, text*, numeric*, allow_decimal*, "
        + "allow_negative*, is_password*, lose_focus_on_confirm*, horizontal_scroll_policy*, vertical_scroll_policy*, draw_horizontal_lines*, "
        + "draw_vertical_lines*, draw_horizontal_line_after_headers*, vertical_centering*, items*, selected_index*, minimum_value*, maximum_value*, "
        + "value_step*, discrete_values*, badge_text*, quality*";

    private static readonly HashSet<string> Handled = ["type", "name", "caption", "enabled", "visible", "tags", "style", "index", "value"];

    private static object? Do(Action action)
    {
        action();
        return null;
    }

    private static object? Localised(GuiElement element, object? value)
    {
        // Says so at once if it is no localised string.
        element.Gui.Player.World.Translate(value);
        return value;
    }

    private static GuiElement Add(GuiElement parent, Arguments arguments)
    {
        var type = arguments.Text("type");
        if (!Types.Contains(type))
            throw new ScriptErrorException($"not simulated: gui elements of type {type}");
        var child = parent.Add(type, arguments.OptionalText("name") ?? "", arguments.Has("index") ? arguments.Integer("index") : null);
        child.Caption = Localised(child, arguments["caption"] ?? "");
        child.Enabled = arguments.Boolean("enabled", whenAbsent: true);
        child.Visible = arguments.Boolean("visible", whenAbsent: true);
        child.StyleName = arguments.OptionalText("style") ?? "";
        child.Tags = arguments["tags"] as LuaTable ?? [];
        if (arguments.Has("value"))
            child.Attributes["value"] = Math.Clamp(arguments.Number("value"), 0, type == "progressbar" ? 1 : double.MaxValue);
        foreach (var name in arguments.Method.Parameters.Where(name => !Handled.Contains(name) && arguments.Has(name)))
            child.Attributes[name] = arguments[name];
        return child;
    }

    private static void Rename(GuiElement element, string name)
    {
        if (name.Length > 0 && element.Parent?[name] is { } other && other != element)
            throw new ScriptErrorException($"Gui element with name {name} already present in the parent element.");
        element.Name = name;
    }

    private static object? Destroy(GuiElement element)
    {
        if (element.Parent is null)
            throw new ScriptErrorException("The roots of the gui can't be destroyed.");
        element.Destroy();
        return null;
    }

    private static GuiElement Of(GuiElement element, string type) =>
        element.Type == type ? element : throw new ScriptErrorException($"Gui element is of type {element.Type}, not {type}.");
}
