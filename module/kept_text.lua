--- What is set aside for other servers, in words.

local plain_text = require("modules/inventory_sync/plain_text")
local thing_text = require("modules/inventory_sync/thing_text")

local reasons = {
	["unknown item"] = { "inventory-sync.kept-unknown-item" },
	["unknown equipment"] = { "inventory-sync.kept-unknown-item" },
	["unknown quality"] = { "inventory-sync.kept-unknown-quality" },
	["unknown filter"] = { "inventory-sync.kept-unknown-item" },
	["unknown recipe"] = { "inventory-sync.kept-unknown-item" },
	["unknown space location"] = { "inventory-sync.kept-unknown-planet" },
	["requested twice"] = { "inventory-sync.kept-requested-twice" },
	["no room"] = { "inventory-sync.kept-no-room" },
	["no grid"] = { "inventory-sync.kept-no-grid" },
	["no inventory"] = { "inventory-sync.kept-no-inventory" },
	["not importable"] = { "inventory-sync.kept-not-importable" },
}

local kept_text = {}

--- @param item Kept
--- @return integer
local function amount(item)
	local entry = type(item.entry) == "table" and item.entry or {}
	local repeats = type(entry.r) == "number" and entry.r or 0
	local count = type(entry.c) == "number" and entry.c or 1
	return count * (repeats + 1)
end

--- The name a filter, a request or a quick bar slot stands for, wherever it is.
local function name_within(entry)
	for _, key in ipairs({ "f", "n", "name", "value", "item", "recipe" }) do
		local value = entry[key]
		if type(value) == "table" then
			value = value.name or value.n
		end
		if type(value) == "string" then
			return value
		end
	end
	return "?"
end

--- @param item Kept
--- @return LocalisedString name
--- @return boolean? is_setting nothing that is counted
local function what(item)
	local path = type(item.path) == "string" and item.path or ""
	local entry = type(item.entry) == "table" and item.entry or {}
	local first = path:match("^[^/]*")
	if first == "quick_bar" then
		return { "inventory-sync.kept-quick-bar", thing_text.of("item", name_within(entry)) }, true
	elseif first == "personal_logistic_slots" then
		return { "inventory-sync.kept-request", thing_text.of("item", name_within(entry)) }, true
	elseif first == "crafting_queue" or first == "recipe_notifications" then
		return { "inventory-sync.kept-recipe", plain_text(name_within(entry), 60) }, true
	elseif type(entry.e) == "string" then
		return { "inventory-sync.kept-plan" }
	elseif entry.f ~= nil and entry.n == nil then
		return { "inventory-sync.kept-filter", thing_text.of("item", name_within(entry)) }, true
	end
	local quality = type(entry.q) == "string" and entry.q or nil
	local kind = path:sub(-2) == "/g" and "equipment" or "item"
	local name = thing_text.of(kind, name_within(entry), quality)
	if type(entry.l) == "table" then
		name = thing_text.labelled(name, entry.l.t)
	end
	return name
end

--- @param list Kept[]?
--- @return integer how many records: stacks, pieces, settings
function kept_text.count(list)
	local count = 0
	for _, item in ipairs(list or {}) do
		local repeats = type(item.entry) == "table" and item.entry.r
		count = count + 1 + (type(repeats) == "number" and repeats or 0)
	end
	return count
end

--- Plain stacks of one thing are counted together.
--- @param item Kept
--- @return string? nil for what has a line of its own
local function sort_of(item)
	local entry = item.entry
	if type(entry) ~= "table" or type(entry.n) ~= "string" or entry.l or type(item.path) ~= "string" then
		return nil
	end
	if select(2, what(item)) then
		return nil
	end
	local equipment = item.path:sub(-2) == "/g"
	return table.concat({ entry.n, tostring(entry.q), tostring(item.reason), tostring(equipment) }, "\n")
end

--- @param item Kept
--- @return LocalisedString
local function line_for(item)
	local name, is_setting = what(item)
	local reason = reasons[item.reason] or { "inventory-sync.kept-refused" }
	if is_setting then
		return { "inventory-sync.kept-setting-line", name, reason }
	end
	return { "inventory-sync.kept-line", amount(item), name, reason }
end

--- @param list Kept[]?
--- @param most integer lines
--- @return LocalisedString[] the last says how many more there are
function kept_text.lines(list, most)
	local lines, line_of, more = {}, {}, 0
	for _, item in ipairs(list or {}) do
		local sort = sort_of(item)
		local line = sort and line_of[sort]
		if line then
			line[2] = line[2] + amount(item)
		elseif #lines == most then
			more = more + 1
		else
			line = line_for(item)
			lines[#lines + 1] = line
			if sort then
				line_of[sort] = line
			end
		end
	end
	if more > 0 then
		lines[#lines + 1] = { "inventory-sync.and-more", more }
	end
	return lines
end

return kept_text
