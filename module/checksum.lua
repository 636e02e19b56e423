--- Adler-32 (RFC 1950 §8.2), the checksum of a transfer's parts. Free of `game`.

local byte = string.byte
local modulus = 65521
--- Bytes between two reductions: sums stay far below 2^53, and dividing is dear.
local reduce_every = 4096

local checksum = {}

--- Unrolled, because a call and an addition per byte would cost milliseconds of a tick for a large part.
--- @param data string
--- @return string digits 8 lower-case hex digits
function checksum.adler32(data)
	local a, b = 1, 0
	local length = #data
	local position = 1
	while position <= length do
		local last = position + reduce_every - 1
		if last > length then
			last = length
		end
		while position + 7 <= last do
			local c1, c2, c3, c4, c5, c6, c7, c8 = byte(data, position, position + 7)
			b = b + 8 * (a + c1) + 7 * c2 + 6 * c3 + 5 * c4 + 4 * c5 + 3 * c6 + 2 * c7 + c8
			a = a + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8
			position = position + 8
		end
		while position <= last do
			a = a + byte(data, position)
			b = b + a
			position = position + 1
		end
		a = a % modulus
		b = b % modulus
	end
	return string.format("%04x%04x", b, a)
end

return checksum
