--- What the dialog says, made from what is known of a player: the same at every moment, on every machine and after a
--- load.

local body = require("modules/inventory_sync/body")
local figures = require("modules/inventory_sync/figures")
local plain_text = require("modules/inventory_sync/plain_text")
local state = require("modules/inventory_sync/state")
local thing_text = require("modules/inventory_sync/thing_text")

local most_server_characters = 60
local most_largest = 5
--- The best case is over before anybody could read a dialog.
local ask_quietly_ticks = 120
--- An estimate from the first parts, which come in a burst, would be wrong.
local measure_ticks = 120
local measure_parts = 10
--- A higher estimate than the one shown is shown only when it is this much higher: the time must not jump about.
local believe_slower = 1.5

--- @class DialogContent
--- @field kind string a new one brings a hidden dialog back if it wants an answer
--- @field message LocalisedString
--- @field progress number? 0 to 1
--- @field detail LocalisedString?
--- @field left LocalisedString? the time it still takes
--- @field largest LocalisedString?
--- @field note LocalisedString?
--- @field retry boolean?
--- @field temporary boolean?

local dialog_content = {}

local busy_reasons = {
	playing = function(holder)
		return { "inventory-sync.busy-playing", holder }
	end,
	uploading = function(holder)
		return { "inventory-sync.busy-uploading", holder }
	end,
	lost = function(holder, until_time)
		local time = type(until_time) == "string"
			and (until_time:match("T(%d%d:%d%d):[%d.]+Z$") or until_time:match("T(%d%d:%d%d):[%d.]+%+00:00$"))
		if time then
			return { "inventory-sync.busy-lost-until", holder, time }
		end
		return { "inventory-sync.busy-lost", holder }
	end,
}

local function waited(waiting)
	return figures.waited((game.ticks_played - waiting.asked_at_tick) / 60)
end

local function asking(record, waiting)
	if game.ticks_played - waiting.asked_at_tick < ask_quietly_ticks and not record.vault then
		return nil
	end
	return {
		kind = "asking",
		message = { "inventory-sync.asking" },
		note = record.vault and { "inventory-sync.aside-note" } or nil,
	}
end

--- @param record PlayerRecord
--- @param note LocalisedString
--- @return LocalisedString
local function with_choice(record, note)
	if record.vault then
		note = { "", note, "\n", { "inventory-sync.aside-note" } }
	end
	return { "", note, "\n", { "inventory-sync.temporary-note" } }
end

local function busy(record, waiting)
	local holder = plain_text(waiting.holder, most_server_characters)
	local why = busy_reasons[waiting.reason]
	return {
		kind = "busy",
		message = { "inventory-sync.busy", holder },
		detail = why and { "", why(holder, waiting.until_time), "\n", waited(waiting) } or waited(waiting),
		note = with_choice(record, { "inventory-sync.busy-note", holder }),
		temporary = true,
	}
end

local function unavailable(record, waiting)
	return {
		kind = "unavailable",
		message = { "inventory-sync.unavailable" },
		detail = waited(waiting),
		note = with_choice(record, { "inventory-sync.unavailable-note" }),
		temporary = true,
	}
end

local function timed_out(record)
	return {
		kind = "timed_out",
		message = { "inventory-sync.timed-out" },
		note = with_choice(record, { "inventory-sync.timed-out-note" }),
		retry = true,
		temporary = true,
	}
end

local function arrived()
	return { kind = "arrived", message = { "inventory-sync.arrived" }, note = { "inventory-sync.arrived-note" } }
end

local by_status = {
	asking = asking,
	busy = busy,
	unavailable = unavailable,
	timed_out = timed_out,
	granted = arrived,
}

--- @param open Transfer
--- @return LocalisedString?
local function time_left(open)
	local ticks = game.ticks_played - open.begun_at_tick
	if ticks < measure_ticks or open.received < measure_parts then
		return nil
	end
	local seconds = ticks / 60 * (open.encoded_bytes - open.received_bytes) / open.received_bytes
	local shown = open.seconds_left
	if not shown or seconds < shown or seconds > shown * believe_slower then
		open.seconds_left = seconds
	end
	return figures.left(open.seconds_left)
end

--- What makes the document large. Its names and labels are whatever some player wrote.
--- @param open Transfer
--- @return LocalisedString?
local function largest(open)
	if not open.largest or not open.largest[1] then
		return nil
	end
	local lines = { "", { "inventory-sync.largest" } }
	for index = 1, math.min(#open.largest, most_largest) do
		local item = open.largest[index]
		lines[#lines + 1] = "\n"
		lines[#lines + 1] = {
			"inventory-sync.largest-line",
			thing_text.labelled(thing_text.of("item", item.name), item.label),
			figures.size(item.bytes),
		}
	end
	return lines
end

--- @param open Transfer
--- @return DialogContent
local function receiving(open)
	return {
		kind = "receiving",
		message = { "inventory-sync.receiving" },
		progress = open.received / open.count,
		detail = {
			"inventory-sync.progress",
			open.received,
			open.count,
			figures.size(open.received_bytes),
			figures.size(open.encoded_bytes),
		},
		left = time_left(open),
		largest = largest(open),
		note = { "inventory-sync.receiving-note" },
		temporary = true,
	}
end

--- @param player LuaPlayer
--- @param record PlayerRecord
--- @return DialogContent? nil when there is nothing to be said, or what is said does not follow from the record
function dialog_content.of(player, record)
	local waiting = record.waiting
	if waiting then
		return by_status[waiting.status](record, waiting)
	end
	local download = record.download
	if not record.restoring or not download then
		return nil
	end
	local open = state.get().transfers[download.transfer]
	if open and open.received < open.count then
		return receiving(open)
	elseif body.is_busy(player) then
		return arrived()
	end
	return { kind = "placing", message = { "inventory-sync.placing" }, note = { "inventory-sync.placing-note" } }
end

--- @return DialogContent for when the server is about to stop
function dialog_content.stopping()
	return { kind = "stopping", message = { "inventory-sync.stopping" }, note = { "inventory-sync.stopping-note" } }
end

--- @param why LocalisedString
--- @return DialogContent
function dialog_content.failed(why)
	return {
		kind = "failed",
		message = { "inventory-sync.failed" },
		detail = why,
		note = { "", { "inventory-sync.failed-note" }, "\n", { "inventory-sync.temporary-note" } },
		retry = true,
		temporary = true,
	}
end

return dialog_content
