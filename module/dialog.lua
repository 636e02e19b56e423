--- The dialog a player sees while waiting, and when something failed (docs/module-protocol.md, Dialog elements). It is
--- never opened as the game's own windows are, so it takes neither keys nor the mouse from anybody; it can be moved and
--- hidden, and is changed in place.

local dialog_content = require("modules/inventory_sync/dialog_content")
local state = require("modules/inventory_sync/state")

local frame_name = "inventory_sync_dialog"
local show_button = "inventory_sync_show"
local text_width = 420
local refresh_every_ticks = 30

--- In the order from top to bottom; the progress bar is second.
local labels = {
	{ field = "message", element = "inventory_sync_message" },
	{ field = "detail", element = "inventory_sync_detail" },
	{ field = "left", element = "inventory_sync_left" },
	{ field = "largest", element = "inventory_sync_largest" },
	{ field = "note", element = "inventory_sync_note" },
}

local dialog = {}

local function add_button(parent, name, caption)
	parent.add({ type = "button", name = name, caption = caption, visible = false })
end

local function create(screen)
	local frame = screen.add({
		type = "frame",
		name = frame_name,
		direction = "vertical",
		caption = { "inventory-sync.title" },
	})
	frame.auto_center = true
	for index, label in ipairs(labels) do
		local element = frame.add({ type = "label", name = label.element, visible = false })
		element.style.single_line = false
		element.style.maximal_width = text_width
		if index == 1 then
			local bar = frame.add({ type = "progressbar", name = "inventory_sync_progress", visible = false })
			bar.style.horizontally_stretchable = true
		end
	end
	local buttons = frame.add({ type = "flow", name = "inventory_sync_buttons", direction = "horizontal" })
	add_button(buttons, "inventory_sync_retry", { "inventory-sync.retry" })
	add_button(buttons, "inventory_sync_temporary", { "inventory-sync.temporary" })
	buttons.add({ type = "button", name = "inventory_sync_hide", caption = { "inventory-sync.hide" } })
	return frame
end

--- @return boolean whether two localised strings say the same; numbers may have become texts
local function same(one, other)
	if type(one) ~= "table" or type(other) ~= "table" then
		return type(one) ~= "table" and type(other) ~= "table" and tostring(one) == tostring(other)
	end
	for index = 1, math.max(#one, #other) do
		if not same(one[index], other[index]) then
			return false
		end
	end
	return true
end

local function set_visible(element, visible)
	if element.visible ~= visible then
		element.visible = visible
	end
end

local function set_caption(element, caption)
	if caption and not same(element.caption, caption) then
		element.caption = caption
	end
	set_visible(element, caption ~= nil)
end

local function set_progress(bar, progress)
	if progress and bar.value ~= progress then
		bar.value = progress
	end
	set_visible(bar, progress ~= nil)
end

local function find(player)
	local frame = player.gui.screen[frame_name]
	if frame and not frame.inventory_sync_buttons then
		-- Of an older version of this module.
		frame.destroy()
		return nil
	end
	return frame
end

--- @param player LuaPlayer
function dialog.close(player)
	local frame = player.gui.screen[frame_name]
	if frame then
		frame.destroy()
	end
	local button = player.gui.top[show_button]
	if button then
		button.destroy()
	end
end

--- Leaves a small button in its place.
--- @param player LuaPlayer
function dialog.hide(player)
	local frame = find(player)
	if not frame then
		return
	end
	frame.visible = false
	if not player.gui.top[show_button] then
		player.gui.top.add({ type = "button", name = show_button, caption = { "inventory-sync.show" } })
	end
end

--- @param player LuaPlayer
function dialog.reveal(player)
	local frame = find(player)
	if frame then
		set_visible(frame, true)
	end
	if player.gui.top[show_button] then
		player.gui.top[show_button].destroy()
	end
end

--- @param player LuaPlayer
--- @param content DialogContent
function dialog.show(player, content)
	local frame = find(player) or create(player.gui.screen)
	for _, label in ipairs(labels) do
		set_caption(frame[label.element], content[label.field])
	end
	set_progress(frame.inventory_sync_progress, content.progress)
	local buttons = frame.inventory_sync_buttons
	set_visible(buttons.inventory_sync_retry, content.retry == true)
	set_visible(buttons.inventory_sync_temporary, content.temporary == true)
	if frame.tags.kind ~= content.kind then
		frame.tags = { kind = content.kind }
		if content.retry then
			dialog.reveal(player)
		end
	end
end

--- Shows how things stand with a player who waits for the inventory.
--- @param player LuaPlayer
--- @param record PlayerRecord
function dialog.refresh(player, record)
	local content = dialog_content.of(player, record)
	if content then
		dialog.show(player, content)
	end
end

--- @param player LuaPlayer
--- @param why LocalisedString in plain words; the log has the rest
function dialog.show_failure(player, why)
	dialog.show(player, dialog_content.failed(why))
end

local function refresh_all()
	for name in pairs(state.get().waiting) do
		local record = state.find(name)
		local player = game.get_player(name)
		if record and player and player.connected then
			dialog.refresh(player, record)
		end
	end
end

dialog.on_nth_tick = { [refresh_every_ticks] = refresh_all }

return dialog
