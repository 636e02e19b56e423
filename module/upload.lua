--- Documents on their way out: sent with the release, repeated with the same bytes until the controller's answer
--- (sync-behaviour §4, Leave).

local link = require("modules/inventory_sync/link")
local serialise = require("modules/inventory_sync/serialise")
local state = require("modules/inventory_sync/state")

--- A chance to repeat comes every second of play and with every poll; the wait doubles up to the most.
local chance_every_ticks = 60
local first_patience = 10
local most_patience = 160

local upload = {}

--- @param record PlayerRecord
--- @param pending PendingUpload
function upload.send(record, pending)
	if not link.is_open() then
		return
	end
	pending.revision = pending.revision or link.new_revision()
	pending.chances = 0
	link.send("upload", {
		upload = pending.upload,
		player_name = record.name,
		token = pending.token,
		base = pending.base,
		generation = pending.generation,
		revision = pending.revision,
	}, table.concat({
		('{"generation":%d,"revision":"%s",'):format(pending.generation, pending.revision),
		pending.body,
	}))
end

--- @param token integer
--- @param base string
--- @param generation integer
--- @param document string JSON object with neither generation nor revision
--- @return PendingUpload
local function new_upload(token, base, generation, document)
	return {
		upload = state.next("last_upload"),
		token = token,
		base = base,
		generation = generation,
		body = document:sub(2),
		chances = 0,
		patience = first_patience,
	}
end

--- Makes a document the pending upload of a player who is not acquired; it is sent after the next hello.
--- @param record PlayerRecord
--- @param document string JSON object with neither generation nor revision
--- @param base string
--- @param generation integer
function upload.prepare(record, document, base, generation)
	record.pending = new_upload(0, base, generation, document)
	state.get().uploading[record.name] = true
end

--- Reads a leaving player and sends the document. Throws when it cannot be read; then nothing has changed.
--- @param player LuaPlayer
--- @param record PlayerRecord synced and acquired
function upload.begin(player, record)
	local document = helpers.table_to_json(serialise.read(player, record))
	record.pending = new_upload(record.token or 0, record.revision or "", record.generation + 1, document)
	record.unwatched = nil
	state.get().uploading[record.name] = true
	upload.send(record, record.pending)
end

--- Reads a player whose inventory is about to be deleted for a newer one, for the controller's archive. Throws when it
--- cannot be read.
--- @param player LuaPlayer
--- @param record PlayerRecord
function upload.archive(player, record)
	local document = helpers.table_to_json(serialise.read(player, record))
	local base = record.revision or ""
	-- Without a known base generations are compared, and this must not win over what is stored.
	local generation = base:match("^%-?$") and 1 or record.generation + 1
	record.pending = nil
	record.conflict = new_upload(0, base, generation, document)
	state.get().uploading[record.name] = true
end

--- Goes on repeating an upload that had been stopped because the player was back.
--- @param record PlayerRecord
function upload.resume(record)
	local pending = record.pending
	if pending and not pending.refused then
		pending.stopped = nil
		state.get().uploading[record.name] = true
	end
end

--- Turns an upload that nobody can build on any more into a conflict, sent once more for the controller's archive
--- when no session of the player is in its way.
--- @param record PlayerRecord
function upload.give_up(record)
	local pending = record.pending
	record.pending = nil
	if pending and not pending.refused then
		pending.stopped = nil
		pending.patience = first_patience
		record.conflict = pending
		state.get().uploading[record.name] = true
	end
end

local function is_absent(record)
	local player = game.get_player(record.name)
	return not player or not player.connected
end

--- What may be sent of a player at present.
--- @param record PlayerRecord
--- @return PendingUpload?
local function sendable(record)
	local pending = record.pending
	if pending and not pending.stopped then
		return pending
	end
	if not pending and record.conflict and is_absent(record) then
		return record.conflict
	end
	return nil
end

--- Repeats what has waited long enough. Counts chances, not ticks: on a paused server no tick passes.
function upload.run_due()
	if not link.is_open() then
		return
	end
	local uploading = state.get().uploading
	for name in pairs(uploading) do
		local record = state.find(name)
		if not record or not (record.pending or record.conflict) then
			uploading[name] = nil
		else
			local pending = sendable(record)
			if pending then
				pending.chances = pending.chances + 1
				if pending.chances >= pending.patience then
					pending.patience = math.min(pending.patience * 2, most_patience) + pending.upload % 7
					upload.send(record, pending)
				end
			end
		end
	end
end

--- Sends everything unanswered at once: after a hello.
function upload.send_all()
	for name in pairs(state.get().uploading) do
		local record = state.find(name)
		local pending = record and sendable(record)
		if pending then
			upload.send(record, pending)
		end
	end
end

local function find(number)
	for name in pairs(state.get().uploading) do
		local record = state.find(name)
		if record and record.pending and record.pending.upload == number then
			return record, record.pending
		elseif record and record.conflict and record.conflict.upload == number then
			return record, nil
		end
	end
	return nil, nil
end

local function settled(record, pending)
	record.pending = nil
	if pending.given_up then
		return
	end
	record.dirty = false
	if record.sync then
		record.generation = pending.generation
		record.revision = pending.revision
	end
end

local function superseded(record, pending)
	record.pending = nil
	if pending.given_up then
		return
	end
	record.dirty = false
	if record.sync then
		-- Others have gone on without it. It must not pass for a temporary inventory, which would be merged.
		record.sync = false
		record.stale = true
		record.revision = nil
		record.generation = nil
	end
end

--- @param number integer
--- @param status "stored"|"duplicate"|"superseded"|"refused"
--- @param message string? when refused
function upload.answered(number, status, message)
	local record, pending = find(number)
	if not record then
		return
	end
	if not pending then
		record.conflict = nil
	elseif status == "refused" then
		pending.stopped = true
		pending.refused = message or "refused"
		link.log("error", "The cluster refused the inventory of " .. record.name .. ": " .. pending.refused)
		local player = game.get_player(record.name)
		if player and player.connected then
			player.print({ "inventory-sync.refused" })
		end
	elseif status == "superseded" then
		superseded(record, pending)
	else
		settled(record, pending)
	end
end

upload.on_nth_tick = { [chance_every_ticks] = upload.run_due }

return upload
