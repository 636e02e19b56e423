--- Whether what a document says besides inventories can be worked through at all: of the expected kind, and not too
--- much of it. A single slot or request that makes no sense does not cost the document; it is set aside when it is
--- written. Free of `game`.

local checks = require("modules/inventory_sync/checks")

local integer, name, optional, refuse = checks.integer, checks.name, checks.optional, checks.refuse

local max_quick_bar_slots = 1000
local max_sections = 1000
local max_requests = 10000

local function expect_object(value, path)
	if value ~= nil and type(value) ~= "table" then
		refuse(path, "expected an object")
	end
end

local function check_quick_bar(quick_bar, path)
	expect_object(quick_bar, path)
	local count = 0
	for _, entry in pairs(quick_bar or {}) do
		count = count + 1
		if count > max_quick_bar_slots then
			refuse(path, "too many slots")
		end
		-- What refers to things of this map is for the vault alone.
		if type(entry) == "table" and entry.here ~= nil then
			refuse(path, "a slot that refers to another map")
		end
	end
end

--- @return integer
local function count_filters(filters, path)
	expect_object(filters, path)
	local count = 0
	for _ in pairs(filters or {}) do
		count = count + 1
	end
	return count
end

local function check_section(section, path)
	if type(section) ~= "table" then
		return 0
	end
	optional(section.group, section.group == "" or name(section.group), path .. ".group", "a name")
	return count_filters(section.filters, path .. ".filters")
end

local function check_logistics(requests, path)
	expect_object(requests, path)
	local sections = requests and requests.sections
	expect_object(sections, path .. ".sections")
	local count, total = 0, 0
	for key, section in pairs(sections or {}) do
		count = count + 1
		total = total + check_section(section, path .. ".sections[" .. tostring(key) .. "]")
		if count > max_sections or total > max_requests then
			refuse(path, "too many requests")
		end
	end
end

local settings_checks = {}

--- @param decoded table the document
function settings_checks.document(decoded)
	check_quick_bar(decoded.quick_bar, "quick_bar")
	check_quick_bar(decoded.hotbar, "hotbar")
	check_logistics(decoded.personal_logistic_slots, "personal_logistic_slots")
end

--- @param ext table
function settings_checks.ext(ext)
	check_quick_bar(ext.quick_bar_columns, "ext.quick_bar_columns")
	expect_object(ext.logistic_groups, "ext.logistic_groups")
	for group, filters in pairs(ext.logistic_groups or {}) do
		if count_filters(filters, "ext.logistic_groups." .. tostring(group)) > max_requests then
			refuse("ext.logistic_groups", "too many requests")
		end
	end
	expect_object(ext.body, "ext.body")
end

--- Something a part kept.
--- @param item table with an entry that is an object
--- @param path string
function settings_checks.kept(item, path)
	optional(item.slot, integer(item.slot, 1, max_sections), path .. ".slot", "a slot")
	optional(item.entry.r, integer(item.entry.r, 1, max_sections), path .. ".entry.r", "a number of repeats")
	if item.entry.here ~= nil then
		refuse(path, "a slot that refers to another map")
	end
	check_section(item.entry, path .. ".entry")
end

return settings_checks
