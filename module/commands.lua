--- The command `/invsync`, the single way in (docs/module-protocol.md, Commands).

local acquisition = require("modules/inventory_sync/acquisition")
local closing = require("modules/inventory_sync/closing")
local compat = require("modules/inventory_sync/compat")
local decision = require("modules/inventory_sync/decision")
local link = require("modules/inventory_sync/link")
local retiring = require("modules/inventory_sync/retiring")
local stash = require("modules/inventory_sync/stash")
local state = require("modules/inventory_sync/state")
local transfer = require("modules/inventory_sync/transfer")
local upgrade = require("modules/inventory_sync/upgrade")
local upload = require("modules/inventory_sync/upload")

local protocol = 2
local module_version = require("modules/inventory_sync/version")
local longest_message_bytes = 1000

local verbs = {}

local function json_object(text)
	local decoded = helpers.json_to_table(text)
	if type(decoded) ~= "table" then
		error("expected a JSON object", 0)
	end
	return decoded
end

--- A text for people, out of an object that may hold anything.
local function text_of(value, default)
	if type(value) ~= "string" then
		return default
	end
	return value:sub(1, longest_message_bytes)
end

local function integer(text, what)
	local number = tonumber(text)
	if not number or number % 1 ~= 0 or number < 0 or number > 2 ^ 53 then
		error(what .. " must be an integer, and is " .. tostring(text):sub(1, 40), 0)
	end
	return number
end

local function revision_of(text)
	if not text or not text:match("^[0-9A-Za-z._:-]+$") or #text > 64 then
		error("a revision is 1 to 64 characters 0-9 A-Z a-z . _ : -", 0)
	end
	return text == "-" and "" or text
end

--- Writes what was held back, or has to be said again to a host that starts over.
local function say_again()
	local root = state.get()
	for _, record in pairs(root.players) do
		if record.pending_release then
			link.send("release", { player_name = record.name, token = record.pending_release })
			record.pending_release = nil
		end
	end
	upload.send_all()
	for _, player in pairs(game.connected_players) do
		local record = state.find(player.name)
		if record and not (record.sync and record.token)
			and (root.waiting[record.name] or record.waiting) then
			-- What an earlier host granted and was not acted on yet is asked for again; it is not withdrawn.
			record.waiting = nil
			acquisition.request(record)
		end
	end
end

function verbs.hello(rest)
	local hello = json_object(rest)
	if hello.protocol ~= protocol then
		error("the host speaks protocol " .. tostring(hello.protocol) .. " and the module " .. protocol
			.. "; use the same version of InventorySync for both", 0)
	end
	if type(hello.nonce) ~= "string" or not hello.nonce:match("^[0-9a-z]+$") or #hello.nonce ~= 12 then
		error("the nonce must be 12 characters 0-9 a-z", 0)
	end
	upgrade.run()
	local root = state.get()
	link.open(hello.nonce)
	root.instance_id = hello.instance_id
	root.instance_name = hello.instance_name
	root.extended = hello.extended == true
	transfer.forget_all()
	say_again()
	return helpers.table_to_json({
		protocol = protocol,
		module_version = module_version,
		game_version = compat.game_version(),
		tick = game.tick,
		connected = #game.connected_players,
	})
end

function verbs.acquired(rest)
	local request, token, generation, kind, more = rest:match("^(%d+) (%d+) (%d+) (%l+) ?(.*)$")
	if not request then
		error("expected a request, a token, a generation and none, same or other", 0)
	end
	local answer = {
		token = integer(token, "token"),
		generation = integer(generation, "generation"),
		kind = kind,
	}
	if kind == "same" then
		answer.revision = revision_of(more)
	elseif kind == "other" then
		local revision, number, parts, encoded, bytes = more:match("^(%S+) (%d+) (%d+) (%d+) (%d+)$")
		answer.revision = revision_of(revision)
		answer.transfer = integer(number, "transfer")
		answer.parts = integer(parts, "parts")
		answer.encoded_bytes = integer(encoded, "encoded bytes")
		answer.document_bytes = integer(bytes, "document bytes")
	elseif kind ~= "none" then
		error("expected none, same or other", 0)
	end
	return decision.granted(integer(request, "request"), answer)
