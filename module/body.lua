--- The player's controller and body: what of theirs can be read and written, and moving between them.

local link = require("modules/inventory_sync/link")

local body = {}

--- Members of `character` in a document that are bonuses (player-data §2.2).
body.bonuses = {
	"character_crafting_speed_modifier",
	"character_mining_speed_modifier",
	"character_additional_mining_categories",
	"character_running_speed_modifier",
	"character_build_distance_bonus",
	"character_item_drop_distance_bonus",
	"character_reach_distance_bonus",
	"character_resource_reach_distance_bonus",
	"character_item_pickup_distance_bonus",
	"character_loot_pickup_distance_bonus",
	"character_inventory_slots_bonus",
	"character_trash_slot_count_bonus",
	"character_maximum_following_robot_count_bonus",
	"character_health_bonus",
}

local usual_kind = { name = "character", quality = "normal" }

--- Armour first, because it decides how many slots the main inventory has (player-data §4.2).
body.inventory_names = { "armor", "main", "guns", "ammo", "trash" }

local character_inventory = {
	armor = "character_armor",
	main = "character_main",
	guns = "character_guns",
	ammo = "character_ammo",
	trash = "character_trash",
}

--- @param player LuaPlayer
--- @return LuaEntity? character also that of a cutscene or a remote view
function body.of(player)
	if player.controller_type == defines.controllers.cutscene then
		return player.cutscene_character
	end
	return player.character
end

--- @param player LuaPlayer
--- @return string key of defines.controllers: where the player physically is
function body.controller(player)
	local current = player.physical_controller_type
	for name, value in pairs(defines.controllers) do
		if value == current then
			return name
		end
	end
	return "character"
end

--- @param player LuaPlayer
--- @return table<string, LuaInventory> by the document's names
function body.inventories(player)
	local result = {}
	local character = body.of(player)
	if character then
		for name, inventory in pairs(character_inventory) do
			result[name] = character.get_inventory(defines.inventory[inventory])
		end
	elseif body.controller(player) == "god" then
		result.main = player.get_inventory(defines.inventory.god_main)
	end
	return result
end

--- @param player LuaPlayer
--- @return Standing
function body.standing(player)
	local position = player.physical_position
	local vehicle = player.physical_vehicle
	local driver = vehicle and vehicle.get_driver()
	return {
		surface = player.physical_surface,
		position = { x = position.x, y = position.y },
		vehicle = vehicle,
		passenger = vehicle and driver ~= player.character and driver ~= player or nil,
	}
end

--- Whether the player is somewhere nothing can be changed: in a cutscene, in a rocket or in a cargo pod.
--- @param player LuaPlayer
--- @return boolean
function body.is_busy(player)
	return player.controller_type == defines.controllers.cutscene or player.cargo_pod ~= nil
end

--- Ends a cutscene, for a player who leaves: what they own besides a body cannot be read before its end.
--- @param player LuaPlayer
function body.end_cutscene(player)
	if player.controller_type == defines.controllers.cutscene then
		player.exit_cutscene()
	end
end

