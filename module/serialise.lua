--- A player as a document (player-data §2).

local body = require("modules/inventory_sync/body")
local hand = require("modules/inventory_sync/hand")
local link = require("modules/inventory_sync/link")
local parts = require("modules/inventory_sync/parts")
local serialise_items = require("modules/inventory_sync/serialise_items")
local settling = require("modules/inventory_sync/settling")
local stash = require("modules/inventory_sync/stash")

local serialise = {}

--- Top-level members which this file reads from the player. The parts own some more; all others of the last restored
--- document pass through.
local handled = {
	generation = true,
	revision = true,
	name = true,
	controller = true,
	force = true,
	ticks_to_respawn = true,
	character = true,
	inventories = true,
	ext = true,
}

local handled_inventories = {}
for _, name in ipairs(body.inventory_names) do
	handled_inventories[name] = true
end

local function copy_of(source)
	local copy = {}
	for key, value in pairs(source) do
		copy[key] = value
	end
	return copy
end

--- What of a document goes on untouched with the next upload.
--- @param document table
--- @return table
function serialise.passthrough(document)
	local rest = copy_of(document)
	rest.generation, rest.revision, rest.inventories = nil, nil, nil
	if document.character then
		rest.character = copy_of(document.character)
		rest.character.inventories = nil
		for name, inventory in pairs(document.character.inventories or {}) do
			if not handled_inventories[name] then
				rest.character.inventories = rest.character.inventories or {}
				rest.character.inventories[name] = inventory
			end
		end
	end
	if document.ext then
		rest.ext = copy_of(document.ext)
		rest.ext.kept = nil
	end
	return rest
end

--- A stack that cannot be read must not cost the player all the others, nor be lost: it stays on this server, in the
--- stash (failure catalogue D4).
local function set_aside_for(record)
	return function(stack, place, problem)
		local aside = game.create_inventory(1)
		local name = stack.name
		if not aside[1].swap_stack(stack) then
			aside.destroy()
			error(problem, 0)
		end
		stash.add(record, aside)
		aside.destroy()
		link.log("error", ("%s of %s in %s could not be read, and is kept here: %s")
			:format(name, record.name, place, tostring(problem)))
	end
end

local function read_inventories(player, record, target)
	local inventories = body.inventories(player)
	for _, name in ipairs(body.inventory_names) do
		if inventories[name] then
			target[name] = serialise_items.read_inventory(inventories[name], record.memory, name, set_aside_for(record))
		end
	end
	return target
end

local function read_character(player, record)
	local passed = record.passthrough and record.passthrough.character or {}
	local result = {}
	local character = body.of(player)
	for _, bonus in ipairs(body.bonuses) do
		result[bonus] = character[bonus]
	end
	for key, value in pairs(passed) do
		if result[key] == nil and key ~= "inventories" then
			result[key] = value
		end
	end
	result.inventories = read_inventories(player, record, copy_of(passed.inventories or {}))
	return result
end

local function read_force(player, record)
	local wanted = record.passthrough and record.passthrough.force
	if wanted and not game.forces[wanted] and player.force.name == "player" then
		-- It does not exist here; elsewhere it does.
		return wanted
	end
	return player.force.name
end

--- What of `ext` is no part's.
local function passed_ext(record)
	local ext = {}
	for key, value in pairs(record.passthrough and record.passthrough.ext or {}) do
		if not parts.ext_members[key] then
			ext[key] = value
		end
	end
	return ext
end

local function finish_ext(ext, record, in_hand)
	local kept = {}
	for index, item in ipairs(record.kept or {}) do
		kept[index] = item
	end
	kept[#kept + 1] = in_hand
	if #kept > 0 then
		ext.kept = kept
	end
	return next(ext) and ext or nil
end

--- Reads the player. All but generation and revision, which the caller puts in front (upload.lua).
--- @param player LuaPlayer connected or just leaving
--- @param record PlayerRecord
--- @return table document
function serialise.read(player, record)
	if not body.leave_views(player) then
		error("the player is in the map editor and cannot leave it")
	end
	settling.finish(player, record)
	local document = { name = player.name, ext = passed_ext(record) }
	local character = body.of(player)
	local in_hand
	document.ext.hand, in_hand = hand.put_away(player)
	if character then
		document.controller = "character"
	else
		document.controller = body.controller(player)
	end
	document.force = read_force(player, record)
	for key, value in pairs(record.passthrough or {}) do
		if not handled[key] and not parts.members[key] then
			document[key] = value
		end
	end
	if character then
		document.character = read_character(player, record)
	elseif document.controller == "god" then
		document.inventories = read_inventories(player, record, {})
	elseif document.controller == "ghost" then
		document.ticks_to_respawn = player.ticks_to_respawn
		document.inventories = player.ticks_to_respawn and record.hidden or nil
	end
	if document.ext.hand then
		hand.take_up(player, document.ext.hand)
	end
	parts.read(player, document, record)
	for member, value in pairs(record.carried or {}) do
		if document[member] == nil then
			document[member] = value
		end
	end
	document.ext = finish_ext(document.ext, record, in_hand)
	return document
end

return serialise
