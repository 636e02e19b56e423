-- Turns a plain Lua state into the environment of a scenario (factorio-server.md §9.1). Runs once, with the C#
-- functions as its argument; what it returns is for C#. No error crosses a C# function: each answers 1 and its
-- results, or 0 and a message, and the error is raised here.

local native, is_54 = ...
local debug, setmetatable, getmetatable, rawget, next, type = debug, setmetatable, getmetatable, rawget, next, type
local tostring, error, load, select, ipairs = tostring, error, load, select, ipairs
local concat, floor = table.concat, math.floor

local function finish(ok, ...)
	if ok == 1 then
		return ...
	end
	-- Reached by a tail call, so the frame below this one is the script's.
	error((...), 2)
end

local function exposed(callback)
	return function(...)
		return finish(callback(...))
	end
end

-- API objects ---------------------------------------------------------------------------------------------------

local get, set, invoke, length, entries = native.get, native.set, native.invoke, native.length, native.entries
local METHOD = 2

local object = {}
function object.__index(self, key)
	local kind, value = get(self, key)
	if kind == 1 then
		return value
	elseif kind == METHOD then
		return function(...)
			return finish(invoke(self, value, ...))
		end
	end
	error(value, 2)
end
function object.__newindex(self, key, value)
	local ok, message = set(self, key, value)
	if ok ~= 1 then
		error(message, 2)
	end
end
function object.__len(self)
	local ok, value = length(self)
	if ok ~= 1 then
		error(value, 2)
	end
	return value
end
function object.__tostring(self)
	local _, text = native.describe(self)
	return text
end
function object.__pairs(self)
	local ok, keys, values = entries(self)
	if ok ~= 1 then
		error(keys, 2)
	end
	local i = 0
	return function()
		i = i + 1
		return keys[i], values[i]
	end
end
object.__metatable = false

-- Iteration in a repeatable order ----------------------------------------------------------------------------------

local sorted_keys = native.sorted_keys
local metatable_of = debug.getmetatable
function pairs(t)
	local metatable = metatable_of(t)
	if type(metatable) == "table" and metatable.__pairs then
		return metatable.__pairs(t)
	end
	if type(t) ~= "table" then
		error("bad argument #1 to 'pairs' (table expected, got " .. (t == nil and "nil" or type(t)) .. ")", 2)
	end
	local _, keys = sorted_keys(t)
	local i = 0
	return function()
		while true do
			i = i + 1
			local key = keys[i]
			if key == nil then
				return nil
			end
			local value = rawget(t, key)
			if value ~= nil then
				return key, value
			end
		end
	end, t, nil
end

function table_size(t)
	local size = 0
	for _ in next, t do
		size = size + 1
	end
	return size
end

-- Output -------------------------------------------------------------------------------------------------------------

local native_print, native_log, native_text = native.print, native.log, native.text

function print(...)
	local parts = {}
	for i = 1, select("#", ...) do
		parts[i] = tostring((select(i, ...)))
	end
	native_print(concat(parts, "\t"))
end

function localised_print(message)
	native_print(finish(native_text(message)))
end

local getinfo = debug.getinfo
function log(message)
	local caller = getinfo(2, "Sl")
	native_log(caller and caller.source .. ":" .. caller.currentline or "", finish(native_text(message)))
end

-- Numbers --------------------------------------------------------------------------------------------------------------

local native_random = native.random
function math.random(low, high)
	local _, value = native_random()
	if low == nil then
		return value
	end
	if high == nil then
		low, high = 1, low
	end
	if floor(low) > floor(high) then
		error("bad argument #" .. (low == 1 and 1 or 2) .. " to 'random' (interval is empty)", 2)
	end
	low, high = floor(low), floor(high)
	return low + floor(value * (high - low + 1))
end
function math.randomseed() end

-- Modules ----------------------------------------------------------------------------------------------------------------

local loaded = {}
local folders = {}
local loading = true
local in_progress = {}

