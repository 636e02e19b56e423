--- What a restore remembers while it goes on. Plain data, because it may last several ticks and be saved in between.
--- Free of `game`.

local runs = require("modules/inventory_sync/runs")

--- @class KeptNow: Kept
--- @field content table the entry as it came, without the repeats counted here

--- @class RestoreContext
--- @field list KeptNow[] what could not be placed here
--- @field notices string[] for the log
--- @field memory Memory
--- @field carried table<string, any> members of the document that cannot be applied here at all, and go on untouched

local context = {}

--- @return RestoreContext
function context.new()
	return { list = {}, notices = {}, memory = { exports = {}, extras = {}, forms = {}, groups = {} }, carried = {} }
end

--- A hostile document could name more slots than it has bytes; neighbours with one content are one record.
local function extends(previous, path, slot, entry, reason)
	if not (previous and slot and previous.slot and previous.path == path and previous.reason == reason)
		or previous.slot + (previous.entry.r or 0) + 1 ~= slot then
		return false
	end
	for key, value in pairs(entry) do
		if key ~= "r" and not runs.same(previous.content[key], value) then
			return false
		end
	end
	for key in pairs(previous.content) do
		if key ~= "r" and entry[key] == nil then
			return false
		end
	end
	return true
end

--- Sets something aside that this server cannot place.
--- @param current RestoreContext
--- @param path string
--- @param slot integer? the first one
--- @param entry table with `r` where it is several slots'
--- @param reason string
function context.keep(current, path, slot, entry, reason)
	local list = current.list
	local previous = list[#list]
	if extends(previous, path, slot, entry, reason) then
		previous.entry.r = (previous.entry.r or 0) + 1 + (entry.r or 0)
		return
	end
	local copy = {}
	for key, value in pairs(entry) do
		copy[key] = value
	end
	list[#list + 1] = { path = path, slot = slot, entry = copy, reason = reason, content = entry }
end

--- @param current RestoreContext
--- @param message string for the log
function context.notice(current, message)
	current.notices[#current.notices + 1] = message
end

--- Remembers what the document said where this server gives back something else: because it does not know the thing,
--- cannot set it now, or spells it in another way.
--- @param current RestoreContext
--- @param group string
--- @param name string
--- @param here any as read from the player once it was written
--- @param there any as it stood in the document
function context.remember(current, group, name, here, there)
	if not runs.same(here, there) then
		local forms = current.memory.forms
		forms[group] = forms[group] or {}
		forms[group][name] = { here = here, there = there }
	end
end

--- The same for a whole table.
--- @param current RestoreContext
--- @param group string
--- @param here table<string, any>
--- @param there table<string, any>
function context.remember_all(current, group, here, there)
	for name, value in pairs(there) do
		context.remember(current, group, name, here[name], value)
	end
	for name, value in pairs(here) do
		if there[name] == nil then
			context.remember(current, group, name, value, nil)
		end
	end
end

--- Puts back what the document said, wherever the player is as they were right after the restore.
--- @param record PlayerRecord
--- @param group string
--- @param here table<string, any> as read from the player; changed
--- @return table<string, any> here
function context.recall(record, group, here)
	local forms = record.memory and record.memory.forms and record.memory.forms[group]
	for name, form in pairs(forms or {}) do
		if runs.same(here[name], form.here) then
			here[name] = form.there
		end
	end
	return here
end

--- @param current RestoreContext
--- @return integer position in what was kept
function context.mark(current)
	return #current.list
end

--- Forgets what was kept since.
--- @param current RestoreContext
--- @param mark integer
function context.rewind(current, mark)
	for index = #current.list, mark + 1, -1 do
		current.list[index] = nil
	end
end

--- Names what was kept or noted of the inside of an item by another place, where the item lies now.
--- @param current RestoreContext
--- @param from string such as `spare/3`
--- @param to string? nil forgets it: the item goes on as a whole
function context.moved(current, from, to)
	local inside = from .. "/"
	local function renamed(path)
		return to and to .. path:sub(#from + 1)
	end
	local list = {}
	for _, item in ipairs(current.list) do
		if item.path:sub(1, #inside) == inside then
			item.path = renamed(item.path)
		end
		if item.path then
			list[#list + 1] = item
		end
	end
	current.list = list
	local extras = {}
	for place, noted in pairs(current.memory.extras) do
		if place == from or place:sub(1, #inside) == inside then
			place = renamed(place)
		end
		if place then
			extras[place] = noted
		end
	end
	current.memory.extras = extras
end

--- @param current RestoreContext
--- @return Kept[]? nil when nothing was kept
function context.kept(current)
	if #current.list == 0 then
		return nil
	end
	local result = {}
	for index, item in ipairs(current.list) do
		result[index] = { path = item.path, slot = item.slot, entry = item.entry, reason = item.reason }
	end
	return result
end

return context
