--- The buttons of the dialog and of the stash.

local acquisition = require("modules/inventory_sync/acquisition")
local archive = require("modules/inventory_sync/archive")
local body = require("modules/inventory_sync/body")
local dialog = require("modules/inventory_sync/dialog")
local link = require("modules/inventory_sync/link")
local stash = require("modules/inventory_sync/stash")
local stash_window = require("modules/inventory_sync/stash_window")
local state = require("modules/inventory_sync/state")
local transfer = require("modules/inventory_sync/transfer")
local upload = require("modules/inventory_sync/upload")
local vault = require("modules/inventory_sync/vault")

local function retry(player, record)
	dialog.close(player)
	if record.restoring or (record.sync and record.token) then
		return
	end
	acquisition.request(record)
end

--- Gives up what was set aside for a player who will not wait. The controller has it, or gets it from the upload.
local function give_up_synced(player, record)
	if record.unwatched and not record.dirty then
		archive.send(player, record)
		acquisition.set_aside(player, record)
		record.unwatched = nil
	end
	if record.dirty and not record.pending then
		acquisition.put_back(player, record)
		record.dirty = false
		local archived, problem = pcall(upload.archive, player, record)
		if archived then
			acquisition.set_aside(player, record)
		else
			-- It could not be read when the player left, nor now: this is the only copy there is, and stays in use.
			link.log("error", "The last session of " .. record.name .. " here could not be read: " .. tostring(problem))
		end
	elseif record.dirty then
		-- The player's last session goes to the controller without them.
		record.pending.given_up = true
		upload.resume(record)
		record.dirty = false
	end
	if record.vault then
		vault.destroy(record.vault)
		record.vault = nil
	end
	record.sync = false
	record.stale = nil
	state.forget_document(record)
end

local function play_temporary(player, record)
	if record.sync and record.token then
		return
	end
	acquisition.withdraw(record)
	transfer.drop(record)
	acquisition.release(record)
	state.get().waiting[record.name] = nil
	if record.sync or record.stale then
		acquisition.set_aside(player, record)
		give_up_synced(player, record)
	end
	if record.standing then
		local ok, problem = pcall(body.create, player, record.standing)
		if not ok then
			link.log("error", "No body for " .. record.name .. ": " .. tostring(problem))
			dialog.show_failure(player, { "inventory-sync.failed-no-body" })
			return
		end
		body.return_to(player, record.standing)
		record.standing = nil
	end
	dialog.close(player)
	player.print({ "inventory-sync.playing-temporary" })
end

local buttons = {
	inventory_sync_retry = retry,
	inventory_sync_temporary = play_temporary,
	inventory_sync_hide = dialog.hide,
	inventory_sync_show = dialog.reveal,
	inventory_sync_open_stash = stash_window.open,
	inventory_sync_close_stash = stash_window.close,
	inventory_sync_take_stash = stash.take,
}

--- @param event EventData.on_gui_click
local function on_gui_click(event)
	local name = event.element.valid and event.element.name
	local pressed = name and buttons[name]
	local slot = name and stash_window.slot_of(name)
	if not pressed and not slot then
		return
	end
	local player = game.get_player(event.player_index)
	local record = state.find(player.name)
	if record and pressed then
		pressed(player, record)
	elseif record then
		stash.take_slot(player, record, slot)
	end
end

local clicks = {}

clicks.events = { [defines.events.on_gui_click] = on_gui_click }

return clicks
