--- What a server could not place, kept with the document until one can (player-data §4.4, `ext.kept`).

local context = require("modules/inventory_sync/context")
local equipment = require("modules/inventory_sync/equipment")
local parts = require("modules/inventory_sync/parts")
local restore_items = require("modules/inventory_sync/restore_items")

local kept = {}

local function retry_equipment(inventories, item, current)
	local inventory_name, slot = item.path:match("^([%a_]+)/(%d+)/g$")
	local inventory = inventory_name and inventories[inventory_name]
	slot = tonumber(slot)
	if inventory and slot <= #inventory then
		local stack = inventory[slot]
		local grid = stack.valid_for_read and stack.grid
		if grid then
			equipment.write_piece(grid, item.entry, current, item.path, restore_items.write_inventory)
			return
		end
	end
	context.keep(current, item.path, item.slot, item.entry, item.reason)
end

local function retry_filter(inventories, item, slot, entry, current)
	local inventory = inventories[item.path]
	if inventory and slot and slot <= #inventory and inventory.supports_filters()
		and not inventory.get_filter(slot) and not inventory[slot].valid_for_read then
		restore_items.write_filter(inventory, slot, entry.f, current, item.path)
	else
		context.keep(current, item.path, slot, entry, item.reason)
	end
end

local function retry_item(inventories, item, slot, entry, current)
	local inventory = inventories[item.path]
	if inventory and slot and slot <= #inventory and not inventory[slot].valid_for_read then
		restore_items.write(inventory[slot], entry, current, item.path, slot)
		return
	end
	local main = inventories.main
	while entry do
		local stack = main and main.find_empty_stack()
		if not stack then
			context.keep(current, item.path, slot, entry, item.reason)
			return
		end
		local mark = context.mark(current)
		restore_items.write(stack, entry, current, item.path, slot or 1)
		entry = context.take_rest(current, mark, entry)
	end
end

local function without_position(entry)
	local copy = {}
	for key, value in pairs(entry) do
		if key ~= "s" and key ~= "r" then
			copy[key] = value
		end
	end
	return copy
end

--- Tries what was kept, here or elsewhere, once more: at its old place, else anywhere in the main inventory. What
--- still finds none is kept again.
--- @param inventories table<string, LuaInventory>
--- @param list Kept[] what belongs to a part is only kept again; see retry_parts
--- @param current RestoreContext
function kept.retry(inventories, list, current)
	for _, item in ipairs(list) do
		if parts.of_path(item.path) then
			context.keep(current, item.path, item.slot, item.entry, item.reason)
		elseif item.path:sub(-2) == "/g" then
			retry_equipment(inventories, item, current)
		else
			local entry = without_position(item.entry)
			for index = 0, item.entry.r or 0 do
				local slot = item.slot and item.slot + index
				if entry.n or entry.e then
					retry_item(inventories, item, slot, entry, current)
				else
					retry_filter(inventories, item, slot, entry, current)
				end
			end
		end
	end
end

--- Takes what belongs to parts out of what was kept, to be tried again once the parts have been written.
--- @param current RestoreContext
--- @return Kept[]
function kept.take_parts(current)
	local taken, rest = {}, {}
	for _, item in ipairs(current.list) do
		local list = parts.of_path(item.path) and taken or rest
		list[#list + 1] = item
	end
	current.list = rest
	return taken
end

--- @param player LuaPlayer
--- @param list Kept[] of parts
--- @param current RestoreContext
function kept.retry_parts(player, list, current)
	for _, item in ipairs(list) do
		local part = parts.of_path(item.path)
		local entry = without_position(item.entry)
		for index = 0, item.entry.r or 0 do
			local slot = item.slot and item.slot + index
			part.retry(player, { path = item.path, slot = slot, entry = entry, reason = item.reason }, current)
		end
	end
end

return kept
