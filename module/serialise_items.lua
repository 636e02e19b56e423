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

local function read_data(entry, stack, memory, place)
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
			entry.i = serialise_items.read_inventory(inner, memory, place .. "/i")
		end
	end
end

--- Puts back what the entry had that the module does not know, if the item is still the same.
local function recall_extras(entry, memory, place)
	local extras = memory and memory.extras[place]
	if extras and extras.n == entry.n and extras.q == entry.q and extras.c == entry.c then
		for key, value in pairs(extras.members) do
			entry[key] = value
		end
	end
end

--- @param stack LuaItemStack
--- @param entry Entry to be filled in
--- @param memory Memory?
--- @param place string `inventory/slot`
local function read_stack(stack, entry, memory, place)
	local item_type = stack.type
	if item_types.exported[item_type] then
		local exported = stack.export_stack()
		entry.e = memory and memory.exports[exported] or exported
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
		read_data(entry, stack, memory, place)
	end
	local spoiled = stack.spoil_percent
	if spoiled > 0 then
		entry.sp = spoiled
	end
	recall_extras(entry, memory, place)
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
--- @return table record `{b?, i}`
function serialise_items.read_inventory(inventory, memory, path)
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
			read_stack(stack, entry, memory, (path or "") .. "/" .. slot)
		end
		return entry
	end)
	return record
end

return serialise_items
