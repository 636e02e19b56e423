--- All that must survive a save and load. Alone in touching `storage`; made when first asked for, because a module
--- that was patched into an existing save gets no on_init (factorio-server §9.2).

--- @class Standing where a player stood before becoming a spectator
--- @field surface LuaSurface? absent in saves of version 0.1
--- @field surface_index integer? in saves of version 0.1
--- @field position {x: number, y: number}
--- @field vehicle LuaEntity?
--- @field passenger boolean? in the seat beside the driver

--- @class Waiting a request for the acquisition
--- @field request integer
--- @field asked_at_tick integer of game.ticks_played
--- @field status "asking"|"busy"|"unavailable"|"timed_out"|"granted" granted: the answer waits for a cutscene's end
--- @field holder string? display name, when busy
--- @field reason string? playing, uploading or lost, when busy and known
--- @field until_time string? ISO 8601, until when a lost holder is waited for
--- @field message string? when unavailable
--- @field answer Answer? when granted

--- @class Answer a grant
--- @field token integer
--- @field generation integer
--- @field kind "none"|"same"|"other"
--- @field revision string? "" where the controller gave none
--- @field transfer integer?
--- @field parts integer?
--- @field encoded_bytes integer?
--- @field document_bytes integer?

--- @class Transfer a document on its way in
--- @field player_name string
--- @field parts table<integer, string> by index; "" where it was handed on
--- @field taken integer parts handed on to the pieces, all up to this one
--- @field pieces Pieces
--- @field total integer? number of parts, known from the last one
--- @field highest integer? of the indexes that came
--- @field count integer number of parts, an estimate until `total` is known; above `received` until then
--- @field received integer
--- @field received_bytes integer
--- @field encoded_bytes integer like `count`
--- @field document_bytes integer
--- @field begun_at_tick integer of game.ticks_played
--- @field largest {name: string, label: string?, bytes: integer}[]? what makes it large, unchecked texts
--- @field seconds_left number? the estimate shown last

--- @class OpenedBook in place of an export string, for a book whose blueprints are placed one at a time
--- @field book string export string of the book without its blueprints
--- @field blueprints (string|OpenedBook|false)[] false for an empty place

--- @class Download a document that is coming or has come and is not restored yet
--- @field transfer integer
--- @field revision string
--- @field generation integer
--- @field begun_at_tick integer
--- @field document table? nil until complete
--- @field bytes integer? of its JSON

--- @class PendingUpload
--- @field upload integer
--- @field token integer
--- @field base string
--- @field generation integer
--- @field revision string? nil until the first hello of this server start
--- @field body string the document without its first two members, so that every repeat has the same bytes
--- @field chances integer how often it was due for a repeat since the last one
--- @field patience integer chances until the next repeat
--- @field stopped boolean? not repeated: the player is back, or it was refused
--- @field given_up boolean? the player went on with a temporary inventory: the answer says nothing about what is here
--- @field refused string? why the controller does not want it

--- @class Kept something a server could not place, travelling with the document (player-data §4.4)
--- @field path string such as `main`, `main/12/i` (inside an item) or `armor/1/g` (equipment)
--- @field slot integer?
--- @field entry table
--- @field reason string

--- @class Vault what a player owned, moved aside exactly as it was
--- @field controller string
--- @field standing Standing
--- @field character LuaEntity? the body, which may be gone
--- @field bonuses table<string, any>?
--- @field ticks_to_respawn integer?
--- @field parts table? what the parts read (parts.lua), as members of a document
--- @field inventories table<string, Aside> by the document's names; also `hand`, and `crafts`: ingredients
--- @field hand_location ItemStackLocation?
--- @field crafts Halted?

--- @class Memory
--- @field exports table<string, string> export string as the game gives it → as it came
--- @field ghost table? the ghost in the hand, where this server does not know it
--- @field extras table<string, Extras> by item or equipment (extras.lua)

--- @field forms table<string, table<string, Form>>? group → name → what the document said instead of what is here
--- @field groups table<string, LogisticGroupMemory>? by the group's name
--- @field requests_disabled boolean? personal logistics of the next body are switched off

--- @class Form
--- @field here any as it could be read right after the restore
--- @field there any as it stood in the document

--- @class LogisticGroupMemory
--- @field content table[]? requests of the group as the document had them
--- @field unplaced table<integer, table> those of them that this server could not take, by slot

--- @class Extras
--- @field n string of the item they belong to, like q and c
--- @field q string?
--- @field c integer
--- @field members table<string, any>
--- @field x table<string, any>? unknown members of its `x`
--- @field requests {came: table, now: table}? of a packed vehicle, where not all of them are known here

