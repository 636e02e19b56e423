--- Everything in which the game's versions differ. A game before 2.0 is refused while the save is being loaded:
--- it has other item and storage functions, and half a module would be worse than none.

local compat = {}

local function game_version()
	return script.active_mods and script.active_mods.base or "unknown"
end

if rawget(_G, "helpers") == nil then
	error("inventory_sync needs Factorio 2.0 or newer, and this is " .. game_version()
		.. ". Use a 2.x server for this save, or take the inventory_sync module out of it.", 0)
end

--- @return string such as 2.0.77
function compat.game_version()
	return game_version()
end

--- The number of this save's last patching, which grows with every server start under a host
--- (save-patching §2.3). It is the same on the server and on every client, which no Lua local is.
--- @return integer? nil when the save was not patched in the usual way
function compat.patch_number()
	return rawget(_G, "clusterio_patch_number")
end

--- Names out of API values which are a name in one place and a prototype in another
--- (`burner.currently_burning.name` is a prototype when read, player-data §5 item 15).
--- @param value any
--- @return string?
function compat.name_of(value)
	if value == nil or type(value) == "string" then
		return value
	end
	return value.name
end

return compat
