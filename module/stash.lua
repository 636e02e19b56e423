--- Items of a temporary inventory that found no room: kept outside the world, and the player takes them when there
--- is room (sync-behaviour §2 step 5).

local body = require("modules/inventory_sync/body")
local stash_window = require("modules/inventory_sync/stash_window")

local stash = {}

--- Item types whose stacks hold nothing but what `insert` carries over. Others move as they are, slot to slot.
local stackable_types = {
	["item"] = true,
	["ammo"] = true,
	["capsule"] = true,
	["gun"] = true,
	["module"] = true,
	["rail-planner"] = true,
}

--- Onto equal stacks, slot by slot: a transfer is one step, so that at no moment an item is in both places.
local function transfer(stack, target)
	local name, quality = stack.name, stack.quality.name
	for slot = 1, #target do
		local other = target[slot]
		if other.valid_for_read and other.name == name and other.quality.name == quality and other.transfer_stack(stack) then
			return
		end
	end
end

local function is_fresh(stack)
	return stackable_types[stack.type] and stack.health == 1 and stack.spoil_percent == 0
end

--- Moves a stack with all it has. What finds no room stays where it was.
--- @param stack LuaItemStack
--- @param target LuaInventory
function stash.move(stack, target)
	local fresh = is_fresh(stack)
	if fresh and target.get_item_count({ name = stack.name, quality = stack.quality.name }) > 0 then
		transfer(stack, target)
		if not stack.valid_for_read then
			return
		end
	end
	local empty = target.find_empty_stack({ name = stack.name, quality = stack.quality.name })
	if not (empty and empty.swap_stack(stack)) and not fresh and stackable_types[stack.type] then
		transfer(stack, target)
	end
end

--- @param record PlayerRecord
--- @return integer stacks
function stash.count(record)
	return stash_window.count(record)
end

--- Opens the window when there is something in the stash, and closes it when there is nothing.
--- @param player LuaPlayer
--- @param record PlayerRecord
function stash.show(player, record)
	if stash.count(record) > 0 then
		stash_window.open(player, record)
	else
		stash_window.update(player, record)
	end
end

--- Leaves it to the player to open the window.
--- @param player LuaPlayer
--- @param record PlayerRecord
function stash.remind(player, record)
	stash_window.close(player)
	stash_window.update(player, record)
end

--- Takes over all that is left in an inventory outside the world.
--- @param record PlayerRecord
--- @param source LuaInventory
function stash.add(record, source)
	local stacks = #source - source.count_empty_stacks()
	if stacks == 0 then
		return
	end
	local next_slot = 1
	if record.stash and record.stash.valid then
		next_slot = #record.stash + 1
		record.stash.resize(#record.stash + stacks)
	else
		record.stash = game.create_inventory(stacks)
	end
	for slot = 1, #source do
		if source[slot].valid_for_read and record.stash[next_slot].swap_stack(source[slot]) then
			next_slot = next_slot + 1
		end
	end
end

--- @param player LuaPlayer
--- @return LocalisedString
local function why_no_inventory(player)
	local controller = body.controller(player)
	if controller == "ghost" then
		return { "inventory-sync.stash-dead" }
	elseif controller == "spectator" then
		return { "inventory-sync.stash-spectator" }
	end
	return { "inventory-sync.stash-no-inventory" }
end

--- @param player LuaPlayer
--- @param record PlayerRecord
--- @param first integer slot
--- @param last integer slot
local function take(player, record, first, last)
	local inventory = record.stash
	if not inventory or not inventory.valid then
		stash_window.update(player, record)
		return
	end
	local main = body.inventories(player).main
	if not main then
		stash_window.update(player, record, why_no_inventory(player))
		return
	end
	local left = 0
	for slot = math.max(1, first), math.min(#inventory, last) do
		if inventory[slot].valid_for_read then
			stash.move(inventory[slot], main)
			left = left + (inventory[slot].valid_for_read and 1 or 0)
		end
	end
	if inventory.is_empty() then
		inventory.destroy()
		record.stash = nil
	end
	stash_window.update(player, record, left > 0 and { "inventory-sync.stash-no-room", left } or nil)
end

--- Moves out of the stash what there is room for.
--- @param player LuaPlayer
--- @param record PlayerRecord
function stash.take(player, record)
	take(player, record, 1, math.huge)
end

--- Moves one stack out of the stash, if it is still there and there is room.
--- @param player LuaPlayer
--- @param record PlayerRecord
--- @param slot integer of the stash
function stash.take_slot(player, record, slot)
	take(player, record, slot, slot)
end

return stash
