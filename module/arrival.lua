--- A complete download: restored when the player is there and can be changed, else kept for the next join.

local acquisition = require("modules/inventory_sync/acquisition")
local body = require("modules/inventory_sync/body")
local build = require("modules/inventory_sync/build")
local budget = require("modules/inventory_sync/budget")
local dialog = require("modules/inventory_sync/dialog")
local document = require("modules/inventory_sync/document")
local kept_text = require("modules/inventory_sync/kept_text")
local link = require("modules/inventory_sync/link")
local plain_text = require("modules/inventory_sync/plain_text")
local restore = require("modules/inventory_sync/restore")
local serialise = require("modules/inventory_sync/serialise")
local settling = require("modules/inventory_sync/settling")
local stash = require("modules/inventory_sync/stash")
local state = require("modules/inventory_sync/state")
local temporary = require("modules/inventory_sync/temporary")

local arrival = {}

local function report(record, download, ok, message)
	if download then
		link.send("transferred", {
			transfer = download.transfer,
			player_name = record.name,
			ok = ok,
			message = message,
			ticks = game.ticks_played - download.begun_at_tick,
		})
	end
end

--- What follows can fail without harm.
local function try(record, what, action, ...)
	local ok, problem = pcall(action, ...)
	if not ok then
		link.log("error", what .. " of " .. record.name .. " failed: " .. tostring(problem))
	end
end

--- Ends what was built, once it is over. What of the old state has no place in the new one is the stash's.
local function clear_up(record)
	local current = record.build
	for _, aside in pairs(current and current.old and current.old.inventories or {}) do
		stash.add(record, aside.inventory)
	end
	build.drop(record)
end

--- Ends an attempt: nobody is locked out, the document stays at the controller, and the player may choose.
--- @param player LuaPlayer?
--- @param record PlayerRecord
--- @param message string for the log
--- @param shown LocalisedString? for the player, if there is more to say than that it failed
function arrival.fail(player, record, message, shown)
	link.log("error", "The inventory of " .. record.name .. " could not be restored: " .. message)
	report(record, record.download, false, message)
	try(record, "Clearing up after the attempt", clear_up, record)
	record.download = nil
	record.waiting = nil
	acquisition.release(record)
	if player and player.connected then
		dialog.show_failure(player, shown or { "inventory-sync.failed-detail" })
	end
end

local function tell(player, record, decoded, restored)
	for _, notice in ipairs(restored.notices) do
		link.log("warning", "Restoring " .. record.name .. ": " .. notice)
	end
	if record.kept then
		player.print({ "inventory-sync.set-aside", kept_text.count(record.kept) })
	end
	if record.carried and record.carried.crafting_queue then
		player.print({ "inventory-sync.crafts-wait" })
	end
	if decoded.force and not game.forces[decoded.force] then
		player.print({ "inventory-sync.default-force", plain_text(decoded.force, 60), player.force.name })
	end
	player.print({ "inventory-sync.restored" })
end

--- From here on the inventory is the synced one. Plain data only: if anything could fail between the swap and this,
--- what was restored would pass for a temporary inventory, and be merged into itself.
local function accept(record, decoded, restored)
	record.passthrough = serialise.passthrough(decoded)
	record.kept = restored.kept
	record.carried = restored.carried
	record.memory = restored.memory
	record.hidden = restored.hidden
	record.last_requests = nil
	record.sync = true
	record.dirty = true
	record.stale = nil
	record.restoring = nil
	record.download = nil
end

local function settle(player, record)
	if player.character then
		body.return_to(player, record.standing)
	end
	record.standing = nil
end

local function finish(player, record, decoded, restored, download)
	try(record, "Merging the temporary inventory", temporary.merge, player, record, record.build.old)
	try(record, "Clearing up after the restore", clear_up, record)
	try(record, "The settings", settling.begin, player, record, decoded, restored.later)
	try(record, "Showing the stash", stash.show, player, record)
	try(record, "The return", settle, player, record)
	record.standing = nil
	try(record, "Reporting the restore", report, record, download, true)
	try(record, "Closing the dialog", dialog.close, player)
	try(record, "Telling of the restore", tell, player, record, decoded, restored)
end

--- Checks the document and lays out the work, in a tick that has room for it.
--- @param player LuaPlayer
--- @param record PlayerRecord
--- @return boolean begun
local function begin(player, record)
	local download = record.download
	local root = state.get()
	root.building = root.building or {}
	root.building[record.name] = true
	local units = budget.check(download.bytes or 0)
	if not budget.has(units) then
		return false
	end
	budget.spend(units)
	local problem = document.check(download.document, player.name)
		or restore.begin(player, record, download.document)
	if problem then
		arrival.fail(player, record, problem)
	end
	return not problem
end

--- @param player LuaPlayer
--- @param record PlayerRecord with a complete download and the acquisition
function arrival.restore(player, record)
	if not body.leave_views(player) then
		arrival.fail(player, record, "the player cannot leave the map editor", { "inventory-sync.editor" })
		return
	end
	if not record.build and not begin(player, record) then
		return
	end
	local decoded = record.download.document
	local restored, message = restore.continue(player, record, decoded)
	if restored == "building" then
		return
	elseif restored then
		local download = record.download
		accept(record, decoded, restored)
		finish(player, record, decoded, restored, download)
	else
		arrival.fail(player, record, message)
		stash.show(player, record)
	end
end

--- Goes on with a download when everything for it is there: the document, the acquisition, and a player who can be
--- changed.
--- @param record PlayerRecord
function arrival.continue(record)
	local download = record.download
	if not download or not download.document or not record.restoring then
		return
	end
	local player = game.get_player(record.name)
	if not player or not player.connected or body.is_busy(player) then
		return
	end
	local ok, problem = pcall(arrival.restore, player, record)
	if ok then
		return
	elseif record.sync then
		link.log("error", "After the restore of " .. record.name .. ": " .. tostring(problem))
	else
		arrival.fail(player, record, tostring(problem))
	end
end

--- @return boolean whether a complete document is being restored, or waits for room in the budget
local function is_building(record)
	return record.restoring and record.download ~= nil and record.download.document ~= nil
end

--- Goes on with what is being built, in fair turns: who was first in one tick is last in the next.
function arrival.continue_building()
	local root = state.get()
	if not root.building or next(root.building) == nil then
		return
	end
	local names = {}
	for name in pairs(root.building) do
		names[#names + 1] = name
	end
	table.sort(names)
	local first = 1
	while first < #names and names[first] <= (root.built_first or "") do
		first = first + 1
	end
	if names[first] <= (root.built_first or "") then
		first = 1
	end
	root.built_first = names[first]
	for offset = 0, #names - 1 do
		local name = names[(first + offset - 1) % #names + 1]
		local record = state.find(name)
		if record and is_building(record) then
			arrival.continue(record)
		elseif record then
			-- Something of it could not be ended when it was over.
			try(record, "Clearing up", clear_up, record)
		end
		if not record or not record.build and not is_building(record) then
			root.building[name] = nil
		end
	end
end

--- @param record PlayerRecord whose download has its document
function arrival.complete(record)
	if record.restoring then
		arrival.continue(record)
	else
		report(record, record.download, true, "kept for the next join")
	end
end

return arrival
