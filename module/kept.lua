--- What a server could not place, kept with the document until one can (player-data §4.4, `ext.kept`).

local equipment = require("modules/inventory_sync/equipment")
local restore_items = require("modules/inventory_sync/restore_items")
local runs = require("modules/inventory_sync/runs")

local kept = {}

--- A hostile document could name more slots than it has bytes; neighbours with one content are one record.
local function extends(previous, path, slot, entry, reason)
	return previous and slot and previous.slot and previous.path == path and previous.reason == reason
		and previous.slot + (previous.entry.r or 0) + 1 == slot
		and runs.same(previous.content, entry)
end

--- @return RestoreContext
function kept.new_context()
	local list = {}
	local notices = {}
	local context = { memory = { exports = {}, extras = {} }, list = list, notices = notices }
	function context.keep(path, slot, entry, reason)
		local previous = list[#list]
		if extends(previous, path, slot, entry, reason) then
			previous.entry.r = (previous.entry.r or 0) + 1
			return
		end
		local copy = {}
		for key, value in pairs(entry) do
			copy[key] = value
		end
		list[#list + 1] = { path = path, slot = slot, entry = copy, reason = reason, content = entry }
	end
	function context.notice(message)
		notices[#notices + 1] = message
	end
	function context.mark()
		return #list
	end
	function context.rewind(mark)
		for index = #list, mark + 1, -1 do
			list[index] = nil
		end
	end
	--- What was left of a stack too large for its slot, if that is the one thing kept since.
	function context.take_rest(mark, entry)
		local last = list[#list]
		if #list == mark + 1 and entry.c and last.entry.n == entry.n and (last.entry.c or entry.c) < entry.c then
			list[#list] = nil
			return last.entry
		end
		return nil
	end
	function context.write_inventory(inventory, record, path)
		restore_items.write_inventory(inventory, record, context, path)
	end
	return context
end

--- @param context RestoreContext
--- @return Kept[]? nil when nothing was kept
function kept.collect(context)
	if #context.list == 0 then
		return nil
	end
	local result = {}
	for index, item in ipairs(context.list) do
		result[index] = { path = item.path, slot = item.slot, entry = item.entry, reason = item.reason }
	end
	return result
end

local function retry_equipment(inventories, item, context)
	local inventory_name, slot = item.path:match("^([%a_]+)/(%d+)/g$")
	local inventory = inventory_name and inventories[inventory_name]
	slot = tonumber(slot)
	if inventory and slot <= #inventory then
		local stack = inventory[slot]
		local grid = stack.valid_for_read and stack.grid
		if grid then
			equipment.write_piece(grid, item.entry, context, item.path)
			return
		end
	end
	context.keep(item.path, item.slot, item.entry, item.reason)
end

local function retry_filter(inventories, item, slot, entry, context)
	local inventory = inventories[item.path]
	if inventory and slot and slot <= #inventory and inventory.supports_filters()
		and not inventory.get_filter(slot) and not inventory[slot].valid_for_read then
		restore_items.write_filter(inventory, slot, entry.f, context, item.path)
	else
		context.keep(item.path, slot, entry, item.reason)
	end
end

local function retry_item(inventories, item, slot, entry, context)
	local inventory = inventories[item.path]
	if inventory and slot and slot <= #inventory and not inventory[slot].valid_for_read then
		restore_items.write(inventory[slot], entry, context, item.path, slot)
		return
	end
	local main = inventories.main
	while entry do
		local stack = main and main.find_empty_stack()
		if not stack then
			context.keep(item.path, slot, entry, item.reason)
			return
		end
		local mark = context.mark()
		restore_items.write(stack, entry, context, item.path, slot or 1)
		entry = context.take_rest(mark, entry)
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
--- @param list Kept[]
--- @param context RestoreContext
function kept.retry(inventories, list, context)
	for _, item in ipairs(list) do
		if item.path:sub(-2) == "/g" then
			retry_equipment(inventories, item, context)
		else
			local entry = without_position(item.entry)
			for index = 0, item.entry.r or 0 do
				local slot = item.slot and item.slot + index
				if entry.n or entry.e then
					retry_item(inventories, item, slot, entry, context)
				else
					retry_filter(inventories, item, slot, entry, context)
				end
			end
		end
	end
end

return kept
