--- A player comes: the acquisition is asked for, and what waits for time to pass is looked after.

local acquisition = require("modules/inventory_sync/acquisition")
local arrival = require("modules/inventory_sync/arrival")
local closing = require("modules/inventory_sync/closing")
local decision = require("modules/inventory_sync/decision")
local dialog = require("modules/inventory_sync/dialog")
local lost_inventory = require("modules/inventory_sync/lost_inventory")
local retiring = require("modules/inventory_sync/retiring")
local stash = require("modules/inventory_sync/stash")
local state = require("modules/inventory_sync/state")
local temporary = require("modules/inventory_sync/temporary")

local time_out_ticks = 600
--- An idle server answers in 3 ticks, so that nobody notices.
local set_aside_after_ticks = 30
local check_every_ticks = 10

--- @param event EventData.on_player_created
local function on_player_created(event)
	if not game.is_multiplayer() then
		return
	end
	local player = game.get_player(event.player_index)
	local record = state.record(player.name)
	-- One of this name may have been deleted from the map. The new one has nothing of it.
	lost_inventory.forget(record)
	record.created_at_tick = game.tick
end

--- @param event EventData.on_player_joined_game
local function on_player_joined_game(event)
	-- A save opened by its player alone is no part of a cluster (failure catalogue D11).
	if not game.is_multiplayer() then
		return
	end
	local player = game.get_player(event.player_index)
	local record = state.record(player.name)
	if record.created_at_tick == game.tick then
		temporary.note_starting_items(player, record)
	end
	record.created_at_tick = nil
	record.token = nil
	record.restoring = nil
	if record.pending and record.sync then
		-- The live state is newer. The revision is remembered, since the upload may have arrived.
		record.pending.stopped = true
		if record.pending.refused then
			player.print({ "inventory-sync.refused" })
		end
	end
	dialog.close(player)
	if state.is_retired() then
		retiring.give_back(player, record)
		return
	end
	stash.remind(player, record)
	if state.is_closed() then
		closing.set_aside(player, record)
		return
	end
	acquisition.request(record)
end

local function look_after(record)
	local player = game.get_player(record.name)
	local waiting = record.waiting
	if not player or not player.connected or not (waiting or record.restoring) then
		state.get().waiting[record.name] = nil
	elseif waiting and waiting.status == "granted" then
		decision.continue(player, record)
	elseif waiting and waiting.status == "asking" then
		local waited = game.ticks_played - waiting.asked_at_tick
		if waited >= time_out_ticks then
			acquisition.time_out(player, record)
		elseif waited >= set_aside_after_ticks then
			acquisition.set_aside_unanswered(player, record)
		end
	elseif waiting then
		-- A synced player who was in a cutscene when the answer came.
		acquisition.set_aside(player, record)
	else
		arrival.continue(record)
	end
end

--- A save that its player opened alone, and that was made while the cluster was waited for (failure catalogue D11):
--- nobody will answer, so they have what they had.
local function stand_down()
	for name, record in pairs(state.get().players) do
		local player = game.get_player(name)
		if player and player.connected and (record.vault or record.waiting) then
			record.waiting = nil
			state.get().waiting[name] = nil
			acquisition.put_back(player, record)
			dialog.close(player)
		end
	end
end

local function look_after_all()
	if not game.is_multiplayer() then
		stand_down()
		return
	end
	for name in pairs(state.get().waiting) do
		look_after(state.find(name))
	end
end

local join = {}

join.events = {
	[defines.events.on_player_created] = on_player_created,
	[defines.events.on_player_joined_game] = on_player_joined_game,
}

join.on_nth_tick = { [1] = arrival.continue_building, [check_every_ticks] = look_after_all }

return join
