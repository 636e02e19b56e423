--- Text of players, mods and other machines, made fit for windows and messages: short, on one line, and without
--- effect on what stands around it. Free of `game`.

--- Marks that turn the direction of writing, and line breaks that are no control characters.
local unseen = { "\226\128[\168-\174]", "\226\129[\166-\169]" }

--- @param value any
--- @param most integer characters
--- @return string with rich text's brackets and a locale's placeholders taken apart
local function plain_text(value, most)
	if type(value) ~= "string" then
		return ""
	end
	local text = value:sub(1, most * 4)
	for _, pattern in ipairs(unseen) do
		text = text:gsub(pattern, " ")
	end
	text = text:gsub("%c+", " "):gsub("%[", "("):gsub("%]", ")"):gsub("__+", "_")
	local characters = {}
	for character in text:gmatch("[\1-\127\194-\244][\128-\191]*") do
		if #characters == most then
			characters[most] = "…"
			break
		end
		characters[#characters + 1] = character
	end
	return table.concat(characters)
end

return plain_text
