--- What a player has in the hand. An item there is written as part of the inventory it came from, so that no other
--- reader loses it, and `ext.hand` says which slot to take it up from (player-data §2.13). A blueprint of the library
--- and other temporary stacks are no items of the player.

local body = require("modules/inventory_sync/body")
local compat = require("modules/inventory_sync/compat")
local serialise_items = require("modules/inventory_sync/serialise_items")

--- @class HandPlace where the item in the hand is in the document
--- @field inventory string as in the document
--- @field slot integer
--- @field n string of the item
--- @field free boolean? the slot was not kept for it

--- @class HandExtra members of `ext`
--- @field hand HandPlace?
--- @field cursor {name: string, quality: string?}? a ghost in the hand

--- @class Held what was in a hand, moved aside
--- @field inventory LuaInventory of one slot, made by the script
--- @field location ItemStackLocation?

--- @type Part
local hand = {
	name = "the hand",
	members = {},
	ext_members = { "cursor", "hand" },
}

local function holds_item(player)
	local cursor = player.cursor_stack
	return cursor ~= nil and cursor.valid_for_read and not player.cursor_stack_temporary
end

--- @return string? name
--- @return LuaInventory? inventory
local function inventory_at(player, index)
	for name, inventory in pairs(body.inventories(player)) do
		if inventory.index == index then
			return name, inventory
		end
	end
	return nil, nil
end

--- Moves the item in the hand where the inventories are read, until `take_up`.
--- @param player LuaPlayer
--- @return HandPlace? place nil when there is nothing to take up again
--- @return Kept? kept what found no room, and is in the hand still
function hand.put_away(player)
	if not holds_item(player) then
		return nil, nil
	end
	local cursor = player.cursor_stack
	local name = cursor.name
	local location = player.hand_location
	if location then
		local from, inventory = inventory_at(player, location.inventory)
		if inventory and location.slot <= #inventory and not inventory[location.slot].valid_for_read
			and inventory[location.slot].swap_stack(cursor) then
			return { inventory = from, slot = location.slot, n = name }, nil
		end
	end
	local main = body.inventories(player).main
	local empty, slot
	if main then
		empty, slot = main.find_empty_stack({ name = name, quality = cursor.quality.name })
	end
	if empty and empty.swap_stack(cursor) then
		return { inventory = "main", slot = slot, n = name, free = true }, nil
	end
	player.clear_cursor()
	if holds_item(player) then
		return nil, { path = "cursor", slot = 1, entry = serialise_items.read(player.cursor_stack), reason = "no room" }
	end
	return nil, nil
end

--- Takes an item into the empty hand again, if it is still there.
--- @param player LuaPlayer
--- @param place HandPlace
function hand.take_up(player, place)
	local inventory = body.inventories(player)[place.inventory]
	local cursor = player.cursor_stack
	if not inventory or not cursor or cursor.valid_for_read then
		return
	end
	local stack = place.slot <= #inventory and inventory[place.slot]
	if not stack or not stack.valid_for_read or stack.name ~= place.n then
		return
	end
	if cursor.swap_stack(stack) and not place.free then
		player.hand_location = { inventory = inventory.index, slot = place.slot }
	end
end

--- Empties the hand. What is no item of the player ends here.
--- @param player LuaPlayer
--- @return Held? held nil when there was no item
function hand.take(player)
	if not holds_item(player) then
		if player.cursor_stack then
			player.clear_cursor()
		end
		return nil
	end
	local location = player.hand_location
	local held = { inventory = game.create_inventory(1) }
	if location then
		held.location = { inventory = location.inventory, slot = location.slot }
	end
	if not held.inventory[1].swap_stack(player.cursor_stack) then
		held.inventory.destroy()
		error("cannot move the item in the hand aside", 0)
	end
	return held
end

--- Puts an item back into the hand. Where there is no empty hand it stays aside.
--- @param player LuaPlayer
--- @param held Held
function hand.give(player, held)
	local cursor = player.cursor_stack
	if not cursor or cursor.valid_for_read or not cursor.swap_stack(held.inventory[1]) then
		return
	end
	local location = held.location
	local _, inventory
	if location then
		_, inventory = inventory_at(player, location.inventory)
	end
	if inventory and location.slot <= #inventory and not inventory[location.slot].valid_for_read then
		player.hand_location = location
	end
end

--- The ghost in the hand; where an item of it is, `put_away` has said before.
function hand.read(player, document, record)
	local ghost = player.cursor_stack and player.cursor_ghost
	if ghost then
		document.ext.cursor = { name = compat.name_of(ghost.name), quality = compat.name_of(ghost.quality) }
	elseif record and record.memory and not document.ext.hand then
		document.ext.cursor = record.memory.ghost
	end
end

local function known(ghost)
	return type(ghost.name) == "string" and prototypes.item[ghost.name]
		and (ghost.quality == nil or type(ghost.quality) == "string" and prototypes.quality[ghost.quality])
end

function hand.write(player, document, current)
	if not player.cursor_stack then
		return
	end
	local ext = document.ext or {}
	local ghost = type(ext.cursor) == "table" and ext.cursor or nil
	if ghost and known(ghost) then
		player.cursor_ghost = { name = ghost.name, quality = ghost.quality }
	else
		player.cursor_ghost = nil
		current.memory.ghost = ghost
	end
	local place = ext.hand
	if type(place) == "table" and type(place.slot) == "number" and place.slot >= 1 and place.slot % 1 == 0 then
		hand.take_up(player, place)
	end
end

return hand
