--- A complete download: restored when the player is there and can be changed, else kept for the next join.

local acquisition = require("modules/inventory_sync/acquisition")
local body = require("modules/inventory_sync/body")
local dialog = require("modules/inventory_sync/dialog")
local document = require("modules/inventory_sync/document")
local kept_text = require("modules/inventory_sync/kept_text")
local link = require("modules/inventory_sync/link")
local plain_text = require("modules/inventory_sync/plain_text")
local restore = require("modules/inventory_sync/restore")
local serialise = require("modules/inventory_sync/serialise")
local stash = require("modules/inventory_sync/stash")
local temporary = require("modules/inventory_sync/temporary")
local vault = require("modules/inventory_sync/vault")

local arrival = {}

local function report(record, ok, message)
	local download = record.download
	if download then
		link.send("transferred", {
			transfer = download.transfer,
			player_name = record.name,
			ok = ok,
			message = message,
			ticks = game.ticks_played - download.begun_at_tick,
		})
	end
end

--- Ends an attempt: nobody is locked out, the document stays at the controller, and the player may choose.
--- @param player LuaPlayer?
--- @param record PlayerRecord
--- @param message string for the log
--- @param shown LocalisedString? for the player, if there is more to say than that it failed
function arrival.fail(player, record, message, shown)
	link.log("error", "The inventory of " .. record.name .. " could not be restored: " .. message)
	report(record, false, message)
	record.download = nil
	record.waiting = nil
	acquisition.release(record)
	if player and player.connected then
		dialog.show_failure(player, shown or { "inventory-sync.failed-detail" })
	end
end

local function tell(player, record, decoded, restored)
	for _, notice in ipairs(restored.notices) do
		link.log("warning", "Restoring " .. record.name .. ": " .. notice)
	end
	if restored.kept then
		player.print({ "inventory-sync.set-aside", kept_text.count(restored.kept) })
	end
	if decoded.force and not game.forces[decoded.force] then
		player.print({ "inventory-sync.default-force", plain_text(decoded.force, 60), player.force.name })
	end
	player.print({ "inventory-sync.restored" })
end

local function accept(player, record, decoded, restored)
	record.passthrough = serialise.passthrough(decoded)
	record.kept = restored.kept
	record.carried = restored.carried
	record.memory = restored.memory
	record.hidden = restored.hidden
	record.last_requests = nil
	record.sync = true
	record.dirty = true
	record.stale = nil
	record.restoring = nil
	record.download = nil
	temporary.merge(player, record, restored.old)
	if player.character then
		body.return_to(player, record.standing)
	end
	record.standing = nil
	dialog.close(player)
	tell(player, record, decoded, restored)
end

--- @param player LuaPlayer
--- @param record PlayerRecord with a complete download and the acquisition
function arrival.restore(player, record)
	if not body.leave_views(player) then
		arrival.fail(player, record, "the player cannot leave the map editor", { "inventory-sync.editor" })
		return
	end
	local decoded = record.download.document
	local problem = document.check(decoded, player.name)
	if problem then
		arrival.fail(player, record, problem)
		return
	end
	local restored, message, left = restore.apply(player, decoded, record.standing)
	if not restored then
		if left then
			for _, aside in pairs(left.inventories) do
				stash.add(record, aside.inventory)
			end
			vault.destroy(left)
			stash.show(player, record)
		end
		arrival.fail(player, record, message)
		return
	end
	report(record, true)
	accept(player, record, decoded, restored)
end

--- Goes on with a download when everything for it is there: the document, the acquisition, and a player who can be
--- changed.
--- @param record PlayerRecord
function arrival.continue(record)
	local download = record.download
	if not download or not download.document or not record.restoring then
		return
	end
	local player = game.get_player(record.name)
	if player and player.connected and not body.is_busy(player) then
		arrival.restore(player, record)
	end
end

--- @param record PlayerRecord whose download has its document
function arrival.complete(record)
	if record.restoring then
		arrival.continue(record)
	else
		report(record, true, "kept for the next join")
	end
end

return arrival
