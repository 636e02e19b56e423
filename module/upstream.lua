--- The known inventory plugin's saved state, `storage.inventory_sync` (docs/upgrading.md has its shape), made into
--- records of this module. It is left as it is, so that its plugin can go on with it. Nothing in it is trusted: what
--- cannot be used is counted for one line of the log, and the rest is taken over.

local body = require("modules/inventory_sync/body")
local lost_inventory = require("modules/inventory_sync/lost_inventory")
local stash = require("modules/inventory_sync/stash")
local state = require("modules/inventory_sync/state")
local upload = require("modules/inventory_sync/upload")

local longest_name_bytes = 240
local most_document_bytes = 64 * 1024 * 1024
local most_saved_items = 10000

--- The plugin knows no revisions. This stands for one that is not known (docs/module-protocol.md): the host and the
--- controller compare generations then.
local no_revision = "-"

--- @class UpstreamDownload
--- @field generation integer
--- @field data string? JSON of the document, whole when finished
--- @field surface LuaSurface? with position: where the player, a spectator now, stood
--- @field position MapPosition?
--- @field vehicle LuaEntity?

--- @class UpstreamUpload
--- @field serialized table the document, with generation

--- @class UpstreamPlayer
--- @field sync boolean
--- @field dirty boolean
--- @field generation integer

local upstream = {}

local function is_generation(value)
	return type(value) == "number" and value % 1 == 0 and value >= 0 and value <= 2 ^ 53
end

local function table_at(theirs, key)
	local value = theirs[key]
	return type(value) == "table" and value or {}
end

--- @param found table what is kept of a player under any key of the plugin
--- @return string that changes when the plugin has gone on after this module
local function fingerprint(found)
	local player = found.player or {}
	return ("%s %s %s %s"):format(player.sync, player.dirty, player.generation,
		found.upload and found.upload.serialized.generation)
end

--- @return UpstreamUpload? upload that can be sent
local function usable_upload(value, name)
	local document = type(value) == "table" and value.serialized
	if type(document) == "table" and is_generation(document.generation) and document.generation > 0
		and document.name == name then
		return value
	end
	return nil
end

local function is_object(value, class)
	return (type(value) == "userdata" or type(value) == "table") and value.valid == true and value.object_name == class
end

--- @param download UpstreamDownload?
--- @return Standing?
local function standing_of(download)
	local position = download and download.position
	if not download or not is_object(download.surface, "LuaSurface") or type(position) ~= "table"
		or type(position.x) ~= "number" or type(position.y) ~= "number" then
		return nil
	end
	return {
		surface_index = download.surface.index,
		position = { x = position.x, y = position.y },
		vehicle = is_object(download.vehicle, "LuaEntity") and download.vehicle or nil,
	}
end

--- Every repeat must have the same bytes, so the text is made here and now.
local function take_upload(record, theirs)
	local document = {}
	for key, value in pairs(theirs.serialized) do
		if key ~= "generation" and key ~= "revision" then
			document[key] = value
		end
	end
	upload.prepare(record, helpers.table_to_json(document), no_revision, theirs.serialized.generation)
end

local function take_download(record, theirs)
	if type(theirs.data) ~= "string" or #theirs.data > most_document_bytes or not is_generation(theirs.generation) then
		return false
	end
	local decoded, document = pcall(helpers.json_to_table, theirs.data)
	if not decoded or type(document) ~= "table" then
		return false
	end
	record.download = {
		transfer = 0,
		revision = no_revision,
		generation = theirs.generation,
		begun_at_tick = game.ticks_played,
		document = document,
	}
	return true
end

--- @param record PlayerRecord
--- @param found table
local function take_synced(record, found)
	local player = game.get_player(record.name)
	local generation = is_generation(found.player.generation) and found.player.generation or 0
	record.revision = no_revision
	record.generation = generation
	record.unwatched = not found.upload or nil
	if found.upload then
		take_upload(record, found.upload)
		record.generation = record.pending.generation - 1
	elseif record.dirty and player and player.connected then
		-- Online in the save: leaves in a moment. The plugin has an acquisition, of which no token is known.
		record.token = 0
	elseif record.dirty and generation > 0 then
		-- The plugin counts up before it reads a leaving player, and this one could not be read.
		record.generation = generation - 1
	end
