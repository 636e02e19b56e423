using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime.Classes;

/// <summary>LuaItemCommon: members of items that stacks have, too.</summary>
internal static class ItemCommonClass
{
    private static readonly (string Name, bool WhenAbsent)[] EntitySwitches =
    [
        ("entity_logistics_enabled", true), ("entity_request_from_buffers", true), ("entity_enable_logistics_while_moving", true),
        ("entity_auto_target_with_gunner", false), ("entity_auto_target_without_gunner", true), ("entity_driver_is_gunner", false),
    ];

    public static ApiClass<ApiObject> Define()
    {
        var common = DefineItem();
        foreach (var (name, whenAbsent) in EntitySwitches)
        {
            common.ReadWrite(
                name,
                o => Packed(o).EntitySettings.GetValueOrDefault(name) ?? whenAbsent,
                (o, value) => Change(o, () => Packed(o).EntitySettings[name] = Values.Boolean(value, name)));
        }

        return common.ReadWrite(
            "entity_logistic_sections",
            o => PackedRequests.Copy(Packed(o).EntitySettings.GetValueOrDefault("entity_logistic_sections") as LuaTable ?? []),
            (o, value) => Change(o, () => Packed(o).EntitySettings["entity_logistic_sections"] = PackedRequests.Read(Of(o).World, value)));
    }

    public static Item Of(ApiObject thing) => thing is ItemStack stack ? stack.Present : (Item)thing;

    private static ApiClass<ApiObject> DefineItem() => new ApiClass<ApiObject>("LuaItemCommon")
        .Read("is_ammo", o => Of(o).Prototype.IsAmmo)
        .Read("is_armor", o => Of(o).Prototype.IsArmor)
        .Read("is_tool", o => Of(o).Prototype.IsTool)
        .Read("is_repair_tool", o => Of(o).Prototype.Type == "repair-tool")
        .Read("is_blueprint", o => Of(o).Prototype.Type == "blueprint")
        .Read("is_blueprint_book", o => Of(o).Prototype.Type == "blueprint-book")
        .Read("is_upgrade_item", o => Of(o).Prototype.Type == "upgrade-item")
        .Read("is_deconstruction_item", o => Of(o).Prototype.Type == "deconstruction-item")
        .Read("is_selection_tool", o => Of(o).Prototype.Type is "selection-tool" or "blueprint" or "upgrade-item" or "deconstruction-item" or "copy-paste-tool")
        .Read("is_item_with_entity_data", o => Of(o).Prototype.Type == "item-with-entity-data")
        .Read("is_item_with_inventory", o => Of(o).Inventory is not null)
        .Read("is_item_with_label", o => Of(o).Prototype.CanHaveLabel)
        .Read("is_item_with_tags", o => Of(o).Prototype.Type == "item-with-tags")
        .Read("item_number", o => Of(o).Number is > 0 and var number ? number : null)
        .Read("grid", o => Of(o).Grid)
        .ReadWrite("durability", o => Of(o).Durability ?? throw Not(o, "durability"), (o, value) => SetDurability(o, value))
        .ReadWrite("ammo", o => Of(o).Prototype.IsAmmo ? Of(o).Ammo : throw Not(o, "ammo"), (o, value) => SetAmmo(o, value))
        .ReadWrite("label", o => Labelled(o).Label, (o, value) => Change(o, () => Labelled(o).Label = value is null ? null : Values.Text(value, "label")))
        .ReadWrite("label_color", o => Labelled(o).LabelColor?.ToTable(), (o, value) => Change(o, () => Labelled(o).LabelColor = value is null ? null : Color.From(value, "label_color")))
        .ReadWrite("allow_manual_label_change", o => Labelled(o).AllowManualLabelChange, (o, value) => Change(o, () => Labelled(o).AllowManualLabelChange = Values.Boolean(value, "allow_manual_label_change")))
        .ReadWrite("tags", o => LuaJson.FromJson(Tagged(o).Tags) ?? new LuaTable(), (o, value) => Change(o, () => Tagged(o).Tags = LuaJson.ToJson(Values.Table(value, "tags")) as System.Text.Json.Nodes.JsonObject))
        .ReadWrite("custom_description", o => Tagged(o).CustomDescription, (o, value) => Change(o, () => Tagged(o).CustomDescription = Values.Text(value, "custom_description")))
        .ReadWrite("entity_color", o => Packed(o).EntityColor?.ToTable(), (o, value) => Change(o, () => Packed(o).EntityColor = value is null ? null : Color.From(value, "entity_color")))
        .ReadWrite("entity_label", o => Packed(o).EntitySettings.GetValueOrDefault("entity_label"), (o, value) => Change(o, () => SetEntityLabel(Packed(o), value)))
        .ReadWrite("active_index", o => Book(o).Inventory!.IsEmpty ? null : Book(o).ActiveIndex, (o, value) => Change(o, () => SetActiveIndex(Book(o), value)))
        .Method("get_tag", "tag_name", (o, a) => LuaJson.FromJson(Tagged(o).Tags?[a.Text("tag_name")]))
        .Method("set_tag", "tag_name, tag", (o, a) => SetTag(o, a.Text("tag_name"), a["tag"]))
        .Method("remove_tag", "tag", (o, a) => Tagged(o).Tags?.Remove(a.Text("tag")) ?? false)
        .Method("get_inventory", "inventory", (o, a) => a.Integer("inventory") == Of(o).World.Facts.Define("inventory", "item_main") ? Of(o).Inventory : null)
        .Method("is_blueprint_setup", "", (o, _) => ExportString.CountEntities(Of(o)) > 0)
        .Method("get_blueprint_entity_count", "", (o, _) => ExportString.CountEntities(Of(o)))
        .Method("clear_blueprint", "", (o, _) => Change(o, () => ExportString.Clear(Of(o))));

