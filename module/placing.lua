--- What was built aside onto the player, by swapping stacks: each into its slot, what has none into the main inventory,
--- and what finds no room there is kept. Nothing here takes longer than a few calls for each slot.

local body = require("modules/inventory_sync/body")
local build = require("modules/inventory_sync/build")
local context = require("modules/inventory_sync/context")
local kept = require("modules/inventory_sync/kept")
local restore_items = require("modules/inventory_sync/restore_items")
local runs = require("modules/inventory_sync/runs")

local placing = {}

--- @param inventories table<string, LuaInventory>
--- @param totals table<string, number> by item, to be added to
local function contents(inventories, totals)
	for _, inventory in pairs(inventories) do
		for _, item in ipairs(inventory.get_contents()) do
			local key = item.name .. "/" .. item.quality
			totals[key] = (totals[key] or 0) + item.count
		end
	end
	return totals
end

--- What is known of the inside of an item goes with it.
local function move_inside(current, item, place)
	local entry, from = item.entry, item.place
	if from ~= place and (entry.g or entry.i or current.context.memory.extras[from]) then
		context.moved(current.context, from, place)
	end
end

--- The part of an entry that became one stack; the rest is a spare.
local function as_built(entry)
	local most = entry.n and prototypes.item[entry.n].stack_size
	if not most or entry.c <= most then
		return entry
	end
	local copy = {}
	for name, value in pairs(entry) do
		copy[name] = value
	end
	copy.c = most
	return copy
end

--- What of one large stack is not placed is one record again.
local function keep_again(current, item, entry)
	local list = current.context.list
	local last = list[#list]
	if last and item.rest and last.task == item.task and last.slot == item.slot then
		last.entry.c = last.entry.c + entry.c
		last.content = last.entry
		return
	end
	context.keep(current.context, item.path, item.slot, entry, item.reason)
	list[#list].task = item.task
end

--- Keeps a stack as the document describes it, and nothing of it twice.
local function keep(current, item, totals)
	local stack = item.stack
	local key = stack.name .. "/" .. stack.quality.name
	totals[key] = (totals[key] or 0) + stack.count
	move_inside(current, item, nil)
	keep_again(current, item, as_built(item.entry))
	stack.clear()
end

--- Puts stacks of one inventory into their slots.
--- @return table[] left what has no slot
local function place_slots(current, name, target, left)
	local source = current.inventories[name]
	local size = target and #target or 0
	for _, task in ipairs(current.tasks) do
		if task.kind == "slots" and task.path == name then
			for slot = task.slot, task.slot + task.repeats do
				local stack = source[slot]
				if stack.valid_for_read and not (slot <= size and target[slot].swap_stack(stack)) then
					left[#left + 1] = {
						stack = stack,
						place = name .. "/" .. slot,
						path = name,
						slot = slot,
						entry = task.entry,
						reason = not target and "no inventory" or slot > size and "no room" or "refused",
					}
				end
			end
		end
	end
end

--- A slot for something without its own: where it was, or anywhere in the main inventory.
--- @return LuaItemStack? slot
--- @return string place
local function free_slot(inventories, item, full)
	local inventory = inventories[item.path]
	if inventory and item.slot and item.slot <= #inventory and not inventory[item.slot].valid_for_read
		and not (inventory.supports_filters() and inventory.get_filter(item.slot)) then
		return inventory[item.slot], item.path .. "/" .. item.slot
	end
	local stack, slot
	if inventories.main and not full then
		stack, slot = inventories.main.find_empty_stack()
	end
	return stack, stack and "main/" .. slot or ""
end

local function place_elsewhere(current, inventories, left, totals)
	local full = false
	for _, item in ipairs(left) do
		local stack = item.stack
		if stack.valid_for_read then
			local slot, place = free_slot(inventories, item, full)
			if slot and slot.swap_stack(stack) then
				move_inside(current, item, place)
			else
				full = full or not slot
				keep(current, item, totals)
			end
		end
	end
end

local function spares(current, left)
	for index, spare in ipairs(current.spares) do
		left[#left + 1] = {
			stack = current.inventories[build.spare_name][index],
			place = build.spare_name .. "/" .. index,
			path = spare.path,
			slot = spare.slot,
			entry = spare.entry,
			reason = spare.reason,
			task = spare.task,
			rest = spare.rest,
		}
	end
end

--- An item may lie in a slot that its filter would not let it into, so filters come after the items.
local function write_filters(current, name, target, record)
	local size = target and target.supports_filters() and #target or 0
	for _, run in ipairs(runs.decode(record.i or {})) do
		if run.entry.f then
			local last = run.slot + run.repeats
			for slot = run.slot, math.min(last, size) do
				restore_items.write_filter(target, slot, run.entry.f, current.context, name)
			end
			if last > size then
				local first = math.max(run.slot, size + 1)
				restore_items.keep_beyond(first, last - first, { f = run.entry.f }, current.context, name)
			end
		end
	end
	if record.b and target and target.supports_bar() then
		target.set_bar(math.min(record.b, #target + 1))
	end
end

--- What spoils has grown older since it was built, and is to be as old as in the document.
local function refresh(current)
	if current.begun_at_tick == game.tick then
		return
	end
	for _, task in ipairs(current.tasks) do
		if task.kind == "slots" and task.entry.n then
			for slot = task.slot, task.slot + task.repeats do
				restore_items.refresh(current.inventories[task.path][slot], task.entry)
			end
		end
	end
	for index, spare in ipairs(current.spares) do
		restore_items.refresh(current.inventories[build.spare_name][index], spare.entry)
	end
end

--- Throws when it fails half-way, or when something is missing afterwards or too much.
--- @param player LuaPlayer in the body, and with the bonuses, that belong to the inventories
--- @param records table<string, table> inventories by the document's names
--- @param current Build all of it built
function placing.place(player, records, current)
	local inventories = body.inventories(player)
	for _, name in ipairs(body.inventory_names) do
		if records[name] and inventories[name] then
			inventories[name].clear()
			restore_items.clear_filters(inventories[name])
		end
	end
	refresh(current)
	local before = contents(inventories, contents(current.inventories, {}))
	local left = {}
	for _, name in ipairs(body.inventory_names) do
		if records[name] then
			place_slots(current, name, inventories[name], left)
		end
	end
	-- Before things without a slot are put anywhere: a filter keeps its slot free.
	for _, name in ipairs(body.inventory_names) do
		if records[name] then
			write_filters(current, name, inventories[name], records[name])
		end
	end
	spares(current, left)
	local after = {}
	place_elsewhere(current, inventories, left, after)
	for _, remainder in ipairs(current.remainders) do
		keep_again(current, remainder, remainder.entry)
	end
	for _, item in ipairs(current.filters) do
		kept.retry_filter(inventories, item, current.context)
	end
	build.compare(before, contents(inventories, after))
end

return placing
