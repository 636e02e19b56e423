--- How things stand with a player, in words for administrators.

local plain_text = require("modules/inventory_sync/plain_text")
local state = require("modules/inventory_sync/state")

local status_text = {}

local by_status = {
	asking = function()
		return { "inventory-sync.status-asking" }
	end,
	busy = function(waiting)
		return { "inventory-sync.status-busy", plain_text(waiting.holder, 60) }
	end,
	unavailable = function()
		return { "inventory-sync.status-unavailable" }
	end,
	timed_out = function()
		return { "inventory-sync.status-timed-out" }
	end,
	granted = function()
		return { "inventory-sync.status-arrived" }
	end,
}

--- @param record PlayerRecord
--- @return LocalisedString
local function connected(record)
	local waiting = record.waiting
	if waiting then
		return by_status[waiting.status](waiting)
	elseif record.restoring then
		local open = record.download and state.get().transfers[record.download.transfer]
		if open then
			return { "inventory-sync.status-receiving", open.received, open.count }
		end
		return { "inventory-sync.status-arrived" }
	elseif record.sync and record.token then
		return { "inventory-sync.status-synced" }
	end
	return { "inventory-sync.status-temporary" }
end

--- @param record PlayerRecord
--- @return LocalisedString? nil when nothing waits to be done for a player who is away
local function away(record)
	if record.pending and record.pending.refused then
		return { "inventory-sync.status-refused" }
	elseif record.pending or record.conflict then
		return { "inventory-sync.status-uploading" }
	end
	return nil
end

--- @param record PlayerRecord
--- @return LocalisedString?
function status_text.of(record)
	local player = game.get_player(record.name)
	if player and player.connected then
		return connected(record)
	end
	return away(record)
end

return status_text
