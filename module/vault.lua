--- What a player owns, moved aside as it is: the stacks themselves, by swapping, so that not even item numbers
--- change. For taking a state back when a restore fails, and for players who wait as spectators.

local aside = require("modules/inventory_sync/aside")
local body = require("modules/inventory_sync/body")
local context = require("modules/inventory_sync/context")
local crafts = require("modules/inventory_sync/crafts")
local hand = require("modules/inventory_sync/hand")
local parts = require("modules/inventory_sync/parts")
local restore_items = require("modules/inventory_sync/restore_items")
local stash = require("modules/inventory_sync/stash")
local state = require("modules/inventory_sync/state")

local vault = {}

--- The items out of the main inventory first: without the armour it has fewer slots (player-data §4.2).
local taking_order = { "main", "guns", "ammo", "trash", "armor" }

local function take_hand(player, taken)
	local held = hand.take(player)
	if held then
		taken.hand_location = held.location
		taken.inventories.hand = { inventory = held.inventory, filters = {} }
	end
end

local function take_crafts(character, taken)
	local halted, ingredients, problem = crafts.halt(character)
	taken.crafts = halted
	if ingredients then
		taken.inventories.crafts = { inventory = ingredients, filters = {} }
	end
	if problem then
		error(problem, 0)
	end
end

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
		taken.character = character
		taken.bonuses = {}
		for _, bonus in ipairs(body.bonuses) do
			taken.bonuses[bonus] = character[bonus]
		end
	end
	local ok, problem = pcall(function()
		take_hand(player, taken)
		if character then
			take_crafts(character, taken)
		end
		local inventories = body.inventories(player)
		for _, name in ipairs(taking_order) do
			if inventories[name] then
				taken.inventories[name] = aside.take(inventories[name])
			end
		end
	end)
	if not ok then
		vault.put_back(player, taken)
		for _, one in pairs(taken.inventories) do
			stash.add(state.record(player.name), one.inventory)
		end
		vault.destroy(taken)
		error(problem, 0)
	end
	return taken
end

--- Whether anything is left in a vault.
--- @param taken Vault
--- @return boolean
function vault.is_empty(taken)
	for _, one in pairs(taken.inventories) do
		if not one.inventory.is_empty() then
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
		body.enter(player, taken.character, taken.standing, taken.parts and body.wanted_kind(taken.parts))
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
		local inventory, one = inventories[name], taken.inventories[name]
		if inventory and one then
			aside.put_back(inventory, one)
		end
	end
	local held, ingredients = taken.inventories.hand, taken.inventories.crafts
	if held then
		hand.give(player, { inventory = held.inventory, location = taken.hand_location })
	end
	if taken.crafts and body.of(player) then
		local rests = crafts.resume(player, taken.crafts, ingredients and ingredients.inventory)
		taken.inventories.crafts = nil
		for index, rest in ipairs(rests) do
			taken.inventories["crafts" .. index] = { inventory = rest, filters = {} }
		end
		taken.crafts = nil
	end
	body.return_to(player, taken.standing)
	-- All of it was here a moment ago, so nothing of it can be unknown.
	parts.write(player, taken.parts or {}, context.new())
end

--- @param taken Vault
function vault.destroy(taken)
	for _, one in pairs(taken.inventories) do
		if one.inventory.valid then
			one.inventory.destroy()
		end
	end
	taken.inventories = {}
end

return vault
