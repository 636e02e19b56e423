--- An inventory that is about to be deleted here, and of which the controller may lack something, goes to its archive
--- of conflicts first (sync-behaviour §3, Snapshots).

local acquisition = require("modules/inventory_sync/acquisition")
local link = require("modules/inventory_sync/link")
local upload = require("modules/inventory_sync/upload")

local archive = {}

--- Sends what the controller never got, if there is anything. Leaves the player with the inventory in hand if it had
--- to be read anew.
--- @param player LuaPlayer
--- @param record PlayerRecord whose synced inventory has been overtaken
function archive.send(player, record)
	if not record.unwatched and (record.pending or not record.dirty) then
		if record.dirty then
			upload.give_up(record)
		end
		return
	end
	acquisition.put_back(player, record)
	local ok, problem = pcall(upload.archive, player, record)
	if not ok then
		link.log("error", "The last session of " .. record.name .. " here was overtaken, and could not be read for the "
			.. "controller's archive: " .. tostring(problem))
	end
end

return archive