    private static Item Labelled(ApiObject thing) => Of(thing).Prototype.CanHaveLabel ? Of(thing) : throw Not(thing, "label");

    private static Item Tagged(ApiObject thing) => Of(thing).Prototype.Type == "item-with-tags" ? Of(thing) : throw Not(thing, "tags");

    private static Item Book(ApiObject thing) => Of(thing).IsBook ? Of(thing) : throw Not(thing, "active_index");

    private static void SetActiveIndex(Item book, object? value)
    {
        var index = Values.Integer(value, "active_index");
        if (index < 1 || index > book.Inventory!.Size)
            throw new ScriptErrorException($"active_index: {index} is not 1 to {book.Inventory!.Size}.");
        book.ActiveIndex = index;
    }

    private static Item Packed(ApiObject thing) => Of(thing).Prototype.Type == "item-with-entity-data" ? Of(thing) : throw Not(thing, "entity data");

    private static ScriptErrorException Not(ApiObject thing, string what) =>
        new($"The item {Of(thing).Prototype.Name} has no {what}.");

    private static object? Change(ApiObject thing, Action change)
    {
        change();
        ExportString.Touch(Of(thing));
        Of(thing).Stack?.Changed();
        return null;
    }

    private static void SetDurability(ApiObject thing, object? value)
    {
        var item = Of(thing);
        if (item.MaximumDurability is not { } whole)
            throw Not(thing, "durability");
        item.Durability = Math.Clamp(Values.Number(value, "durability"), 0, whole);
        item.Stack?.Changed();
    }

    private static void SetAmmo(ApiObject thing, object? value)
    {
        var item = Of(thing);
        if (!item.Prototype.IsAmmo)
            throw Not(thing, "ammo");
        item.Ammo = Math.Clamp(Values.Integer(value, "ammo"), 1, item.Prototype.MagazineSize);
        item.Stack?.Changed();
    }

    private static void SetEntityLabel(Item item, object? value)
    {
        if (value is null)
            item.EntitySettings.Remove("entity_label");
        else
            item.EntitySettings["entity_label"] = Values.Text(value, "entity_label");
    }

    private static object? SetTag(ApiObject thing, string name, object? value) => Change(thing, () =>
    {
        var tags = Tagged(thing).Tags ??= [];
        tags[name] = LuaJson.ToJson(value);
    });
}