end

--- @param record PlayerRecord
--- @param found table
--- @return boolean whole
local function take_unsynced(record, found)
	local player = game.get_player(record.name)
	if found.upload then
		take_upload(record, found.upload)
		record.pending.given_up = true
	end
	if not record.dirty and not record.standing and player
		and player.physical_controller_type == defines.controllers.spectator then
		record.standing = body.standing(player)
	end
	return not found.finished or take_download(record, found.finished)
end

--- Makes the plugin's inventory of a player the one of the record.
--- @param record PlayerRecord
--- @param found table
--- @return boolean whole
local function take_player(record, found)
	record.sync = found.player.sync == true
	record.dirty = found.player.dirty == true
	local standing = standing_of(found.active or found.finished)
	if record.sync and standing and not record.dirty then
		-- The plugin has deleted what was here, and the player waits as a spectator for the document.
		record.sync = false
		record.standing = standing
	end
	if record.sync then
		take_synced(record, found)
		return true
	end
	return take_unsynced(record, found)
end

--- Ingredients of crafts that a player had put away by a command of the plugin's old versions.
local function take_saved_crafts(record, saved)
	local ingredients = type(saved) == "table" and type(saved.ingredients) == "table" and saved.ingredients or {}
	for _, item in pairs(ingredients) do
		local name, left = item.name, math.min(item.count, most_saved_items)
		while left > 0 do
			local aside = game.create_inventory(1)
			local inserted = aside.insert({ name = name, count = left })
			stash.add(record, aside)
			aside.destroy()
			if inserted == 0 then
				error(name .. " cannot be put away", 0)
			end
			left = left - inserted
		end
	end
end

--- @param theirs table
--- @return table<string, table> by player name: what the plugin keeps of that player
local function collect(theirs)
	local found = {}
	for name, player in pairs(table_at(theirs, "players")) do
		if type(name) == "string" and #name > 0 and #name <= longest_name_bytes and type(player) == "table" then
			local active = table_at(theirs, "active_downloads")[name]
			local finished = table_at(theirs, "finished_downloads")[name]
			found[name] = {
				player = player,
				upload = usable_upload(table_at(theirs, "active_uploads")[name], name),
				active = type(active) == "table" and active or nil,
				finished = type(finished) == "table" and finished or nil,
				saved_crafts = table_at(theirs, "saved_crafting_queue")[name],
			}
		end
	end
	return found
end

local function entries(value)
	local count = 0
	for _ in pairs(type(value) == "table" and value or {}) do
		count = count + 1
	end
	return count
end

--- Takes over the players whom the plugin has gone on with since this was last done: at first all of them.
--- @param theirs table
--- @return string? message for the log; nil when there was nothing to do
--- @return "info"|"warning"|nil level
function upstream.take_over(theirs)
	local root = state.get()
	root.taken_over = root.taken_over or {}
	local players, uploads, damaged = 0, 0, 0
	local collected = collect(theirs)
	damaged = damaged + entries(theirs.players) - entries(collected)
	for name, found in pairs(collected) do
		local mark = fingerprint(found)
		if root.taken_over[name] ~= mark then
			local record = state.record(name)
			if root.taken_over[name] then
				lost_inventory.forget(record)
			end
			root.taken_over[name] = mark
			local ok, whole = pcall(take_player, record, found)
			local crafts = pcall(take_saved_crafts, record, found.saved_crafts)
			players = players + 1
			uploads = uploads + (record.pending and 1 or 0)
			if not ok or not whole or not crafts or table_at(theirs, "active_uploads")[name] and not found.upload then
				damaged = damaged + 1
			end
		end
	end
	if players == 0 and damaged == 0 then
		return nil
	end
	local message = "Took over from the known inventory plugin: players %d, of these with an upload under way %d; "
		.. "entries that could not be used: %d"
	return message:format(players, uploads, damaged), damaged > 0 and "warning" or "info"
end

return upstream
