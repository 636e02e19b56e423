--- Names of things for people: with an icon and in the player's language where this server knows the thing, else as
--- the document has it.

local plain_text = require("modules/inventory_sync/plain_text")

local most_name_characters = 60

local thing_text = {}

--- @param kind "item"|"equipment"
--- @param name string as in a document: may be anything
--- @param quality string?
--- @return LocalisedString
function thing_text.of(kind, name, quality)
	local prototype = prototypes[kind][name]
	if not prototype then
		return plain_text(name, most_name_characters)
	end
	if not quality or quality == "normal" or not prototypes.quality[quality] then
		return { "", "[" .. kind .. "=" .. name .. "] ", prototype.localised_name }
	end
	return {
		"inventory-sync.thing-of-quality",
		{ "", "[" .. kind .. "=" .. name .. ",quality=" .. quality .. "] ", prototype.localised_name },
		prototypes.quality[quality].localised_name,
	}
end

--- @param name LocalisedString
--- @param label any what a player wrote on the thing
--- @return LocalisedString
function thing_text.labelled(name, label)
	local text = plain_text(label, most_name_characters)
	if text == "" then
		return name
	end
	return { "inventory-sync.thing-with-label", name, text }
end

return thing_text
