--- The command people type, `/inventory-sync` (docs/players-and-admins-in-game.md). The host's is in commands.lua.

local compat = require("modules/inventory_sync/compat")
local kept_text = require("modules/inventory_sync/kept_text")
local link = require("modules/inventory_sync/link")
local module_version = require("modules/inventory_sync/version")
local plain_text = require("modules/inventory_sync/plain_text")
local resync = require("modules/inventory_sync/resync")
local stash = require("modules/inventory_sync/stash")
local stash_window = require("modules/inventory_sync/stash_window")
local state = require("modules/inventory_sync/state")
local status_text = require("modules/inventory_sync/status_text")
local thing_text = require("modules/inventory_sync/thing_text")

local most_name_characters = 60
local most_players = 40
local most_lines = 20

--- @alias Say fun(line: LocalisedString) tells whoever typed the command, and nobody else

--- The record of a player by name. Names are compared as the game does where they are not exactly the same.
--- @param name string
--- @return PlayerRecord?
local function find(name)
	local record = state.find(name)
	if not record and name ~= "" then
		local player = game.get_player(name)
		record = player and state.find(player.name)
	end
	return record
end

local function show_own(player, say)
	local record = state.find(player.name)
	if not record or not stash_window.open(player, record) then
		say({ "inventory-sync.nothing-waits" })
	end
end

local function status_line(record, words)
	local name = plain_text(record.name, most_name_characters)
	local stashed, set_aside = stash.count(record), kept_text.count(record.kept)
	if stashed == 0 and set_aside == 0 then
		return { "inventory-sync.status-player", name, words }
	end
	return { "inventory-sync.status-player-aside", name, words, stashed, set_aside }
end

local function sorted_names(players)
	local names = {}
	for name in pairs(players) do
		names[#names + 1] = name
	end
	table.sort(names)
	return names
end

local function show_status(say)
	local root = state.get()
	say({ "inventory-sync.status-module", module_version, compat.game_version() })
	say(link.is_open() and { "inventory-sync.status-linked" } or { "inventory-sync.status-not-linked" })
	local shown, more = 0, 0
	for _, name in ipairs(sorted_names(root.players)) do
		local record = root.players[name]
		local words = status_text.of(record)
		if words and shown == most_players then
			more = more + 1
		elseif words then
			shown = shown + 1
			say(status_line(record, words))
		end
	end
	if more > 0 then
		say({ "inventory-sync.and-more", more })
	elseif shown == 0 then
		say({ "inventory-sync.status-nobody" })
	end
end

local function show_stash(record, say)
	local left = stash.count(record)
	local inventory = record.stash
	say({ "inventory-sync.command-stash", left })
	for slot = 1, left > 0 and #inventory or 0 do
		local stack = inventory[slot]
		if stack.valid_for_read then
			local label = stack.is_item_with_label and stack.label or nil
			local name = thing_text.of("item", stack.name, stack.quality.name)
			say({ "inventory-sync.stash-slot", stack.count, thing_text.labelled(name, label) })
			left = left - 1
			if stash.count(record) - left == most_lines and left > 0 then
				say({ "inventory-sync.and-more", left })
				return
			end
		end
	end
end

local function show_kept(record, say)
	show_stash(record, say)
	say({ "inventory-sync.command-kept", kept_text.count(record.kept) })
	for _, line in ipairs(kept_text.lines(record.kept, most_lines)) do
		say(line)
	end
end

--- Those that name a player, of whom the module must know something.
local of_player = {
	resync = function(record, say)
		say(resync(record))
	end,
	kept = show_kept,
}

--- @param parameter string
--- @param say Say
local function run(parameter, say)
	local verb, name = parameter:match("^%s*(%S*)%s*(.-)%s*$")
	if verb == "status" and name == "" then
		show_status(say)
	elseif of_player[verb] and name ~= "" then
		local record = find(name)
		if record then
			say({ "inventory-sync.command-player", plain_text(record.name, most_name_characters) })
			of_player[verb](record, say)
		else
			say({ "inventory-sync.no-such-player", plain_text(name, most_name_characters) })
		end
	else
		say({ "inventory-sync.command-usage" })
	end
end

local function say_to_console(line)
	-- RCON, where there is one that asks; the server's own console in any case.
	if rcon then
		rcon.print(line)
	end
	localised_print(line)
end

--- @param player LuaPlayer? nil for the console
--- @param parameter string
--- @param say Say
local function answer(player, parameter, say)
	if player and not parameter:find("%S") then
		show_own(player, say)
	elseif player and not player.admin then
		say({ "inventory-sync.admins-only" })
	else
		run(parameter, say)
	end
end

--- @param command CustomCommandData
local function on_command(command)
	local player = command.player_index and game.get_player(command.player_index)
	local say = player and function(line)
		player.print(line)
	end or say_to_console
	-- An error in a command would end the server.
	local ok, problem = pcall(answer, player, command.parameter or "", say)
	if not ok then
		link.log("error", "The command /inventory-sync failed: " .. tostring(problem))
		say({ "inventory-sync.command-failed" })
	end
end

local player_commands = {}

function player_commands.add_commands()
	commands.add_command("inventory-sync", { "inventory-sync.player-command-help" }, on_command)
end

return player_commands
