--- Personal logistics (player-data §2.5). What a named group asks for belongs to the force: an empty one is filled from
--- the document, and one that has content is left alone.

local body = require("modules/inventory_sync/body")
local compat = require("modules/inventory_sync/compat")
local context = require("modules/inventory_sync/context")
local provenance = require("modules/inventory_sync/provenance")

local member = "personal_logistic_slots"
local max_slots = 1000
--- How a game before 2.0 wrote that there is no upper bound.
local no_limit = 4294967295
--- Where it wrote whether requests were on, in a document's `character`.
local old_enabled = "character_personal_logistic_requests_enabled"

--- @type Part
local logistics = {
	name = "personal logistics",
	members = { member },
	ext_members = { "logistic_groups" },
	path = member,
}

--- @param player LuaPlayer
--- @return LuaLogisticPoint? point nil without a body, and before the technology
function logistics.point(player)
	local character = body.of(player)
	return character and character.get_requester_point()
end

--- Filters by position, whatever form a list with gaps has (player-data §1).
--- @return table<integer, any> filters
--- @return integer last
local function positions(filters)
	local by_position, last = {}, 0
	for key, filter in pairs(type(filters) == "table" and filters or {}) do
		local position = tonumber(key)
		if position and position % 1 == 0 and position >= 1 and position <= max_slots then
			by_position[position] = filter
			last = math.max(last, position)
		end
	end
	return by_position, last
end

local function is_request(filter)
	return type(filter) == "table" and filter.value ~= nil
end

local function has_requests(filters)
	for _, filter in pairs(type(filters) == "table" and filters or {}) do
		if is_request(filter) then
			return true
		end
	end
	return false
end

local function to_list(filters)
	local by_position, last = positions(filters)
	local list = {}
	for position = 1, last do
		list[position] = by_position[position] or {}
	end
	return list
end

local function read_sections(sections)
	local list = {}
	for _, section in ipairs(sections) do
		-- Others are the game's own.
		if section.is_manual then
			list[#list + 1] = {
				group = section.group,
				active = section.active,
				multiplier = section.multiplier,
				filters = to_list(section.filters),
			}
		end
	end
	return list
end

local function read_point(point)
	return {
		enabled = point.enabled,
		trash_not_requested = point.trash_not_requested,
		sections = read_sections(point.sections),
	}
end

--- The requests of one who waits for a new body.
local function read_saved(player)
	local saved = compat.saved_logistic_filters(player)
	if not saved then
		return nil
	end
	local sections = {}
	for index, section in ipairs(saved.sections) do
		sections[index] = {
			group = section.group or "",
			active = section.active ~= false,
			multiplier = section.multiplier or 1,
			filters = to_list(section.filters),
		}
	end
	return { enabled = true, trash_not_requested = saved.trash_not_requested, sections = sections }
end

--- Each value by a name of its own, so that unchanged ones can be told from changed ones.
local function take_apart(requests)
	local values = {}
	for position, section in ipairs(requests.sections) do
		local filters, last = positions(section.filters)
		for slot = 1, last do
			values[position .. "/" .. slot] = filters[slot] or {}
		end
	end
	return values
end

local function put_together(requests, values)
	for position, section in ipairs(requests.sections) do
		for slot in ipairs(section.filters) do
			section.filters[slot] = values[position .. "/" .. slot] or section.filters[slot]
		end
	end
end

