--- Crafts under way, taken apart and put together. What a queue holds is known only by cancelling it, and which items
--- a craft takes only by starting it where there are no others. So both are done while the main inventory is empty,
--- all of its stacks being aside; each is back in its slot afterwards.

local aside = require("modules/inventory_sync/aside")
local body = require("modules/inventory_sync/body")
local link = require("modules/inventory_sync/link")

--- Room for what comes out of a queue that was filled from more than one inventory's worth of items.
local extra_slots = 1000

--- @class CraftingLine
--- @field recipe string
--- @field count integer

--- @class Halted a queue that was taken apart
--- @field queue CraftingLine[] without prerequisites: starting the others makes them again
--- @field progress number

local crafts = {}

--- Runs an action while the main inventory is empty and large. What the action leaves in it is moved out.
--- @param character LuaEntity
--- @param action fun(main: LuaInventory)
--- @return LuaInventory? left made by the script; nil when the action left nothing
--- @return any problem of the action
local function with_empty_main(character, action)
	local main = character.get_inventory(defines.inventory.character_main)
	local slots = character.character_inventory_slots_bonus
	local taken = aside.take(main)
	local ok, problem = pcall(function()
		character.character_inventory_slots_bonus = slots + extra_slots
		action(main)
	end)
	local collected, left = pcall(aside.collect, main)
	character.character_inventory_slots_bonus = slots
	aside.put_back(main, taken)
	taken.inventory.destroy()
	if not collected then
		error(left, 0)
	end
	return left, not ok and problem or nil
end

--- Moves stacks into the main inventory, onto others too.
--- @param source LuaInventory what finds no room stays there
--- @param main LuaInventory
--- @return boolean all of them found room
function crafts.insert_all(source, main)
	for slot = 1, #source do
		local stack = source[slot]
		if stack.valid_for_read then
			local inserted = main.insert(stack)
			if inserted >= stack.count then
				stack.clear()
			elseif inserted > 0 then
				stack.count = stack.count - inserted
			end
		end
	end
	return source.is_empty()
end

local function cancel_all(character)
	local size = character.crafting_queue_size
	while size > 0 do
		character.cancel_crafting({ index = 1, count = character.crafting_queue[1].count })
		if character.crafting_queue_size >= size then
			error("a craft cannot be cancelled", 0)
		end
		size = character.crafting_queue_size
	end
end

local function read_lines(character)
	local lines = {}
	for _, craft in ipairs(character.crafting_queue) do
		local last = lines[#lines]
		if not craft.prerequisite and last and last.recipe == craft.recipe then
			last.count = last.count + craft.count
		elseif not craft.prerequisite then
			lines[#lines + 1] = { recipe = craft.recipe, count = craft.count }
		end
	end
	return lines
end

--- Takes the queue apart.
--- @param character LuaEntity
--- @return Halted? halted nil when nothing is being crafted
--- @return LuaInventory? ingredients made by the script
--- @return any problem why some of the crafts go on
function crafts.halt(character)
	if character.crafting_queue_size == 0 then
		return nil
	end
	local halted = { queue = read_lines(character), progress = character.crafting_queue_progress }
	local ingredients, problem = with_empty_main(character, function()
		cancel_all(character)
	end)
	return halted, ingredients, problem
end

--- @param force LuaForce
--- @param name string of a recipe
--- @return string? reason why it cannot be crafted here
local function not_known(force, name)
	local recipe = force.recipes[name]
	if not recipe then
		return "unknown recipe"
	end
	return not recipe.enabled and "recipe not enabled" or nil
end

--- Starts crafts from what lies in the main inventory.
--- @param character LuaEntity
--- @param line CraftingLine
--- @return integer started
--- @return string? reason why not all
local function start(character, line)
	local reason = not_known(character.force, line.recipe)
	if reason then
		return 0, reason
	end
	local started = character.begin_crafting({ recipe = line.recipe, count = line.count, silent = true })
	return started, started < line.count and "ingredients missing" or nil
end

--- In cheat mode crafts cost nothing and are done at once, which would double what the queue held.
local function without_cheating(player, action)
	local cheating = player.cheat_mode
	if cheating then
		player.cheat_mode = false
	end
	local ok, problem = pcall(action)
	if cheating then
		player.cheat_mode = true
	end
	if not ok then
		error(problem, 0)
	end
end

--- Puts a queue together from ingredients, and nothing else.
--- @param player LuaPlayer
--- @param character LuaEntity
--- @param halted Halted
--- @param supply fun(main: LuaInventory) puts the ingredients into the empty inventory
--- @param give_up fun(line: CraftingLine, reason: string) is told of crafts that could not be started
--- @return LuaInventory? left ingredients of no craft
--- @return any problem
function crafts.build(player, character, halted, supply, give_up)
	return with_empty_main(character, function(main)
		supply(main)
		without_cheating(player, function()
			for index, line in ipairs(halted.queue) do
				local ok, started, reason = pcall(start, character, line)
				if not ok then
					started, reason = 0, tostring(started)
				end
				if reason then
					give_up({ recipe = line.recipe, count = line.count - started }, reason)
				end
				if index == 1 and started > 0 then
					character.crafting_queue_progress = halted.progress
				end
			end
		end)
	end)
end

--- Puts together again what was taken apart here. What cannot be used goes into the main inventory.
--- @param player LuaPlayer with a body
--- @param halted Halted
--- @param ingredients LuaInventory? destroyed when all of it found a place
--- @return LuaInventory[] rest what found none
function crafts.resume(player, halted, ingredients)
	local character = body.of(player)
	local left, problem = crafts.build(player, character, halted, function(main)
		if ingredients then
			crafts.insert_all(ingredients, main)
		end
	end, function(line, reason)
		link.log("warning", ("%d crafts of %s could not be taken up again: %s"):format(line.count, line.recipe, reason))
	end)
	if problem then
		link.log("error", "The crafting queue of " .. player.name .. " could not be taken up again: " .. tostring(problem))
	end
	local main = character.get_inventory(defines.inventory.character_main)
	local rest = {}
	for _, source in pairs({ left = left, ingredients = ingredients }) do
		if crafts.insert_all(source, main) then
			source.destroy()
		else
			rest[#rest + 1] = source
		end
	end
	return rest
end

return crafts
