-- The few functions of this name that scenario scripts commonly use.

local util = { table = {} }

function util.table.deepcopy(value)
	local copies = {}
	local function copy(original)
		if type(original) ~= "table" then
			return original
		end
		if copies[original] then
			return copies[original]
		end
		local result = {}
		copies[original] = result
		for key, item in pairs(original) do
			result[copy(key)] = copy(item)
		end
		return setmetatable(result, getmetatable(original))
	end
	return copy(value)
end

util.copy = util.table.deepcopy

function util.table.compare(left, right)
	if type(left) ~= "table" or type(right) ~= "table" then
		return left == right
	end
	for key, item in pairs(left) do
		if not util.table.compare(item, right[key]) then
			return false
		end
	end
	for key in pairs(right) do
		if left[key] == nil then
			return false
		end
	end
	return true
end

function util.split(text, separator)
	local parts = {}
	for part in string.gmatch(text, "[^" .. (separator or "%s") .. "]+") do
		parts[#parts + 1] = part
	end
	return parts
end

function util.formattime(ticks)
	local seconds = math.floor(ticks / 60)
	return string.format("%d:%02d", math.floor(seconds / 60), seconds % 60)
end

function util.distance(one, other)
	local x, y = (one.x or one[1]) - (other.x or other[1]), (one.y or one[2]) - (other.y or other[2])
	return math.sqrt(x * x + y * y)
end

function util.merge(tables)
	local merged = {}
	for _, source in ipairs(tables) do
		for key, item in pairs(source) do
			if type(item) == "table" and type(merged[key]) == "table" then
				merged[key] = util.merge({ merged[key], item })
			else
				merged[key] = util.table.deepcopy(item)
			end
		end
	end
	return merged
end

return util
