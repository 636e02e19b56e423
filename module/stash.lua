--- Items of a temporary inventory that found no room: kept outside the world, and the player takes them when there
--- is room (sync-behaviour §2 step 5).

local body = require("modules/inventory_sync/body")

local frame_name = "inventory_sync_stash"

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

local function insert(stack, target)
	local inserted = target.insert(stack)
	if inserted >= stack.count then
		stack.clear()
	elseif inserted > 0 then
		stack.count = stack.count - inserted
	end
end

local function is_fresh(stack)
	return stackable_types[stack.type] and stack.health == 1 and stack.spoil_percent == 0
end

--- Moves a stack with all it has. What finds no room stays where it was.
--- @param stack LuaItemStack
--- @param target LuaInventory
function stash.move(stack, target)
	if is_fresh(stack) then
		insert(stack, target)
		return
	end
	local empty = target.find_empty_stack({ name = stack.name, quality = stack.quality.name })
	if not empty or not empty.swap_stack(stack) then
		if stackable_types[stack.type] then
			insert(stack, target)
		end
	end
end

--- @param record PlayerRecord
--- @return integer stacks
function stash.count(record)
	local inventory = record.stash
	if not inventory or not inventory.valid then
		return 0
	end
	return #inventory - inventory.count_empty_stacks()
end

--- @param player LuaPlayer
--- @param record PlayerRecord
function stash.show(player, record)
	local screen = player.gui.screen
	if screen[frame_name] then
		screen[frame_name].destroy()
	end
	local count = stash.count(record)
	if count == 0 then
		return
	end
	local frame = screen.add({
		type = "frame",
		name = frame_name,
		direction = "vertical",
		caption = { "inventory-sync.stash-title" },
	})
	frame.add({ type = "label", caption = { "inventory-sync.stash-text", count } })
	frame.add({
		type = "button",
		name = "inventory_sync_take_stash",
		caption = { "inventory-sync.stash-take" },
	})
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

--- Moves out of the stash what there is room for.
--- @param player LuaPlayer
--- @param record PlayerRecord
function stash.take(player, record)
	local inventory = record.stash
	local main = body.inventories(player).main
	if not inventory or not inventory.valid then
		return
	end
	if not main then
		player.print({ "inventory-sync.stash-no-inventory" })
		return
	end
	for slot = 1, #inventory do
		if inventory[slot].valid_for_read then
			stash.move(inventory[slot], main)
		end
	end
	if inventory.is_empty() then
		inventory.destroy()
		record.stash = nil
	else
		player.print({ "inventory-sync.stash-no-room", stash.count(record) })
	end
	stash.show(player, record)
end

return stash
