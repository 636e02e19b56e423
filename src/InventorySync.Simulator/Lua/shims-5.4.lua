-- What Lua 5.2 has and 5.4 has not, as far as it can be given back (dependencies.md, recipe 5). Numbers that were
-- divided still print with a fraction: nothing can be done about that.

local floor, format, select, type, rawget = math.floor, string.format, select, type, rawget

unpack = table.unpack
loadstring = load
math.pow = function(x, y) return x ^ y end
math.log10 = function(x) return math.log(x, 10) end
math.ldexp = function(x, exponent) return x * 2.0 ^ exponent end
math.cosh = function(x) return (math.exp(x) + math.exp(-x)) / 2 end
math.sinh = function(x) return (math.exp(x) - math.exp(-x)) / 2 end
math.tanh = function(x) return math.sinh(x) / math.cosh(x) end

-- %d takes fractions in 5.2.
string.format = function(pattern, ...)
	if not pattern:find("%%[-+ #0-9.]*[dixXouc]") then
		return format(pattern, ...)
	end
	local values = { ... }
	for i = 1, select("#", ...) do
		local value = values[i]
		if type(value) == "number" and value ~= floor(value) and value == value then
			values[i] = nil
			local integer = value >= 0 and floor(value) or -floor(-value)
			local n = 0
			for conversion in pattern:gmatch("%%[-+ #0-9.]*(.)") do
				if conversion ~= "%" then
					n = n + 1
					if n == i then
						values[i] = conversion:find("[dixXouc]") and integer or value
					end
				end
			end
		elseif type(value) == "number" and math.type(value) == "float" and value == floor(value) and value < 2 ^ 53 and value > -2 ^ 53 then
			values[i] = math.tointeger(value)
		end
	end
	return format(pattern, table.unpack(values, 1, select("#", ...)))
end

local original_ipairs = ipairs
ipairs = function(t)
	if type(t) ~= "table" then
		return original_ipairs(t)
	end
	return function(list, i)
		local value = rawget(list, i + 1)
		if value ~= nil then
			return i + 1, value
		end
	end, t, 0
end

bit32 = {}
local function folded(start, operation)
	return function(...)
		local result = start
		for i = 1, select("#", ...) do
			result = operation(result, floor((select(i, ...))) & 0xFFFFFFFF)
		end
		return result
	end
end
bit32.band = folded(0xFFFFFFFF, function(a, b) return a & b end)
bit32.bor = folded(0, function(a, b) return a | b end)
bit32.bxor = folded(0, function(a, b) return a ~ b end)
bit32.btest = function(...) return bit32.band(...) ~= 0 end
bit32.bnot = function(a) return ~floor(a) & 0xFFFFFFFF end
bit32.lshift = function(a, n) return n < 0 and (floor(a) & 0xFFFFFFFF) >> -n or floor(a) << n & 0xFFFFFFFF end
bit32.rshift = function(a, n) return n < 0 and floor(a) << -n & 0xFFFFFFFF or (floor(a) & 0xFFFFFFFF) >> n end
bit32.extract = function(a, field, width) return (floor(a) & 0xFFFFFFFF) >> field & ((1 << (width or 1)) - 1) end
bit32.replace = function(a, value, field, width)
	local mask = ((1 << (width or 1)) - 1) << field
	return floor(a) & 0xFFFFFFFF & ~mask | (floor(value) << field & mask)
end
