--- The plain scheme's side of the game (player-data §1 to §4, save-patching-and-ipc §4.2), to compare with: the JSON text
--- grows piece by piece, the last one decodes all of it and restores in place, in one tick. A leave writes all in one tick.

local order = { "armor", "main", "guns", "ammo", "trash" }
local texts = {}

local write_inventory, read_inventory

local function write_grid(grid, pieces)
	grid.clear()
	for _, entry in ipairs(pieces) do
		local piece = grid.put({ name = entry.g or entry.n, quality = entry.q, position = entry.p, ghost = entry.g ~= nil })
		if piece and entry.s then
			piece.shield = entry.s
		end
		if piece and entry.e then
			piece.energy = entry.e
		end
	end
end

local function write_stack(stack, entry)
	if entry.e then
		stack.import_stack(entry.e)
		return
	end
	stack.set_stack({
		name = entry.n,
		count = entry.c,
		quality = entry.q,
		health = entry.h,
		durability = entry.d,
		ammo = entry.a,
	})
	if entry.l then
		stack.label = entry.l.t
	end
	if entry.g then
		write_grid(stack.grid or stack.create_grid(), entry.g)
	end
	if entry.i then
		write_inventory(stack.get_inventory(defines.inventory.item_main), entry.i)
	end
end

function write_inventory(inventory, record)
	inventory.clear()
	local last = 0
	for _, entry in ipairs(record.i) do
		local first = entry.s or last + 1
		last = first + (entry.r or 0)
		for slot = first, math.min(last, #inventory) do
			if entry.f then
				inventory.set_filter(slot, entry.f)
			end
			if entry.n or entry.e then
				write_stack(inventory[slot], entry)
			end
		end
	end
end

local function restore(player, document)
	if document.controller ~= "character" then
		player.get_main_inventory().clear()
		return
	end
	local character = player.character
	for name, value in pairs(document.character) do
		if name:find("^character_") then
			character[name] = value
		end
	end
	for _, name in ipairs(order) do
		write_inventory(player.get_inventory(defines.inventory["character_" .. name]), document.character.inventories[name])
	end
	player.color, player.chat_color, player.tag = document.color, document.chat_color, document.tag
end

local function read_grid(grid)
	local list = {}
	for index, piece in ipairs(grid.equipment) do
		list[index] = {
			n = piece.name,
			g = piece.name == "equipment-ghost" and piece.ghost_name or nil,
			p = { piece.position.x, piece.position.y },
			q = piece.quality.name,
			s = piece.name ~= "equipment-ghost" and piece.shield > 0 and piece.shield or nil,
			e = piece.name ~= "equipment-ghost" and piece.energy > 0 and piece.energy or nil,
		}
	end
	return list
end

local exported = {
	["blueprint"] = true,
	["blueprint-book"] = true,
	["upgrade-item"] = true,
	["deconstruction-item"] = true,
	["item-with-tags"] = true,
}

local function read_stack(stack, entry)
	if exported[stack.type] then
		entry.e = stack.export_stack()
		return
	end
	entry.n, entry.c, entry.q = stack.name, stack.count, stack.quality.name
	entry.h = stack.health < 1 and stack.health or nil
	entry.d = stack.type == "tool" and stack.durability or nil
	entry.a = stack.type == "ammo" and stack.ammo or nil
	entry.g = stack.grid and read_grid(stack.grid)
	if stack.is_item_with_inventory then
		entry.i = read_inventory(stack.get_inventory(defines.inventory.item_main))
	end
end

--- Each slot's text is compared with the one before it (player-data §2.3).
function read_inventory(inventory)
	local list, previous, previous_text, index = {}, nil, nil, nil
	for slot = 1, #inventory do
		local stack = inventory[slot]
		local entry = { f = inventory.supports_filters() and inventory.get_filter(slot) or nil }
		if stack.valid_for_read then
			read_stack(stack, entry)
		end
		if not next(entry) then
			previous, previous_text, index = nil, nil, nil
		else
			local text = helpers.table_to_json(entry)
			if previous and previous_text == text then
				previous.r = (previous.r or 0) + 1
			else
				if slot ~= (index or 0) + 1 then
					entry.s = slot
				end
				list[#list + 1] = entry
				previous, previous_text = entry, text
			end
			index = slot
		end
	end
	return { i = list }
end

local function read(player)
	local document = { generation = 1, name = player.name, controller = "character", character = { inventories = {} } }
	for _, name in ipairs(order) do
		local inventory = player.get_inventory(defines.inventory["character_" .. name])
		if inventory then
			document.character.inventories[name] = read_inventory(inventory)
		end
	end
	return document
end

local library = { events = {} }

function library.add_commands()
	commands.add_command("plain", "", function(command)
		local name, last, piece = command.parameter:match("^(.-) (%d) |(.*)|$")
		texts[name] = (texts[name] or "") .. piece
		if last == "1" then
			local text = texts[name]
			texts[name] = nil
			restore(game.get_player(name), helpers.json_to_table(text))
		end
	end)
end

library.events[defines.events.on_pre_player_left_game] = function(event)
	local player = game.get_player(event.player_index)
	helpers.write_file("plain.json", helpers.table_to_json(read(player)), false, 0)
end

return library
