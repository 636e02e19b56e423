--- The server is about to stop while players are on it: each is treated as leaving, so that there is one path by which
--- an inventory is saved (failure catalogue W8), and set aside, so that nothing changes after it was read. The save
--- that the server makes then has everything; at the next start nothing is left to do.

local acquisition = require("modules/inventory_sync/acquisition")
local compat = require("modules/inventory_sync/compat")
local dialog = require("modules/inventory_sync/dialog")
local dialog_content = require("modules/inventory_sync/dialog_content")
local leave = require("modules/inventory_sync/leave")
local link = require("modules/inventory_sync/link")
local state = require("modules/inventory_sync/state")

local closing = {}

--- Numbers of what the controller has not answered yet.
--- @return integer[]
local function unanswered()
	local numbers = {}
	for name in pairs(state.get().uploading) do
		local record = state.find(name)
		if record and record.pending and not record.pending.refused then
			numbers[#numbers + 1] = record.pending.upload
		end
	end
	return numbers
end

--- What a player owns is not changed any more. In a cutscene or a pod, or in the map editor without the right to leave
--- it, they keep it, and can do next to nothing; what they do is in this server's save and not in the cluster.
--- @param player LuaPlayer
--- @param record PlayerRecord
function closing.set_aside(player, record)
	local ok, problem = pcall(acquisition.set_aside, player, record)
	if not ok then
		link.log("error", "The inventory of " .. record.name .. " could not be set aside: " .. tostring(problem))
	end
	dialog.show(player, dialog_content.stopping())
end

--- Does it, the first time; says what is still unanswered each time.
--- @return integer[] uploads
function closing.close()
	local root = state.get()
	if not state.is_closed() then
		root.closed_at_patch = compat.patch_number() or 0
		for _, player in pairs(game.connected_players) do
			local record = state.find(player.name)
			if record and not state.is_retired() then
				leave.depart(player, record)
				closing.set_aside(player, record)
			end
		end
	end
	return unanswered()
end

return closing
