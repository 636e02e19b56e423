using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>What a player's screen shows: a structure of switches, each read and written by itself.</summary>
internal sealed class GameViewSettings(Player player) : ApiObject
{
    private static readonly Dictionary<string, bool> Usual = new()
    {
        ["show_alert_gui"] = true,
        ["show_controller_gui"] = true,
        ["show_crafting_queue"] = true,
        ["show_entity_info"] = false,
        ["show_entity_tooltip"] = true,
        ["show_hotkey_suggestions"] = true,
        ["show_map_view_options"] = true,
        ["show_minimap"] = true,
        ["show_quickbar"] = true,
        ["show_rail_block_visualisation"] = false,
        ["show_research_info"] = true,
        ["show_shortcut_bar"] = true,
        ["show_side_menu"] = true,
        ["show_surface_list"] = true,
        ["show_tool_bar"] = true,
        ["update_entity_selection"] = true,
    };

    private static readonly Dictionary<string, bool> NewerThan20 = new() { ["hide_tall_entities"] = false, ["show_pins_gui"] = true };

    private readonly Dictionary<string, bool> _values = [];

    public override string ClassName => "GameViewSettings";

    /// <summary>Switches that are not as usual.</summary>
    public IReadOnlyDictionary<string, bool> Changed => _values;

    public bool this[string name]
    {
        get => _values.TryGetValue(name, out var value) ? value : WhenUnchanged(name);
        set
        {
            if (value == WhenUnchanged(name))
                _values.Remove(name);
            else
                _values[name] = value;
        }
    }

    private bool WhenUnchanged(string name) =>
        Usual.TryGetValue(name, out var usual) || (player.World.Facts.Version != "2.0" && NewerThan20.TryGetValue(name, out usual))
            ? usual
            : throw new ScriptErrorException($"GameViewSettings doesn't contain key {name}.");
}
