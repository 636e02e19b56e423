--- Whether decoded inventories, items and equipment are what player-data §2.3 and §2.4 describe. Free of `game`.

local checks = require("modules/inventory_sync/checks")
local runs = require("modules/inventory_sync/runs")

local finite, integer, name, optional, refuse, text =
	checks.finite, checks.integer, checks.name, checks.optional, checks.refuse, checks.text

local max_count = 2 ^ 31 - 1
local max_slots = 65535
local max_entries = 10000
local max_item_nesting = 8
local max_text_bytes = 65536
local max_book_bytes = 1024 * 1024

local inventory_checks = {}

local check_inventory

local function check_equipment(equipment, path, nesting)
	if type(equipment) ~= "table" then
		refuse(path, "equipment is not an object")
	end
	if not name(equipment.n) then
		refuse(path, "equipment without a name")
	end
	local position = equipment.p
	if type(position) ~= "table" or not integer(position[1], 0, max_slots) or not integer(position[2], 0, max_slots) then
		refuse(path, "the position of equipment must be two non-negative integers")
	end
	optional(equipment.g, name(equipment.g), path .. ".g", "a name")
	optional(equipment.q, name(equipment.q), path .. ".q", "a name")
	optional(equipment.b, name(equipment.b), path .. ".b", "a name")
	optional(equipment.bq, name(equipment.bq), path .. ".bq", "a name")
	optional(equipment.s, finite(equipment.s), path .. ".s", "a number")
	optional(equipment.e, finite(equipment.e), path .. ".e", "a number")
	optional(equipment.f, finite(equipment.f), path .. ".f", "a number")
	optional(equipment.h, finite(equipment.h), path .. ".h", "a number")
	if equipment.i ~= nil then
		check_inventory(equipment.i, path .. ".i", nesting + 1)
	end
	if equipment.r ~= nil then
		check_inventory(equipment.r, path .. ".r", nesting + 1)
	end
end

local function check_filter(filter, path)
	if type(filter) == "string" then
		optional(filter, name(filter), path, "a name")
		return
	end
	if type(filter) ~= "table" then
		refuse(path, "expected a filter")
	end
	optional(filter.name, name(filter.name), path .. ".name", "a name")
	optional(filter.quality, name(filter.quality), path .. ".quality", "a name")
	optional(filter.comparator, name(filter.comparator), path .. ".comparator", "a text")
end

local function check_label(label, path)
	if type(label) ~= "table" then
		refuse(path, "expected an object")
	end
	optional(label.t, text(label.t, max_text_bytes), path .. ".t", "a text")
	optional(label.c, checks.colour(label.c), path .. ".c", "a colour")
end

local function check_item(entry, path, nesting)
	if not name(entry.n) then
		refuse(path .. ".n", "expected a name")
	end
	if not integer(entry.c, 1, max_count) then
		refuse(path .. ".c", "expected a count")
	end
	optional(entry.q, name(entry.q), path .. ".q", "a name")
	optional(entry.h, finite(entry.h) and entry.h >= 0 and entry.h <= 1, path .. ".h", "0 to 1")
	optional(entry.d, finite(entry.d) and entry.d >= 0, path .. ".d", "a durability")
	optional(entry.a, finite(entry.a) and entry.a >= 0, path .. ".a", "a number of rounds")
	optional(entry.sp, finite(entry.sp) and entry.sp >= 0 and entry.sp <= 1, path .. ".sp", "0 to 1")
	optional(entry.x, type(entry.x) == "table", path .. ".x", "an object")
	if entry.l ~= nil then
		check_label(entry.l, path .. ".l")
	end
	if entry.g ~= nil then
		if type(entry.g) ~= "table" then
			refuse(path .. ".g", "expected a list")
		end
		local grid = runs.list(entry.g)
		if #grid > max_entries then
			refuse(path .. ".g", "too much equipment")
		end
		for index, equipment in ipairs(grid) do
			check_equipment(equipment, path .. ".g[" .. index .. "]", nesting)
		end
	end
	if entry.i ~= nil then
		check_inventory(entry.i, path .. ".i", nesting + 1)
	end
end

--- A book whose blueprints come one at a time (docs/module-protocol.md, Opened books); false stands for an empty place.
local function check_opened_book(book, path, nesting)
	if nesting > max_item_nesting then
		refuse(path, "books are nested too deeply")
	end
	if not text(book.book, max_book_bytes) or type(book.blueprints) ~= "table" then
		refuse(path, "expected an opened book")
	end
	if #book.blueprints > max_slots then
		refuse(path, "too many blueprints")
	end
	for index, inner in ipairs(book.blueprints) do
		if type(inner) == "table" then
			check_opened_book(inner, path .. ".blueprints[" .. index .. "]", nesting + 1)
		elseif inner ~= false and type(inner) ~= "string" then
			refuse(path .. ".blueprints[" .. index .. "]", "expected an export string")
		end
	end
end

local function check_entry(entry, path, nesting)
	if type(entry) ~= "table" then
		refuse(path, "an entry is not an object")
	end
	if entry.n ~= nil and entry.e ~= nil then
		refuse(path, "an entry has both n and e")
	elseif entry.n ~= nil then
		check_item(entry, path, nesting)
	elseif entry.e ~= nil then
		optional(entry.c, integer(entry.c, 1, max_count), path .. ".c", "a count")
		optional(entry.q, name(entry.q), path .. ".q", "a name")
		optional(entry.h, finite(entry.h) and entry.h > 0 and entry.h <= 1, path .. ".h", "0 to 1")
		optional(entry.l, type(entry.l) == "table", path .. ".l", "an object")
		if type(entry.e) == "table" then
			check_opened_book(entry.e, path .. ".e", nesting)
		elseif type(entry.e) ~= "string" or #entry.e < 2 then
			refuse(path .. ".e", "expected an export string")
		end
	elseif entry.f == nil then
		refuse(path, "an entry has neither n, e nor f")
	end
	if entry.f ~= nil then
		check_filter(entry.f, path .. ".f")
	end
	optional(entry.s, integer(entry.s, 1, max_slots), path .. ".s", "a slot")
	optional(entry.r, integer(entry.r, 1, max_slots), path .. ".r", "a number of repeats")
end

function check_inventory(inventory, path, nesting)
	if nesting > max_item_nesting then
		refuse(path, "items are nested too deeply")
	end
	if type(inventory) ~= "table" then
		refuse(path, "an inventory is not an object")
	end
	optional(inventory.b, integer(inventory.b, 1, max_slots + 1), path .. ".b", "a bar")
	if inventory.i == nil then
		return
	end
	if type(inventory.i) ~= "table" then
		refuse(path .. ".i", "expected a list")
	end
	local entries = runs.list(inventory.i)
	if #entries > max_entries then
		refuse(path .. ".i", "too many entries")
	end
	local last = 0
	for index, entry in ipairs(entries) do
		local place = path .. ".i[" .. index .. "]"
		check_entry(entry, place, nesting)
		local slot = entry.s or last + 1
		if slot <= last then
			refuse(place, "a slot is covered twice")
		end
		last = slot + (entry.r or 0)
		if last > max_slots then
			refuse(place, "a slot is out of range")
		end
	end
end

--- @param inventory any
--- @param path string
function inventory_checks.inventory(inventory, path)
	check_inventory(inventory, path, 1)
end

--- @param entry any one entry of an inventory
--- @param path string
function inventory_checks.entry(entry, path)
	check_entry(entry, path, 1)
end

--- @param piece any one entry of a grid
--- @param path string
function inventory_checks.equipment(piece, path)
	check_equipment(piece, path, 1)
end

return inventory_checks