--- What the document had of a group and this server could not take goes back into it.
local function recall_unplaced(filters, unplaced)
	for slot, filter in pairs(unplaced) do
		while #filters < slot do
			filters[#filters + 1] = {}
		end
		if is_request(filters[slot]) then
			slot = #filters + 1
		end
		filters[slot] = filter
	end
end

local function recall_groups(requests, document, record)
	local groups = record.memory and record.memory.groups or {}
	for _, section in ipairs(requests.sections) do
		local group = groups[section.group]
		if group then
			recall_unplaced(section.filters, group.unplaced)
		end
		if group and group.content and not has_requests(section.filters) then
			document.ext.logistic_groups = document.ext.logistic_groups or {}
			document.ext.logistic_groups[section.group] = group.content
		end
	end
end

local function is_used(section)
	return section.group ~= "" or has_requests(section.filters)
end

--- Requests that wait for research here, and those made since it is done.
local function joined(waiting, requests)
	local sections = {}
	for index, section in ipairs(waiting.sections) do
		sections[index] = section
	end
	for _, section in ipairs(requests.sections) do
		if is_used(section) then
			sections[#sections + 1] = section
		end
	end
	local result = {}
	for key, value in pairs(waiting) do
		result[key] = value
	end
	result.sections = sections
	return result
end

function logistics.read(player, document, record)
	local point = logistics.point(player)
	local requests = point and read_point(point) or not point and not body.of(player) and read_saved(player) or nil
	if requests and record then
		put_together(requests, context.recall(record, member, take_apart(requests)))
		recall_groups(requests, document, record)
		local last = record.last_requests
		if not point and (last and last.enabled == false or record.memory and record.memory.requests_disabled) then
			-- The game does not tell of a dead player.
			requests.enabled = false
		end
	end
	local waiting = record and record.carried and record.carried[member]
	if requests and waiting and type(waiting.sections) == "table" then
		requests = joined(waiting, requests)
	elseif not requests and record and not body.of(player) then
		requests = waiting or record.last_requests
	end
	document[member] = requests
end

--- @return string
local function reason_for(filter)
	local value = filter.value
	local name, kind, quality = value, "item", nil
	if type(value) == "table" then
		name, kind, quality = value.name, value.type or "item", value.quality
	end
	if kind == "item" and type(name) == "string" and not prototypes.item[name] then
		return "unknown item"
	elseif type(quality) == "string" and not prototypes.quality[quality] then
		return "unknown quality"
	elseif type(filter.import_from) == "string" and not prototypes.space_location[filter.import_from] then
		return "unknown space location"
	end
	return "refused"
end

--- @return string? reason why it could not be set
local function set_slot(section, slot, filter)
	local ok, elsewhere = pcall(section.set_slot, slot, filter)
	if ok and not elsewhere then
		return nil
	end
	return ok and "requested twice" or reason_for(filter)
end

local function write_own(section, filters, position, current)
	local by_position, last = positions(filters)
	for slot = 1, last do
		local filter = by_position[slot]
		if is_request(filter) then
			local reason = set_slot(section, slot, filter)
			if reason then
				context.keep(current, member .. "/" .. position, slot, filter, reason)
			else
				context.remember(current, member, position .. "/" .. slot, section.get_slot(slot), filter)
			end
		end
	end
end

local function write_group(section, filters, remembered, position, current)
	local content = has_requests(filters) and filters or has_requests(remembered) and remembered or nil
	local memory = current.memory.groups[section.group] or { content = content, unplaced = {} }
	current.memory.groups[section.group] = memory
	if not content or has_requests(section.filters) then
		return
	end
	local by_position, last = positions(content)
	for slot = 1, last do
		local filter = by_position[slot]
		if is_request(filter) then
			if set_slot(section, slot, filter) then
				memory.unplaced[slot] = filter
			else
				context.remember(current, member, position .. "/" .. slot, section.get_slot(slot), filter)
			end
		end
	end
end

--- @param point LuaLogisticPoint
--- @param wanted any a section of a document
--- @param position integer
--- @param remembered table<string, table> contents of groups
--- @param current RestoreContext
local function add_section(point, wanted, position, remembered, current)
	if type(wanted) ~= "table" then
		return
	end
	local group = type(wanted.group) == "string" and wanted.group or ""
	local ok, section = pcall(point.add_section, group)
	if not ok or not section then
		context.keep(current, member, position, wanted, ok and "no room" or "refused")
		return
	end
	-- Counted here: sections of the player's own may stand in front.
	position = section.index
	section.active = wanted.active ~= false
	if type(wanted.multiplier) == "number" then
		section.multiplier = wanted.multiplier
	end
	if group == "" then
		write_own(section, wanted.filters, position, current)
	else
		write_group(section, wanted.filters, remembered[group], position, current)
	end
end

--- @param keep_used boolean? leaves sections with content
local function remove_sections(point, keep_used)
	for index = point.sections_count, 1, -1 do
		local section = point.get_section(index)
		if section.is_manual and not (keep_used and is_used(section)) then
			point.remove_section(index)
		end
	end
end

local function is_document_form(wanted)
	return type(wanted) == "table" and type(wanted.sections) == "table"
end

--- Requests by slot, as games before 2.0 had them, as one section; anything else as it is (player-data §2.10).
local function to_document_form(wanted, document)
	if type(wanted) ~= "table" or wanted.sections ~= nil then
		return wanted
	end
	local by_position, last = positions(wanted)
	local filters, found = {}, false
	for slot = 1, last do
		local request = by_position[slot]
		filters[slot] = {}
		if type(request) == "table" and type(request.name) == "string" then
			found = true
			filters[slot] = {
				value = { type = "item", name = request.name, quality = "normal", comparator = "=" },
				min = request.min,
				max = request.max ~= no_limit and request.max or nil,
			}
		end
	end
	local character = type(document.character) == "table" and document.character or {}
	return found and {
		enabled = character[old_enabled] ~= false,
		trash_not_requested = false,
		sections = { { group = "", active = true, multiplier = 1, filters = filters } },
	} or wanted
end

--- @param point LuaLogisticPoint
--- @param wanted table as in a document
--- @param remembered table<string, table>? contents of groups
--- @param current RestoreContext
--- @param keep_used boolean? what the player asks for already stays, in front
function logistics.apply(point, wanted, remembered, current, keep_used)
	remove_sections(point, keep_used)
	if type(wanted.enabled) == "boolean" then
		point.enabled = wanted.enabled
	end
	if type(wanted.trash_not_requested) == "boolean" then
		point.trash_not_requested = wanted.trash_not_requested
	end
	local sections, last = positions(wanted.sections)
	for position = 1, last do
		add_section(point, sections[position], position, remembered or {}, current)
	end
end

local function write_saved(player, wanted, current)
	if not compat.saved_logistic_filters(player) then
		return false
	end
	local sections = {}
	for index, section in ipairs(to_list(wanted.sections)) do
		sections[index] = {
			group = section.group,
			active = section.active,
			multiplier = section.multiplier,
			filters = section.filters,
		}
	end
	local ok = pcall(compat.set_saved_logistic_filters, player,
		{ sections = sections, trash_not_requested = wanted.trash_not_requested == true })
	local saved = ok and read_saved(player)
	if not saved or #saved.sections ~= #sections then
		return false
	end
	local here, there = take_apart(saved), take_apart({ sections = sections })
	context.remember_all(current, member, here, there)
	current.memory.requests_disabled = wanted.enabled == false or nil
	return true
end

function logistics.write(player, document, current)
	local wanted = to_document_form(document[member], document)
	local point = logistics.point(player)
	local remembered = document.ext and document.ext.logistic_groups
	if wanted == nil then
		if point and provenance.is_ours(document) then
			remove_sections(point)
		end
	elseif not is_document_form(wanted) then
		current.carried[member] = wanted
	elseif point then
		logistics.apply(point, wanted, remembered, current)
	elseif body.of(player) or not write_saved(player, wanted, current) then
		current.carried[member] = wanted
	end
end

local function retry_slot(point, item, current)
	local position = tonumber(item.path:match("/(%d+)$"))
	local section = position and position <= point.sections_count and point.get_section(position)
	if not section or not section.is_manual or section.group ~= "" or is_request(section.get_slot(item.slot)) then
		return "no such section"
	end
	local reason = set_slot(section, item.slot, item.entry)
	if not reason then
		context.remember(current, member, position .. "/" .. item.slot, section.get_slot(item.slot), item.entry)
	end
	return reason
end

function logistics.retry(player, item, current)
	local point = logistics.point(player)
	if item.path == member and point then
		add_section(point, item.entry, item.slot or 1, {}, current)
		return
	end
	local reason = item.reason
	if point and item.slot then
		reason = retry_slot(point, item, current)
	end
	if reason then
		context.keep(current, item.path, item.slot, item.entry, reason)
	end
end

--- Units of the budget for one request.
local one_request = 12
local base = 100

function logistics.cost(document)
	local requests = document[member]
	local sections = type(requests) == "table" and requests.sections
	local units = base
	for _, section in pairs(type(sections) == "table" and sections or {}) do
		for _ in pairs(type(section) == "table" and type(section.filters) == "table" and section.filters or {}) do
			units = units + one_request
		end
	end
	return units
end

return logistics
