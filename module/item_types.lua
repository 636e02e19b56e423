--- What kinds of data an item of a type can have. Free of `game`.

local item_types = {}

--- Written and read as export strings (player-data §2.4).
item_types.exported = {
	["blueprint"] = true,
	["blueprint-book"] = true,
	["upgrade-item"] = true,
	["deconstruction-item"] = true,
	["item-with-tags"] = true,
}

--- Types that can have neither label, grid nor inventory. A mod's new type would take the long way.
item_types.simple = {
	["item"] = true,
	["ammo"] = true,
	["capsule"] = true,
	["gun"] = true,
	["module"] = true,
	["tool"] = true,
	["repair-tool"] = true,
	["rail-planner"] = true,
}

return item_types
