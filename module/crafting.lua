--- The crafting queue (player-data §2.7). Crafts that this server does not know, or that are not researched here, stay
--- in the document with their ingredients and go on where they can.

local body = require("modules/inventory_sync/body")
local checks = require("modules/inventory_sync/checks")
local context = require("modules/inventory_sync/context")
local crafts = require("modules/inventory_sync/crafts")
local runs = require("modules/inventory_sync/runs")
local serialise_items = require("modules/inventory_sync/serialise_items")

local most_lines = 10000
local most_count = 2 ^ 31 - 1

--- @class Ingredient as the game inserts it
--- @field name string
--- @field count integer
--- @field quality string? nil for normal
--- @field health number?
--- @field spoil_percent number?

--- @type Part
local crafting = {
	name = "the crafting queue",
	members = { "crafting_queue" },
}

--- Adds up ingredients by name and quality. Health and spoilage are averaged, as the game does when it stacks.
--- @param list Ingredient[]
--- @param ingredient Ingredient
local function add(list, ingredient)
	for _, sum in ipairs(list) do
		if sum.name == ingredient.name and sum.quality == ingredient.quality then
			local count = sum.count + ingredient.count
			local function average(whole, one, other)
				local mean = ((one or whole) * sum.count + (other or whole) * ingredient.count) / count
				return mean ~= whole and mean or nil
			end
			sum.health = average(1, sum.health, ingredient.health)
			sum.spoil_percent = average(0, sum.spoil_percent, ingredient.spoil_percent)
			sum.count = count
			return
		end
	end
	list[#list + 1] = ingredient
end

--- @param inventory LuaInventory?
--- @return Ingredient[]
local function read_ingredients(inventory)
	local list = {}
	for slot = 1, inventory and #inventory or 0 do
		local entry = serialise_items.read(inventory[slot])
		if entry then
			add(list, { name = entry.n, count = entry.c, quality = entry.q, health = entry.h, spoil_percent = entry.sp })
		end
	end
	return list
end

local function add_line(lines, line)
	local last = lines[#lines]
	if last and last.recipe == line.recipe then
		last.count = last.count + line.count
	else
		lines[#lines + 1] = line
	end
end

--- Notes what has no room on a leaving player: it goes on with the document.
local function keep_with(record, inventory)
	for slot = 1, #inventory do
		local entry = serialise_items.read(inventory[slot])
		if entry then
			record.kept = record.kept or {}
			record.kept[#record.kept + 1] = { path = "main", entry = entry, reason = "no room" }
		end
	end
end

--- Reads the queue, and leaves it as it was.
--- @return table queue as in the document
local function read_queue(player, character, record)
	local halted, ingredients, problem = crafts.halt(character)
	if not halted then
		return { crafting_queue = {}, crafting_queue_progress = 0, ingredients = {} }
	end
	local read, list = pcall(read_ingredients, ingredients)
	for _, rest in ipairs(crafts.resume(player, halted, ingredients)) do
		keep_with(record, rest)
		rest.destroy()
	end
	if problem or not read then
		error(problem or list, 0)
	end
	return { crafting_queue = halted.queue, crafting_queue_progress = halted.progress, ingredients = list }
end

--- Only what is right of it: anything may come over the network.
--- @return Ingredient[]
local function checked_ingredients(value)
	local function fraction(number)
		return checks.finite(number) and number > 0 and number <= 1 and number or nil
	end
	local ingredients = {}
	for _, item in ipairs(type(value) == "table" and runs.list(value) or {}) do
		if #ingredients < most_lines and type(item) == "table" and checks.name(item.name)
			and checks.integer(item.count, 1, most_count) then
			ingredients[#ingredients + 1] = {
				name = item.name,
				count = item.count,
				quality = checks.name(item.quality) and item.quality or nil,
				health = fraction(item.health),
				spoil_percent = fraction(item.spoil_percent),
			}
		end
	end
	return ingredients
end

--- @return Halted
local function checked_queue(value)
	local progress = value.crafting_queue_progress
	local halted = { queue = {}, progress = checks.finite(progress) and math.min(math.max(progress, 0), 1) or 0 }
	for _, line in ipairs(type(value.crafting_queue) == "table" and runs.list(value.crafting_queue) or {}) do
		if #halted.queue < most_lines and type(line) == "table" and checks.name(line.recipe)
			and checks.integer(line.count, 1, most_count) then
			halted.queue[#halted.queue + 1] = { recipe = line.recipe, count = line.count }
		end
	end
	return halted
end

--- For a leaving player. The vault takes queues apart by itself.
function crafting.read(player, document, record)
	local character = body.of(player)
	if not record or not character then
		return
	end
	local queue = read_queue(player, character, record)
	local carried = record.carried and record.carried.crafting_queue
	if carried then
		if #queue.crafting_queue == 0 then
			queue.crafting_queue_progress = carried.crafting_queue_progress
		end
		for _, line in ipairs(checked_queue(carried).queue) do
			add_line(queue.crafting_queue, line)
		end
		for _, ingredient in ipairs(checked_ingredients(carried.ingredients)) do
			add(queue.ingredients, ingredient)
		end
	end
	document.crafting_queue = queue
end

--- @return Ingredient[] rest what is unknown here or finds no room
local function supply(main, ingredients)
	local rest = {}
	for _, ingredient in ipairs(ingredients) do
		local inserted = 0
		if prototypes.item[ingredient.name] and (not ingredient.quality or prototypes.quality[ingredient.quality]) then
			inserted = main.insert(ingredient)
		end
		if inserted < ingredient.count then
			ingredient.count = ingredient.count - inserted
			rest[#rest + 1] = ingredient
		end
	end
	return rest
end

local function keep(current, ingredient)
	context.keep(current, "main", nil, {
		n = ingredient.name,
		c = ingredient.count,
		q = ingredient.quality,
		h = ingredient.health,
		sp = ingredient.spoil_percent,
	}, "no room")
end

--- Ingredients of no craft are the player's. Those of crafts that cannot be started here go on with these.
local function settle(current, main, left, rest, unstarted, progress)
	if #unstarted == 0 then
		if left then
			crafts.insert_all(left, main)
			for _, ingredient in ipairs(read_ingredients(left)) do
				keep(current, ingredient)
			end
		end
		for _, ingredient in ipairs(rest) do
			keep(current, ingredient)
		end
		return
	end
	local ingredients = read_ingredients(left)
	for _, ingredient in ipairs(rest) do
		add(ingredients, ingredient)
	end
	current.carried.crafting_queue = {
		crafting_queue = unstarted,
		crafting_queue_progress = progress,
		ingredients = ingredients,
	}
end

function crafting.write(player, document, current)
	local value = document.crafting_queue
	if type(value) ~= "table" then
		return
	end
	local halted = checked_queue(value)
	local ingredients = checked_ingredients(value.ingredients)
	if #halted.queue == 0 and #ingredients == 0 then
		return
	end
	local character = body.of(player)
	if not character then
		current.carried.crafting_queue = value
		return
	end
	local rest
	local unstarted = {}
	local left, problem = crafts.build(player, character, halted, function(main)
		rest = supply(main, ingredients)
	end, function(line, reason)
		unstarted[#unstarted + 1] = line
		context.notice(current, ("Crafting %s (%d) cannot go on here: %s. It is kept with its ingredients.")
			:format(line.recipe, line.count, reason))
	end)
	local main = character.get_inventory(defines.inventory.character_main)
	settle(current, main, left, rest or ingredients, unstarted, halted.progress)
	if left then
		left.destroy()
	end
	if problem then
		context.notice(current, "Could not restore all of the crafting queue: " .. tostring(problem))
	end
end

return crafting
