--- The parts of documents on their way in (docs/module-protocol.md, A document on its way in).

local acquisition = require("modules/inventory_sync/acquisition")
local arrival = require("modules/inventory_sync/arrival")
local build = require("modules/inventory_sync/build")
local checksum = require("modules/inventory_sync/checksum")
local dialog = require("modules/inventory_sync/dialog")
local link = require("modules/inventory_sync/link")
local state = require("modules/inventory_sync/state")

local most_parts = 65536
local most_bytes = 64 * 1024 * 1024

local transfer = {}

local function connected(name)
	local player = game.get_player(name)
	return player and player.connected and player or nil
end

--- Ends whatever download a player has; the host may stop sending it.
--- @param record PlayerRecord
function transfer.drop(record)
	local download = record.download
	record.download = nil
	build.drop(record)
	if download and state.get().transfers[download.transfer] then
		state.get().transfers[download.transfer] = nil
		link.send("cancel", { transfer = download.transfer, player_name = record.name })
	end
end

--- @param record PlayerRecord
--- @param answer Answer
--- @return string? problem with the numbers
function transfer.problem(answer)
	if answer.parts < 1 or answer.parts > most_parts or answer.encoded_bytes > most_bytes
		or answer.document_bytes > most_bytes then
		return "transfer " .. answer.transfer .. " is out of bounds"
	end
	return nil
end

--- @param record PlayerRecord
--- @param answer Answer
function transfer.open(record, answer)
	transfer.drop(record)
	state.get().transfers[answer.transfer] = {
		player_name = record.name,
		parts = {},
		count = answer.parts,
		received = 0,
		received_bytes = 0,
		encoded_bytes = answer.encoded_bytes,
		document_bytes = answer.document_bytes,
		begun_at_tick = game.ticks_played,
	}
	record.download = {
		transfer = answer.transfer,
		revision = answer.revision,
		generation = answer.generation,
		begun_at_tick = game.ticks_played,
	}
end

--- @param record PlayerRecord
function transfer.show_progress(record)
	local player = connected(record.name)
	if player then
		dialog.refresh(player, record)
	end
end

local function record_of(number, open)
	local record = state.find(open.player_name)
	if record and record.download and record.download.transfer == number then
		return record
	end
	return nil
end

--- An attempt that the player waits for has failed; one for an absent player is only forgotten.
local function abandon(number, open, message)
	state.get().transfers[number] = nil
	local record = record_of(number, open)
	if not record then
		return
	end
	if record.restoring then
		arrival.fail(connected(record.name), record, message)
	else
		record.download = nil
		local player = connected(record.name)
		if player and record.waiting and record.waiting.status ~= "timed_out" then
			-- The request said that the document is here, and it will not be.
			acquisition.request(record)
		end
	end
end

local function finish(number, open)
	state.get().transfers[number] = nil
	local record = record_of(number, open)
	if not record then
		return
	end
	local decoded, text = pcall(helpers.decode_string, table.concat(open.parts))
	if not decoded or not text or #text ~= open.document_bytes then
		abandon(number, open, "the transfer arrived damaged")
		return
	end
	arrival.complete(record, text)
end

--- @param number integer
--- @param index integer
--- @param sum string
--- @param data string
--- @return string reply
function transfer.part(number, index, sum, data)
	local open = state.get().transfers[number]
	if not open then
		return "unknown"
	end
	if index < 1 or index > open.count then
		return "part " .. index .. " of " .. open.count .. " parts does not exist"
	end
	if open.parts[index] then
		return ""
	end
	if checksum.adler32(data) ~= sum or open.received_bytes + #data > open.encoded_bytes then
		return "damaged"
	end
	open.parts[index] = data
	open.received = open.received + 1
	open.received_bytes = open.received_bytes + #data
	if open.received == open.count then
		finish(number, open)
	end
	return ""
end

--- @param number integer
--- @param message string
function transfer.fail(number, message)
	local open = state.get().transfers[number]
	if open then
		abandon(number, open, message)
	end
end

--- Forgets what is incomplete: a new host knows nothing of it. Those who waited for it wait for an answer again.
function transfer.forget_all()
	for number, open in pairs(state.get().transfers) do
		local record = record_of(number, open)
		if record then
			record.download = nil
			if record.restoring then
				record.restoring = nil
				record.token = nil
			end
		end
		state.get().transfers[number] = nil
	end
end

return transfer
