--- Entries of a document as item stacks and inventories (player-data §2.3 and §2.4).

local book = require("modules/inventory_sync/book")
local budget = require("modules/inventory_sync/budget")
local context = require("modules/inventory_sync/context")
local equipment = require("modules/inventory_sync/equipment")
local extras = require("modules/inventory_sync/extras")
local item_types = require("modules/inventory_sync/item_types")
local packed = require("modules/inventory_sync/packed")
local runs = require("modules/inventory_sync/runs")

local restore_items = {}

--- What an export string does not hold.
--- @param stack LuaItemStack as imported
--- @param entry Entry
--- @param current RestoreContext
--- @param place string `inventory/slot`
function restore_items.write_exported_details(stack, entry, current, place)
	if entry.q and prototypes.quality[entry.q] and stack.is_item_with_tags then
		local label, color = stack.label, stack.label_color
		stack.set_stack({
			name = stack.name,
			quality = entry.q,
			tags = stack.tags,
			custom_description = stack.custom_description,
		})
		stack.label, stack.label_color = label, color
	end
	if entry.c then
		stack.count = math.min(entry.c, stack.prototype.stack_size)
	end
	if entry.h then
		stack.health = entry.h
	end
	if entry.l and entry.l.a == false and stack.is_item_with_label then
		stack.allow_manual_label_change = false
	end
	extras.remember(stack, entry, current, place)
end

--- @return string? reason why it was not written
local function write_exported(stack, entry, current, path, slot)
	local result
	if type(entry.e) == "table" then
		result = book.write(stack, entry, current) and 0 or 1
	else
		result = stack.import_stack(entry.e)
	end
	if result == 1 or not stack.valid_for_read then
		stack.clear()
		return "not importable"
	elseif result == -1 then
		-- Parts of it are unknown here. What came is what goes on, unless the player changes it
		-- (player-data §4.7).
		current.memory.exports[stack.export_stack()] = entry.e
	end
	restore_items.write_exported_details(stack, entry, current, path .. "/" .. slot)
	return nil
end

--- @return {came: table, now: table}? requests of a packed vehicle, to be remembered
local function write_data(stack, entry, current, path, slot)
	local label = entry.l
	if label and stack.is_item_with_label then
		if label.t then
			stack.label = label.t
		end
		if label.c then
			stack.label_color = label.c
		end
		stack.allow_manual_label_change = label.a ~= false
	end
	if entry.g then
		local inside = path .. "/" .. slot .. "/g"
		local grid = stack.grid
		if not grid and next(entry.g) and stack.is_item_with_entity_data then
			grid = stack.create_grid()
		end
		if grid then
			equipment.write(grid, entry.g, current, inside, restore_items.write_inventory)
		else
			for _, piece in ipairs(runs.list(entry.g)) do
				context.keep(current, inside, nil, piece, "no grid")
			end
		end
	end
	if entry.i then
		local inner = stack.is_item_with_inventory and stack.get_inventory(defines.inventory.item_main)
		if inner then
			restore_items.write_inventory(inner, entry.i, current, path .. "/" .. slot .. "/i")
		else
			-- Caught below: the item goes on as a whole, or it would be here and kept, twice.
			error("it has no inventory here")
		end
	end
	local x = entry.x
	if type(x) ~= "table" then
		return nil
	end
	if x.inhibit_movement_bonus == true and stack.grid then
		stack.grid.inhibit_movement_bonus = true
	end
	return stack.is_item_with_entity_data and packed.write(stack, x, current, entry.n) or nil
end

--- @param entry Entry
--- @return string? reason why the game cannot have it
function restore_items.unknown(entry)
	if entry.n and not prototypes.item[entry.n] then
		return "unknown item"
	elseif entry.q and not prototypes.quality[entry.q] then
		return "unknown quality"
	end
	return nil
end

--- @return string? reason why it was not written
local function write_item(stack, entry, current, path, slot)
	local reason = restore_items.unknown(entry)
	if reason then
		return reason
	end
	local prototype = prototypes.item[entry.n]
	local set = stack.set_stack({
		name = entry.n,
		count = math.min(entry.c, prototype.stack_size),
		quality = entry.q,
		health = entry.h,
		durability = entry.d,
		ammo = prototype.type == "ammo" and entry.a or nil,
		spoil_percent = entry.sp,
	})
	if not set or not stack.valid_for_read then
		stack.clear()
		return "refused"
	end
	local requests
	if not item_types.simple[prototype.type] then
		requests = write_data(stack, entry, current, path, slot)
	end
	extras.remember(stack, entry, current, path .. "/" .. slot, requests)
	local rest = entry.c - stack.count
	if rest > 0 then
		-- Stacks are smaller here (another set of mods).
		context.keep(current, path, slot, { n = entry.n, c = rest, q = entry.q, h = entry.h, sp = entry.sp }, "no room")
	end
	return nil
end

