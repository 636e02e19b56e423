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
--- @field cost nil|fun(document: table): integer units of the budget; only of parts that can wait (settling.lua)

--- @class DocumentExt what documents of this module have beyond those of the plain protocol; all of it may be absent
--- @field version integer of these keys
--- @field game_version string
--- @field mods table<string, string> name → version
--- @field instance string name of the instance that wrote it
--- @field saved_at integer tick of its map
--- @field kept Kept[]
--- @field pages integer[] page of the quick bar in each row
--- @field quick_bar_columns table<string, string|table> `page/column` → slot, for columns beyond the tenth
--- @field logistic_groups table<string, table[]> last requests of groups that are empty now
--- @field body BodyKind
--- @field health number 0 to 1
--- @field attacked_ago integer ticks
--- @field damaged_ago integer ticks
--- @field gun integer
--- @field robot_toggle boolean
--- @field grid_toggle boolean
--- @field permission_group string
--- @field spectator boolean
--- @field show_on_map boolean
--- @field minimap_enabled boolean
--- @field hide_locked_prototypes_in_factoriopedia boolean
--- @field zoom number
--- @field respawn_quality string
--- @field shortcuts table<string, {toggled: boolean, available: boolean}>
--- @field alerts table<string, {enabled: boolean, muted: boolean}> by name of defines.alert_type
--- @field view table<string, boolean> by name of GameViewSettings

--- @class OlderDocument members that are only read
--- @field hotbar table<string, string> the quick bar before 2.0 (player-data §2.1)

--- @type Part[]
local list = {
	require("modules/inventory_sync/logistics"),
	require("modules/inventory_sync/quick_bar"),
	require("modules/inventory_sync/preferences"),
	require("modules/inventory_sync/notifications"),
	require("modules/inventory_sync/crafting"),
	require("modules/inventory_sync/appearance"),
	require("modules/inventory_sync/condition"),
	require("modules/inventory_sync/provenance"),
	-- Last, because it takes an item out of an inventory that is complete by then.
	require("modules/inventory_sync/hand"),
}

local parts = {}

--- @type table<string, true> top-level members owned by parts
parts.members = {}
--- @type table<string, true>
parts.ext_members = {}

--- @type Part[] those that need not be written in the tick of the swap (settling.lua)
parts.later = {}

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
	if part.cost then
		parts.later[#parts.later + 1] = part
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

--- @param part Part
--- @param player LuaPlayer
--- @param document table with all that is to be written
--- @param current RestoreContext
function parts.write_one(part, player, document, current)
	local ok, problem = pcall(part.write, player, document, current)
	if not ok then
		context.notice(current, "Could not restore " .. part.name .. ": " .. tostring(problem))
	end
end

--- @param player LuaPlayer
--- @param document table
--- @param current RestoreContext
function parts.write(player, document, current)
	for _, part in ipairs(list) do
		parts.write_one(part, player, document, current)
	end
end

--- Writes those that cannot wait.
--- @param player LuaPlayer
--- @param document table
--- @param current RestoreContext
function parts.write_now(player, document, current)
	for _, part in ipairs(list) do
		if not part.cost then
			parts.write_one(part, player, document, current)
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
