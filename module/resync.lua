--- An administrator has a player synced anew: what the player has is uploaded as at a leave, then asked for as at a
--- join. In between the player owns nothing, so that nothing can be used twice.

local acquisition = require("modules/inventory_sync/acquisition")
local body = require("modules/inventory_sync/body")
local dialog = require("modules/inventory_sync/dialog")
local link = require("modules/inventory_sync/link")
local upload = require("modules/inventory_sync/upload")

--- @param record PlayerRecord of a player who is away
--- @return LocalisedString
local function send_again(record)
	if not record.pending then
		return { "inventory-sync.resync-away" }
	end
	record.pending.refused = nil
	upload.resume(record)
	upload.send(record, record.pending)
	return { "inventory-sync.resync-sent-again" }
end

--- @param player LuaPlayer
--- @param record PlayerRecord synced and acquired
--- @return LocalisedString
local function upload_and_ask(player, record)
	local ok, problem = pcall(upload.begin, player, record)
	if not ok then
		link.log("error", "The inventory of " .. record.name .. " could not be read for a resync: " .. tostring(problem))
		return { "inventory-sync.resync-unreadable" }
	end
	-- The upload gives the acquisition back.
	record.token = nil
	acquisition.request(record)
	acquisition.set_aside(player, record)
	return { "inventory-sync.resync-begun" }
end

--- @param record PlayerRecord
--- @return LocalisedString what is done, or why nothing is
local function resync(record)
	local player = game.get_player(record.name)
	if not link.is_open() then
		return { "inventory-sync.resync-no-host" }
	elseif not player or not player.connected then
		return send_again(record)
	elseif record.restoring or record.waiting and record.waiting.status == "granted" then
		return { "inventory-sync.resync-under-way" }
	elseif body.is_busy(player) then
		return { "inventory-sync.resync-busy" }
	elseif record.sync and record.token and record.dirty then
		return upload_and_ask(player, record)
	end
	-- The player waits already, or plays with a temporary inventory: a new request does no harm.
	dialog.close(player)
	acquisition.request(record)
	return { "inventory-sync.resync-asked" }
end

return resync
