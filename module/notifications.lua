--- Marks on recipes that the player has not looked at yet. A document lists the others: the recipes known to the
--- player, with names that no server so far knew (player-data §2.8).

local compat = require("modules/inventory_sync/compat")
local context = require("modules/inventory_sync/context")
local runs = require("modules/inventory_sync/runs")

local member = "recipe_notifications"
--- A list of thousands of names has some ten kilobytes; what is unpacked can be a thousand times as large.
local max_bytes = 131072

--- @type Part
local notifications = {
	name = "recipe notifications",
	members = { member },
}

local function is_supported(player)
	return compat.has(player, "get_recipe_notifications")
end

local function is_shown(recipe)
	return recipe.enabled and not recipe.hidden
end

--- @param listed table of names
--- @return table<string, true>
local function to_set(listed)
	local set = {}
	for _, name in ipairs(runs.list(listed)) do
		if type(name) == "string" then
			set[name] = true
		end
	end
	return set
end

--- @param value string|table encoded, or as the vault has it
--- @return table? names nil when it is nothing of the kind
local function decode(value)
	if type(value) == "table" then
		return value
	end
	if type(value) ~= "string" or #value > max_bytes then
		return nil
	end
	local ok, decoded = pcall(function()
		return helpers.json_to_table(helpers.decode_string(value))
	end)
	return ok and type(decoded) == "table" and decoded or nil
end

--- @return string[] names of the recipes shown without a mark
local function read_known(player)
	local marked = {}
	for _, recipe in pairs(player.get_recipe_notifications()) do
		marked[recipe.name] = true
	end
	local names = {}
	for name, recipe in pairs(player.force.recipes) do
		if is_shown(recipe) and not marked[name] then
			names[#names + 1] = name
		end
	end
	table.sort(names)
	return names
end

--- Adds the names of the last document that mean nothing here, each once.
local function add_carried(player, names, last)
	local recipes = player.force.recipes
	local added = to_set(names)
	for _, name in ipairs(runs.list(last)) do
		if type(name) == "string" and not added[name] and not (recipes[name] and is_shown(recipes[name])) then
			added[name] = true
			names[#names + 1] = name
		end
	end
end

function notifications.read(player, document, record)
	if not is_supported(player) then
		return
	end
	local names = read_known(player)
	if not record then
		document[member] = names
		return
	end
	local last = context.recall(record, member, {})[member]
	local last_names = last and decode(last) or {}
	add_carried(player, names, last_names)
	if last and runs.same(to_set(names), to_set(last_names)) then
		document[member] = last
	else
		document[member] = helpers.encode_string(helpers.table_to_json(names))
	end
end

function notifications.write(player, document, current)
	local value = document[member]
	if value == nil then
		return
	end
	if not is_supported(player) then
		-- The marks of this player could not be read again.
		current.carried[member] = value
		return
	end
	local listed = decode(value)
	if not listed then
		context.notice(current, "The recipe notifications cannot be decoded; the player keeps those of this server")
		return
	end
	local known = to_set(listed)
	player.clear_recipe_notifications()
	for name, recipe in pairs(player.force.recipes) do
		if is_shown(recipe) and not known[name] then
			player.add_recipe_notification(name)
		end
	end
	context.remember(current, member, member, nil, value)
end

--- Units of the budget: it goes through all recipes.
local units = 800

function notifications.cost()
	return units
end

return notifications
