-- The scenario of the maps that the simulator creates: it stands where the game has freeplay, as far as players'
-- belongings go, and gives new players what they start with.

local event_handler = require("event_handler")

local starting_items = {
	{ name = "pistol", count = 1 },
	{ name = "firearm-magazine", count = 10 },
	{ name = "iron-plate", count = 8 },
	{ name = "wood", count = 1 },
	{ name = "burner-mining-drill", count = 1 },
	{ name = "stone-furnace", count = 1 },
}

local function on_player_created(event)
	local player = game.get_player(event.player_index)
	if not player or not player.character then
		return
	end
	for _, item in ipairs(starting_items) do
		-- A server may lack one of them.
		if prototypes.item[item.name] then
			player.insert(item)
		end
	end
end

event_handler.add_lib({
	events = {
		[defines.events.on_player_created] = on_player_created,
	},
})
