--- What follows from a grant (sync-behaviour §2 step 3).

local acquisition = require("modules/inventory_sync/acquisition")
local archive = require("modules/inventory_sync/archive")
local arrival = require("modules/inventory_sync/arrival")
local body = require("modules/inventory_sync/body")
local dialog = require("modules/inventory_sync/dialog")
local link = require("modules/inventory_sync/link")
local state = require("modules/inventory_sync/state")
local transfer = require("modules/inventory_sync/transfer")
local upload = require("modules/inventory_sync/upload")
local vault = require("modules/inventory_sync/vault")

local decision = {}

local function agree(record, generation, revision)
	record.sync = true
	record.dirty = true
	record.stale = nil
	record.unwatched = nil
	record.pending = nil
	record.starting = nil
	record.generation = generation
	record.revision = revision
end

--- The controller has nothing: what the player owns here becomes the synced inventory (3.1).
local function adopt(player, record, answer)
	transfer.drop(record)
	acquisition.put_back(player, record)
	if record.standing then
		-- A spectator whose inventory was deleted for one that is gone meanwhile.
		body.create(player, record.standing)
		body.return_to(player, record.standing)
		record.standing = nil
	end
	agree(record, answer.generation, "")
	dialog.close(player)
	player.print({ "inventory-sync.adopted" })
end

local function keep(player, record, answer)
	acquisition.put_back(player, record)
	local revision = answer.revision
	if revision == "" then
		revision = record.pending and record.pending.generation == answer.generation and record.pending.revision
			or record.revision
	end
	agree(record, answer.generation, revision)
	dialog.close(player)
end

--- Whether an answer means what is here, of which the revision may be unknown ("-": of the known plugin).
local function is_named(here, answer)
	return answer.revision == here.revision or here.revision == "-" and answer.generation == here.generation
end

local function is_ours(record, answer)
	local revision = answer.revision
	return revision == "" or is_named(record, answer) or record.pending and revision == record.pending.revision
end

--- What the controller has is what is here (3.2), in the player's hands or as a download not yet used.
local function same(player, record, answer)
	if record.sync and is_ours(record, answer) then
		keep(player, record, answer)
	elseif record.download and is_named(record.download, answer) then
		record.generation = answer.generation
		record.revision = answer.revision
		record.restoring = true
		state.get().waiting[record.name] = true
		if record.download.document then
			arrival.continue(record)
		else
			transfer.show_progress(record)
		end
	else
		link.log("warning", "The answer for " .. record.name .. " names revision " .. answer.revision
			.. " as known here, and it is not; asking again.")
		record.stale = record.stale or record.sync or nil
		record.sync = false
		acquisition.release(record)
		acquisition.request(record)
	end
end

--- The stale inventory goes (3.3).
local function delete_stale(player, record)
	archive.send(player, record)
	record.pending = nil
	if acquisition.set_aside(player, record) then
		vault.destroy(record.vault)
		record.vault = nil
	elseif next(body.inventories(player)) ~= nil then
		-- It would be merged into the other one as if it were a temporary inventory.
		error("the outdated inventory could not be taken away")
	end
	record.sync = false
	record.stale = nil
	record.dirty = false
	record.unwatched = nil
	state.forget_document(record)
end

local function other(player, record, answer)
	if record.sync or record.stale then
		delete_stale(player, record)
	end
	record.generation = answer.generation
	record.revision = answer.revision
	record.restoring = true
	state.get().waiting[record.name] = true
	transfer.show_progress(record)
	arrival.continue(record)
end

local kinds = { none = adopt, same = same, other = other }

local function act(player, record, answer)
	record.waiting = nil
	record.token = answer.token
	record.pending_release = nil
	if record.pending and record.pending.given_up then
		-- Something else is agreed on now; the answer to that upload must not be taken for one about it.
		upload.give_up(record)
	end
	if not body.leave_views(player) then
		arrival.fail(player, record, "the player cannot leave the map editor", { "inventory-sync.editor" })
		return
	end
	local ok, problem = pcall(kinds[answer.kind], player, record, answer)
	if not ok then
		arrival.fail(player, record, tostring(problem))
	end
end

--- @param request integer
--- @param answer Answer
--- @return string reply
function decision.granted(request, answer)
	local record, player = acquisition.find(request)
	if not record then
		return "stale"
	end
	if answer.kind == "other" then
		local problem = transfer.problem(answer)
		if problem then
			return problem
		end
		transfer.open(record, answer)
	end
	if body.is_busy(player) then
		record.waiting.status = "granted"
		record.waiting.answer = answer
	else
		act(player, record, answer)
	end
	return ""
end

--- Acts on an answer that came during a cutscene, once that is over.
--- @param player LuaPlayer
--- @param record PlayerRecord
function decision.continue(player, record)
	local answer = record.waiting and record.waiting.answer
	if answer and not body.is_busy(player) then
		act(player, record, answer)
	end
end

return decision
