--- Everything a document has of items, built aside: stack by stack into inventories outside the world, as much in each
--- tick as the budget allows. The player is not touched by it. All of it lives in the player's record, so that it goes
--- on after a save, and can be dropped at any moment without a trace.

local body = require("modules/inventory_sync/body")
local book = require("modules/inventory_sync/book")
local budget = require("modules/inventory_sync/budget")
local context = require("modules/inventory_sync/context")
local kept = require("modules/inventory_sync/kept")
local parts = require("modules/inventory_sync/parts")
local restore_items = require("modules/inventory_sync/restore_items")
local runs = require("modules/inventory_sync/runs")

--- @class BuildTask a run of equal entries, or something kept earlier
--- @field kind "slots"|"spare"|"equipment"
--- @field path string
--- @field slot integer?
--- @field repeats integer additional ones
--- @field entry Entry
--- @field reason string why it is kept when there is no room
--- @field done integer of the repeats
--- @field left integer? of the count of the one under way
--- @field book integer[]? where in an opened book the work is (book.lua)
--- @field lossy boolean? something in the opened book is unknown here

--- @class Spare what is in a slot of the inventory `spare`, which has no place of its own
--- @field path string where it was
--- @field slot integer?
--- @field entry Entry
--- @field reason string
--- @field task integer whose it is
--- @field rest boolean? of a stack too large, and not the first of it

--- @class Build
--- @field begun_at_tick integer
--- @field context RestoreContext
--- @field inventories table<string, LuaInventory> by the document's names, and `spare`
--- @field old Vault? from the swap on: what the player owned before
--- @field scratch LuaInventory? for the blueprints of opened books
--- @field tasks BuildTask[]
--- @field next integer
--- @field spares Spare[]
--- @field remainders Spare[] what is not built because there is too much of it
--- @field filters Kept[] kept earlier, to be tried once the slots are filled
--- @field expected table<string, number> what the document has, by item
--- @field found table<string, number> what was built of it or kept, by item

--- The inventory for what has no slot.
local spare_name = "spare"

--- More than this of things without a slot are not built: they stay as they are described.
local most_spares = 1000

local build = {}

build.spare_name = spare_name

--- @param entry Entry
--- @return string key for counting
function build.key(entry)
	return entry.e and "exported" or entry.n .. "/" .. (entry.q or "normal")
end

local function count(totals, entry, number)
	local key = build.key(entry)
	totals[key] = (totals[key] or 0) + number
end

--- What cannot be built, as often as the entry says.
local function describe(current, task, entry, repeats)
	local whole = {}
	for name, value in pairs(entry) do
		whole[name] = value
	end
	whole.r = repeats > 0 and repeats or nil
	count(current.found, entry, (entry.c or 1) * (repeats + 1))
	return whole, task.slot and task.slot + task.done
end

local function keep(current, task, entry, repeats, reason)
	local whole, slot = describe(current, task, entry, repeats)
	context.keep(current.context, task.path, slot, whole, reason)
end

--- Leaves it undone: whether something of it was built that finds a place is seen at the swap.
local function leave(current, task, entry, repeats)
	local whole, slot = describe(current, task, entry, repeats)
	local remainders = current.remainders
	remainders[#remainders + 1] = {
		path = task.path,
		slot = slot,
		entry = whole,
		reason = task.reason,
		task = current.next,
		rest = task.left ~= nil,
	}
end

--- What is left of a stack that is too large here, as an item of its own.
local function rest_of(entry, left)
	return { n = entry.n, c = left, q = entry.q, h = entry.h, sp = entry.sp }
end

