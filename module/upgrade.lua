--- What is done once at each start of a server, before anything else: looks what has become of the players while this
--- module was not there, and takes over what the known inventory plugin keeps in the save (docs/upgrading.md).
--- First in the load list, because players who were online in the save leave before the first tick.

local compat = require("modules/inventory_sync/compat")
local link = require("modules/inventory_sync/link")
local state = require("modules/inventory_sync/state")
local upstream = require("modules/inventory_sync/upstream")

local watch_every_ticks = 60
--- So much may be missing between the last look and the save.
local unwatched_from_ticks = 2 * watch_every_ticks

--- Windows of the known plugin that nobody would close any more.
local upstream_windows = { "inventory_sync_progress", "dialog_failed_download" }

--- Whether the game ran without this module: what it calls synced may have been changed by anybody.
local function find_unwatched(root)
	if not root.watched_tick or game.tick - root.watched_tick <= unwatched_from_ticks then
		return
	end
	for _, record in pairs(root.players) do
		record.unwatched = record.sync or nil
	end
end

local function close_upstream_windows()
	for _, player in pairs(game.players) do
		for _, name in ipairs(upstream_windows) do
			local window = player.gui.screen[name]
			if window then
				window.destroy()
			end
		end
	end
end

local upgrade = {}

--- Does it, unless it was done for this start of the server.
function upgrade.run()
	local root = state.get()
	local patch_number = compat.patch_number() or 0
	if root.started_at_patch == patch_number then
		return
	end
	root.started_at_patch = patch_number
	find_unwatched(root)
	root.watched_tick = game.tick
	local theirs = state.upstream()
	if not theirs then
		return
	end
	close_upstream_windows()
	local message, level = upstream.take_over(theirs)
	if message then
		link.log(level, message)
	end
end

local function run_in_multiplayer()
	if game.is_multiplayer() then
		upgrade.run()
	end
end

local function watch()
	state.get().watched_tick = game.tick
end

upgrade.events = {
	[defines.events.on_pre_player_left_game] = run_in_multiplayer,
	[defines.events.on_player_created] = run_in_multiplayer,
	[defines.events.on_player_joined_game] = run_in_multiplayer,
}

upgrade.on_nth_tick = { [watch_every_ticks] = watch }

return upgrade
