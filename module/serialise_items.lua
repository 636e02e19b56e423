--- Item stacks and inventories as entries of a document (player-data §2.3 and §2.4).

local equipment = require("modules/inventory_sync/equipment")
local extras = require("modules/inventory_sync/extras")
local item_types = require("modules/inventory_sync/item_types")
local packed = require("modules/inventory_sync/packed")
local runs = require("modules/inventory_sync/runs")

--- @alias SetAside fun(stack: LuaItemStack, place: string, problem: any) takes a stack away that cannot be read

local serialise_items = {}

local function read_durability(entry, stack, item_type)
	if item_type == "tool" then
		local most = stack.prototype.get_durability(stack.quality)
		if most and not stack.prototype.infinite then
			entry.d = stack.durability
		end
	elseif item_type == "repair-tool" then
		local most = stack.prototype.get_durability(stack.quality)
		if most and stack.durability < most then
			entry.d = stack.durability
		end
	end
end

--- Worn armour has its own place for the switch (`ext.grid_toggle`).
local function read_switches(entry, stack, place)
	local grid = stack.grid
	if stack.is_item_with_entity_data then
		entry.x = packed.read(stack)
	end
	if grid and grid.inhibit_movement_bonus and not place:find("^armor/%d+$") then
		entry.x = entry.x or {}
		entry.x.inhibit_movement_bonus = true
	end
end

local function read_data(entry, stack, memory, place, set_aside)
	if stack.is_item_with_label then
		entry.l = { t = stack.label, c = stack.label_color, a = stack.allow_manual_label_change }
	end
	local grid = stack.grid
	if grid then
		entry.g = equipment.read(grid, serialise_items.read_inventory, memory, place .. "/g")
	end
	read_switches(entry, stack, place)
	if stack.is_item_with_inventory then
		local inner = stack.get_inventory(defines.inventory.item_main)
		if inner then
			entry.i = serialise_items.read_inventory(inner, memory, place .. "/i", set_aside)
		end
	end
end

--- An export string holds all but these. Only items with tags can have more than one of them.
local function read_exported(entry, stack, memory)
	local exported = stack.export_stack()
	entry.e = memory and memory.exports[exported] or exported
	if stack.is_item_with_label and not stack.allow_manual_label_change then
		entry.l = { a = false }
	end
	if stack.count > 1 then
		entry.c = stack.count
	end
	local quality = stack.quality.name
	if quality ~= "normal" then
		entry.q = quality
	end
	if stack.health < 1 then
		entry.h = stack.health
	end
end

--- @param stack LuaItemStack
--- @param entry Entry to be filled in
--- @param memory Memory?
--- @param place string `inventory/slot`
--- @param set_aside SetAside?
local function read_stack(stack, entry, memory, place, set_aside)
	local item_type = stack.type
	if item_types.exported[item_type] then
		read_exported(entry, stack, memory)
		extras.recall(stack, entry, memory, place)
		return
	end
	entry.n = stack.name
	entry.c = stack.count
	local quality = stack.quality.name
	if quality ~= "normal" then
		entry.q = quality
	end
	local health = stack.health
	if health < 1 then
		entry.h = health
	end
	read_durability(entry, stack, item_type)
	if item_type == "ammo" then
		entry.a = stack.ammo
	end
	if not item_types.simple[item_type] then
		read_data(entry, stack, memory, place, set_aside)
	end
	local spoiled = stack.spoil_percent
	if spoiled > 0 then
		entry.sp = spoiled
	end
	extras.recall(stack, entry, memory, place)
end

--- @param stack LuaItemStack
--- @return Entry? entry nil when the stack is empty
function serialise_items.read(stack)
	if not stack.valid_for_read then
		return nil
	end
	local entry = {}
	read_stack(stack, entry, nil, "")
	return entry
end

--- @param inventory LuaInventory
--- @param memory Memory?
--- @param path string? where it is in the document, as in Kept; without one nothing is recalled
--- @param set_aside SetAside? without one it is an error when a stack cannot be read
--- @return table record `{b?, i}`
function serialise_items.read_inventory(inventory, memory, path, set_aside)
	local filtered = inventory.supports_filters() and inventory.is_filtered()
	local record = {}
	if inventory.supports_bar() then
		local bar = inventory.get_bar()
		if bar <= #inventory then
			record.b = bar
		end
	end
	record.i = runs.encode(#inventory, function(slot)
		local filter = filtered and inventory.get_filter(slot) or nil
		local stack = inventory[slot]
		if not filter and not stack.valid_for_read then
			return nil
		end
		local entry = {}
		if stack.valid_for_read then
			local place = (path or "") .. "/" .. slot
			if set_aside then
				local ok, problem = pcall(read_stack, stack, entry, memory, place, set_aside)
				if not ok then
					set_aside(stack, place, problem)
					entry = {}
				end
			else
				read_stack(stack, entry, memory, place)
			end
		end
		entry.f = filter
		return next(entry) and entry or nil
	end)
	return record
end

return serialise_items
