--- What an entry had that has no place in the item here: members of other versions of this module, and what this server
--- does not know. It goes on with the item as long as that is the same (player-data §2.13). Items with a number keep it
--- wherever they are moved; others only in their slot.

local packed = require("modules/inventory_sync/packed")
local runs = require("modules/inventory_sync/runs")

local extras = {}

local function key_of(stack, place)
	local number = stack.item_number
	return number and ("item/%.0f"):format(number) or place
end

--- Members of an entry that the module reads from the item, or that say where it is.
local handled = {
	n = true, c = true, q = true, h = true, d = true, a = true, l = true, g = true, i = true, e = true, sp = true,
	s = true, r = true, f = true, x = true,
}

local function unknown(values, is_known)
	local members
	for key, value in pairs(type(values) == "table" and values or {}) do
		if not is_known(key) then
			members = members or {}
			members[key] = value
		end
	end
	return members
end

--- @param stack LuaItemStack
--- @param entry Entry
--- @param current RestoreContext
--- @param place string `inventory/slot`
--- @param requests {came: table, now: table}? of a packed vehicle
function extras.remember(stack, entry, current, place, requests)
	local members = unknown(entry, function(key)
		return handled[key]
	end)
	local x = unknown(entry.x, packed.handles)
	if members or x or requests then
		current.memory.extras[key_of(stack, place)] = {
			n = entry.n,
			q = entry.q,
			c = entry.n and stack.count or entry.c,
			members = members or {},
			x = x,
			requests = requests,
		}
	end
end

--- @param stack LuaItemStack
--- @param entry Entry as it was read
--- @param memory Memory?
--- @param place string
function extras.recall(stack, entry, memory, place)
	local found = memory and memory.extras[key_of(stack, place)]
	if not found or found.n ~= entry.n or found.q ~= entry.q or found.c ~= entry.c then
		return
	end
	for key, value in pairs(found.members) do
		entry[key] = value
	end
	if found.x then
		entry.x = entry.x or {}
		for key, value in pairs(found.x) do
			entry.x[key] = value
		end
	end
	local requests = found.requests
	local logistics = entry.x and entry.x.logistics
	if requests and runs.same(logistics and logistics.sections or {}, requests.now) then
		entry.x = entry.x or {}
		entry.x.logistics = logistics or {}
		entry.x.logistics.sections = requests.came
	end
end

local function key_of_piece(grid, piece)
	return ("grid/%.0f/%d,%d"):format(grid.unique_id, piece.position.x, piece.position.y)
end

--- @param grid LuaEquipmentGrid
--- @param piece LuaEquipment
--- @param entry table
--- @param current RestoreContext
--- @param members table<string, any> what of the entry could not be restored
function extras.remember_piece(grid, piece, entry, current, members)
	if next(members) then
		current.memory.extras[key_of_piece(grid, piece)] = { n = entry.n, q = entry.q, c = 1, members = members }
	end
end

--- @param grid LuaEquipmentGrid
--- @param piece LuaEquipment
--- @param entry table as it was read
--- @param memory Memory?
function extras.recall_piece(grid, piece, entry, memory)
	local found = memory and memory.extras[key_of_piece(grid, piece)]
	if not found or found.n ~= entry.n or (found.q or "normal") ~= entry.q then
		return
	end
	-- Something else may be burning by now.
	local burning = entry.b
	for key, value in pairs(found.members) do
		if not (burning and (key == "b" or key == "bq" or key == "f")) then
			entry[key] = value
		end
	end
end

return extras
