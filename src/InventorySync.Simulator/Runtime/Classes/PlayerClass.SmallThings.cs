using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>Quick bar pages, recipe notifications, shortcuts, alerts.</summary>
internal static partial class PlayerClass
{
    private static void DefineSmallThings(ApiClass<Player> player) => player
        .Read("quick_bar_width", p => p.World.Setup.QuickBarWidth)
        .Method("get_quick_bar_slot", "index", (p, a) => QuickBar.Filter(p, QuickBar.Index(a)))
        .Method("get_quick_bar_slot@2.1", "page_index, slot_index", (p, a) => QuickBar.Slot(p, QuickBar.Place(p, a)))
        .Method("set_quick_bar_slot", "index, filter?", (p, a) => QuickBar.Set(p, QuickBar.Index(a), a))
        .Method("set_quick_bar_slot@2.1", "page_index, slot_index, filter?", (p, a) => QuickBar.Set(p, QuickBar.Place(p, a), a))
        .Method("get_active_quick_bar_page", "index", (p, a) => a.Integer("index") is >= 1 and <= 4 and var row ? p.QuickBarPages[row - 1] : null)
        .Method("set_active_quick_bar_page", "screen_index, page_index", (p, a) => SetQuickBarPage(p, a.Integer("screen_index"), a.Integer("page_index")))
        .Method("get_recipe_notifications", "", (p, _) => new LuaTable(p.RecipeNotifications.Order(StringComparer.Ordinal).Select(name => p.World.Prototypes.Recipes[name])))
        .Method("add_recipe_notification", "recipe", (p, a) => Do(() => p.RecipeNotifications.Add(Recipe(p, a))))
        .Method("clear_recipe_notification", "recipe", (p, a) => Do(() => p.RecipeNotifications.Remove(Recipe(p, a))))
        .Method("clear_recipe_notifications", "", (p, _) => Do(p.RecipeNotifications.Clear))
        .Method("is_shortcut_toggled", "prototype_name", (p, a) => p.ToggledShortcuts.Contains(Shortcut(p, a)))
        .Method("set_shortcut_toggled", "prototype_name, toggled", (p, a) => Do(() => Mark(p.ToggledShortcuts, Shortcut(p, a, toggling: true), a.Boolean("toggled"))))
        .Method("is_shortcut_available", "prototype_name", (p, a) => !p.UnavailableShortcuts.Contains(Shortcut(p, a)))
        .Method("set_shortcut_available", "prototype_name, available", (p, a) => Do(() => Mark(p.UnavailableShortcuts, Shortcut(p, a), !a.Boolean("available"))))
        .Method("is_alert_enabled", "alert_type", (p, a) => !p.DisabledAlerts.Contains(Alert(p, a)))
        .Method("enable_alert", "alert_type", (p, a) => p.DisabledAlerts.Remove(Alert(p, a)))
        .Method("disable_alert", "alert_type", (p, a) => p.DisabledAlerts.Add(Alert(p, a)))
        .Method("is_alert_muted", "alert_type", (p, a) => p.MutedAlerts.Contains(Alert(p, a)))
        .Method("mute_alert", "alert_type", (p, a) => p.MutedAlerts.Add(Alert(p, a)))
        .Method("unmute_alert", "alert_type", (p, a) => p.MutedAlerts.Remove(Alert(p, a)));

    private static object? SetQuickBarPage(Player player, int row, int page)
    {
        if (row is < 1 or > 4 || page is < 1 or > 10)
            throw new ScriptErrorException("set_active_quick_bar_page: no such row or page.");
        player.QuickBarPages[row - 1] = page;
        return null;
    }

    private static string Recipe(Player player, Arguments arguments)
    {
        var name = ItemSpecification.NameOf(arguments["recipe"], arguments.Name);
        return player.World.Prototypes.Recipes.ContainsKey(name) ? name : throw new ScriptErrorException($"Unknown recipe: {name}");
    }

    private static string Shortcut(Player player, Arguments arguments, bool toggling = false)
    {
        var name = ItemSpecification.NameOf(arguments["prototype_name"], arguments.Name);
        if (!player.World.Prototypes.ShortcutSet.TryGetValue(name, out var shortcut))
            throw new ScriptErrorException($"Unknown shortcut: {name}");
        if (shortcut.Action != "lua" || (toggling && !shortcut.Toggleable))
            throw new ScriptErrorException($"{arguments.Name}: {name} is no {(toggling ? "toggleable " : "")}shortcut of a script.");
        return name;
    }

    private static string Alert(Player player, Arguments arguments)
    {
        var names = player.World.Facts.Defines["alert_type"];
        return arguments.Integer("alert_type") is >= 0 and var type && type < names.Length
            ? names[type]
            : throw new ScriptErrorException($"{arguments.Name}: there is no such alert type.");
    }

    private static void Mark(HashSet<string> set, string name, bool inside)
    {
        if (inside)
            set.Add(name);
        else
            set.Remove(name);
    }
}
