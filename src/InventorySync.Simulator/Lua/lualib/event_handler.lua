-- Joins libraries of event handlers into one registration for each event (factorio-server.md §9.2).

local handler = {}
local libraries = {}
local set_up = false

local function add_interfaces_and_commands()
	if set_up then
		return
	end
	set_up = true
	for _, library in ipairs(libraries) do
		if library.add_remote_interface then
			library.add_remote_interface()
		end
	end
	for _, library in ipairs(libraries) do
		if library.add_commands then
			library.add_commands()
		end
	end
end

local function in_order(handlers)
	if #handlers == 1 then
		return handlers[1]
	end
	return function(event)
		for i = 1, #handlers do
			handlers[i](event)
		end
	end
end

local function collect(field)
	local order, by_key = {}, {}
	for _, library in ipairs(libraries) do
		for key, handle in pairs(library[field] or {}) do
			if not by_key[key] then
				by_key[key] = {}
				order[#order + 1] = key
			end
			local handlers = by_key[key]
			handlers[#handlers + 1] = handle
		end
	end
	return order, by_key
end

local function register()
	local ids, events = collect("events")
	for _, id in ipairs(ids) do
		script.on_event(id, in_order(events[id]))
	end
	local periods, timers = collect("on_nth_tick")
	for _, period in ipairs(periods) do
		script.on_nth_tick(period, in_order(timers[period]))
	end
end

local function run_all(name, ...)
	for _, library in ipairs(libraries) do
		if library[name] then
			library[name](...)
		end
	end
end

script.on_init(function()
	add_interfaces_and_commands()
	register()
	run_all("on_init")
end)

script.on_load(function()
	add_interfaces_and_commands()
	register()
	run_all("on_load")
end)

script.on_configuration_changed(function(data)
	run_all("on_configuration_changed", data)
end)

handler.add_lib = function(library)
	if type(library) ~= "table" then
		error("add_lib expects a table, got " .. type(library), 2)
	end
	for _, known in ipairs(libraries) do
		if known == library then
			error("This library has been added already.", 2)
		end
	end
	libraries[#libraries + 1] = library
end

handler.add_libraries = function(list)
	for _, library in ipairs(list) do
		handler.add_lib(library)
	end
end

return handler
