--- The save will go on without this module: everybody gets back what is theirs (docs/upgrading.md, Removing).

local acquisition = require("modules/inventory_sync/acquisition")
local body = require("modules/inventory_sync/body")
local compat = require("modules/inventory_sync/compat")
local dialog = require("modules/inventory_sync/dialog")
local leave = require("modules/inventory_sync/leave")
local link = require("modules/inventory_sync/link")
local stash = require("modules/inventory_sync/stash")
local stash_window = require("modules/inventory_sync/stash_window")
local state = require("modules/inventory_sync/state")
local transfer = require("modules/inventory_sync/transfer")

local retiring = {}

--- Gives a player who is there all that can be given back.
--- @param player LuaPlayer
--- @param record PlayerRecord
function retiring.give_back(player, record)
	local ok, problem = pcall(function()
		acquisition.put_back(player, record)
		if record.standing and body.controller(player) == "spectator" then
			-- What was here was deleted for a document that never came: the cluster has it.
			body.create(player, record.standing)
			body.return_to(player, record.standing)
		end
		record.standing = nil
		if stash.count(record) > 0 and body.inventories(player).main then
			stash.take(player, record)
		end
	end)
	if not ok then
		link.log("error", "Not everything could be given back to " .. record.name .. ": " .. tostring(problem))
	end
	dialog.close(player)
	stash_window.remove(player)
end

--- What of a player stays in the saved state, for when this module is back.
--- @param record PlayerRecord
--- @return table? nil when nothing does
local function remains_of(record)
	local remains = {
		aside = record.vault ~= nil or nil,
		stash = stash.count(record) > 0 and stash.count(record) or nil,
		kept = record.kept and #record.kept or nil,
		waiting_for_respawn = record.hidden ~= nil or nil,
		unanswered_upload = record.pending ~= nil or nil,
	}
	return next(remains) and remains or nil
end

--- Gives back to all who are connected. Those who join from here on get theirs and are not synced.
--- @return table<string, table> remains by player
function retiring.retire()
	local root = state.get()
	root.retired_at_patch = compat.patch_number() or 0
	root.closed_at_patch = nil
	for _, player in pairs(game.connected_players) do
		local record = state.find(player.name)
		if record then
			leave.depart(player, record)
			transfer.drop(record)
			retiring.give_back(player, record)
		end
	end
	local remains = {}
	for name, record in pairs(root.players) do
		record.unwatched = record.sync or nil
		remains[name] = remains_of(record)
	end
	return remains
end

return retiring
