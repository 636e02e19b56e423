--- The small questions of which document checks consist. Free of `game`.

local checks = {}

local max_name_bytes = 240

--- @param value any
--- @param from number
--- @param to number
function checks.integer(value, from, to)
	return type(value) == "number" and value % 1 == 0 and value >= from and value <= to
end

--- @param value any
function checks.finite(value)
	return type(value) == "number" and value == value and value > -math.huge and value < math.huge
end

--- @param value any
--- @param longest integer bytes
function checks.text(value, longest)
	return type(value) == "string" and #value <= longest
end

--- @param value any
function checks.name(value)
	return checks.text(value, max_name_bytes) and #value > 0
end

--- A colour as {r, g, b, a} or a list, in 0 to 1 or 0 to 255. Larger parts would become infinite inside the game.
--- @param value any
function checks.colour(value)
	if type(value) ~= "table" then
		return false
	end
	for _, part in pairs(value) do
		if not checks.finite(part) or part < 0 or part > 255 then
			return false
		end
	end
	return true
end

--- Fails with the path, so that the log names the place. Caught in `document.check`.
--- @param path string
--- @param message string
function checks.refuse(path, message)
	error({ refused = path .. ": " .. message }, 0)
end

--- @param value any nil is accepted
--- @param accepted boolean
--- @param path string
--- @param expected string
function checks.optional(value, accepted, path, expected)
	if value ~= nil and not accepted then
		checks.refuse(path, "expected " .. expected)
	end
end

return checks
