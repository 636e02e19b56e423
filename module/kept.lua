--- What a server could not place, kept with the document until one can (player-data §4.4, `ext.kept`).

local context = require("modules/inventory_sync/context")
local equipment = require("modules/inventory_sync/equipment")
local parts = require("modules/inventory_sync/parts")
local restore_items = require("modules/inventory_sync/restore_items")

local kept = {}

local function without_position(entry)
	local copy = {}
	for key, value in pairs(entry) do
		if key ~= "s" and key ~= "r" then
			copy[key] = value
		end
	end
	return copy
end

--- Puts equipment that was kept into the grid it was in, or keeps it again.
--- @param inventories table<string, LuaInventory>
--- @param item Kept
--- @param current RestoreContext
function kept.retry_equipment(inventories, item, current)
	local inventory_name, slot = item.path:match("^([%a_]+)/(%d+)/g$")
	local inventory = inventory_name and inventories[inventory_name]
	slot = tonumber(slot)
	if inventory and slot >= 1 and slot <= #inventory then
		local stack = inventory[slot]
		local grid = stack.valid_for_read and stack.grid
		if not grid and stack.valid_for_read and stack.is_item_with_entity_data then
			-- Without the piece that was kept it has had none.
			grid = stack.create_grid()
		end
		if grid then
			equipment.write_piece(grid, item.entry, current, item.path, restore_items.write_inventory)
			return
		end
	end
	context.keep(current, item.path, item.slot, item.entry, item.reason)
end

--- Sets filters that were kept where there is none now, or keeps them again. What lies there may stay: a filter can be
--- set on a full slot.
--- @param inventories table<string, LuaInventory>
--- @param item Kept
--- @param current RestoreContext
function kept.retry_filter(inventories, item, current)
	local inventory = inventories[item.path]
	local size = inventory and item.slot and inventory.supports_filters() and #inventory or 0
	local first, last = item.slot or 1, (item.slot or 1) + (item.entry.r or 0)
	for slot = first, math.min(last, size) do
		if inventory.get_filter(slot) then
			context.keep(current, item.path, slot, { f = item.entry.f }, item.reason)
		else
			restore_items.write_filter(inventory, slot, item.entry.f, current, item.path)
		end
	end
	if last > size then
		first = math.max(first, size + 1)
		context.keep(current, item.path, item.slot and first, { f = item.entry.f, r = last > first and last - first or nil },
			item.reason)
	end
end

--- Takes what belongs to parts out of what was kept, to be tried again once the parts have been written.
--- @param current RestoreContext
--- @return {now: Kept[], later: Kept[]}
function kept.take_parts(current)
	local taken, rest = { now = {}, later = {} }, {}
	for _, item in ipairs(current.list) do
		local part = parts.of_path(item.path)
		local list = rest
		if part then
			list = part.cost and taken.later or taken.now
		end
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
			local one = { path = item.path, slot = slot, entry = entry, reason = item.reason }
			local mark = context.mark(current)
			local ok, problem = pcall(part.retry, player, one, current)
			if not ok then
				context.rewind(current, mark)
				context.keep(current, item.path, slot, entry, item.reason)
				context.notice(current, "Could not try " .. item.path .. " again: " .. tostring(problem))
			end
		end
	end
end

return kept
