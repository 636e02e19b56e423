--- Item stacks and inventories as entries of a document (player-data §2.3 and §2.4).

local equipment = require("modules/inventory_sync/equipment")
local item_types = require("modules/inventory_sync/item_types")
local runs = require("modules/inventory_sync/runs")

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

local function read_data(entry, stack, originals)
	if stack.is_item_with_label then
		entry.l = { t = stack.label, c = stack.label_color, a = stack.allow_manual_label_change }
	end
	local grid = stack.grid
	if grid then
		entry.g = equipment.read(grid, serialise_items.read_inventory)
	end
	if stack.is_item_with_inventory then
		local inner = stack.get_inventory(defines.inventory.item_main)
		if inner then
			entry.i = serialise_items.read_inventory(inner, originals)
		end
	end
end

--- @param stack LuaItemStack
--- @param entry Entry to be filled in
--- @param originals table<string, string>?
local function read_stack(stack, entry, originals)
	local item_type = stack.type
	if item_types.exported[item_type] then
		local exported = stack.export_stack()
		entry.e = originals and originals[exported] or exported
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
		read_data(entry, stack, originals)
	end
	local spoiled = stack.spoil_percent
	if spoiled > 0 then
		entry.sp = spoiled
	end
end

--- @param stack LuaItemStack
--- @param originals table<string, string>?
--- @return Entry? entry nil when the stack is empty
function serialise_items.read(stack, originals)
	if not stack.valid_for_read then
		return nil
	end
	local entry = {}
	read_stack(stack, entry, originals)
	return entry
end

--- @param inventory LuaInventory
--- @param originals table<string, string>?
--- @return table record `{b?, i}`
function serialise_items.read_inventory(inventory, originals)
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
		if filter then
			entry.f = filter
		end
		if stack.valid_for_read then
			read_stack(stack, entry, originals)
		end
		return entry
	end)
	return record
end

return serialise_items
