--- Opened blueprint books: `{ book = "0…", blueprints = { "0…" | opened book | false, … } }`, false for an empty place.
--- The empty book is imported, then each blueprint by itself, and put into the book's inventory, so that no tick has to
--- import all of it.

local budget = require("modules/inventory_sync/budget")

local book = {}

--- Goes down to where the work is.
--- @param stack LuaItemStack? the whole book
--- @param task BuildTask
--- @return table node
--- @return LuaItemStack? stack of that book
local function innermost(stack, task)
	local node = task.entry.e
	for depth = 1, #(task.book or {}) - 1 do
		local position = task.book[depth]
		node = node.blueprints[position]
		if stack then
			stack = stack.get_inventory(defines.inventory.item_main)[position]
		end
	end
	return node, stack
end

--- @param task BuildTask
--- @return integer units for its next blueprint
function book.cost(task)
	local node = innermost(nil, task)
	if not task.book then
		return budget.export(#node.book)
	end
	local child = node.blueprints[task.book[#task.book] + 1]
	if not child then
		return budget.slot
	end
	return budget.export(#(type(child) == "table" and child.book or child))
end

--- The number of the selected blueprint is lost when a book is imported empty.
local function select_blueprint(stack, text, blueprints)
	local decoded = helpers.decode_string(text:sub(2))
	local content = decoded and helpers.json_to_table(decoded)
	local inside = type(content) == "table" and content["blueprint_book"]
	local index = type(inside) == "table" and inside.active_index
	if type(index) == "number" and index % 1 == 0 and index >= 1 and index < blueprints then
		stack.active_index = index + 1
	end
end

--- @return string? problem
local function import(stack, text, task)
	local result = stack.import_stack(text)
	if result == 1 or not stack.valid_for_read then
		return "something in it is not importable"
	elseif result == -1 then
		task.lossy = true
	end
	return nil
end

--- Puts the next blueprint into the scratch slot.
--- @return string? problem
local function prepare(scratch, child, task)
	scratch.clear()
	if child then
		return import(scratch, type(child) == "table" and child.book or child, task)
	end
	-- Blueprints can only be appended: something blank holds the empty place until the book is complete.
	scratch.set_stack({ name = "blueprint" })
	return nil
end

local function empty_places(inventory, blueprints)
	for position, child in ipairs(blueprints) do
		if child == false then
			inventory[position].clear()
		end
	end
end

--- One step.
--- @return boolean done
--- @return string? problem
local function step(stack, task, current)
	if not task.book then
		local problem = import(stack, task.entry.e.book, task)
		task.book = { 0 }
		return problem ~= nil, problem
	end
	local positions = task.book
	local node, innermost_stack = innermost(stack, task)
	local inventory = innermost_stack.get_inventory(defines.inventory.item_main)
	local position = positions[#positions] + 1
	local child = node.blueprints[position]
	if child == nil then
		empty_places(inventory, node.blueprints)
		select_blueprint(innermost_stack, node.book, #node.blueprints)
		positions[#positions] = nil
		return #positions == 0
	end
	local scratch = current.scratch[1]
	local problem = prepare(scratch, child, task)
	if problem then
		return true, problem
	end
	if inventory.insert(scratch) ~= 1 or not inventory[position].valid_for_read then
		return true, "a blueprint was not let in"
	end
	positions[#positions] = position
	if type(child) == "table" then
		positions[#positions + 1] = 0
	end
	return false
end

--- Goes on with a book by one blueprint.
--- @param stack LuaItemStack empty at first
--- @param task BuildTask whose entry is an opened book
--- @param current Build
--- @return boolean done
--- @return string? problem then the stack is to be cleared
function book.continue(stack, task, current)
	local ok, done, problem = pcall(step, stack, task, current)
	if not ok then
		done, problem = true, tostring(done)
	end
	if done then
		if not problem and task.lossy then
			-- What came goes on, unless the player changes it (player-data §4.7).
			current.context.memory.exports[stack.export_stack()] = task.entry.e
		end
		task.book = nil
		task.lossy = nil
	end
	return done, problem
end

--- All of a book at once: for one inside of another item, which is built as a whole.
--- @param stack LuaItemStack empty
--- @param entry Entry whose `e` is an opened book
--- @param current RestoreContext
--- @return boolean written
function book.write(stack, entry, current)
	local scratch = game.create_inventory(1)
	local task = { entry = entry }
	local done, problem
	repeat
		done, problem = book.continue(stack, task, { scratch = scratch, context = current })
	until done
	scratch.destroy()
	return problem == nil
end

return book