local function run_module(key, source, folder)
	local chunk, message = load(source, "@" .. key, "t")
	if not chunk then
		error(message, 0)
	end
	folders[#folders + 1] = folder
	local result = chunk(key)
	folders[#folders] = nil
	return result
end

function require(name)
	if not loading then
		error("Require can't be used outside of control.lua parsing.", 2)
	end
	local ok, key, source, folder = native.find_module(name, folders[#folders] or "")
	if ok ~= 1 then
		error(key, 2)
	end
	if loaded[key] ~= nil then
		return loaded[key]
	end
	if in_progress[key] then
		error("The module " .. key .. " requires itself.", 2)
	end
	in_progress[key] = true
	local result = run_module(key, source, folder)
	in_progress[key] = nil
	if loaded[key] == nil then
		loaded[key] = result == nil and true or result
	end
	return loaded[key]
end

package = { loaded = loaded }

-- What a scenario does not have --------------------------------------------------------------------------------------------

io, os, coroutine, loadfile, dofile, module, collectgarbage, newproxy, utf8, warn = nil
local sethook, traceback = debug.sethook, debug.traceback
_G.debug = { getinfo = getinfo, traceback = traceback }

-- Finalizers would run below C# functions, where an error of theirs could not be caught.
local set_metatable = setmetatable
function _G.setmetatable(t, metatable)
	if type(metatable) == "table" and rawget(metatable, "__gc") ~= nil then
		error("not simulated: __gc", 2)
	end
	return set_metatable(t, metatable)
end

for _, name in ipairs({ "pack", "packsize", "unpack" }) do
	if not string[name] then
		string[name] = function()
			error("not simulated: string." .. name, 2)
		end
	end
end

-- No binary chunks: they could break the engine.
_G.load = function(chunk, name, _, ...)
	if select("#", ...) > 0 then
		return load(chunk, name, "t", (...))
	end
	return load(chunk, name, "t")
end
string.dump = nil

if is_54 then
	native.shim_54()
end

-- Tables as text ----------------------------------------------------------------------------------------------------------------

local function quoted(value)
	return type(value) == "string" and string.format("%q", value):gsub("\\\n", "\\n") or tostring(value)
end

local function written(value, indent, level, seen)
	if type(value) ~= "table" then
		return (quoted(value))
	end
	if seen[value] then
		return "nil --[[ref]]"
	end
	seen[value] = true
	local parts, count = {}, #value
	for i = 1, count do
		parts[i] = written(value[i], indent, level + 1, seen)
	end
	for key, item in pairs(value) do
		if not (type(key) == "number" and key >= 1 and key <= count and key == floor(key)) then
			local name = type(key) == "string" and key:find("^[%a_][%w_]*$") and key or "[" .. quoted(key) .. "]"
			parts[#parts + 1] = name .. " = " .. written(item, indent, level + 1, seen)
		end
	end
	seen[value] = nil
	if not indent or #parts == 0 then
		return "{" .. concat(parts, ", ") .. "}"
	end
	local pad = indent:rep(level)
	return "{\n" .. pad .. indent .. concat(parts, ",\n" .. pad .. indent) .. "\n" .. pad .. "}"
end

serpent = {
	line = function(value)
		return written(value, nil, 0, {})
	end,
	block = function(value)
		return written(value, "  ", 0, {})
	end,
}

-- Instruction budget -----------------------------------------------------------------------------------------------------------

local BUDGET = "The script ran longer than its instruction budget allows."
local watch

-- A script may catch the first error: this hook raises at every instruction until the script has given up.
local function stop_runaway(period)
	return function()
		local _, over = native.over_budget()
		if over then
			error(BUDGET, 2)
		end
		watch(period)
	end
end

watch = function(period)
	sethook(function()
		local _, over = native.over_budget()
		if over then
			sethook(stop_runaway(period), "", 1)
			error(BUDGET, 2)
		end
	end, "", period)
end

return {
	object = object,
	watch = watch,
	message_handler = function(message)
		if type(message) ~= "string" then
			message = "(error object is a " .. type(message) .. " value)"
		end
		return traceback(message, 2)
	end,
	run_control = function()
		local key, source, folder = finish(native.find_module("control", ""))
		run_module(key, source, folder)
		loading = false
	end,
	exposed = exposed,
}
