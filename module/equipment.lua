--- Equipment grids (player-data §2.4.1).

local compat = require("modules/inventory_sync/compat")
local context = require("modules/inventory_sync/context")
local runs = require("modules/inventory_sync/runs")

local equipment = {}

local function read_burner(entry, burner, read_inventory)
	local fuel = read_inventory(burner.inventory)
	if next(fuel.i) then
		entry.i = fuel
	end
	local burnt = read_inventory(burner.burnt_result_inventory)
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

local function read_piece(piece, read_inventory)
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
		read_burner(entry, piece.burner, read_inventory)
	end
	return entry
end

--- @param grid LuaEquipmentGrid
--- @param read_inventory fun(inventory: LuaInventory): table
--- @return table[] by row, then column
function equipment.read(grid, read_inventory)
	local list = {}
	for index, piece in ipairs(grid.equipment) do
		list[index] = read_piece(piece, read_inventory)
	end
	table.sort(list, function(a, b)
		if a.p[2] ~= b.p[2] then
			return a.p[2] < b.p[2]
		end
		return a.p[1] < b.p[1]
	end)
	return list
end

local function restore_burner(burner, entry, write_inventory)
	if entry.b then
		-- The fuel first: writing it resets what remains of it.
		burner.currently_burning = { name = entry.b, quality = entry.bq or "normal" }
		burner.remaining_burning_fuel = entry.f or 0
	end
	if entry.h then
		burner.heat = entry.h
	end
	if entry.r then
		write_inventory(burner.burnt_result_inventory, entry.r, "r")
	end
	if entry.i then
		write_inventory(burner.inventory, entry.i, "i")
	end
end

local function restore_details(grid, piece, entry, write_inventory)
	if entry.s and piece.max_shield > 0 then
		piece.shield = math.min(entry.s, piece.max_shield)
	end
	if entry.e then
		piece.energy = entry.e
	end
	if piece.burner then
		restore_burner(piece.burner, entry, write_inventory)
	end
	-- On a ghost, ordering the removal would remove it.
	if entry.t and not entry.g then
		grid.order_removal(piece)
	end
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
	local function write_side(inventory, record, side)
		write_inventory(inventory, record, current, path .. "/" .. side)
	end
	local restored, problem = pcall(restore_details, grid, piece, entry, write_side)
	if not restored then
		context.notice(current, "Could not restore all of " .. name .. " in " .. path .. ": " .. tostring(problem))
	end
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
