--- The quick bar with its pages (player-data §2.6). A document has ten columns a page, whatever this server has.

local compat = require("modules/inventory_sync/compat")
local context = require("modules/inventory_sync/context")

local document_columns = 10
local pages = 10
--- Screen rows; the interface shows four at most.
local rows = 4

--- @type Part
local quick_bar = {
	name = "the quick bar",
	members = { "quick_bar", "hotbar" },
	ext_members = { "pages", "quick_bar_columns" },
	path = "quick_bar",
}

--- A slot of any kind as the item it stands for: what else it refers to (one blueprint, a record of the library,
--- spidertrons) exists on this server alone.
--- @param slot QuickBarSlot
--- @return string|table|nil
local function to_entry(slot)
	local filter = slot.filter
	if slot.type == "item" then
		if not slot.item.valid then
			return nil
		end
		filter = { name = slot.item.name, quality = compat.name_of(slot.item.quality), comparator = "=" }
	elseif slot.type == "record" then
		filter = { name = slot.record.type, quality = "normal", comparator = "=" }
	end
	local name, quality = compat.name_of(filter.name), compat.name_of(filter.quality)
	if quality == "normal" and (filter.comparator or "=") == "=" then
		return name
	end
	return { t = "f", n = name, q = quality, c = filter.comparator }
end

--- @param entry string|table
--- @return QuickBarSlot? nil when it is of a kind that is not known here
local function to_slot(entry)
	if type(entry) == "string" then
		return { type = "filter", filter = { name = entry, quality = "normal", comparator = "=" } }
	end
	if type(entry) ~= "table" or (entry.t or "f") ~= "f" or type(entry.n) ~= "string" then
		return nil
	end
	return { type = "filter", filter = { name = entry.n, quality = entry.q, comparator = entry.c } }
end

--- All slots, by the number they have in a document; those in columns beyond its ten by `page/column`.
local function read_slots(player, transform)
	local slots, beyond = {}, {}
	for page = 1, pages do
		for column = 1, compat.quick_bar_width(player) do
			local slot = compat.get_quick_bar_slot(player, page, column)
			local entry = slot and transform(slot)
			if entry and column <= document_columns then
				slots[tostring((page - 1) * document_columns + column)] = entry
			elseif entry then
				beyond[page .. "/" .. column] = entry
			end
		end
	end
	return slots, beyond
end

local function in_order(slots)
	local ordered = {}
	for number = 1, pages * document_columns do
		ordered[tostring(number)] = slots[tostring(number)]
	end
	return ordered
end

local function read_pages(player)
	local active = {}
	for row = 1, rows do
		active[row] = player.get_active_quick_bar_page(row)
		if not active[row] then
			break
		end
	end
	return active
end

local function are_usual(active)
	for row, page in ipairs(active) do
		if row ~= page then
			return false
		end
	end
	return true
end

local function as_is(slot)
	return { here = slot }
end

function quick_bar.read(player, document, record)
	local active = read_pages(player)
	if not record then
		-- For the same server: the slots themselves, with what they refer to.
		document.quick_bar, document.ext.quick_bar_columns = read_slots(player, as_is)
		document.ext.pages = active
		return
	end
	local slots, beyond = read_slots(player, to_entry)
	context.recall(record, "quick_bar", slots)
	context.recall(record, "quick_bar_columns", beyond)
	if next(slots) then
		document.quick_bar = in_order(slots)
	end
	if next(beyond) then
		document.ext.quick_bar_columns = beyond
	end
	local shown = context.recall(record, "quick_bar_pages", { pages = not are_usual(active) and active or nil })
	document.ext.pages = shown.pages
end

--- @return string? reason why it could not be placed
local function place(player, page, column, entry)
	if column > compat.quick_bar_width(player) then
		return "no room"
	end
	local slot = type(entry) == "table" and entry.here or to_slot(entry)
	if not slot then
		return "unknown kind of slot"
	end
	local name = slot.filter and slot.filter.name
	if name and not prototypes.item[name] then
		return "unknown item"
	end
	local quality = slot.filter and slot.filter.quality
	if type(quality) == "string" and not prototypes.quality[quality] then
		return "unknown quality"
	end
	return not pcall(compat.set_quick_bar_slot, player, page, column, slot) and "refused" or nil
end

local function place_of(number)
	return math.floor((number - 1) / document_columns) + 1, (number - 1) % document_columns + 1
end

--- As an entry of `ext.kept`, which is always an object.
local function to_kept(entry)
	return type(entry) == "table" and entry or { n = entry }
end

local function write_pages(player, active, current)
	for row = 1, rows do
		local page = type(active) == "table" and active[row]
		if page and not pcall(player.set_active_quick_bar_page, row, page) then
			context.notice(current, "Could not show page " .. tostring(page) .. " in row " .. row .. " of the quick bar")
		end
	end
end

local function clear(player)
	for page = 1, pages do
		for column = 1, compat.quick_bar_width(player) do
			if compat.get_quick_bar_slot(player, page, column) then
				compat.set_quick_bar_slot(player, page, column, nil)
			end
		end
	end
end

--- What was placed is remembered as it stood in the document: 2.0, for one, forgets comparators.
local function remember_placed(player, current, placed, placed_beyond)
	local here, beyond = read_slots(player, to_entry)
	for key, entry in pairs(placed) do
		context.remember(current, "quick_bar", key, here[key], entry)
	end
	for key, entry in pairs(placed_beyond) do
		context.remember(current, "quick_bar_columns", key, beyond[key], entry)
	end
	local active = read_pages(player)
	return not are_usual(active) and active or nil
end

function quick_bar.write(player, document, current)
	clear(player)
	local ext = document.ext or {}
	local placed, beyond = {}, {}
	local wanted = document.quick_bar or document.hotbar or {}
	for number = 1, pages * document_columns do
		local key = tostring(number)
		local entry = wanted[key] or wanted[number]
		if entry ~= nil then
			local page, column = place_of(number)
			local reason = place(player, page, column, entry)
			if reason then
				context.keep(current, quick_bar.path, number, to_kept(entry), reason)
			else
				placed[key] = entry
			end
		end
	end
	for key, entry in pairs(ext.quick_bar_columns or {}) do
		local page, column = tostring(key):match("^(%d%d?)/(%d%d?%d?)$")
		if page then
			place(player, tonumber(page), tonumber(column), entry)
		end
		-- Placed or not: these columns are so rare that what finds no place simply goes on.
		beyond[key] = entry
	end
	write_pages(player, ext.pages, current)
	local shown = remember_placed(player, current, placed, beyond)
	context.remember(current, "quick_bar_pages", "pages", shown, ext.pages)
end

--- In its own slot, unless something else is there by now: then it waits.
function quick_bar.retry(player, item, current)
	local entry = item.entry
	if entry.n and not entry.t then
		entry = entry.n
	end
	local page, column = place_of(item.slot or 0)
	local free = page >= 1 and page <= pages and column <= compat.quick_bar_width(player)
		and not compat.get_quick_bar_slot(player, page, column)
	local reason = not free and item.reason or place(player, page, column, entry)
	if reason then
		context.keep(current, item.path, item.slot, item.entry, reason)
	else
		context.remember(current, "quick_bar", tostring(item.slot),
			to_entry(compat.get_quick_bar_slot(player, page, column)), entry)
	end
end

--- Units of the budget for looking at all slots, and for setting one.
local all_slots = 600
local one_slot = 12

function quick_bar.cost(document)
	local units = all_slots
	for _ in pairs(type(document.quick_bar) == "table" and document.quick_bar or {}) do
		units = units + one_slot
	end
	return units
end

return quick_bar
