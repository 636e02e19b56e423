--- Everything of a player besides the inventories, one file for each subject, in the order of player-data §4.2. Read
--- for a document and for the vault, written by a restore and by giving back what was in the vault.

local context = require("modules/inventory_sync/context")

--- @class Part
--- @field name string for messages
--- @field members string[] top-level members of the document that it owns: none of them passes through untouched
--- @field ext_members string[]? keys of the document's `ext` that it owns
--- @field path string? first word of the paths under which it keeps what it cannot place
--- @field read fun(player: LuaPlayer, document: table, record: PlayerRecord?) adds its members; no record for the vault
--- @field write fun(player: LuaPlayer, document: table, current: RestoreContext) makes the player what they say
--- @field retry nil|fun(player: LuaPlayer, item: Kept, current: RestoreContext) tries once more, or keeps again

--- @type Part[]
local list = {
	require("modules/inventory_sync/logistics"),
	require("modules/inventory_sync/quick_bar"),
	require("modules/inventory_sync/crafting"),
	require("modules/inventory_sync/appearance"),
	require("modules/inventory_sync/condition"),
	require("modules/inventory_sync/preferences"),
	require("modules/inventory_sync/notifications"),
	require("modules/inventory_sync/provenance"),
	-- Last, because it takes an item out of an inventory that is complete by then.
	require("modules/inventory_sync/hand"),
}

local parts = {}

--- @type table<string, true> top-level members owned by parts
parts.members = {}
--- @type table<string, true>
parts.ext_members = {}

local by_path = {}

for _, part in ipairs(list) do
	for _, member in ipairs(part.members) do
		parts.members[member] = true
	end
	for _, member in ipairs(part.ext_members or {}) do
		parts.ext_members[member] = true
	end
	if part.path then
		by_path[part.path] = part
	end
end

--- Throws when something cannot be read: half a player must not pass for a whole one.
--- @param player LuaPlayer
--- @param document table to be filled in; `ext` exists
--- @param record PlayerRecord?
function parts.read(player, document, record)
	for _, part in ipairs(list) do
		part.read(player, document, record)
	end
end

--- @param player LuaPlayer
--- @param document table with all that is to be written
--- @param current RestoreContext
function parts.write(player, document, current)
	for _, part in ipairs(list) do
		local ok, problem = pcall(part.write, player, document, current)
		if not ok then
			context.notice(current, "Could not restore " .. part.name .. ": " .. tostring(problem))
		end
	end
end

--- The part that kept something under this path.
--- @param path string
--- @return Part?
function parts.of_path(path)
	return by_path[path:match("^[^/]*")]
end

return parts
