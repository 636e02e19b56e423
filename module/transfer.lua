--- The parts of documents on their way in (docs/module-protocol.md, A document on its way in). They are kept by their
--- index; what has come without a gap is decoded, within the tick's budget.

local acquisition = require("modules/inventory_sync/acquisition")
local arrival = require("modules/inventory_sync/arrival")
local build = require("modules/inventory_sync/build")
local budget = require("modules/inventory_sync/budget")
local checksum = require("modules/inventory_sync/checksum")
local dialog = require("modules/inventory_sync/dialog")
local link = require("modules/inventory_sync/link")
local pieces = require("modules/inventory_sync/pieces")
local state = require("modules/inventory_sync/state")

local most_parts = 65536
local most_bytes = 64 * 1024 * 1024
local most_largest = 5
local longest_text_bytes = 1000

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
		taken = 0,
		pieces = pieces.new(),
		highest = 0,
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
	if record then
		record.download.document = open.pieces.document
		record.download.bytes = open.pieces.document_bytes
		arrival.complete(record)
	end
end

--- Decodes what has come without a gap, as far as the budget goes. The rest is for later ticks; where nobody is
--- connected there may be none, and nobody whom it would keep waiting.
local function decode(number, open)
	local unbounded = #game.connected_players == 0
	while pieces.is_waiting(open.pieces) do
		if not unbounded and not budget.has() then
			return
		end
		local problem = pieces.decode(open.pieces)
		if problem then
			abandon(number, open, "the transfer failed: " .. problem)
			return
		end
	end
	if open.taken == open.total then
		finish(number, open)
	end
end

local function take(number, open)
	while open.parts[open.taken + 1] do
		open.taken = open.taken + 1
		pieces.take(open.pieces, open.parts[open.taken])
		-- The index stays known, for a part that comes a second time.
		open.parts[open.taken] = ""
	end
	if open.taken == open.total then
		pieces.finish(open.pieces)
	end
	decode(number, open)
end

--- @param index integer
--- @param total integer? stated by the last part alone
--- @return string? problem
local function misplaced(open, index, total)
	if index < 1 or index > most_parts or open.total and (index > open.total or total and total ~= open.total) then
		return "part " .. index .. " does not exist"
	end
	if total and (total ~= index or open.highest > total) then
		return "part " .. index .. " cannot be the last of " .. total
	end
	return nil
end

local function count(open, index, data, total)
	open.parts[index] = data
	open.highest = math.max(open.highest, index)
	open.total = open.total or total
	open.received = open.received + 1
	open.received_bytes = open.received_bytes + #data
	-- What was announced of a large document is an estimate.
	open.count = open.total or math.max(open.count, open.received + 1)
	open.encoded_bytes = math.max(open.encoded_bytes, open.received_bytes)
end

--- @param number integer
--- @param index integer
--- @param total integer? number of parts, when this is the last one
--- @param sum string
--- @param data string
--- @return string reply
function transfer.part(number, index, total, sum, data)
	local open = state.get().transfers[number]
	if not open then
		return "unknown"
	end
	local problem = misplaced(open, index, total)
	if problem then
		return problem
	end
	if open.parts[index] then
		return ""
	end
	if checksum.adler32(data) ~= sum or open.received_bytes + #data > most_bytes then
		return "damaged"
	end
	count(open, index, data, total)
	take(number, open)
	return ""
end

--- Only words for the dialog: whatever of it is not what it should be is left out.
local function read_largest(list)
	local largest = {}
	for index = 1, most_largest do
		local item = type(list) == "table" and list[index]
		if type(item) ~= "table" or type(item.name) ~= "string" or type(item.bytes) ~= "number" then
			break
		end
		largest[index] = {
			name = item.name:sub(1, longest_text_bytes),
			label = type(item.label) == "string" and item.label:sub(1, longest_text_bytes) or nil,
			bytes = item.bytes,
		}
	end
	return largest
end

local function is_size(value, most)
	return type(value) == "number" and value >= 1 and value <= most and value % 1 == 0
end

--- What the host found out about a large document while it was being encoded.
--- @param number integer
--- @param facts table from outside
--- @return string reply
function transfer.about(number, facts)
	local open = state.get().transfers[number]
	if not open then
		return "unknown"
	end
	open.largest = read_largest(facts.largest)
	if not open.total and is_size(facts.parts, most_parts) and is_size(facts.encoded_bytes, most_bytes) then
		open.count = math.max(facts.parts, open.received + 1)
		open.encoded_bytes = math.max(facts.encoded_bytes, open.received_bytes)
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
	local root = state.get()
	root.transfers = {}
	for _, record in pairs(root.players) do
		if record.download and not record.download.document then
			record.download = nil
			if record.restoring then
				record.restoring = nil
				record.token = nil
			end
		end
	end
end

--- Goes on decoding what was too much for the ticks before.
function transfer.decode_rest()
	for number, open in pairs(state.get().transfers) do
		-- Without pieces it is of an older version of this module, and goes with the next hello.
		if open.pieces and pieces.is_waiting(open.pieces) then
			decode(number, open)
		end
	end
end

transfer.events = { [defines.events.on_tick] = transfer.decode_rest }

return transfer