end

--- @param rest string
--- @return PlayerRecord? record
--- @return LuaPlayer? player
--- @return table details
local function waiting_for(rest)
	local request, json = rest:match("^(%d+) (.+)$")
	if not request then
		error("expected a request and JSON", 0)
	end
	local record, player = acquisition.find(integer(request, "request"))
	return record, player, json_object(json)
end

function verbs.busy(rest)
	local record, player, details = waiting_for(rest)
	if not record then
		return "stale"
	end
	acquisition.show_busy(
		player, record, text_of(details.holder, "?"), text_of(details.reason), text_of(details["until"]))
	return ""
end

function verbs.unavailable(rest)
	local record, player, details = waiting_for(rest)
	if not record then
		return "stale"
	end
	acquisition.show_unavailable(player, record, text_of(details.message, ""))
	return ""
end

function verbs.part(rest)
	local number, index, total, sum, data = rest:match("^(%d+) (%d+)(/?%d*) (%x+) (%S+)$")
	if not number then
		error("expected a transfer, an index, a checksum and data", 0)
	end
	return transfer.part(tonumber(number), tonumber(index), tonumber(total:sub(2)), sum, data)
end

function verbs.about(rest)
	local number, json = rest:match("^(%d+) (.+)$")
	if not number then
		error("expected a transfer and JSON", 0)
	end
	return transfer.about(tonumber(number), json_object(json))
end

function verbs.fail(rest)
	local number, json = rest:match("^(%d+) (.+)$")
	if not number then
		error("expected a transfer and JSON", 0)
	end
	transfer.fail(tonumber(number), text_of(json_object(json).message, "the host could not send the document"))
	return ""
end

local upload_answers = { stored = true, duplicate = true, superseded = true, refused = true }

function verbs.uploaded(rest)
	local number, status, json = rest:match("^(%d+) (%l+) ?(.*)$")
	if not number or not upload_answers[status] then
		error("expected an upload and stored, duplicate, superseded or refused", 0)
	end
	upload.answered(tonumber(number), status, json ~= "" and text_of(json_object(json).message) or nil)
	return ""
end

function verbs.poll()
	transfer.decode_rest()
	upload.run_due()
	return ""
end

--- Whether a document that has come is not all in place yet.
local function is_building(name, record)
	local waiting = record.restoring and (state.get().building or {})[name]
	return waiting or record.build ~= nil or record.settling ~= nil
end

function verbs.status()
	local players = {}
	for name, record in pairs(state.get().players) do
		players[name] = {
			sync = record.sync,
			dirty = record.dirty,
			generation = record.generation,
			revision = record.revision,
			token = record.token,
			waiting = record.waiting and record.waiting.status,
			transfer = record.download and record.download.transfer,
			pending_upload = record.pending and record.pending.upload,
			building = is_building(name, record),
			stash = stash.count(record),
		}
	end
	return helpers.table_to_json({ players = players })
end

function verbs.close()
	return helpers.table_to_json({ unanswered = closing.close() })
end

function verbs.retire()
	return helpers.table_to_json({ remains = retiring.retire() })
end

local function run(parameter)
	local verb, rest = parameter:match("^(%l+) ?(.*)$")
	if not verb or not verbs[verb] then
		error("unknown verb; this module has version " .. module_version, 0)
	end
	return verbs[verb](rest)
end

--- @param command CustomCommandData
local function on_command(command)
	if command.player_index then
		local player = game.get_player(command.player_index)
		player.print({ "inventory-sync.console-only" })
		return
	end
	local ok, reply = pcall(run, command.parameter or "")
	if not ok then
		reply = "error: " .. tostring(reply)
	end
	-- Absent on clients, which run the command too.
	if reply ~= "" and rcon then
		rcon.print(reply)
	end
end

local library = {}

function library.add_commands()
	commands.add_command("invsync", { "inventory-sync.command-help" }, on_command)
end

return library
