--- A player goes: the synced inventory is uploaded and the acquisition given back with it. At a server start this
--- runs for the players that were online in the save, before the first tick and before any hello: then everything
--- stays in the saved state until the host can be told (sync-behaviour §4, Server start).

local acquisition = require("modules/inventory_sync/acquisition")
local body = require("modules/inventory_sync/body")
local dialog = require("modules/inventory_sync/dialog")
local link = require("modules/inventory_sync/link")
local state = require("modules/inventory_sync/state")
local upload = require("modules/inventory_sync/upload")

local function read_and_upload(player, record)
	body.end_cutscene(player)
	upload.begin(player, record)
end

local function upload_and_release(player, record)
	local ok, problem = pcall(read_and_upload, player, record)
	if ok then
		record.token = nil
		return
	end
	-- The acquisition must not stay behind, or nobody could play elsewhere (failure catalogue L6). The inventory stays
	-- the synced one: it is continued at the next join if nobody else changed the player's document.
	link.log("error", "The inventory of " .. record.name .. " could not be read, and was not uploaded: "
		.. tostring(problem))
	acquisition.release(record)
end

local leave = {}

--- The one path by which a player's inventory is saved and given up, whether they go or the server does.
--- @param player LuaPlayer
--- @param record PlayerRecord
function leave.depart(player, record)
	dialog.close(player)
	acquisition.withdraw(record)
	state.get().waiting[record.name] = nil
	if record.sync and record.dirty and record.token and not record.restoring then
		upload_and_release(player, record)
	else
		-- A download goes on, and is used at the next join if it still fits.
		acquisition.release(record)
		upload.resume(record)
	end
end

--- @param event EventData.on_pre_player_left_game
local function on_pre_player_left_game(event)
	if not game.is_multiplayer() then
		return
	end
	local player = game.get_player(event.player_index)
	local record = player and state.find(player.name)
	if record then
		leave.depart(player, record)
	end
end

leave.events = { [defines.events.on_pre_player_left_game] = on_pre_player_left_game }

return leave
