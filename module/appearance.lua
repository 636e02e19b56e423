--- How a player looks to others, and the switches of the player itself (player-data §2.1).

local context = require("modules/inventory_sync/context")

local settings = { "color", "chat_color", "tag", "cheat_mode" }

--- @type Part
local appearance = {
	name = "appearance",
	members = { "color", "chat_color", "tag", "cheat_mode", "flashlight" },
}

function appearance.read(player, document)
	for _, setting in ipairs(settings) do
		document[setting] = player[setting]
	end
	document.flashlight = player.character ~= nil and player.is_flashlight_enabled()
end

local function assign(player, setting, value)
	player[setting] = value
end

local function switch_flashlight(player, on)
	if on then
		player.enable_flashlight()
	else
		player.disable_flashlight()
	end
end

function appearance.write(player, document, current)
	local function try(what, action, ...)
		local ok, problem = pcall(action, ...)
		if not ok then
			context.notice(current, "Could not restore " .. what .. ": " .. tostring(problem))
		end
	end
	for _, setting in ipairs(settings) do
		if document[setting] ~= nil then
			try(setting, assign, player, setting, document[setting])
		end
	end
	if document.flashlight ~= nil and player.character then
		try("the flashlight", switch_flashlight, player, document.flashlight)
	end
end

return appearance
