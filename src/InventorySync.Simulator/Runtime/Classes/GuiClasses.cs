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
        .ReadWrite("enabled", e => e.Enabled, (e, value) => Changed(e).Enabled = Values.Boolean(value, "enabled"))
        .ReadWrite("visible", e => e.Visible, (e, value) => Changed(e).Visible = Values.Boolean(value, "visible"))
        .ReadWrite("caption", e => e.Caption ?? "", (e, value) => Changed(e).Caption = Localised(e, value))
        .ReadWrite("tags", e => e.Tags, (e, value) => Changed(e).Tags = Values.Table(value, "tags"))
        .ReadWrite("style", e => e.Style, (e, value) => Changed(e).StyleName = Style(value))
        .ReadWrite("value", e => Of(e, "progressbar").Attributes.GetValueOrDefault("value") ?? 0, (e, value) => Changed(Of(e, "progressbar")).Attributes["value"] = Math.Clamp(Values.Number(value, "value"), 0, 1))
        .ReadWrite("auto_center", e => e.Attributes.GetValueOrDefault("auto_center") ?? false, (e, value) => e.Attributes["auto_center"] = Values.Boolean(value, "auto_center"))
        .ReadWrite("location", e => e.Attributes.GetValueOrDefault("location"), (e, value) => e.Attributes["location"] = value is null ? null : Position.From(value, "location").ToTable())
        .ReadWrite("tooltip", e => e.Attributes.GetValueOrDefault("tooltip") ?? "", (e, value) => Changed(e).Attributes["tooltip"] = Localised(e, value ?? ""))
        .ReadWrite("elem_tooltip", e => e.Attributes.GetValueOrDefault("elem_tooltip"), (e, value) => Changed(e).Attributes["elem_tooltip"] = Checked(e, "elem_tooltip", value))
        .ReadWrite("sprite", e => e.Attributes.GetValueOrDefault("sprite") ?? "", (e, value) => Changed(e).Attributes["sprite"] = Checked(e, "sprite", value))
        .ReadWrite("number", e => e.Attributes.GetValueOrDefault("number"), (e, value) => Changed(Of(e, "sprite-button")).Attributes["number"] = Checked(e, "number", value))
        .ReadWrite("quality", e => e.Attributes.GetValueOrDefault("quality") is { } name ? ItemSpecification.FindQuality(e.Gui.Player.World, name) : null, (e, value) => Changed(Of(e, "sprite-button")).Attributes["quality"] = Checked(e, "quality", value))
        .TableMethod("add", AddParameters, (e, a) => Add(e, a))
        .Method("clear", "", (e, _) => Do(Changed(e).Clear))
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

    /// <summary>Styles of the game that scenarios here use; the game refuses names that it does not know.</summary>
    private static readonly HashSet<string> Styles = ["slot_button"];

    /// <summary>Counts the change, which in the game is work for every client.</summary>
    private static GuiElement Changed(GuiElement element)
    {
        element.Gui.Changes++;
        return element;
    }

    private static string Style(object? value)
    {
        var name = Values.Text(value, "style");
        return Styles.Contains(name) ? name : throw new ScriptErrorException($"not simulated: the style {name}");
    }

    private static object? Checked(GuiElement element, string name, object? value)
    {
        var world = element.Gui.Player.World;
        switch (name)
        {
            case "tooltip":
                return Localised(element, value);
            case "sprite" when Values.Text(value, name) is var path && !HelpersClass.IsSprite(world, path):
                throw new ScriptErrorException($"Unknown sprite \"{path}\"");
            case "number" when value is not null:
                return Values.Number(value, name);
            case "quality" when value is not null:
                return ItemSpecification.FindQuality(world, value).Name;
            case "elem_tooltip" when value is LuaTable tooltip:
                if (Values.Text(tooltip["type"], name) is not "item-with-quality" and not "item")
                    throw new ScriptErrorException($"not simulated: the elem_tooltip {tooltip["type"]}");
                if (!world.Prototypes.Items.ContainsKey(ItemSpecification.NameOf(tooltip["name"], name)))
                    throw new ScriptErrorException($"Unknown item name: {tooltip["name"]}");
                ItemSpecification.FindQuality(world, tooltip["quality"]);
                return value;
            default:
                return value;
        }
    }

    private static object? Do(Action action)
    {
        action();
        return null;
    }

    private static object? Localised(GuiElement element, object? value)
    {
        // Says so at once if it is no localised string.
        element.Gui.Player.World.Translate(value, element.Gui.Player.Locale);
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
        child.StyleName = arguments.Has("style") ? Style(arguments["style"]) : "";
        child.Tags = arguments["tags"] as LuaTable ?? [];
        if (arguments.Has("value"))
            child.Attributes["value"] = Math.Clamp(arguments.Number("value"), 0, type == "progressbar" ? 1 : double.MaxValue);
        foreach (var name in arguments.Method.Parameters.Where(name => !Handled.Contains(name) && arguments.Has(name)))
            child.Attributes[name] = Checked(child, name, arguments[name]);
        return Changed(child);
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
        Changed(element).Destroy();
        return null;
    }

    private static GuiElement Of(GuiElement element, string type) =>
        element.Type == type ? element : throw new ScriptErrorException($"Gui element is of type {element.Type}, not {type}.");
}
