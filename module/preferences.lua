--- What a player has chosen for themselves, or a scenario for them, besides anything of the body (player-data §3.2).

local compat = require("modules/inventory_sync/compat")
local settings = require("modules/inventory_sync/settings")

--- The usual value of each, which need not be the game's own: it is what a document leaves out.
local view_settings = {
	hide_tall_entities = false,
	show_alert_gui = true,
	show_controller_gui = true,
	show_crafting_queue = true,
	show_entity_info = false,
	show_entity_tooltip = true,
	show_hotkey_suggestions = true,
	show_map_view_options = true,
	show_minimap = true,
	show_pins_gui = true,
	show_quickbar = true,
	show_rail_block_visualisation = false,
	show_research_info = true,
	show_shortcut_bar = true,
	show_side_menu = true,
	show_surface_list = true,
	show_tool_bar = true,
	update_entity_selection = true,
}

local function attribute(name, usual)
	return {
		key = name,
		usual = usual,
		get = function(player)
			if compat.has(player, name) then
				return player[name]
			end
			return nil
		end,
		set = function(player, value)
			if compat.has(player, name) then
				player[name] = value
			end
		end,
	}
end

local function is_scripted(name)
	local shortcut = prototypes.shortcut[name]
	return shortcut ~= nil and shortcut.action == "lua"
end

--- Those of mods; the switches behind the built-in ones live elsewhere (condition.lua).
local function read_shortcuts(player)
	local read = {}
	for name in pairs(prototypes.shortcut) do
		if is_scripted(name) then
			local toggled = player.is_shortcut_toggled(name)
			local available = player.is_shortcut_available(name)
			if toggled or not available then
				read[name] = { toggled = toggled, available = available }
			end
		end
	end
	return read
end

local function set_shortcut(player, name, value)
	player.set_shortcut_available(name, not value or value.available ~= false)
	if prototypes.shortcut[name].toggleable then
		player.set_shortcut_toggled(name, value ~= nil and value.toggled == true)
	end
end

local function read_alerts(player)
	local read = {}
	for name, alert in pairs(defines.alert_type) do
		local enabled, muted = player.is_alert_enabled(alert), player.is_alert_muted(alert)
		if muted or not enabled then
			read[name] = { enabled = enabled, muted = muted }
		end
	end
	return read
end

local function set_alert(player, name, value)
	local alert = defines.alert_type[name]
	if value and value.enabled == false then
		player.disable_alert(alert)
	else
		player.enable_alert(alert)
	end
	if value and value.muted == true then
		player.mute_alert(alert)
	else
		player.unmute_alert(alert)
	end
end

local function read_view(player)
	local read = {}
	for name, usual in pairs(view_settings) do
		local view = player.game_view_settings
		if compat.has(view, name) and view[name] ~= usual then
			read[name] = view[name]
		end
	end
	return read
end

local function set_view(player, name, value)
	if value == nil then
		value = view_settings[name]
	end
	player.game_view_settings[name] = value
end

local default_group = "Default"

--- Never back to the default group: that would free a player whom an operator put into a restricted one meanwhile.
local permission_group = {
	key = "permission_group",
	usual = default_group,
	stays = true,
	get = function(player)
		return player.permission_group and player.permission_group.name
	end,
	set = function(player, name)
		local group = game.permissions.get_group(name)
		if not group then
			error("there is no such permission group here")
		end
		player.permission_group = group
	end,
}

local respawn_quality = {
	key = "respawn_quality",
	usual = "normal",
	get = compat.respawn_quality,
	set = compat.set_respawn_quality,
}

local preferences = settings.part("the player's settings", {
	permission_group,
	attribute("spectator", false),
	attribute("show_on_map", true),
	attribute("minimap_enabled", true),
	attribute("hide_locked_prototypes_in_factoriopedia", false),
	attribute("zoom", 1),
	respawn_quality,
	{ key = "shortcuts", named = true, get = read_shortcuts, set = set_shortcut, knows = is_scripted },
	{
		key = "alerts",
		named = true,
		get = read_alerts,
		set = set_alert,
		knows = function(name)
			return defines.alert_type[name] ~= nil
		end,
	},
	{
		key = "view",
		named = true,
		get = read_view,
		set = set_view,
		knows = function(name)
			return view_settings[name] ~= nil
		end,
	},
})

local units = 200

function preferences.cost()
	return units
end

return preferences
