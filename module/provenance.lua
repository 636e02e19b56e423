--- Where a document comes from: game, mods, server and tick (player-data §5 item 17). The time of the clock is not to
--- be had inside the game; the controller records it with the upload.

local compat = require("modules/inventory_sync/compat")
local state = require("modules/inventory_sync/state")

--- Of the keys of `ext` that player-data §2.13 names.
local ext_version = 1

--- @type Part
local provenance = {
	name = "the provenance",
	members = {},
	ext_members = { "version", "game_version", "mods", "instance", "saved_at" },
}

function provenance.read(_, document)
	local ext = document.ext
	ext.version = ext_version
	ext.game_version = compat.game_version()
	ext.mods = script.active_mods
	ext.instance = state.get().instance_name
	ext.saved_at = game.tick
end

function provenance.write() end

--- Whether a document is from this module, so that what it does not mention has its usual value. One of the plain
--- protocol says nothing about such things.
--- @param document table
--- @return boolean
function provenance.is_ours(document)
	return document.ext ~= nil and document.ext.game_version ~= nil
end

return provenance
