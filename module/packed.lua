--- Settings of a vehicle that is packed as an item: member `x` of an entry (player-data §2.13). What such an item has
--- of its vehicle besides them is its equipment grid; the game lets no script at the vehicle's inventories.

local context = require("modules/inventory_sync/context")
local runs = require("modules/inventory_sync/runs")

--- @class Packed members differ from those of a fresh item
--- @field color Color?
--- @field label string?
--- @field driver_is_gunner boolean?
--- @field auto_target_with_gunner boolean?
--- @field auto_target_without_gunner boolean?
--- @field logistics PackedLogistics?

--- @class PackedLogistics
--- @field enabled boolean?
--- @field request_from_buffers boolean?
--- @field while_moving boolean?
--- @field trash_not_requested boolean?
--- @field sections LogisticSection[]?

local packed = {}

local function requests(stack)
	local value = stack.entity_logistic_sections
	return value.sections or {}, value.trash_not_requested or false
end

--- @return table<string, any> own
--- @return table<string, any> logistics
local function read_all(stack)
	local sections, trash_not_requested = requests(stack)
	return {
		color = stack.entity_color,
		label = stack.entity_label,
		driver_is_gunner = stack.entity_driver_is_gunner,
		auto_target_with_gunner = stack.entity_auto_target_with_gunner,
		auto_target_without_gunner = stack.entity_auto_target_without_gunner,
	}, {
		enabled = stack.entity_logistics_enabled,
		request_from_buffers = stack.entity_request_from_buffers,
		while_moving = stack.entity_enable_logistics_while_moving,
		trash_not_requested = trash_not_requested,
		sections = sections,
	}
end

local function difference(value, fresh)
	local result = {}
	for key, member in pairs(value) do
		if not runs.same(member, fresh[key]) then
			result[key] = member
		end
	end
	return next(result) and result or nil
end

--- @param stack LuaItemStack item with entity data
--- @return Packed? x nil when it is as a fresh one
function packed.read(stack)
	local own, logistics = read_all(stack)
	local scratch = game.create_inventory(1)
	local ok, problem = pcall(scratch[1].set_stack, { name = stack.name, quality = stack.quality.name })
	local fresh, fresh_logistics
	if ok then
		ok, fresh, fresh_logistics = pcall(read_all, scratch[1])
		problem = fresh
	end
	scratch.destroy()
	if not ok then
		error(problem, 0)
	end
	logistics = difference(logistics, fresh_logistics)
	local x = difference(own, fresh)
	if logistics then
		x = x or {}
		x.logistics = logistics
	end
	return x
end

local function known(filter)
	if type(filter) ~= "table" then
		return false
	end
	local is_item = filter.type == nil or filter.type == "item"
	return (not is_item or filter.name == nil or prototypes.item[filter.name] ~= nil)
		and (filter.quality == nil or prototypes.quality[filter.quality] ~= nil)
end

local function known_sections(sections)
	local result = {}
	for index, section in ipairs(runs.list(sections)) do
		local copy = {}
		for key, value in pairs(section) do
			copy[key] = value
		end
		copy.filters = {}
		for _, filter in ipairs(runs.list(section.filters or {})) do
			if known(filter) then
				copy.filters[#copy.filters + 1] = filter
			end
		end
		result[index] = copy
	end
	return result
end

--- Requests for what is unknown here are left out, and are back in the document as long as nobody changes the others.
--- @return {came: table, now: table}? requests nil when all of them are known
local function write_requests(stack, logistics)
	stack.entity_logistic_sections = {
		sections = known_sections(logistics.sections or {}),
		trash_not_requested = logistics.trash_not_requested,
	}
	local now = requests(stack)
	if logistics.sections and not runs.same(now, logistics.sections) then
		return { came = logistics.sections, now = now }
	end
	return nil
end

local own_members = {
	color = "entity_color",
	label = "entity_label",
	driver_is_gunner = "entity_driver_is_gunner",
	auto_target_with_gunner = "entity_auto_target_with_gunner",
	auto_target_without_gunner = "entity_auto_target_without_gunner",
}
local logistic_members = {
	enabled = "entity_logistics_enabled",
	request_from_buffers = "entity_request_from_buffers",
	while_moving = "entity_enable_logistics_while_moving",
}

--- @param stack LuaItemStack a fresh item with entity data
--- @param x Packed
--- @param current RestoreContext
--- @param what string of the item, for messages
--- @return {came: table, now: table}? requests to be remembered with the item
function packed.write(stack, x, current, what)
	local function try(member, action, ...)
		local ok, result = pcall(action, ...)
		if not ok then
			context.notice(current, ("Could not restore the %s of %s: %s"):format(member, what, tostring(result)))
			return nil
		end
		return result
	end
	local function assign(members, values)
		for key, member in pairs(members) do
			if values[key] ~= nil then
				try(key, function()
					stack[member] = values[key]
				end)
			end
		end
	end
	assign(own_members, x)
	local logistics = x.logistics
	if type(logistics) ~= "table" then
		return nil
	end
	assign(logistic_members, logistics)
	if type(logistics.sections) == "table" or logistics.trash_not_requested ~= nil then
		return try("requests", write_requests, stack, logistics)
	end
	return nil
end

--- Whether this module knows a member of `x`.
--- @param key string
--- @return boolean
function packed.handles(key)
	return own_members[key] ~= nil or key == "logistics" or key == "inhibit_movement_bonus"
end

return packed
