--- The text of a document as it comes in, piece by piece, and the document it makes (docs/module-protocol.md, A
--- document on its way in). What is in a piece came over the network.

local budget = require("modules/inventory_sync/budget")

local most_bytes = 64 * 1024 * 1024
local most_path = 64

local pieces = {}

--- @class Pieces
--- @field fragments string[] of the piece whose end has not come yet
--- @field waiting table<integer, string> texts of whole pieces that are not decoded, from `first` to `last`
--- @field first integer
--- @field last integer
--- @field document_bytes integer decoded so far
--- @field document table? nil before the first piece was decoded

--- @class Piece any but the first, which is a document
--- @field at (string|integer)[] path of a list: names of members, positions from 1
--- @field add any[] elements to append to it

--- @return Pieces
function pieces.new()
	return { fragments = {}, waiting = {}, first = 1, last = 0, document_bytes = 0 }
end

local function add_piece(current)
	current.last = current.last + 1
	current.waiting[current.last] = table.concat(current.fragments)
	current.fragments = {}
end

--- Takes text that follows on what was taken before.
--- @param current Pieces
--- @param text string
function pieces.take(current, text)
	local from = 1
	while true do
		local comma = text:find(",", from, true)
		current.fragments[#current.fragments + 1] = text:sub(from, (comma or 0) - 1)
		if not comma then
			return
		end
		add_piece(current)
		from = comma + 1
	end
end

--- The text has ended: what is there of the last piece is all of it.
--- @param current Pieces
function pieces.finish(current)
	add_piece(current)
end

--- @param current Pieces
--- @return boolean whether there are whole pieces that are not decoded
function pieces.is_waiting(current)
	return current.first <= current.last
end

--- A member by the name or position that a path says. Lists with gaps have decimal keys (player-data §1).
local function member(value, key)
	local found = value[key]
	if found == nil and type(key) == "string" then
		found = value[tonumber(key)]
	end
	return found
end

--- @return string? problem
local function append(document, piece)
	local path, added = piece.at, piece.add
	if type(path) ~= "table" or type(added) ~= "table" or #path > most_path then
		return "a piece is not what it should be"
	end
	local list = document
	for _, key in ipairs(path) do
		list = (type(key) == "string" or type(key) == "number") and member(list, key)
		if type(list) ~= "table" then
			return "a piece belongs to a place that does not exist"
		end
	end
	local last = #list
	for index, element in ipairs(added) do
		list[last + index] = element
	end
	return nil
end

local function decode(current, text)
	local decoded = helpers.decode_string(text)
	if not decoded then
		return "it arrived damaged"
	end
	current.document_bytes = current.document_bytes + #decoded
	if current.document_bytes > most_bytes then
		return "it is too large"
	end
	budget.spend(budget.piece(#decoded))
	local piece = helpers.json_to_table(decoded)
	if type(piece) ~= "table" then
		return "the document is not JSON"
	end
	if current.document then
		return append(current.document, piece)
	end
	current.document = piece
	return nil
end

--- Decodes the next whole piece.
--- @param current Pieces with one that waits
--- @return string? problem the document cannot become whole any more
function pieces.decode(current)
	local text = current.waiting[current.first]
	current.waiting[current.first] = nil
	current.first = current.first + 1
	local ok, problem = pcall(decode, current, text)
	return not ok and tostring(problem) or problem
end

return pieces