local function add(current, task)
	task.done = 0
	current.tasks[#current.tasks + 1] = task
end

local function add_inventory(current, name, record)
	local last = 1
	for _, run in ipairs(runs.decode(record.i or {})) do
		local entry = run.entry
		if entry.n or entry.e then
			last = run.slot + run.repeats
			count(current.expected, entry, (entry.c or 1) * (run.repeats + 1))
			add(current, {
				kind = "slots",
				path = name,
				slot = run.slot,
				repeats = run.repeats,
				entry = restore_items.content(entry),
				reason = "refused",
			})
		end
	end
	current.inventories[name] = game.create_inventory(last)
end

local function add_kept(current, item)
	local entry = item.entry
	if parts.of_path(item.path) then
		context.keep(current.context, item.path, item.slot, entry, item.reason)
	elseif item.path:sub(-2) == "/g" then
		local reason = item.reason
		add(current, { kind = "equipment", path = item.path, slot = item.slot, repeats = 0, entry = entry, reason = reason })
	elseif entry.n or entry.e then
		local repeats = entry.r or 0
		count(current.expected, entry, (entry.c or 1) * (repeats + 1))
		add(current, {
			kind = "spare",
			path = item.path,
			slot = item.slot,
			repeats = repeats,
			entry = restore_items.content(entry),
			reason = item.reason,
		})
	else
		current.filters[#current.filters + 1] = item
	end
end

--- The inventories a document has for its controller. Who waits for a new body gets theirs with it.
--- @param document table
--- @return table<string, table>
function build.records(document)
	if document.controller == "ghost" or document.controller == "spectator" then
		return {}
	end
	return document.character and document.character.inventories or document.inventories or {}
end

--- @return Build
function build.new()
	return {
		begun_at_tick = game.tick,
		context = context.new(),
		inventories = {},
		tasks = {},
		next = 1,
		spares = {},
		remainders = {},
		filters = {},
		expected = {},
		found = {},
	}
end

--- Lays out the work.
--- @param current Build where it can be dropped when this fails
--- @param records table<string, table> inventories by the document's names
--- @param earlier Kept[]
--- @param has_inventories boolean else nothing can be placed, and what was kept goes on
function build.begin(current, records, earlier, has_inventories)
	for _, name in ipairs(body.inventory_names) do
		if records[name] then
			budget.spend(budget.inventory)
			add_inventory(current, name, records[name])
		end
	end
	for _, item in ipairs(earlier) do
		if has_inventories then
			add_kept(current, item)
		else
			context.keep(current.context, item.path, item.slot, item.entry, item.reason)
		end
	end
end

--- A new slot for something that has none of its own.
local function next_spare(current, task, entry)
	local spares = current.spares
	local slot = task.slot and task.slot + task.done
	spares[#spares + 1] = {
		path = task.path,
		slot = slot,
		entry = entry,
		reason = task.reason,
		task = current.next,
		rest = task.left ~= nil,
	}
	local inventory = current.inventories[spare_name]
	if not inventory then
		current.inventories[spare_name] = game.create_inventory(16)
	elseif #spares > #inventory then
		inventory.resize(#spares * 2)
	end
	return #spares
end

--- Counts what a stack has become, by what the game says of it.
local function note_built(current, stack, entry)
	if entry.e then
		count(current.found, entry, 1)
	else
		local key = stack.name .. "/" .. stack.quality.name
		current.found[key] = (current.found[key] or 0) + stack.count
	end
end

--- @return LuaItemStack stack
--- @return string path
--- @return integer slot
local function place_of(current, task, entry)
	if task.kind == "spare" then
		local index = next_spare(current, task, entry)
		return current.inventories[spare_name][index], spare_name, index
	end
	local slot = task.slot + task.done
	return current.inventories[task.path][slot], task.path, slot
end

local function forget_place(current, task)
	if task.kind == "spare" then
		current.spares[#current.spares] = nil
	end
end

--- One opened book, over as many ticks as it takes.
--- @return boolean done
local function build_book(current, task)
	if not task.book then
		place_of(current, task, task.entry)
	end
	local name = task.kind == "spare" and spare_name or task.path
	local index = task.kind == "spare" and #current.spares or task.slot + task.done
	local stack = current.inventories[name][index]
	current.scratch = current.scratch or game.create_inventory(1)
	local done, problem = book.continue(stack, task, current)
	if not done then
		return false
	end
	current.scratch.clear()
	if problem then
		stack.clear()
		forget_place(current, task)
		keep(current, task, task.entry, 0, "not importable")
		context.notice(current.context, "Could not restore a blueprint book in " .. task.path .. ": " .. problem)
	else
		restore_items.write_exported_details(stack, task.entry, current.context, name .. "/" .. index)
		note_built(current, stack, task.entry)
	end
	return true
end

--- One stack; what does not fit into one becomes further ones without a slot.
local function build_stack(current, task)
	local entry = task.entry
	local left = task.left or entry.c
	local now = entry
	if entry.n then
		local most = prototypes.item[entry.n].stack_size
		if task.left then
			now = rest_of(entry, math.min(left, most))
		elseif left > most then
			now = restore_items.content(entry)
			now.c = most
		end
	end
	local stack, path, slot = place_of(current, task, now)
	local refused = restore_items.build(stack, now, current.context, path, slot)
	if refused then
		forget_place(current, task)
		keep(current, task, task.left and rest_of(entry, left) or entry, 0, refused)
		task.left = nil
		return true
	end
	note_built(current, stack, now)
	left = entry.n and left - now.c or 0
	if left == 0 then
		task.left = nil
		return true
	elseif task.kind == "spare" then
		task.left = left
		return false
	end
	add(current, {
		kind = "spare",
		path = task.path,
		slot = slot,
		repeats = 0,
		entry = rest_of(entry, left),
		reason = "no room",
	})
	return true
end

--- @return integer units for the next stack of a task
local function cost(task)
	if task.kind == "equipment" then
		return budget.equipment
	elseif type(task.entry.e) == "table" then
		return book.cost(task)
	end
	return restore_items.cost(task.entry)
end

--- @return boolean done with one of the repeats
local function step(current, task)
	if task.kind == "equipment" then
		kept.retry_equipment(current.inventories, task, current.context)
		return true
	elseif type(task.entry.e) == "table" then
		return build_book(current, task)
	end
	return build_stack(current, task)
end

--- Passes over what this server does not know, and what there is too much of.
--- @return boolean passed
local function pass_over(current, task)
	if task.kind == "equipment" or task.book then
		return false
	end
	local unknown = restore_items.unknown(task.entry)
	if unknown then
		keep(current, task, task.entry, task.repeats, unknown)
	elseif task.kind == "spare" and #current.spares >= most_spares then
		if task.left then
			leave(current, task, rest_of(task.entry, task.left), 0)
			task.left = nil
			task.done = task.done + 1
		end
		if task.done <= task.repeats then
			leave(current, task, task.entry, task.repeats - task.done)
		end
	else
		return false
	end
	task.done = task.repeats + 1
	return true
end

local function finish(current)
	if current.scratch then
		current.scratch.destroy()
		current.scratch = nil
	end
	build.compare(current.expected, current.found)
	return true
end

--- Builds as much as there is room for in this tick's budget. Throws when what was built is not what the document has.
--- @param current Build
--- @param at_once boolean? all of it, for what cannot wait
--- @return boolean done
function build.continue(current, at_once)
	while current.next <= #current.tasks do
		local task = current.tasks[current.next]
		if not pass_over(current, task) then
			local units = cost(task)
			if not at_once and not budget.has(units) then
				return false
			end
			budget.spend(units)
			if step(current, task) then
				task.done = task.done + 1
			end
		end
		if task.done > task.repeats then
			current.next = current.next + 1
		end
	end
	return finish(current)
end

--- Throws when two countings differ.
--- @param expected table<string, number>
--- @param found table<string, number>
function build.compare(expected, found)
	local function check(key)
		if (expected[key] or 0) ~= (found[key] or 0) then
			error("counted " .. (found[key] or 0) .. " of " .. key .. " where " .. (expected[key] or 0) .. " belong", 0)
		end
	end
	for key in pairs(expected) do
		check(key)
	end
	for key in pairs(found) do
		check(key)
	end
end

--- Ends it and all that it made.
--- @param current Build
function build.destroy(current)
	for name, aside in pairs(current.old and current.old.inventories or {}) do
		-- Whoever has something in it left has not put it into the stash yet.
		if aside.inventory.valid and aside.inventory.is_empty() then
			aside.inventory.destroy()
		end
		current.old.inventories[name] = nil
	end
	for name, inventory in pairs(current.inventories) do
		if inventory.valid then
			inventory.destroy()
		end
		current.inventories[name] = nil
	end
	if current.scratch and current.scratch.valid then
		current.scratch.destroy()
	end
	current.scratch = nil
end

--- Drops what is being built for a player, if anything is. The document stays.
--- @param record PlayerRecord
function build.drop(record)
	if record.build then
		build.destroy(record.build)
		record.build = nil
	end
end

return build
