--- The temporary inventory: what a player owned here while playing unsynced. It is merged into the synced one once,
--- by moving the stacks: what was moved is no longer there to be moved again.

local body = require("modules/inventory_sync/body")
local stash = require("modules/inventory_sync/stash")

--- Worn things first, so that they find their own places before the main inventory's.
local merging_order = { "armor", "guns", "ammo", "main", "trash", "hand", "crafts" }

local temporary = {}

--- Notes what a brand-new player was given by the scenario. It is part of the synced inventory already, or was: merging
--- it at each first visit would multiply it.
--- @param player LuaPlayer
--- @param record PlayerRecord
function temporary.note_starting_items(player, record)
	local starting = {}
	for _, inventory in pairs(body.inventories(player)) do
		for _, item in ipairs(inventory.get_contents()) do
			starting[#starting + 1] = { name = item.name, quality = item.quality, count = item.count }
		end
	end
	record.starting = starting
end

local function remove_starting_items(record, old)
	for _, item in ipairs(record.starting or {}) do
		local left = item.count
		for _, name in ipairs(merging_order) do
			local aside = old.inventories[name]
			if aside and left > 0 then
				left = left - aside.inventory.remove({ name = item.name, quality = item.quality, count = left })
			end
		end
	end
	record.starting = nil
end

local function move_into(source, target)
	for slot = 1, #source do
		if source[slot].valid_for_read then
			stash.move(source[slot], target)
		end
	end
end

--- Armour, weapons and ammunition go where such things are worn if there is room, and all else into the main
--- inventory. Each stack moves in one step, so a failure leaves nothing in two places. What finds no room, or was not
--- reached, is left in the vault.
--- @param player LuaPlayer
--- @param record PlayerRecord
--- @param old Vault
function temporary.merge(player, record, old)
	remove_starting_items(record, old)
	local inventories = body.inventories(player)
	for _, name in ipairs(merging_order) do
		local aside = old.inventories[name]
		if aside then
			if inventories[name] and name ~= "trash" then
				move_into(aside.inventory, inventories[name])
			end
			if inventories.main then
				move_into(aside.inventory, inventories.main)
			end
		end
	end
end

return temporary
