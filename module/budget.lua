--- How much work of documents, decoding and building, the module takes on in one tick, for all players together
--- (a tick has 16 ms for everything). The tick's number and what was spent are in storage: a client that joins in the
--- middle of a tick's work must stop where the server stops.

local state = require("modules/inventory_sync/state")

--- @class Budget
--- @field tick integer of game.ticks_played
--- @field spent integer units

local budget = {}

--- A unit is meant to be about a microsecond of the game on a common server; docs/verify-on-factorio.md says how to
--- look.
budget.per_tick = 4000

--- Units for one slot with a plain item, or a filter.
budget.slot = 30
--- Units for one piece of equipment.
budget.equipment = 30
--- Units for making an inventory outside the world.
budget.inventory = 20

--- Units for one stack that is swapped into its slot, and for all else of a swap.
budget.swapped_slot = 6
budget.swap = 1000

local export_bytes_per_unit = 16
local piece_bytes_per_unit = 40
local checked_bytes_per_unit = 16

--- @param bytes integer length of an export string
--- @return integer units for importing it
function budget.export(bytes)
	return budget.slot + math.ceil(bytes / export_bytes_per_unit)
end

--- @param bytes integer length of a piece's JSON, or of all of a document
--- @return integer units for decoding it
function budget.piece(bytes)
	return math.ceil(bytes / piece_bytes_per_unit)
end

--- @param bytes integer length of a document's JSON
--- @return integer units for checking it
function budget.check(bytes)
	return math.ceil(bytes / checked_bytes_per_unit)
end

--- @return Budget
local function current()
	local root = state.get()
	local spending = root.budget
	if not spending or spending.tick ~= game.ticks_played then
		spending = { tick = game.ticks_played, spent = 0 }
		root.budget = spending
	end
	return spending
end

--- Whether work of this size may begin in this tick. Work larger than a whole tick's budget, which cannot be divided,
--- may begin in a tick that has done nothing else.
--- @param units integer? 1 when the size is not known yet
--- @return boolean
function budget.has(units)
	local spent = current().spent
	return spent == 0 or spent + (units or 1) <= budget.per_tick
end

--- @param units integer
function budget.spend(units)
	local spending = current()
	spending.spent = spending.spent + units
end

return budget
