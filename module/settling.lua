--- What of a restored player is no item and takes its time: requests, the quick bar, preferences, notifications. It is
--- written after the swap, in as many ticks as the budget asks for. Until then it is part of the player's record, and
--- whoever reads the player ends it first, so that nothing of it is lost on the way.

local budget = require("modules/inventory_sync/budget")
local context = require("modules/inventory_sync/context")
local kept = require("modules/inventory_sync/kept")
local link = require("modules/inventory_sync/link")
local parts = require("modules/inventory_sync/parts")
local state = require("modules/inventory_sync/state")

--- @class Settling
--- @field document table that was restored
--- @field context RestoreContext
--- @field next integer of the parts that can wait
--- @field earlier Kept[] what such parts kept before, to be tried again

local settling = {}

local function finish(player, record, current)
	kept.retry_parts(player, current.earlier, current.context)
	for _, item in ipairs(context.kept(current.context) or {}) do
		record.kept = record.kept or {}
		record.kept[#record.kept + 1] = item
	end
	for member, value in pairs(current.context.carried) do
		record.carried = record.carried or {}
		record.carried[member] = value
	end
	for _, notice in ipairs(current.context.notices) do
		link.log("warning", "Restoring " .. record.name .. ": " .. notice)
	end
	record.settling = nil
	state.get().settling[record.name] = nil
end

local function continue(player, record, at_once)
	local current = record.settling
	current.context.memory = record.memory
	for index = current.next, #parts.later do
		local part = parts.later[index]
		local units = part.cost(current.document)
		if not at_once and not budget.has(units) then
			return
		end
		budget.spend(units)
		parts.write_one(part, player, current.document, current.context)
		current.next = index + 1
	end
	finish(player, record, current)
end

--- @param player LuaPlayer
--- @param record PlayerRecord whose inventory has just been restored
--- @param document table
--- @param earlier Kept[] of the parts that can wait
function settling.begin(player, record, document, earlier)
	local root = state.get()
	root.settling = root.settling or {}
	root.settling[record.name] = true
	record.settling = { document = document, context = context.new(), next = 1, earlier = earlier }
	continue(player, record, false)
end

--- Ends it now: before the player is read, or set aside.
--- @param player LuaPlayer
--- @param record PlayerRecord
function settling.finish(player, record)
	if record.settling then
		continue(player, record, true)
	end
end

local function continue_all()
	local names = state.get().settling or {}
	for name in pairs(names) do
		local record = state.find(name)
		local player = game.get_player(name)
		if not record or not record.settling then
			names[name] = nil
		elseif player and player.connected then
			continue(player, record, false)
		end
	end
end

--- @param event EventData.on_pre_player_died
local function on_pre_player_died(event)
	local player = game.get_player(event.player_index)
	local record = player and state.find(player.name)
	if record then
		settling.finish(player, record)
	end
end

settling.events = { [defines.events.on_pre_player_died] = on_pre_player_died }
settling.on_nth_tick = { [1] = continue_all }

return settling
