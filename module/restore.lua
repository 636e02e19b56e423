--- A document onto a player, all or nothing: the old state is moved aside first and put back on an error
--- (sync-behaviour §4). What this server cannot place is not an error; it is kept.

local body = require("modules/inventory_sync/body")
local context = require("modules/inventory_sync/context")
local kept = require("modules/inventory_sync/kept")
local parts = require("modules/inventory_sync/parts")
local restore_items = require("modules/inventory_sync/restore_items")
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

--- Armour, main, guns, ammo, trash; then what was kept, or found no room just now, once more.
local function restore_inventories(player, records, current, earlier)
	local inventories = body.inventories(player)
	for _, name in ipairs(body.inventory_names) do
		local record = records[name]
		if record and inventories[name] then
			restore_items.write_inventory(inventories[name], record, current, name)
		elseif record then
			for _, run in ipairs(runs.decode(record.i or {})) do
				context.keep(current, name, run.slot, run.entry, "no inventory")
			end
		end
	end
	local again = context.kept(current) or {}
	for _, item in ipairs(runs.list(earlier)) do
		again[#again + 1] = item
	end
	context.rewind(current, 0)
	kept.retry(inventories, again, current)
end

local function keep_all(current, earlier)
	for _, item in ipairs(runs.list(earlier)) do
		current.list[#current.list + 1] = item
	end
end

local function restore_body(player, document, standing, current)
	local earlier = document.ext and document.ext.kept or {}
	local controller = document.controller
	if controller == "ghost" then
		body.leave(player, defines.controllers.ghost)
		if document.ticks_to_respawn then
			player.ticks_to_respawn = document.ticks_to_respawn
		end
		keep_all(current, earlier)
	elseif controller == "spectator" then
		body.leave(player, defines.controllers.spectator)
		keep_all(current, earlier)
	elseif document.character then
		body.create(player, standing, body.wanted_kind(document))
		restore_bonuses(player.character, document, current)
		restore_inventories(player, document.character.inventories or {}, current, earlier)
	else
		body.leave(player, defines.controllers.god)
		restore_inventories(player, document.inventories or {}, current, earlier)
	end
end

--- @class Restored
--- @field old Vault what the player owned before
--- @field kept Kept[]?
--- @field carried table<string, any>? members that go on untouched
--- @field memory Memory
--- @field notices string[] for the log
--- @field hidden table<string, table>? inventories for the respawn

--- @param player LuaPlayer not in a cutscene, the editor or a remote view
--- @param document table that passed document.check
--- @param standing Standing? where to put a player without a body
--- @return Restored? restored nil when it failed, and then the player owns what they owned before
--- @return string? message
function restore.apply(player, document, standing)
	local taken, old = pcall(vault.take, player)
	if not taken then
		return nil, "The player's present inventory could not be moved aside: " .. tostring(old)
	end
	local current = context.new()
	local ok, problem = pcall(function()
		restore_force(player, document, current)
		restore_body(player, document, standing, current)
		local of_parts = kept.take_parts(current)
		parts.write(player, document, current)
		kept.retry_parts(player, of_parts, current)
	end)
	if not ok then
		local put_back, why = pcall(vault.put_back, player, old)
		local message = tostring(problem)
		if not put_back then
			message = message .. "; and the old state could not be put back: " .. tostring(why)
		end
		return nil, message, old
	end
	return {
		old = old,
		kept = context.kept(current),
		carried = current.carried,
		memory = current.memory,
		notices = current.notices,
		hidden = document.controller == "ghost" and document.inventories or nil,
	}
end

--- Fills a new body after a respawn with what a player restored dead had waiting.
--- @param player LuaPlayer
--- @param records table<string, table>
--- @return Restored
function restore.respawned(player, records)
	local current = context.new()
	restore_inventories(player, records, current, {})
	return {
		kept = context.kept(current),
		memory = current.memory,
		notices = current.notices,
	}
end

return restore
