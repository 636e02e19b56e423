--- The slots of an inventory as a list of entries with `s` (slot) and `r` (repeats), player-data §2.3.
--- Free of `game`.

--- @alias Entry table<string, any> one slot's content: item keys, `e` or nothing, and a filter `f`

--- @class Run
--- @field slot integer first slot covered
--- @field repeats integer additional slots covered
--- @field entry Entry as decoded, `s` and `r` included

local runs = {}

local function same(a, b)
	if a == b then
		return true
	end
	if type(a) ~= "table" or type(b) ~= "table" then
		return false
	end
	for key, value in pairs(a) do
		if not same(value, b[key]) then
			return false
		end
	end
	for key in pairs(b) do
		if a[key] == nil then
			return false
		end
	end
	return true
end

--- Equal content: all but the position. Only the entry's own `s` and `r` are position; equipment inside has
--- members of the same names that are content.
--- @param written Entry
--- @param entry Entry without `s` and `r`
local function same_content(written, entry)
	for key, value in pairs(entry) do
		if not same(value, written[key]) then
			return false
		end
	end
	for key in pairs(written) do
		if key ~= "s" and key ~= "r" and entry[key] == nil then
			return false
		end
	end
	return true
end

--- @param size integer number of slots
--- @param read fun(slot: integer): Entry? content of a slot, without `s` and `r`; nil when empty and unfiltered
--- @return Entry[]
function runs.encode(size, read)
	local list = {}
	local previous, index
	for slot = 1, size do
		local entry = read(slot)
		if not entry then
			previous, index = nil, nil
		elseif previous and same_content(previous, entry) then
			previous.r = (previous.r or 0) + 1
			index = slot
		else
			if slot ~= (index or 0) + 1 then
				entry.s = slot
			end
			list[#list + 1] = entry
			previous, index = entry, slot
		end
	end
	return list
end

--- A list as the game's encoder may have written it: `{}`, an array, or an object with decimal keys where there
--- were gaps (player-data §1). Keys that are no positions are left out.
--- @param value table
--- @return any[] items in order
function runs.list(value)
	local positions = {}
	local by_position = {}
	for key, item in pairs(value) do
		local position = tonumber(key)
		if position then
			positions[#positions + 1] = position
			by_position[position] = item
		end
	end
	table.sort(positions)
	local list = {}
	for index, position in ipairs(positions) do
		list[index] = by_position[position]
	end
	return list
end

--- The reading rule. The entries must have been checked (document.lua).
--- @param entries table
--- @return Run[]
function runs.decode(entries)
	local decoded = {}
	local last = 0
	for index, entry in ipairs(runs.list(entries)) do
		local slot = entry.s or last + 1
		local repeats = entry.r or 0
		decoded[index] = { slot = slot, repeats = repeats, entry = entry }
		last = slot + repeats
	end
	return decoded
end

runs.same = same

return runs
