--- Requests of personal logistics that had to wait: for the technology, or for a body (player-data §4.3 and §4.4).

local context = require("modules/inventory_sync/context")
local link = require("modules/inventory_sync/link")
local logistics = require("modules/inventory_sync/logistics")
local state = require("modules/inventory_sync/state")

local member = "personal_logistic_slots"

local function apply(record, point, wanted, keep_used)
	local current = context.new()
	current.memory = record.memory or current.memory
	current.memory.forms = current.memory.forms or {}
	current.memory.groups = current.memory.groups or {}
	local ok, problem = pcall(logistics.apply, point, wanted, nil, current, keep_used)
	if not ok then
		link.log("error", "The requests of " .. record.name .. " could not be set: " .. tostring(problem))
		return
	end
	record.memory = current.memory
	for _, item in ipairs(context.kept(current) or {}) do
		record.kept = record.kept or {}
		record.kept[#record.kept + 1] = item
	end
	record.carried[member] = nil
end

--- Applies what waits, now that it can be. What the player has asked for meanwhile stays.
--- @param player LuaPlayer
local function apply_waiting(player)
	local record = state.find(player.name)
	local wanted = record and record.sync and record.carried and record.carried[member]
	local point = wanted and type(wanted.sections) == "table" and logistics.point(player)
	if point then
		apply(record, point, wanted, true)
	end
end

--- @param event EventData.on_research_finished
local function on_research_finished(event)
	local force = event.research.force
	for _, player in pairs(game.connected_players) do
		if player.force == force then
			apply_waiting(player)
		end
	end
end

--- @param event {player_index: integer}
local function on_player_changed(event)
	local player = game.get_player(event.player_index)
	if player then
		apply_waiting(player)
	end
end

--- Scripts do not see the requests of a dead player before 2.1.
--- @param event EventData.on_pre_player_died
local function on_pre_player_died(event)
	local player = game.get_player(event.player_index)
	local record = player and state.find(player.name)
	if record then
		local read = { ext = {} }
		logistics.read(player, read, record)
		record.last_requests = read[member]
	end
end

--- @param event EventData.on_player_respawned
local function on_player_respawned(event)
	local player = game.get_player(event.player_index)
	local record = player and state.find(player.name)
	if not record then
		return
	end
	record.last_requests = nil
	local point = logistics.point(player)
	if point and record.memory and record.memory.requests_disabled then
		point.enabled = false
		record.memory.requests_disabled = nil
	end
	apply_waiting(player)
end

local requests = {}

requests.events = {
	[defines.events.on_research_finished] = on_research_finished,
	[defines.events.on_player_changed_force] = on_player_changed,
	[defines.events.on_pre_player_died] = on_pre_player_died,
	[defines.events.on_player_respawned] = on_player_respawned,
}

return requests
