--- The inventory that a record calls the synced one is not in this game any more: its player was deleted from the
--- map, or another plugin has gone on with it.

local stash = require("modules/inventory_sync/stash")
local state = require("modules/inventory_sync/state")
local upload = require("modules/inventory_sync/upload")
local vault = require("modules/inventory_sync/vault")

local lost_inventory = {}

--- @param record PlayerRecord
function lost_inventory.forget(record)
	if record.vault then
		if record.dirty and not record.pending then
			for _, aside in pairs(record.vault.inventories) do
				stash.add(record, aside.inventory)
			end
		end
		vault.destroy(record.vault)
		record.vault = nil
	end
	if record.pending then
		record.pending.given_up = true
		upload.resume(record)
	end
	record.sync = false
	record.stale = nil
	record.dirty = false
	record.unwatched = nil
	record.standing = nil
	state.forget_document(record)
end

return lost_inventory