--- Leaves the map editor and a remote view. In a platform's hub the view stays remote, and what the player owns can be
--- changed all the same.
--- @param player LuaPlayer
--- @return boolean left false when the editor cannot be left (it takes an admin's rights)
function body.leave_views(player)
	if player.controller_type == defines.controllers.editor then
		player.toggle_map_editor()
		if player.controller_type == defines.controllers.editor then
			return false
		end
	end
	if player.controller_type == defines.controllers.remote then
		player.exit_remote_view()
	end
	return true
end

--- The wait for a new body goes on whatever the controller is, and at its end a spectator or god would be given one.
--- A body ends it.
local function end_wait(player)
	if player.ticks_to_respawn then
		player.set_controller({ type = defines.controllers.god })
		player.create_character()
	end
end

--- Takes the player out of a body, which stays where it is, and must not stay there for long.
--- @param player LuaPlayer
--- @param controller defines.controllers god, ghost or spectator
--- @return LuaEntity? character
function body.detach(player, controller)
	local character = body.of(player)
	if controller ~= defines.controllers.ghost then
		end_wait(player)
	end
	local made = not character and body.of(player) or nil
	if player.hub then
		player.leave_space_platform()
	end
	player.set_controller({ type = controller })
	if made then
		made.destroy()
	end
	return character
end

--- Takes the player out of a body, which must have been emptied: it ends here, and its seat in a vehicle is free.
--- @param player LuaPlayer
--- @param controller defines.controllers god, ghost or spectator
function body.leave(player, controller)
	local character = body.detach(player, controller)
	if character and character.valid then
		character.destroy()
	end
end

--- Puts a player back into a body they were taken out of, or into a new one where that is gone.
--- @param player LuaPlayer
--- @param character LuaEntity?
--- @param standing Standing?
--- @param kind BodyKind? of a new one
function body.enter(player, character, standing, kind)
	if not player.character and character and character.valid then
		player.set_controller({ type = defines.controllers.character, character = character })
	else
		body.create(player, standing, kind)
	end
end

--- The surface of a standing, if it is still there. Standings in saves of version 0.1 have an index, which another
--- surface may have got meanwhile.
local function surface_of(standing)
	if standing.surface then
		return standing.surface.valid and standing.surface or nil
	end
	return game.get_surface(standing.surface_index)
end

local function go_to(player, standing)
	local surface = surface_of(standing)
	if surface then
		player.teleport(standing.position, surface)
	end
end

--- @class BodyKind
--- @field name string of the prototype
--- @field quality string

--- @param player LuaPlayer
--- @return BodyKind? kind nil for the usual kind, and without a body
function body.kind(player)
	local character = body.of(player)
	if not character then
		return nil
	end
	local kind = { name = character.name, quality = character.quality.name }
	if kind.name == usual_kind.name and kind.quality == usual_kind.quality then
		return nil
	end
	return kind
end

--- The kind of body that a document asks for.
--- @param document table
--- @return BodyKind? kind nil when it does not say
function body.wanted_kind(document)
	local ext = document.ext
	if type(ext) ~= "table" or not ext.game_version then
		return nil
	end
	return type(ext.body) == "table" and ext.body or usual_kind
end

--- Whether a body of this kind can be made here, and is another one than that the player has.
local function is_another(player, kind)
	local character = player.character
	if not character or not kind or type(kind.name) ~= "string" or type(kind.quality) ~= "string" then
		return false
	end
	local prototype = prototypes.entity[kind.name]
	return prototype ~= nil and prototype.type == "character" and prototypes.quality[kind.quality] ~= nil
		and (character.name ~= kind.name or character.quality.name ~= kind.quality)
end

local function create_character(player, kind)
	if kind then
		local ok, created = pcall(player.create_character, { name = kind.name, quality = kind.quality })
		if ok and created then
			return true
		end
	end
	-- The mod that has that kind may be missing here.
	return player.create_character()
end

--- Makes a body where the player is, or beside it.
local function create_here(player, kind)
	if create_character(player, kind) then
		return true
	end
	local place = player.surface.find_non_colliding_position("character", player.position, 64, 1)
	if not place then
		return false
	end
	player.teleport(place)
	return create_character(player, kind)
end

local function create_on_platform(player, platform, kind)
	-- No body can be created on a platform (player-data §4.3): make it on the first planet and go up.
	local nauvis = game.get_surface(1)
	player.teleport(player.force.get_spawn_position(nauvis), nauvis)
	if not create_here(player, kind) then
		return false
	end
	-- A body on the planet is better than none: not being let in is no failure.
	if platform.valid then
		player.enter_space_platform(platform)
	end
	return true
end

--- Puts a player without a body into a new one where they stand, or beside it.
--- @param player LuaPlayer
--- @param standing Standing? where to
--- @param kind BodyKind? a body of another kind is replaced, and must have been emptied
function body.create(player, standing, kind)
	if is_another(player, kind) then
		body.leave(player, defines.controllers.god)
	elseif player.character then
		return
	end
	player.set_controller({ type = defines.controllers.god })
	if standing then
		go_to(player, standing)
	end
	local platform = player.surface.platform
	local created
	if platform then
		created = create_on_platform(player, platform, kind)
	else
		created = create_here(player, kind)
	end
	if not created then
		error("there is no place for a character")
	end
end

--- Whether there will be a place for a body, for a player who has none. Looked at before anything is changed.
--- @param player LuaPlayer
--- @param standing Standing?
--- @return boolean
function body.can_be_created(player, standing)
	if player.character then
		return true
	end
	local surface = standing and surface_of(standing) or player.physical_surface
	local position = standing and surface_of(standing) and standing.position or player.physical_position
	if surface.platform then
		surface = game.get_surface(1)
		position = player.force.get_spawn_position(surface)
	end
	return surface.find_non_colliding_position("character", position, 64, 1) ~= nil
end

--- @return boolean seated
local function take_seat(player, vehicle, as_passenger)
	if player.physical_vehicle == vehicle then
		return true
	end
	local taken
	if as_passenger then
		taken = vehicle.get_passenger()
	else
		taken = vehicle.get_driver()
	end
	if taken then
		return false
	end
	-- It may have gone on meanwhile, to another surface too.
	player.teleport(vehicle.position, vehicle.surface)
	if as_passenger then
		vehicle.set_passenger(player)
	else
		vehicle.set_driver(player)
	end
	return player.physical_vehicle == vehicle
end

--- Puts a player back where they stood, into the vehicle too if it is there and its seat is free, else on foot. One
--- who was on a platform has come back there with the body.
--- @param player LuaPlayer
--- @param standing Standing?
function body.return_to(player, standing)
	if not standing or player.hub then
		return
	end
	local vehicle = standing.vehicle
	if vehicle and vehicle.valid and player.character then
		-- On foot is good enough: what the player owns is in place already, and must not be undone for a seat.
		local ok, seated = pcall(take_seat, player, vehicle, standing.passenger)
		if not ok then
			link.log("warning", player.name .. " could not be put back into the vehicle: " .. tostring(seated))
		elseif seated then
			return
		end
	end
	local surface = surface_of(standing)
	if not surface or surface.platform then
		return
	end
	local place = standing.position
	if player.character then
		place = surface.find_non_colliding_position("character", place, 64, 1) or place
	end
	player.teleport(place, surface)
end

return body
