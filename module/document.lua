--- Whether a decoded player document is one (player-data §2.11). A document comes over the network: whatever is in
--- it is hostile until it passed here, and only a document that passed is acted on. Free of `game`.

local checks = require("modules/inventory_sync/checks")
local inventory_checks = require("modules/inventory_sync/inventory_checks")
local parts = require("modules/inventory_sync/parts")
local runs = require("modules/inventory_sync/runs")
local settings_checks = require("modules/inventory_sync/settings_checks")

local finite, integer, name, optional, refuse, text =
	checks.finite, checks.integer, checks.name, checks.optional, checks.refuse, checks.text

local document = {}

local max_generation = 2 ^ 53
local max_slots = 65535
local max_kept = 10000
local max_depth = 40
local max_values = 2000000
--- No list of a document is longer (player-data §2.11), and no object needs to be larger.
local max_members = 10000
local max_text_bytes = 65536
--- A body with more slots than an inventory can have would be asked of the game otherwise.
local max_slot_bonus = 10000
--- How entries are checked that parts keep (parts.lua), by the first word of their paths. All others are items.
local kept_by_parts = {
	quick_bar = settings_checks.kept,
	personal_logistic_slots = settings_checks.kept,
}

local character_inventories = { "armor", "main", "guns", "ammo", "trash" }

--- Everything has a bound, also what is passed through without being understood.
local function check_bounds(root)
	local values = 0
	local function walk(value, depth)
		if depth > max_depth then
			refuse("document", "nested too deeply")
		end
		-- Looked at first, so that a document that is refused costs little.
		if table_size(value) > max_members then
			refuse("document", "too many entries in one place")
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
			inventory_checks.inventory(inventories[inventory], path .. "." .. inventory)
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
	if #kept > max_kept then
		refuse("ext.kept", "too many entries")
	end
	for index, item in ipairs(kept) do
		local path = "ext.kept[" .. index .. "]"
		if type(item) ~= "table" or type(item.entry) ~= "table" or not text(item.path, max_text_bytes) then
			refuse(path, "expected path and entry")
		end
		optional(item.slot, integer(item.slot, 1, max_slots), path .. ".slot", "a slot")
		local check_part = kept_by_parts[item.path:match("^[^/]*")]
		if check_part then
			check_part(item, path)
		elseif parts.of_path(item.path) then
			-- The part itself looks at what it kept.
			optional(item.reason, text(item.reason, max_text_bytes), path .. ".reason", "a text")
		elseif item.path:sub(-2) == "/g" then
			inventory_checks.equipment(item.entry, path .. ".entry")
		else
			inventory_checks.entry(item.entry, path .. ".entry")
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
	optional(decoded.color, checks.colour(decoded.color), "color", "a colour")
	optional(decoded.chat_color, checks.colour(decoded.chat_color), "chat_color", "a colour")
	if decoded.character ~= nil then
		check_character(decoded.character)
	end
	if decoded.inventories ~= nil then
		check_inventories(decoded.inventories, "inventories")
	end
	if decoded.ext ~= nil then
		check_kept(decoded.ext)
		settings_checks.ext(decoded.ext)
	end
	settings_checks.document(decoded)
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
