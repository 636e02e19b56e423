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

--- Whether this version of the game has a member. One that it lacks fails when it is read.
--- @param object LuaObject
--- @param member string
--- @return boolean
function compat.has(object, member)
	return (pcall(function()
		return object[member]
	end))
end

--- The quick bar is addressed by page and column from 2.1 on, and by a number through all pages of ten before; and
--- before 2.1 a slot is always a filter (player-data §2.6).
--- @param player LuaPlayer
--- @return integer columns of a page
function compat.quick_bar_width(player)
	return compat.has(player, "quick_bar_width") and player.quick_bar_width or 10
end

--- @param player LuaPlayer
--- @param page integer
--- @param column integer
--- @return QuickBarSlot?
function compat.get_quick_bar_slot(player, page, column)
	if compat.has(player, "quick_bar_width") then
		return player.get_quick_bar_slot(page, column)
	end
	local filter = player.get_quick_bar_slot((page - 1) * 10 + column)
	return filter and { type = "filter", filter = filter }
end

--- @param player LuaPlayer
--- @param page integer
--- @param column integer
--- @param slot QuickBarSlot? of the type filter before 2.1; nil clears
function compat.set_quick_bar_slot(player, page, column, slot)
	if compat.has(player, "quick_bar_width") then
		player.set_quick_bar_slot(page, column, slot)
	else
		-- The comparator cannot be set in 2.0.
		local filter = slot and slot.filter
		player.set_quick_bar_slot((page - 1) * 10 + column,
			filter and { name = filter.name, quality = filter.quality or "normal" })
	end
end

--- What a dead player's next body will ask for; scripts see it from 2.1 on.
--- @param player LuaPlayer
--- @return SavedLogisticFilters? filters nil while nobody is waited for, and before 2.1
function compat.saved_logistic_filters(player)
	if player.ticks_to_respawn and compat.has(player, "saved_logistic_filters") then
		return player.saved_logistic_filters
	end
	return nil
end

--- @param player LuaPlayer for whom they can be read
--- @param filters SavedLogisticFilters
function compat.set_saved_logistic_filters(player, filters)
	player.saved_logistic_filters = filters
end

--- @param player LuaPlayer
--- @return string? quality of the next body; nil before 2.1
function compat.respawn_quality(player)
	return compat.has(player, "respawn_quality") and compat.name_of(player.respawn_quality) or nil
end

--- Does nothing before 2.1.
--- @param player LuaPlayer
--- @param quality string
function compat.set_respawn_quality(player, quality)
	if compat.has(player, "respawn_quality") then
		player.respawn_quality = quality
	end
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