--- Fills an empty slot. When that fails the slot is empty again, and nothing of the entry was kept.
--- @param stack LuaItemStack
--- @param entry Entry
--- @param current RestoreContext
--- @param path string
--- @param slot integer
--- @return string? reason why it is not in the slot
function restore_items.build(stack, entry, current, path, slot)
	local mark = context.mark(current)
	local ok, reason = pcall(entry.e and write_exported or write_item, stack, entry, current, path, slot)
	if ok then
		return reason
	end
	context.rewind(current, mark)
	stack.clear()
	context.notice(current, "Could not restore " .. (entry.n or "an exported item") .. " in " .. path .. " slot " .. slot
		.. ": " .. tostring(reason))
	return "refused"
end

--- Fills an empty slot. Whatever goes wrong, the entry ends in the slot or among the kept, never in both.
local function write(stack, entry, current, path, slot)
	local reason = restore_items.build(stack, entry, current, path, slot)
	if reason then
		context.keep(current, path, slot, entry, reason)
	end
end

--- Makes what spoils as old as its entry says.
--- @param stack LuaItemStack
--- @param entry Entry
function restore_items.refresh(stack, entry)
	if not entry.n or not stack.valid_for_read or stack.name ~= entry.n then
		return
	end
	if stack.spoil_percent ~= (entry.sp or 0) then
		stack.spoil_percent = entry.sp or 0
	end
	local inner = entry.i and stack.is_item_with_inventory and stack.get_inventory(defines.inventory.item_main)
	if inner then
		for _, run in ipairs(runs.decode(entry.i.i or {})) do
			for slot = run.slot, math.min(run.slot + run.repeats, #inner) do
				restore_items.refresh(inner[slot], run.entry)
			end
		end
	end
end

local cost_of_inventory

--- @param entry Entry
--- @return integer units of the budget for building it once (budget.lua)
function restore_items.cost(entry)
	if type(entry.e) == "string" then
		return budget.export(#entry.e)
	end
	local units = budget.slot
	for _, piece in pairs(entry.g or {}) do
		units = units + budget.equipment + cost_of_inventory(piece.i) + cost_of_inventory(piece.r)
	end
	return units + cost_of_inventory(entry.i)
end

function cost_of_inventory(record)
	local units = 0
	for _, entry in pairs(record and record.i or {}) do
		units = units + restore_items.cost(entry) * ((entry.r or 0) + 1)
	end
	return units
end

--- @param filter table|string
--- @return boolean
local function known_filter(filter)
	if type(filter) == "string" then
		return prototypes.item[filter] ~= nil
	end
	return (not filter.name or prototypes.item[filter.name] ~= nil)
		and (not filter.quality or prototypes.quality[filter.quality] ~= nil)
end

--- @param inventory LuaInventory
--- @param slot integer
--- @param filter table|string
--- @param current RestoreContext
--- @param path string
function restore_items.write_filter(inventory, slot, filter, current, path)
	local ok, set
	if known_filter(filter) and inventory.supports_filters() then
		ok, set = pcall(inventory.set_filter, slot, filter)
	end
	if not ok or set == false then
		context.keep(current, path, slot, { f = filter }, "unknown filter")
	end
end

local function clear_filters(inventory)
	if inventory.supports_filters() and inventory.is_filtered() then
		for slot = 1, #inventory do
			if inventory.get_filter(slot) then
				inventory.set_filter(slot, nil)
			end
		end
	end
end

--- Without position, for a slot of its own.
--- @param entry Entry
--- @return Entry
function restore_items.content(entry)
	local copy = {}
	for key, value in pairs(entry) do
		if key ~= "s" and key ~= "r" and key ~= "f" then
			copy[key] = value
		end
	end
	return copy
end

--- Keeps what of a run is beyond the last slot: as one, for a document may name more slots than it has bytes.
local function keep_beyond(slot, repeats, entry, current, path)
	local more = repeats > 0 and repeats or nil
	if entry.n or entry.e then
		local item = restore_items.content(entry)
		item.r = more
		context.keep(current, path, slot, item, "no room")
	end
	if entry.f then
		context.keep(current, path, slot, { f = entry.f, r = more }, "no room")
	end
end

local function write_slot(inventory, slot, entry, current, path)
	local has_item = entry.n or entry.e
	-- The item first: a slot may hold what its filter would not let in, since a filter can be set on a full slot.
	if has_item then
		write(inventory[slot], restore_items.content(entry), current, path, slot)
	end
	if entry.f then
		restore_items.write_filter(inventory, slot, entry.f, current, path)
	end
end

--- Makes an inventory what the record says, and nothing else. What cannot be placed is kept.
--- @param inventory LuaInventory
--- @param record table
--- @param current RestoreContext
--- @param path string
function restore_items.write_inventory(inventory, record, current, path)
	inventory.clear()
	clear_filters(inventory)
	if inventory.supports_bar() then
		inventory.set_bar()
	end
	local size = #inventory
	for _, run in ipairs(runs.decode(record.i or {})) do
		local last = run.slot + run.repeats
		for slot = run.slot, math.min(last, size) do
			write_slot(inventory, slot, run.entry, current, path)
		end
		if last > size then
			local first = math.max(run.slot, size + 1)
			keep_beyond(first, last - first, run.entry, current, path)
		end
	end
	if record.b and inventory.supports_bar() then
		inventory.set_bar(math.min(record.b, #inventory + 1))
	end
end

restore_items.clear_filters = clear_filters
restore_items.keep_beyond = keep_beyond

return restore_items
