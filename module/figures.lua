--- Sizes and times as people read them. Free of `game`.

local figures = {}

--- @param number number
--- @return integer
local function round(number)
	return math.floor(number + 0.5)
end

--- @param bytes number
--- @return LocalisedString such as 640 kB or 1.5 MB
function figures.size(bytes)
	if bytes < 999500 then
		return { "inventory-sync.kilobytes", bytes > 0 and math.max(1, round(bytes / 1000)) or 0 }
	end
	local tenths = round(bytes / 100000)
	return { "inventory-sync.megabytes", math.floor(tenths / 10), tenths % 10 }
end

--- @param seconds number
--- @return LocalisedString how long something will still take
function figures.left(seconds)
	if seconds < 10 then
		return { "inventory-sync.left-moments" }
	elseif seconds < 50 then
		return { "inventory-sync.left-seconds", math.ceil(seconds / 10) * 10 }
	elseif seconds < 90 * 60 then
		return { "inventory-sync.left-minutes", math.max(1, round(seconds / 60)) }
	end
	return { "inventory-sync.left-hours", round(seconds / 3600) }
end

--- @param seconds number
--- @return LocalisedString how long something has taken so far
function figures.waited(seconds)
	if seconds < 60 then
		return { "inventory-sync.waited-moments" }
	elseif seconds < 2 * 3600 then
		return { "inventory-sync.waited-minutes", math.floor(seconds / 60) }
	end
	return { "inventory-sync.waited-hours", math.floor(seconds / 3600) }
end

return figures
