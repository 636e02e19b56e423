using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.Prototypes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>
/// Items as JSON, in the game's own attribute names: what operators read and give, and what saves hold. Only what
/// differs from a fresh item of that name is written.
/// </summary>
internal static class ItemForm
{
    /// <summary>An item as JSON.</summary>
    /// <param name="item">The item.</param>
    /// <param name="saved">Exactly as a save needs it: with identities, and export strings as text in place of their JSON.</param>
    public static JsonObject Write(Item item, bool saved)
    {
        var form = new JsonObject { ["name"] = item.Prototype.Name, ["count"] = item.Count };
        if (item.Quality.Level != 0 || item.Quality.Name != "normal")
            form["quality"] = item.Quality.Name;
        if (item.Health != 1)
            form["health"] = item.Health;
        if (item.Durability is { } durability && durability != item.MaximumDurability)
            form["durability"] = durability;
        if (item.Prototype.IsAmmo && item.Ammo != item.Prototype.MagazineSize)
            form["ammo"] = item.Ammo;
        if (item.SpoilPercent > 0)
            form["spoil_percent"] = item.SpoilPercent;
        if (item.Label is not null)
            form["label"] = item.Label;
        if (item.LabelColor is { } color)
            form["label_color"] = color.ToJson();
        if (!item.AllowManualLabelChange)
            form["allow_manual_label_change"] = false;
        if (item.Tags is { Count: > 0 } tags)
            form["tags"] = tags.DeepClone();
        if (item.CustomDescription.Length > 0)
            form["custom_description"] = item.CustomDescription;
        if (item.EntityColor is { } entityColor)
            form["entity_color"] = entityColor.ToJson();
        foreach (var (name, value) in item.EntitySettings.OrderBy(setting => setting.Key, StringComparer.Ordinal))
            form[name] = LuaJson.ToJson(value);
        if (item.IsOpenBook && item.ExportIsStale)
            ExportString.Refresh(item);
        if (item.Exported is { } exported)
            form["export"] = saved ? Encoding.UTF8.GetString(exported) : ExportString.Body(item);
        if (item.Grid is { } grid && (grid.Equipment.Count > 0 || item.Prototype.Grid is null || saved))
            form["grid"] = new JsonArray([.. grid.Equipment.Select(piece => (JsonNode)EquipmentForm.Write(piece, saved))]);
        // The contents of a book are in its string.
        if (!item.IsBook && item.Inventory is { } inventory && (!inventory.IsEmpty || inventory.IsFiltered || inventory.Bar <= inventory.Size || saved))
            form["inventory"] = InventoryForm.Write(inventory, saved);
        if (!saved)
        {
            if (item.Grid is { InhibitMovementBonus: true })
                form["inhibit_movement_bonus"] = true;
            return form;
        }

        form["item_number"] = item.Number;
        form["export_is_stale"] = item.ExportIsStale;
        if (item.ActiveIndex != 1)
            form["active_index"] = item.ActiveIndex;
        if (item.Grid is { } owned)
        {
            form["grid_id"] = owned.UniqueId;
            form["inhibit_movement_bonus"] = owned.InhibitMovementBonus;
        }

        if (item.SpoilTicks > 0)
            form["spoil_tick"] = item.SpoilTick;
        return form;
    }

    /// <summary>A new item as described. Its identities are new unless <paramref name="keepIdentity"/>.</summary>
    /// <exception cref="ScriptErrorException">Something unknown, or a value the item cannot have.</exception>
    public static Item Read(GameWorld world, JsonObject form, bool keepIdentity = false)
    {
        var name = (string?)form["name"] ?? throw new ScriptErrorException("An item needs a name.");
        var prototype = ItemSpecification.FindItem(world, name);
        var quality = ItemSpecification.FindQuality(world, (string?)form["quality"]);
        var count = (int?)form["count"] ?? 1;
        if (count < 1 || count > prototype.StackSize)
            throw new ScriptErrorException($"{name}: a count of {count} is not 1 to {prototype.StackSize}.");
        var item = Item.Create(world, prototype, quality, count);
        if (form["health"] is { } health)
            item.Health = (double)health;
        if (form["durability"] is { } durability)
            item.Durability = item.MaximumDurability is { } whole ? Math.Clamp((double)durability, 0, whole) : throw new ScriptErrorException($"{name} has no durability.");
        if (form["ammo"] is { } ammo)
            item.Ammo = prototype.IsAmmo ? Math.Clamp((int)ammo, 1, prototype.MagazineSize) : throw new ScriptErrorException($"{name} is no ammunition.");
        if (form["spoil_percent"] is { } spoiled)
            item.SpoilPercent = (double)spoiled;
        if (keepIdentity && form["spoil_tick"] is { } spoilTick && item.SpoilTicks > 0)
            item.SpoilPercent = 1 - (((long)spoilTick - world.Tick) / (double)item.SpoilTicks);
        if (form["export"] is JsonValue text)
            item.Exported = Encoding.UTF8.GetBytes((string)text!);
        else if (form["export"] is JsonObject body)
            item.Exported = [(byte)'0', .. Runtime.Classes.HelpersClass.Encode(Encoding.UTF8.GetBytes(body.ToJsonString()))];
        item.Label = (string?)form["label"];
        if (item.Label is null && item.Exported is not null && form["item_number"] is null)
            item.Label = (string?)ExportString.Body(item).First().Value?["label"];
        if (form["label_color"] is { } color)
            item.LabelColor = Color.FromJson(color);
        item.AllowManualLabelChange = (bool?)form["allow_manual_label_change"] ?? true;
        item.Tags = form["tags"]?.DeepClone() as JsonObject;
        item.CustomDescription = (string?)form["custom_description"] ?? "";
        if (form["entity_color"] is { } entityColor)
            item.EntityColor = Color.FromJson(entityColor);
        foreach (var (setting, value) in form.Where(member => member.Key is not "entity_color" && member.Key.StartsWith("entity_", StringComparison.Ordinal) && member.Value is not null))
            item.EntitySettings[setting] = LuaJson.FromJson(value)!;
        item.ExportIsStale = (bool?)form["export_is_stale"] ?? false;
        if (item.IsBook)
            item.ActiveIndex = (int?)form["active_index"] ?? ExportString.ActiveIndex(item);
        ReadGrid(item, form, keepIdentity);
        if (form["inventory"] is JsonObject inventory)
        {
            if (item.Inventory is null)
                throw new ScriptErrorException($"{name} has no inventory.");
            InventoryForm.Read(item.Inventory, inventory, keepIdentity);
        }

        if (keepIdentity && form["item_number"] is { } number)
            item.Number = (ulong)number;
        return item;
    }

    private static void ReadGrid(Item item, JsonObject form, bool keepIdentity)
    {
        if (form["grid"] is not JsonArray pieces)
            return;
        var world = item.World;
        if (item.Grid is null)
        {
            var grid = item.Prototype.EntityGrid ?? throw new ScriptErrorException($"{item.Prototype.Name} has no equipment grid.");
            item.Grid = new EquipmentGrid(world, world.Prototypes.Grids[grid], item.Quality) { Item = item };
        }

        foreach (var piece in pieces)
            EquipmentForm.Read(item.Grid, piece!.AsObject(), keepIdentity);
        item.Grid.InhibitMovementBonus = (bool?)form["inhibit_movement_bonus"] ?? false;
        if (keepIdentity && form["grid_id"] is { } id)
            item.Grid.UniqueId = (uint)id;
    }
}