--- @class PlayerRecord
--- @field name string
--- @field created_at_tick integer? until the first join, which is in the same tick
--- @field sync boolean the inventory in this game is the synced one
--- @field stale boolean? it is an outdated synced one, and must not be merged into anything
--- @field dirty boolean it has changes which must not be lost
--- @field generation integer? of the last agreement
--- @field revision string? of the last agreement
--- @field token integer? of the acquisition held
--- @field waiting Waiting?
--- @field download Download?
--- @field build Build? what of the download is built (build.lua)
--- @field restoring boolean? granted, and waits for its download
--- @field pending PendingUpload?
--- @field conflict PendingUpload? a session nobody can take up again; sent once for the controller's archive
--- @field pending_release integer? token
--- @field standing Standing?
--- @field not_aside boolean? setting aside failed, and is not tried again for this request
--- @field vault Vault? while a synced player waits as a spectator
--- @field starting {name: string, quality: string, count: integer}[]? what a brand-new player was given
--- @field passthrough table? what the last restored document had beyond what the module reads itself
--- @field settling Settling? what of it is still to be written (settling.lua)
--- @field carried table<string, any>? members of it that could not be applied here at all (parts.lua)
--- @field hidden table<string, table>? inventories of a player restored dead, for the respawn
--- @field last_requests table? personal logistics of the body that died here, until the next one is there
--- @field kept Kept[]?
--- @field memory Memory? what of the last restored document is put back into the next one
--- @field stash LuaInventory?
--- @field unwatched boolean? the game ran without this module since the last agreement: there may be changes nobody saw

--- @class Root
--- @field format 1
--- @field nonce string?
--- @field patch_number integer?
--- @field extended boolean
--- @field instance_id integer?
--- @field instance_name string?
--- @field sequence integer
--- @field last_request integer
--- @field last_upload integer
--- @field revisions integer
--- @field players table<string, PlayerRecord>
--- @field transfers table<integer, Transfer>
--- @field waiting table<string, true> names of players with a request or a download in the works
--- @field uploading table<string, true> names of players with something to upload
--- @field building table<string, true> names of players for whom a document is being built
--- @field built_first string? whose turn was first in the last tick
--- @field budget Budget? what of this tick's work is done (budget.lua)
--- @field started_at_patch integer? patch number of the last start of a server that was looked after (upgrade.lua)
--- @field watched_tick integer? the last tick at which this module is known to have run
--- @field taken_over table<string, string>? by player: what the known plugin's state looked like when it was taken over
--- @field closed_at_patch integer? patch number of a server that is about to stop (closing.lua)
--- @field retired_at_patch integer? patch number of a server whose save will go on without this module (retiring.lua)

local compat = require("modules/inventory_sync/compat")

local key = "inventory_sync_extended"
local upstream_key = "inventory_sync"
local format = 1

local state = {}

--- @return Root
function state.get()
	local root = storage[key]
	if not root then
		root = {
			format = format,
			extended = false,
			sequence = 0,
			last_request = 0,
			last_upload = 0,
			revisions = 0,
			players = {},
			transfers = {},
			waiting = {},
			uploading = {},
		}
		storage[key] = root
	elseif root.format ~= format then
		error("This save's inventory_sync data has format " .. tostring(root.format) .. ", and this module knows only "
			.. format .. ". Use the version of InventorySync that the save was played with, or a newer one.", 0)
	end
	return root
end

--- What the known inventory plugin keeps in the save. It is only read.
--- @return table?
function state.upstream()
	local theirs = storage[upstream_key]
	return type(theirs) == "table" and theirs or nil
end

--- The spelling under which a player is known here. The game takes names that differ in letter case alone for one
--- player's (player-data §1).
local function known_spelling(players, name)
	if players[name] then
		return name
	end
	local wanted = name:lower()
	for known in pairs(players) do
		if known:lower() == wanted then
			return known
		end
	end
	return nil
end

--- @param name string in any letter case
--- @return PlayerRecord?
function state.find(name)
	local players = state.get().players
	local known = known_spelling(players, name)
	return known and players[known]
end

local function move_entry(entries, from, to)
	entries[to], entries[from] = entries[from], nil
end

--- The record of a player, which has the spelling of the name from here on.

--- @param name string
--- @return PlayerRecord
function state.record(name)
	local root = state.get()
	local known = known_spelling(root.players, name)
	if not known then
		root.players[name] = { name = name, sync = false, dirty = false }
	elseif known ~= name then
		move_entry(root.players, known, name)
		move_entry(root.waiting, known, name)
		move_entry(root.uploading, known, name)
		root.players[name].name = name
	end
	return root.players[name]
end

--- Whether this run of the server is at its end: nobody is let in any more (closing.lua).
--- @return boolean
function state.is_closed()
	return state.get().closed_at_patch == (compat.patch_number() or 0)
end

--- Whether nobody is synced any more, because the save will go on without this module (retiring.lua).
--- @return boolean
function state.is_retired()
	return state.get().retired_at_patch == (compat.patch_number() or 0)
end

--- Forgets what of a document goes on with the next one: the inventory is another from here on.
--- @param record PlayerRecord
function state.forget_document(record)
	record.passthrough = nil
	record.carried = nil
	record.settling = nil
	record.kept = nil
	record.memory = nil
	record.hidden = nil
	record.last_requests = nil
end

--- @param counter "last_request"|"last_upload"|"revisions"|"sequence"
--- @return integer
function state.next(counter)
	local root = state.get()
	root[counter] = root[counter] + 1
	return root[counter]
end

return state
