using System.Text.Json.Nodes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.World;

/// <summary>Operations on what players own and on their bodies.</summary>
internal sealed partial class ControlOperations
{
    private JsonObject? Give(Player player, JsonObject arguments)
    {
        var inventory = player.MainInventory ?? player.Character?.Main ?? throw new ControlException($"{player.Name} has no inventory now.");
        if (arguments["items"] is not JsonArray items)
            throw new ControlException("The argument items must be a list of items.");
        var given = 0;
        foreach (var form in items)
        {
            // More than a stack may be given at once.
            var left = (int?)form!["count"] ?? 1;
            var stackSize = ItemSpecification.FindItem(world, (string)form["name"]!).StackSize;
            while (left > 0)
            {
                var part = form.DeepClone().AsObject();
                part["count"] = Math.Min(left, stackSize);
                var item = ItemForm.Read(world, part);
                var moved = inventory.Insert(item);
                if (moved < Math.Min(left, stackSize))
                    throw new ControlException($"No room for {left - moved} {(string?)form["name"]}: the inventory of {player.Name} is full.");
                left -= moved;
                given += moved;
            }
        }

        return new JsonObject { ["given"] = given };
    }

    private JsonObject? Take(Player player, JsonObject arguments)
    {
        var inventory = player.MainInventory ?? player.Character?.Main ?? throw new ControlException($"{player.Name} has no inventory now.");
        var quality = ItemSpecification.FindQuality(world, (string?)arguments["quality"]);
        return new JsonObject { ["taken"] = Stacks.Remove(inventory, Text(arguments, "name"), quality, Whole(arguments, "count")) };
    }

    private JsonNode? SetSlot(Player player, JsonObject arguments)
    {
        var slot = FindSlot(player, arguments);
        if (arguments.ContainsKey("filter"))
        {
            if (!slot.Inventory!.SupportsFilters)
                throw new ControlException($"The inventory {arguments["inventory"]} has no filters.");
            slot.Filter = InventoryForm.ReadFilter(world, arguments["filter"]);
            slot.Changed();
        }

        if (!arguments.ContainsKey("item"))
            return null;
        if (arguments["item"] is not JsonObject form)
        {
            slot.Put(null);
            return null;
        }

        var item = ItemForm.Read(world, form);
        if (!slot.Accepts(item))
            throw new ControlException($"Slot {slot.Index} does not take {item.Prototype.Name}.");
        slot.Put(item);
        return null;
    }

    private static JsonNode? SetBar(Player player, JsonObject arguments)
    {
        var inventory = FindSlot(player, arguments).Item?.Inventory ?? throw new ControlException("There is no item with an inventory in that slot.");
        inventory.SetBar(arguments["bar"] is null ? null : Whole(arguments, "bar"));
        return null;
    }

    private static JsonNode? PlaceEquipment(Player player, JsonObject arguments)
    {
        var slot = Body(player).Armor[arguments.ContainsKey("slot") ? Whole(arguments, "slot") : 1];
        var grid = slot.Item?.Grid ?? throw new ControlException($"{player.Name} wears no armour with a grid.");
        EquipmentForm.Read(grid, arguments["equipment"] as JsonObject ?? throw new ControlException("The argument equipment must be an object."));
        return null;
    }

    private static JsonNode? Die(Player player, JsonObject arguments)
    {
        if (arguments.ContainsKey("ticks_to_respawn"))
            Online(player).Die((uint)Whole(arguments, "ticks_to_respawn"));
        else
            Online(player).Die();
        return null;
    }

    private static JsonNode? Respawn(Player player)
    {
        if (Online(player).TicksToRespawn is null)
            throw new ControlException($"{player.Name} does not wait for a new body.");
        player.Respawn();
        return null;
    }

    private JsonNode? SetController(Player player, JsonObject arguments)
    {
        var name = Text(arguments, "controller");
        if (!Enum.TryParse<ControllerType>(name, ignoreCase: true, out var type))
            throw new ControlException($"There is no controller {name}: use {string.Join(", ", world.Facts.Defines["controllers"])}.");
        Online(player);
        switch (type)
        {
            case ControllerType.Character when player.InRemoteView:
                player.ExitRemoteView();
                break;
            case ControllerType.Character when player.PhysicalController != ControllerType.Character:
                if (!player.CreateCharacter())
                    throw new ControlException($"No body can be made for {player.Name} here.");
                break;
            case ControllerType.Editor when player.PhysicalController != ControllerType.Editor:
                // The game makes whoever it puts there an admin.
                SetAdmin(player, admin: true);
                player.ToggleEditor();
                break;
            case ControllerType.Cutscene:
                player.StartCutscene();
                break;
            case ControllerType.Character or ControllerType.Editor:
                break;
            default:
                player.SetController(type, null);
                break;
        }

        return null;
    }

    private static ItemStack FindSlot(Player player, JsonObject arguments)
    {
        var name = Text(arguments, "inventory");
        var inventory = name switch
        {
            "main" => player.Character?.Main,
            "armor" => player.Character?.Armor,
            "guns" => player.Character?.Guns,
            "ammo" => player.Character?.Ammo,
            "trash" => player.Character?.Trash,
            "god_main" => player.GodInventory,
            "cursor" => null,
            _ => throw new ControlException($"There is no inventory {name}: use main, armor, guns, ammo, trash, god_main or cursor."),
        };
        if (name == "cursor")
            return player.CursorStack ?? throw new ControlException($"{player.Name} has no hand now.");
        if (inventory is null)
            throw new ControlException($"{player.Name} has no inventory {name} now.");
        var number = Whole(arguments, "slot");
        return number >= 1 && number <= inventory.Size
            ? inventory[number]
            : throw new ControlException($"There is no slot {number}: {name} has {inventory.Size}.");
    }

    private static Character Body(Player player) =>
        player.Character ?? throw new ControlException($"{player.Name} has no body now.");
}
