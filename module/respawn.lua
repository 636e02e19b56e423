--- A player who was restored dead gets, with the new body, the inventories that wait for it (player-data §2.9).

local acquisition = require("modules/inventory_sync/acquisition")
local link = require("modules/inventory_sync/link")
local restore = require("modules/inventory_sync/restore")
local state = require("modules/inventory_sync/state")

local function fill(player, record)
	local restored = restore.respawned(player, record.hidden)
	record.hidden = nil
	-- Of the items only; what else is remembered concerns the player.
	record.memory = record.memory or restored.memory
	record.memory.exports = restored.memory.exports
	record.memory.extras = restored.memory.extras
	for _, item in ipairs(restored.kept or {}) do
		record.kept = record.kept or {}
		record.kept[#record.kept + 1] = item
	end
	for _, notice in ipairs(restored.notices) do
		link.log("warning", "Respawning " .. record.name .. ": " .. notice)
	end
end

--- Runs after the scenario's own handler, whose respawn items are part of what waits.
--- @param event EventData.on_player_respawned
local function on_player_respawned(event)
	local player = game.get_player(event.player_index)
	local record = player and state.find(player.name)
	if not record or not player.character then
		return
	end
	if record.hidden and record.sync then
		fill(player, record)
	end
	if record.waiting and record.waiting.status ~= "granted" then
		-- Still unanswered: what the body has is for nobody's use yet.
		acquisition.set_aside(player, record)
	end
end

local respawn = {}

respawn.events = { [defines.events.on_player_respawned] = on_player_respawned }

return respawn
