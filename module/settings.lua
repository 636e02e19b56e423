--- Parts that are made of keys of the document's `ext`: each key a value that can be read and set, usually left out
--- while it has its usual value.

local context = require("modules/inventory_sync/context")
local provenance = require("modules/inventory_sync/provenance")

--- @class Setting
--- @field key string of `ext`
--- @field get fun(player: LuaPlayer): any nil when there is none now, as of a body that is dead
--- @field set fun(player: LuaPlayer, value: any) may fail; then the value only travels on
--- @field usual any left out of documents, and set when one of this module does not mention it
--- @field stays boolean? what a document does not mention is left as it is here
--- @field always boolean? what a document of others does not mention is set to the usual value too

--- @class NamedSettings: Setting a table of values by name, without the usual ones
--- @field named true
--- @field knows fun(name: string): boolean whether there is such a thing here
--- @field set fun(player: LuaPlayer, name: string, value: any?) nil for the usual value

local settings = {}

local function sorted(values)
	local names = {}
	for name in pairs(values) do
		names[#names + 1] = name
	end
	table.sort(names)
	local result = {}
	for _, name in ipairs(names) do
		result[name] = values[name]
	end
	return next(result) ~= nil and result or nil
end

local function read_setting(setting, player, record)
	local value = setting.get(player)
	if setting.named then
		if value and record then
			context.recall(record, setting.key, value)
		end
		return value and sorted(value)
	end
	if not record then
		return value
	end
	if value == setting.usual then
		value = nil
	end
	return context.recall(record, "ext", { [setting.key] = value })[setting.key]
end

local function attempt(current, what, action, ...)
	local ok, problem = pcall(action, ...)
	if not ok then
		context.notice(current, "Could not restore " .. what .. ": " .. tostring(problem))
	end
end

local function write_value(setting, player, wanted, ours, current)
	local value = wanted
	if value == nil and (ours or setting.always) and not setting.stays and setting.get(player) ~= nil then
		value = setting.usual
	end
	if value ~= nil then
		attempt(current, setting.key, setting.set, player, value)
	end
	if wanted == nil and (setting.stays or not ours) then
		return
	end
	local here = setting.get(player)
	if here == setting.usual then
		here = nil
	end
	context.remember(current, "ext", setting.key, here, wanted)
end

local function write_named(setting, player, wanted, ours, current)
	if wanted == nil and not ours then
		return
	end
	if wanted ~= nil and type(wanted) ~= "table" then
		context.notice(current, "Could not restore " .. setting.key .. ": it is no object")
		return
	end
	wanted = wanted or {}
	for name in pairs(setting.get(player) or {}) do
		if wanted[name] == nil then
			attempt(current, setting.key .. "." .. name, setting.set, player, name, nil)
		end
	end
	for name, value in pairs(wanted) do
		if type(name) == "string" and setting.knows(name) then
			attempt(current, setting.key .. "." .. name, setting.set, player, name, value)
		end
	end
	context.remember_all(current, setting.key, setting.get(player) or {}, wanted)
end

--- @param name string for messages
--- @param list Setting[] in the order in which they are written
--- @return Part
function settings.part(name, list)
	local part = { name = name, members = {}, ext_members = {} }
	for index, setting in ipairs(list) do
		part.ext_members[index] = setting.key
	end

	function part.read(player, document, record)
		for _, setting in ipairs(list) do
			document.ext[setting.key] = read_setting(setting, player, record)
		end
	end

	function part.write(player, document, current)
		local ext = document.ext or {}
		local ours = provenance.is_ours(document)
		for _, setting in ipairs(list) do
			local write = setting.named and write_named or write_value
			write(setting, player, ext[setting.key], ours, current)
		end
	end

	return part
end

return settings
