--- Whether a decoded player document is one (player-data §2.11). A document comes over the network: whatever is in
--- it is hostile until it passed here, and only a document that passed is acted on. Free of `game`.

local runs = require("modules/inventory_sync/runs")

local document = {}

local max_generation = 2 ^ 53
local max_count = 2 ^ 31 - 1
local max_slots = 65535
local max_entries = 10000
local max_item_nesting = 8
local max_depth = 40
local max_values = 2000000
local max_name_bytes = 240
local max_text_bytes = 65536
--- A body with more slots than an inventory can have would be asked of the game otherwise.
local max_slot_bonus = 10000
local character_inventories = { "armor", "main", "guns", "ammo", "trash" }

--- @param value any
--- @param from number
--- @param to number
local function integer(value, from, to)
	return type(value) == "number" and value % 1 == 0 and value >= from and value <= to
end

local function finite(value)
	return type(value) == "number" and value == value and value > -math.huge and value < math.huge
end

local function text(value, longest)
	return type(value) == "string" and #value <= longest
end

local function name(value)
	return text(value, max_name_bytes) and #value > 0
end

--- Fails with the path, so that the log names the place. Caught in `document.check`.
local function refuse(path, message)
	error({ refused = path .. ": " .. message }, 0)
end

local function optional(value, accepted, path, expected)
	if value ~= nil and not accepted then
		refuse(path, "expected " .. expected)
	end
end

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
	optional(label.c, type(label.c) == "table", path .. ".c", "a colour")
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

local function check_entry(entry, path, nesting)
	if type(entry) ~= "table" then
		refuse(path, "an entry is not an object")
	end
	if entry.n ~= nil and entry.e ~= nil then
		refuse(path, "an entry has both n and e")
	elseif entry.n ~= nil then
		check_item(entry, path, nesting)
	elseif entry.e ~= nil then
		optional(entry.e, type(entry.e) == "string" and #entry.e > 1, path .. ".e", "an export string")
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

--- Everything has a bound, also what is passed through without being understood.
local function check_bounds(root)
	local values = 0
	local function walk(value, depth)
		if depth > max_depth then
			refuse("document", "nested too deeply")
		end
		for _, member in pairs(value) do
			values = values + 1
			if values > max_values then
				refuse("document", "too many values")
			end
			if type(member) == "table" then
				walk(member, depth + 1)
			end
		end
	end
	walk(root, 1)
end

local function check_inventories(inventories, path)
	if type(inventories) ~= "table" then
		refuse(path, "expected an object")
	end
	for _, inventory in ipairs(character_inventories) do
		if inventories[inventory] ~= nil then
			check_inventory(inventories[inventory], path .. "." .. inventory, 1)
		end
	end
end

local function check_colour(colour, path)
	if colour == nil then
		return
	end
	if type(colour) ~= "table" then
		refuse(path, "expected a colour")
	end
	for _, part in pairs(colour) do
		if not finite(part) then
			refuse(path, "expected numbers")
		end
	end
end

local function check_character(character)
	if type(character) ~= "table" then
		refuse("character", "expected an object")
	end
	for key, value in pairs(character) do
		if type(key) == "string" and key:sub(1, 10) == "character_" and type(value) == "number" and not finite(value) then
			refuse("character." .. key, "expected a number")
		end
	end
	for _, bonus in ipairs({ "character_inventory_slots_bonus", "character_trash_slot_count_bonus" }) do
		optional(character[bonus], integer(character[bonus], 0, max_slot_bonus), "character." .. bonus, "a number of slots")
	end
	if character.inventories ~= nil then
		check_inventories(character.inventories, "character.inventories")
	end
end

local function check_kept(ext)
	if type(ext) ~= "table" then
		refuse("ext", "expected an object")
	end
	if ext.kept == nil then
		return
	end
	if type(ext.kept) ~= "table" then
		refuse("ext.kept", "expected a list")
	end
	local kept = runs.list(ext.kept)
	if #kept > max_entries then
		refuse("ext.kept", "too many entries")
	end
	for index, item in ipairs(kept) do
		local path = "ext.kept[" .. index .. "]"
		if type(item) ~= "table" or type(item.entry) ~= "table" or not text(item.path, max_text_bytes) then
			refuse(path, "expected path and entry")
		end
		optional(item.slot, integer(item.slot, 1, max_slots), path .. ".slot", "a slot")
		if item.path:sub(-2) == "/g" then
			check_equipment(item.entry, path .. ".entry", 1)
		else
			check_entry(item.entry, path .. ".entry", 1)
		end
	end
end

local function check_all(decoded, player_name)
	if type(decoded) ~= "table" then
		refuse("document", "not an object")
	end
	check_bounds(decoded)
	if not integer(decoded.generation, 1, max_generation) then
		refuse("generation", "expected an integer from 1")
	end
	if decoded.name ~= player_name and
		not (type(decoded.name) == "string" and decoded.name:lower() == player_name:lower()) then
		refuse("name", "the document is another player's")
	end
	if type(decoded.controller) ~= "string" then
		refuse("controller", "expected a text")
	end
	optional(decoded.tag, text(decoded.tag, max_text_bytes), "tag", "a text")
	optional(decoded.force, name(decoded.force), "force", "a name")
	optional(decoded.cheat_mode, type(decoded.cheat_mode) == "boolean", "cheat_mode", "true or false")
	optional(decoded.flashlight, type(decoded.flashlight) == "boolean", "flashlight", "true or false")
	optional(decoded.ticks_to_respawn, integer(decoded.ticks_to_respawn, 0, 2 ^ 32 - 1), "ticks_to_respawn", "ticks")
	check_colour(decoded.color, "color")
	check_colour(decoded.chat_color, "chat_color")
	if decoded.character ~= nil then
		check_character(decoded.character)
	end
	if decoded.inventories ~= nil then
		check_inventories(decoded.inventories, "inventories")
	end
	if decoded.ext ~= nil then
		check_kept(decoded.ext)
	end
	if decoded.controller == "character" and decoded.character == nil then
		refuse("character", "missing")
	end
end

--- @param decoded any what json_to_table gave
--- @param player_name string whose document it should be
--- @return string? message what is wrong with it; nil when it can be restored
function document.check(decoded, player_name)
	local ok, problem = pcall(check_all, decoded, player_name)
	if ok then
		return nil
	end
	return type(problem) == "table" and problem.refused or tostring(problem)
end

return document
