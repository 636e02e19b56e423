--- What a player owns, moved aside as it is: the stacks themselves, by swapping, so that not even item numbers
--- change. For taking a state back when a restore fails, and for players who wait as spectators.

local body = require("modules/inventory_sync/body")
local context = require("modules/inventory_sync/context")
local parts = require("modules/inventory_sync/parts")
local restore_items = require("modules/inventory_sync/restore_items")

local vault = {}

--- @param source LuaInventory
--- @param target LuaInventory
--- @param slot integer
--- @return boolean moved
local function move(source, target, slot)
	local stack = source[slot]
	if not stack.valid_for_read then
		return true
	end
	return target[slot].swap_stack(stack)
end

local function take_inventory(inventory)
	local size = #inventory
	local aside = game.create_inventory(size)
	local filters = {}
	if inventory.supports_filters() and inventory.is_filtered() then
		for slot = 1, size do
			filters[slot] = inventory.get_filter(slot)
		end
		restore_items.clear_filters(inventory)
	end
	for slot = 1, size do
		if not move(inventory, aside, slot) then
			error("cannot move the item in slot " .. slot .. " aside")
		end
	end
	return { inventory = aside, filters = filters }
end

--- The items out of the main inventory first: without the armour it has fewer slots (player-data §4.2).
local taking_order = { "main", "guns", "ammo", "trash", "armor" }

--- Empties the player. The body stays.
--- @param player LuaPlayer
--- @return Vault
function vault.take(player)
	local taken = {
		controller = body.controller(player),
		standing = body.standing(player),
		ticks_to_respawn = player.ticks_to_respawn,
		inventories = {},
		parts = { ext = {} },
	}
	parts.read(player, taken.parts)
	local character = body.of(player)
	if character then
		body.stop_crafting(player)
		taken.bonuses = {}
		for _, bonus in ipairs(body.bonuses) do
			taken.bonuses[bonus] = character[bonus]
		end
	end
	local inventories = body.inventories(player)
	local cursor = player.cursor_stack
	if cursor then
		player.clear_cursor()
	end
	if cursor and cursor.valid_for_read then
		-- No room for what was in the hand: it goes along in an inventory of its own.
		local hand = game.create_inventory(1)
		hand[1].swap_stack(cursor)
		taken.inventories.hand = { inventory = hand, filters = {} }
	end
	local ok, problem = pcall(function()
		for _, name in ipairs(taking_order) do
			local inventory = inventories[name]
			if inventory then
				taken.inventories[name] = take_inventory(inventory)
			end
		end
	end)
	if not ok then
		vault.put_back(player, taken)
		if vault.is_empty(taken) then
			vault.destroy(taken)
		end
		error(problem, 0)
	end
	return taken
end

local function put_back_inventory(inventory, aside)
	for slot = 1, math.min(#inventory, #aside.inventory) do
		move(aside.inventory, inventory, slot)
	end
	for slot, filter in pairs(aside.filters) do
		inventory.set_filter(slot, filter)
	end
end

--- Whether anything is left in a vault.
--- @param taken Vault
--- @return boolean
function vault.is_empty(taken)
	for _, aside in pairs(taken.inventories) do
		if not aside.inventory.is_empty() then
			return false
		end
	end
	return true
end

--- Makes the player own again what was taken, and nothing else. What finds no place stays in the vault.
--- @param player LuaPlayer
--- @param taken Vault
function vault.put_back(player, taken)
	if taken.controller == "god" then
		body.leave(player, defines.controllers.god)
	elseif taken.bonuses then
		body.create(player, taken.standing)
		for bonus, value in pairs(taken.bonuses) do
			player.character[bonus] = value
		end
	elseif taken.controller == "ghost" then
		body.leave(player, defines.controllers.ghost)
		if taken.ticks_to_respawn then
			player.ticks_to_respawn = taken.ticks_to_respawn
		end
	else
		body.leave(player, defines.controllers.spectator)
	end
	local inventories = body.inventories(player)
	for _, name in ipairs(taking_order) do
		if inventories[name] and taken.inventories[name] then
			inventories[name].clear()
			restore_items.clear_filters(inventories[name])
		end
	end
	for _, name in ipairs(body.inventory_names) do
		local inventory, aside = inventories[name], taken.inventories[name]
		if inventory and aside then
			put_back_inventory(inventory, aside)
		end
	end
	body.return_to(player, taken.standing)
	-- All of it was here a moment ago, so nothing of it can be unknown.
	parts.write(player, taken.parts or {}, context.new())
end

--- @param taken Vault
function vault.destroy(taken)
	for _, aside in pairs(taken.inventories) do
		if aside.inventory.valid then
			aside.inventory.destroy()
		end
	end
	taken.inventories = {}
end

return vault
