--- The condition of the body, and the switches that belong to it and to what it wears (player-data §3.3).

local body = require("modules/inventory_sync/body")
local settings = require("modules/inventory_sync/settings")

--- Health regenerates again ten seconds after the last damage; what is longer ago makes no difference.
local remembered_ticks = 3600

local function worn_grid(player)
	local character = body.of(player)
	local armor = character and character.get_inventory(defines.inventory.character_armor)
	local stack = armor and armor[1]
	return stack and stack.valid_for_read and stack.grid or nil
end

--- A value of the body; nil without one.
local function of_body(get)
	return function(player)
		local character = body.of(player)
		if character then
			return get(character)
		end
		return nil
	end
end

local function set_on_body(set)
	return function(player, value)
		local character = body.of(player)
		if character then
			set(character, value)
		end
	end
end

--- The game counts in ticks of its own map; only the age means something elsewhere.
local function age(key, member)
	return {
		key = key,
		get = of_body(function(character)
			local ticks = game.tick - character[member]
			return character[member] > 0 and ticks < remembered_ticks and ticks or nil
		end),
		set = set_on_body(function(character, ticks)
			character[member] = math.max(0, game.tick - ticks)
		end),
	}
end

return settings.part("the condition of the body", {
	{
		-- What it is made from is settled when it is created (body.lua).
		key = "body",
		get = body.kind,
		set = function() end,
	},
	{
		key = "health",
		usual = 1,
		always = true,
		get = of_body(function(character)
			return character.health / character.max_health
		end),
		set = set_on_body(function(character, ratio)
			-- Nobody is restored dead by a number.
			character.health = math.max(1, character.max_health * ratio)
		end),
	},
	age("attacked_ago", "tick_of_last_attack"),
	age("damaged_ago", "tick_of_last_damage"),
	{
		key = "gun",
		usual = 1,
		get = of_body(function(character)
			return character.selected_gun_index
		end),
		set = set_on_body(function(character, index)
			character.selected_gun_index = index
		end),
	},
	{
		key = "robot_toggle",
		usual = true,
		get = of_body(function(character)
			return character.allow_dispatching_robots
		end),
		set = set_on_body(function(character, on)
			character.allow_dispatching_robots = on
		end),
	},
	{
		key = "grid_toggle",
		usual = true,
		get = function(player)
			local grid = worn_grid(player)
			if grid then
				return not grid.inhibit_movement_bonus
			end
			return nil
		end,
		set = function(player, on)
			local grid = worn_grid(player)
			if grid then
				grid.inhibit_movement_bonus = not on
			end
		end,
	},
})
