--- One inventory's stacks moved out of the world, as they are: by swapping, so that not even item numbers change.

local restore_items = require("modules/inventory_sync/restore_items")

--- @class Aside
--- @field inventory LuaInventory made by the script
--- @field filters table<integer, table> of the slots they were taken from

local aside = {}

local function move(source, target, slot)
	local stack = source[slot]
	if not stack.valid_for_read then
		return true
	end
	return target[slot].swap_stack(stack)
end

--- Empties an inventory. Throws when a stack cannot be moved; then what was moved is back.
--- @param inventory LuaInventory
--- @return Aside
function aside.take(inventory)
	local size = #inventory
	local taken = { inventory = game.create_inventory(size), filters = {} }
	local ok, problem = pcall(function()
		if inventory.supports_filters() and inventory.is_filtered() then
			for slot = 1, size do
				taken.filters[slot] = inventory.get_filter(slot)
			end
			restore_items.clear_filters(inventory)
		end
		for slot = 1, size do
			if not move(inventory, taken.inventory, slot) then
				error("cannot move the item in slot " .. slot .. " aside", 0)
			end
		end
	end)
	if not ok then
		aside.put_back(inventory, taken)
		taken.inventory.destroy()
		error(problem, 0)
	end
	return taken
end

--- Fills the inventory again, which must be empty. What finds no slot any more stays aside.
--- @param inventory LuaInventory
--- @param taken Aside
function aside.put_back(inventory, taken)
	for slot = 1, math.min(#inventory, #taken.inventory) do
		move(taken.inventory, inventory, slot)
	end
	for slot, filter in pairs(taken.filters) do
		if slot <= #inventory then
			inventory.set_filter(slot, filter)
		end
	end
end

--- Moves all stacks of an inventory into one made for them.
--- @param inventory LuaInventory
--- @return LuaInventory? moved nil when there was nothing in it
function aside.collect(inventory)
	if inventory.is_empty() then
		return nil
	end
	local collected = game.create_inventory(#inventory - inventory.count_empty_stacks(true, true))
	local last = 0
	for slot = 1, #inventory do
		if inventory[slot].valid_for_read and collected[last + 1].swap_stack(inventory[slot]) then
			last = last + 1
		end
	end
	return collected
end

return aside
