--- The window that shows a player's stash and what is set aside for other servers, and the button that opens it
--- (docs/module-protocol.md, Dialog elements).

local kept_text = require("modules/inventory_sync/kept_text")
local thing_text = require("modules/inventory_sync/thing_text")

local frame_name = "inventory_sync_stash"
local open_button = "inventory_sync_open_stash"
local slot_prefix = "inventory_sync_stash_slot_"

local columns = 10
local most_slots = 200
local most_kept_lines = 30
local text_width = 420
local list_height = 300

local stash_window = {}

--- @param record PlayerRecord
--- @return integer stacks
function stash_window.count(record)
	local inventory = record.stash
	if not inventory or not inventory.valid then
		return 0
	end
	return #inventory - inventory.count_empty_stacks()
end

local function add_text(parent, caption)
	local label = parent.add({ type = "label", caption = caption })
	label.style.single_line = false
	label.style.maximal_width = text_width
end

local function add_list(frame)
	local pane = frame.add({ type = "scroll-pane", horizontal_scroll_policy = "never" })
	pane.style.maximal_height = list_height
	return pane
end

local function add_slot(parent, slot, stack)
	local name, quality = stack.name, stack.quality.name
	local sprite = "item/" .. name
	local label = stack.is_item_with_label and stack.label or nil
	parent.add({
		type = "sprite-button",
		name = slot_prefix .. slot,
		style = "slot_button",
		sprite = helpers.is_valid_sprite_path(sprite) and sprite or nil,
		number = stack.count > 1 and stack.count or nil,
		quality = quality ~= "normal" and quality or nil,
		elem_tooltip = { type = "item-with-quality", name = name, quality = quality },
		tooltip = {
			"inventory-sync.stash-slot",
			stack.count,
			thing_text.labelled(thing_text.of("item", name, quality), label),
		},
	})
end

local function add_slots(frame, inventory, count)
	local slots = add_list(frame).add({ type = "table", column_count = columns })
	local shown = 0
	for slot = 1, #inventory do
		local stack = inventory[slot]
		if stack.valid_for_read then
			if shown == most_slots then
				add_text(frame, { "inventory-sync.and-more", count - shown })
				return
			end
			shown = shown + 1
			add_slot(slots, slot, stack)
		end
	end
end

local function add_kept(frame, kept)
	add_text(frame, { "inventory-sync.kept-title" })
	local list = add_list(frame)
	for _, line in ipairs(kept_text.lines(kept, most_kept_lines)) do
		add_text(list, line)
	end
end

--- @param player LuaPlayer
function stash_window.close(player)
	local frame = player.gui.screen[frame_name]
	if frame then
		frame.destroy()
	end
end

--- Takes the button away too.
--- @param player LuaPlayer
function stash_window.remove(player)
	stash_window.close(player)
	local button = player.gui.top[open_button]
	if button then
		button.destroy()
	end
end

--- Keeps the button up to date, which is there as long as the stash holds something.
local function update_button(player, count)
	local button = player.gui.top[open_button]
	if count == 0 then
		if button then
			button.destroy()
		end
	elseif not button then
		player.gui.top.add({
			type = "button",
			name = open_button,
			caption = { "inventory-sync.stash-button", count },
			tooltip = { "inventory-sync.stash-button-tooltip" },
		})
	else
		button.caption = { "inventory-sync.stash-button", count }
	end
end

local function fill(frame, record, count, note)
	frame.clear()
	if count > 0 then
		add_text(frame, { "inventory-sync.stash-text", count })
		add_slots(frame, record.stash, count)
	end
	if note then
		add_text(frame, note)
	end
	if record.kept and record.kept[1] then
		add_kept(frame, record.kept)
	end
	local buttons = frame.add({ type = "flow", direction = "horizontal" })
	if count > 0 then
		buttons.add({ type = "button", name = "inventory_sync_take_stash", caption = { "inventory-sync.stash-take" } })
	end
	buttons.add({ type = "button", name = "inventory_sync_close_stash", caption = { "inventory-sync.close" } })
end

--- Shows what has changed: in the button, and in the window if it is open. With the last stack it closes.
--- @param player LuaPlayer
--- @param record PlayerRecord
--- @param note LocalisedString? why something could not be taken
function stash_window.update(player, record, note)
	local count = stash_window.count(record)
	update_button(player, count)
	local frame = player.gui.screen[frame_name]
	if not frame then
		return
	end
	if count == 0 then
		frame.destroy()
	else
		fill(frame, record, count, note)
	end
end

--- @param player LuaPlayer
--- @param record PlayerRecord
--- @return boolean opened false when there is nothing to be seen
function stash_window.open(player, record)
	local count = stash_window.count(record)
	update_button(player, count)
	local screen = player.gui.screen
	local frame = screen[frame_name]
	if count == 0 and not (record.kept and record.kept[1]) then
		stash_window.close(player)
		return false
	end
	if not frame then
		frame = screen.add({
			type = "frame",
			name = frame_name,
			direction = "vertical",
			caption = { "inventory-sync.stash-title" },
		})
		frame.auto_center = true
	end
	fill(frame, record, count)
	return true
end

--- @param element_name string
--- @return integer? slot of the stash, if this is the button of one
function stash_window.slot_of(element_name)
	if element_name:sub(1, #slot_prefix) ~= slot_prefix then
		return nil
	end
	return tonumber(element_name:sub(#slot_prefix + 1))
end

return stash_window
