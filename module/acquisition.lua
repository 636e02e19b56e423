--- Asking for the acquisition, and giving it back (docs/module-protocol.md).

local dialog = require("modules/inventory_sync/dialog")
local body = require("modules/inventory_sync/body")
local build = require("modules/inventory_sync/build")
local link = require("modules/inventory_sync/link")
local settling = require("modules/inventory_sync/settling")
local stash = require("modules/inventory_sync/stash")
local state = require("modules/inventory_sync/state")
local vault = require("modules/inventory_sync/vault")

local acquisition = {}

--- What the controller may leave out because it is here: the synced inventory, or a download that is not used yet.
local function have(record)
	if record.sync and record.revision and record.revision ~= "" then
		return { generation = record.generation, revision = record.revision }
	end
	local download = record.download
	if download and download.revision ~= "" then
		return { generation = download.generation, revision = download.revision }
	end
	return nil
end

--- @param record PlayerRecord
function acquisition.send(record)
	link.send("acquire", {
		request = record.waiting.request,
		player_name = record.name,
		have = have(record),
		pending = record.sync and record.pending and record.pending.revision or nil,
		connected = #game.connected_players,
	})
end

--- Asks for the acquisition with a new request. Any earlier one is no longer waited for.
--- @param record PlayerRecord
function acquisition.request(record)
	acquisition.withdraw(record)
	-- A document that has come waits for the new answer.
	record.restoring = nil
	build.drop(record)
	record.not_aside = nil
	if state.is_closed() or state.is_retired() then
		return
	end
	record.waiting = {
		request = state.next("last_request"),
		asked_at_tick = game.ticks_played,
		status = "asking",
	}
	state.get().waiting[record.name] = true
	acquisition.send(record)
end

--- @param record PlayerRecord
--- @param token integer
local function give_back(record, token)
	-- Kept until the next hello, because a line is acknowledged by nobody. A second time does no harm.
	record.pending_release = token
	link.send("release", { player_name = record.name, token = token })
end

--- Gives the acquisition back, if there is one.
--- @param record PlayerRecord
function acquisition.release(record)
	if record.token then
		give_back(record, record.token)
	end
	record.token = nil
	record.restoring = nil
	build.drop(record)
end

--- Stops waiting for an answer, if there is a request.
--- @param record PlayerRecord
function acquisition.withdraw(record)
	local waiting = record.waiting
	record.waiting = nil
	if not waiting then
		return
	end
	if waiting.answer then
		give_back(record, waiting.answer.token)
	elseif waiting.status ~= "timed_out" then
		link.send("withdraw", { request = waiting.request, player_name = record.name })
	end
end

--- The player whose request this is, if it is still waited for and the player is there.
--- @param request integer
--- @return PlayerRecord? record
--- @return LuaPlayer? player
function acquisition.find(request)
	for name in pairs(state.get().waiting) do
		local record = state.find(name)
		local waiting = record and record.waiting
		if waiting and waiting.request == request and not waiting.answer and waiting.status ~= "timed_out" then
			local player = game.get_player(name)
			if player and player.connected then
				return record, player
			end
		end
	end
	return nil, nil
end

local function take_aside(player, record)
	settling.finish(player, record)
	local taken = vault.take(player)
	record.standing = taken.standing
	record.vault = taken
	body.leave(player, defines.controllers.spectator)
end

--- A synced inventory must not be used while nobody knows who else holds it: the player waits as a spectator, and
--- what they own waits outside the world, exactly as it is. A temporary inventory stays in use, and so does what has
--- nothing to use: the dead go on waiting for their new body.
--- @param player LuaPlayer
--- @param record PlayerRecord
--- @return boolean aside it is outside the world now
function acquisition.set_aside(player, record)
	if record.vault then
		return true
	end
	if not (record.sync or record.stale) or record.not_aside or body.is_busy(player) then
		return false
	end
	if not body.leave_views(player) or next(body.inventories(player)) == nil then
		return false
	end
	local ok, problem = pcall(take_aside, player, record)
	if not ok then
		record.not_aside = true
		link.log("error", "The inventory of " .. record.name .. " could not be set aside: " .. tostring(problem))
	end
	return record.vault ~= nil
end

--- The answer takes longer than one notices: until it comes nothing can be dropped, which might be here twice then.
--- @param player LuaPlayer
--- @param record PlayerRecord with a request not answered
function acquisition.set_aside_unanswered(player, record)
	if not record.vault and acquisition.set_aside(player, record) then
		dialog.refresh(player, record)
	end
end

--- Gives a player back what was set aside.
--- @param player LuaPlayer
--- @param record PlayerRecord
function acquisition.put_back(player, record)
	local taken = record.vault
	if not taken then
		return
	end
	vault.put_back(player, taken)
	for _, aside in pairs(taken.inventories) do
		stash.add(record, aside.inventory)
	end
	vault.destroy(taken)
	record.vault = nil
	record.standing = nil
	stash.show(player, record)
end

--- @param player LuaPlayer
--- @param record PlayerRecord
--- @param holder string display name
--- @param reason "playing"|"uploading"|"lost"|nil
--- @param until_time string? ISO 8601, when the holder is no longer waited for
function acquisition.show_busy(player, record, holder, reason, until_time)
	local waiting = record.waiting
	waiting.status = "busy"
	waiting.holder = holder
	waiting.reason = reason
	waiting.until_time = until_time
	acquisition.set_aside(player, record)
	dialog.refresh(player, record)
end

--- @param player LuaPlayer
--- @param record PlayerRecord
--- @param message string
function acquisition.show_unavailable(player, record, message)
	record.waiting.status = "unavailable"
	record.waiting.message = message
	acquisition.set_aside(player, record)
	dialog.refresh(player, record)
end

--- @param player LuaPlayer
--- @param record PlayerRecord
function acquisition.time_out(player, record)
	link.send("withdraw", { request = record.waiting.request, player_name = record.name })
	record.waiting.status = "timed_out"
	acquisition.set_aside(player, record)
	dialog.refresh(player, record)
end

return acquisition
