--- A document onto a player, all or nothing (sync-behaviour §4): its items are built aside over as many ticks as the
--- budget asks for; then in one tick the old state is moved aside, the new one put in its place and counted, and on an
--- error the old one put back. What this server cannot place is not an error; it is kept.

local body = require("modules/inventory_sync/body")
local context = require("modules/inventory_sync/context")
local build = require("modules/inventory_sync/build")
local budget = require("modules/inventory_sync/budget")
local kept = require("modules/inventory_sync/kept")
local parts = require("modules/inventory_sync/parts")
local placing = require("modules/inventory_sync/placing")
local runs = require("modules/inventory_sync/runs")
local vault = require("modules/inventory_sync/vault")

local restore = {}

--- @param current RestoreContext
--- @param what string
local function try(current, what, action, ...)
	local ok, problem = pcall(action, ...)
	if not ok then
		context.notice(current, "Could not restore " .. what .. ": " .. tostring(problem))
	end
end

local function assign(target, key, value)
	target[key] = value
end

local function restore_force(player, document, current)
	local force = document.force
	if not force then
		return
	end
	if game.forces[force] then
		try(current, "the force", assign, player, "force", force)
	else
		context.notice(current, "The force " .. force .. " does not exist here; the player stays in " .. player.force.name)
	end
end

local function restore_bonuses(character, document, current)
	for _, bonus in ipairs(body.bonuses) do
		local value = document.character[bonus]
		if value ~= nil then
			try(current, bonus, assign, character, bonus, value)
		end
	end
end

--- The body that the player had stays where it is, empty, until nothing can fail any more.
local function restore_body(player, document, standing, current)
	local controller = document.controller
	if controller == "ghost" then
		body.detach(player, defines.controllers.ghost)
		if document.ticks_to_respawn then
			player.ticks_to_respawn = document.ticks_to_respawn
		end
	elseif controller == "spectator" then
		body.detach(player, defines.controllers.spectator)
	elseif document.character then
		body.create(player, standing, body.wanted_kind(document))
		restore_bonuses(player.character, document, current)
	else
		body.detach(player, defines.controllers.god)
	end
end

local function has_inventories(document)
	return document.controller ~= "ghost" and document.controller ~= "spectator"
end

--- Begins to restore a document: looks whether it can be, and lays out the work. The player is not touched.
--- @param player LuaPlayer
--- @param record PlayerRecord
--- @param document table that passed document.check
--- @return string? problem
function restore.begin(player, record, document)
	build.drop(record)
	if document.character and has_inventories(document) and not body.can_be_created(player, record.standing) then
		return "there is no place for a character"
	end
	local earlier = runs.list(document.ext and document.ext.kept or {})
	record.build = build.new()
	build.begin(record.build, build.records(document), earlier, has_inventories(document))
	return nil
end

--- @class Restored
--- @field kept Kept[]?
--- @field carried table<string, any>? members that go on untouched
--- @field memory Memory
--- @field notices string[] for the log
--- @field later Kept[] of the parts that can wait
--- @field hidden table<string, table>? inventories for the respawn

--- Puts the old state back after a failure.
--- @return string? problem
local function put_back(player, old, force)
	local ok, problem = pcall(function()
		if force.valid and player.force ~= force then
			player.force = force
		end
		vault.put_back(player, old)
	end)
	return not ok and tostring(problem) or nil
end

local function exchange(player, record, document, current, old)
	restore_force(player, document, current.context)
	restore_body(player, document, record.standing, current.context)
	placing.place(player, build.records(document), current)
	local of_parts = kept.take_parts(current.context)
	parts.write_now(player, document, current.context)
	kept.retry_parts(player, of_parts.now, current.context)
	current.later = of_parts.later
	local character = old.character
	if character and character.valid and player.character ~= character then
		character.destroy()
	end
end

--- @return Restored? restored
--- @return string? message
local function swap(player, record, document)
	local current = record.build
	local force = player.force
	local taken, old = pcall(vault.take, player)
	if not taken then
		return nil, "The player's present inventory could not be moved aside: " .. tostring(old)
	end
	current.old = old
	local ok, problem = pcall(exchange, player, record, document, current, old)
	if not ok then
		local message = tostring(problem)
		local why = put_back(player, old, force)
		if why then
			message = message .. "; and the old state could not be put back: " .. why
		end
		return nil, message
	end
	return {
		kept = context.kept(current.context),
		carried = current.context.carried,
		memory = current.context.memory,
		notices = current.context.notices,
		hidden = document.controller == "ghost" and document.inventories or nil,
		later = current.later,
	}
end

--- @param current Build
--- @return integer units for the tick of the swap
local function cost_of_swap(current)
	local slots = 0
	for _, inventory in pairs(current.inventories) do
		slots = slots + #inventory
	end
	return budget.swap + slots * budget.swapped_slot
end

--- Goes on with what `begin` began, and swaps when everything is built.
--- @param player LuaPlayer not in a cutscene, the editor or a remote view
--- @param record PlayerRecord
--- @param document table the same
--- @return "building"|Restored|nil result nil when it failed, and then the player owns what they owned before. When
--- it is over, what was built and what of the old state has no place is still in `record.build`.
--- @return string? message
function restore.continue(player, record, document)
	local current = record.build
	local ok, done = pcall(build.continue, current)
	if not ok then
		return nil, tostring(done)
	end
	if not done then
		return "building"
	end
	local units = cost_of_swap(current)
	if not budget.has(units) then
		return "building"
	end
	budget.spend(units)
	return swap(player, record, document)
end

--- Fills a new body after a respawn with what a player restored dead had waiting. Who respawns does not wait: all of
--- it is built in this tick.
--- @param player LuaPlayer
--- @param records table<string, table>
--- @return Restored
function restore.respawned(player, records)
	local current = build.new()
	local ok, problem = pcall(function()
		build.begin(current, records, {}, true)
		build.continue(current, true)
		placing.place(player, records, current)
	end)
	if not ok then
		-- It goes on with the document as it came, and nothing of it may stay in the body too.
		for name, inventory in pairs(body.inventories(player)) do
			if records[name] then
				inventory.clear()
			end
		end
		build.destroy(current)
		current.context = context.new()
		context.notice(current.context, tostring(problem))
		for _, name in ipairs(body.inventory_names) do
			for _, run in ipairs(runs.decode(records[name] and records[name].i or {})) do
				context.keep(current.context, name, run.slot, run.entry, "refused")
			end
		end
	end
	build.destroy(current)
	return {
		kept = context.kept(current.context),
		memory = current.context.memory,
		notices = current.context.notices,
	}
end

return restore
