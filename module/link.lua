--- Lines to the host (docs/module-protocol.md, Lines).

local compat = require("modules/inventory_sync/compat")
local state = require("modules/inventory_sync/state")

local prefix = "\f$ipc:inventory_sync?"
--- From here on a file: a Windows console that follows the server chokes on longer lines (save-patching §3.1).
local file_from_bytes = 4000

local link = {}

--- Whether the host said hello since this server start. A nonce of an earlier start does not count: a save may be
--- older than the last use of that nonce, and its counters would give revisions a second time.
--- @return boolean
function link.is_open()
	local root = state.get()
	return root.nonce ~= nil and root.patch_number == compat.patch_number()
end

--- @param nonce string
function link.open(nonce)
	local root = state.get()
	root.nonce = nonce
	root.patch_number = compat.patch_number()
	root.sequence = 0
end

--- @return string revision for the cluster's eyes: never given twice
function link.new_revision()
	return state.get().nonce .. "-" .. state.next("revisions")
end

--- Writes a line, or nothing before the first hello: what matters is written after it from the saved state.
--- @param line_type string
--- @param members table
--- @param document string? JSON text, added as the last member
function link.send(line_type, members, document)
	if not link.is_open() then
		return
	end
	local sequence = state.next("sequence")
	members.type = line_type
	members.sequence = sequence
	local json = helpers.table_to_json(members)
	if document then
		json = table.concat({ json:sub(1, -2), ',"document":', document, "}" })
	end
	if #json < file_from_bytes then
		print(prefix .. "j" .. json)
	else
		local file = "invsync_" .. state.get().nonce .. "_" .. sequence .. ".json"
		helpers.write_file(file, json, false, 0)
		print(prefix .. "f" .. file)
	end
end

--- @param level "info"|"warning"|"error"
--- @param message string
function link.log(level, message)
	if link.is_open() then
		link.send("log", { level = level, message = message })
	else
		log("inventory_sync: " .. message)
	end
end

return link
