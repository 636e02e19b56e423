--- The dialog a player sees while waiting, and when something failed (docs/module-protocol.md, Dialog elements).

local frame_name = "inventory_sync_dialog"

--- @class DialogContent
--- @field message LocalisedString
--- @field detail LocalisedString?
--- @field progress number? 0 to 1
--- @field retry boolean?
--- @field temporary boolean?

local dialog = {}

--- @param player LuaPlayer
function dialog.close(player)
	local frame = player.gui.screen[frame_name]
	if frame then
		frame.destroy()
	end
end

--- @param player LuaPlayer
--- @param content DialogContent
function dialog.show(player, content)
	dialog.close(player)
	local frame = player.gui.screen.add({
		type = "frame",
		name = frame_name,
		direction = "vertical",
		caption = { "inventory-sync.title" },
	})
	frame.auto_center = true
	frame.add({ type = "label", name = "inventory_sync_message", caption = content.message })
	if content.progress then
		frame.add({ type = "progressbar", name = "inventory_sync_progress", value = content.progress })
	end
	if content.detail then
		frame.add({ type = "label", name = "inventory_sync_detail", caption = content.detail })
	end
	if content.retry then
		frame.add({ type = "button", name = "inventory_sync_retry", caption = { "inventory-sync.retry" } })
	end
	if content.temporary then
		frame.add({ type = "button", name = "inventory_sync_temporary", caption = { "inventory-sync.temporary" } })
	end
end

--- @param player LuaPlayer
--- @param transfer Transfer
function dialog.show_progress(player, transfer)
	local progress = transfer.received / transfer.count
	local detail = {
		"inventory-sync.progress", transfer.received, transfer.count,
		math.floor(transfer.received_bytes / 1024 + 0.5), math.floor(transfer.encoded_bytes / 1024 + 0.5),
	}
	local frame = player.gui.screen[frame_name]
	local bar = frame and frame.inventory_sync_progress
	if bar then
		bar.value = progress
		frame.inventory_sync_detail.caption = detail
	else
		dialog.show(player, {
			message = { "inventory-sync.receiving" },
			progress = progress,
			detail = detail,
			temporary = true,
		})
	end
end

return dialog
