--- Equipment grids (player-data §2.4.1).

local compat = require("modules/inventory_sync/compat")
local context = require("modules/inventory_sync/context")
local extras = require("modules/inventory_sync/extras")
local runs = require("modules/inventory_sync/runs")

local equipment = {}

local function read_burner(entry, burner, read_inventory, memory, place)
	local fuel = read_inventory(burner.inventory, memory, place .. "/i")
	if next(fuel.i) then
		entry.i = fuel
	end
	local burnt = read_inventory(burner.burnt_result_inventory, memory, place .. "/r")
	if next(burnt.i) then
		entry.r = burnt
	end
	local burning = burner.currently_burning
	if burning then
		entry.b = compat.name_of(burning.name)
		local quality = compat.name_of(burning.quality)
		if quality and quality ~= "normal" then
			entry.bq = quality
		end
		entry.f = burner.remaining_burning_fuel
	end
	if burner.heat > 0 then
		entry.h = burner.heat
	end
end

--- Where a piece is in the document.
local function place_of(path, position)
	return ("%s/%d,%d"):format(path, position.x or position[1], position.y or position[2])
end

local function read_piece(grid, piece, read_inventory, memory, path)
	local position = piece.position
	local entry = { n = piece.name, p = { position.x, position.y } }
	if piece.name == "equipment-ghost" then
		entry.g = piece.ghost_name
	else
		if piece.shield > 0 then
			entry.s = piece.shield
		end
		if piece.energy > 0 then
			entry.e = piece.energy
		end
	end
	entry.q = piece.quality.name
	if piece.to_be_removed then
		entry.t = true
	end
	if piece.burner then
		read_burner(entry, piece.burner, read_inventory, memory, place_of(path, position))
	end
	extras.recall_piece(grid, piece, entry, memory)
	return entry
end

--- @param grid LuaEquipmentGrid
--- @param read_inventory fun(inventory: LuaInventory, memory: Memory?, path: string): table
--- @param memory Memory?
--- @param path string of the grid
--- @return table[] by row, then column
function equipment.read(grid, read_inventory, memory, path)
	local list = {}
	for index, piece in ipairs(grid.equipment) do
		list[index] = read_piece(grid, piece, read_inventory, memory, path)
	end
	table.sort(list, function(a, b)
		if a.p[2] ~= b.p[2] then
			return a.p[2] < b.p[2]
		end
		return a.p[1] < b.p[1]
	end)
	return list
end

local handled = {
	n = true, p = true, g = true, s = true, e = true, q = true, t = true, i = true, r = true, b = true, bq = true,
	f = true, h = true,
}

local function assign(target, key, value)
	target[key] = value
end

local function burn(burner, entry)
	-- The fuel first: writing it resets what remains of it.
	burner.currently_burning = { name = entry.b, quality = entry.bq or "normal" }
	burner.remaining_burning_fuel = entry.f or 0
end

local function keep_all(current, path, record)
	for _, run in ipairs(runs.decode(record and record.i or {})) do
		context.keep(current, path, run.slot, run.entry, "no inventory")
	end
end

local function restore_burner(piece, entry, current, place, write_inventory, try, members)
	local burner = piece.burner
	if not burner then
		keep_all(current, place .. "/r", entry.r)
		keep_all(current, place .. "/i", entry.i)
		return
	end
	if entry.b and not (try(burn, burner, entry)) then
		-- This server does not know the fuel.
		members.b, members.bq, members.f = entry.b, entry.bq, entry.f
	end
	if entry.h then
		try(assign, burner, "heat", entry.h)
	end
	if entry.r then
		write_inventory(burner.burnt_result_inventory, entry.r, current, place .. "/r")
	end
	if entry.i then
		write_inventory(burner.inventory, entry.i, current, place .. "/i")
	end
end

--- Each detail by itself, so that what is wrong with one of them costs no other.
local function restore_details(grid, piece, entry, current, path, write_inventory)
	local function try(action, ...)
		local ok, problem = pcall(action, ...)
		if not ok then
			context.notice(current, ("Could not restore all of %s in %s: %s"):format(entry.n, path, tostring(problem)))
		end
		return ok
	end
	local members = {}
	for key, value in pairs(entry) do
		if not handled[key] then
			members[key] = value
		end
	end
	if entry.s and piece.max_shield > 0 then
		try(assign, piece, "shield", math.min(entry.s, piece.max_shield))
	end
	if entry.e then
		try(assign, piece, "energy", entry.e)
	end
	restore_burner(piece, entry, current, place_of(path, entry.p), write_inventory, try, members)
	if entry.t and entry.g then
		-- Ordering the removal of a ghost removes it: the mark goes on in the document.
		members.t = true
	elseif entry.t then
		try(grid.order_removal, piece)
	end
	extras.remember_piece(grid, piece, entry, current, members)
end

--- @param grid LuaEquipmentGrid
--- @param entry table
--- @param current RestoreContext
--- @param path string of the grid
--- @param write_inventory fun(inventory: LuaInventory, record: table, current: RestoreContext, path: string)
function equipment.write_piece(grid, entry, current, path, write_inventory)
	local name = entry.g or entry.n
	if not prototypes.equipment[name] then
		context.keep(current, path, nil, entry, "unknown equipment")
		return
	end
	if entry.q and not prototypes.quality[entry.q] then
		context.keep(current, path, nil, entry, "unknown quality")
		return
	end
	local ok, piece = pcall(grid.put, {
		name = name,
		quality = entry.q,
		position = entry.p,
		ghost = entry.g ~= nil,
	})
	if not ok or not piece then
		context.keep(current, path, nil, entry, "no room")
		return
	end
	restore_details(grid, piece, entry, current, path, write_inventory)
end

--- Puts the equipment of a list into an emptied grid; what cannot be put is kept.
--- @param grid LuaEquipmentGrid
--- @param list table
--- @param current RestoreContext
--- @param path string
--- @param write_inventory fun(inventory: LuaInventory, record: table, current: RestoreContext, path: string)
function equipment.write(grid, list, current, path, write_inventory)
	grid.clear()
	for _, entry in ipairs(runs.list(list)) do
		equipment.write_piece(grid, entry, current, path, write_inventory)
	end
end

return equipment
