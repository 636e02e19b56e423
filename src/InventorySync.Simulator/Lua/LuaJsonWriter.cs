using System.Buffers;
using System.Globalization;

namespace InventorySync.Simulator.Lua;

/// <summary>
/// <c>table_to_json</c>: compact; a table with keys 1…n is an array, any other an object with text keys, an empty one
/// <c>{}</c> (factorio-server.md §9.5). Keys are in the order of <c>pairs</c>, which is sorted here.
/// </summary>
internal sealed class LuaJsonWriter(LuaState lua)
{
    private const int MaximumDepth = 200;

    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private readonly ArrayBufferWriter<byte> _output = new(256);

    /// <summary>The JSON of the value at an index. Strings that are no UTF-8 are written byte for byte.</summary>
    public ReadOnlySpan<byte> Write(int index)
    {
        WriteValue(index < 0 ? lua.Top + index + 1 : index, 0);
        return _output.WrittenSpan;
    }

    private void WriteValue(int index, int depth)
    {
        switch (lua.TypeAt(index))
        {
            case LuaType.Nil: _output.Write("null"u8); break;
            case LuaType.Boolean: _output.Write(lua.BooleanAt(index) ? "true"u8 : "false"u8); break;
            case LuaType.Number: WriteNumber(lua.NumberAt(index)); break;
            case LuaType.Text: WriteText(lua.BytesAt(index)); break;
            case LuaType.Table: WriteTable(index, depth); break;
            default: throw new ScriptErrorException($"Can't write a {lua.TypeName(index)} as JSON.");
        }
    }

    private unsafe void WriteTable(int index, int depth)
    {
        if (depth == MaximumDepth)
            throw new ScriptErrorException("Can't write this table as JSON: it is nested too deeply, or within itself.");
        lua.EnsureStack(6);
        var keys = lua.SortedKeys(index, out var others);
        if (others > 0)
            throw new ScriptErrorException("Can't write this table as JSON: one of its keys is neither text nor number.");

        if (keys.Count > 0 && keys[^1] is { Type: LuaType.Number } last && last.Number == keys.Count && keys[0].Number == 1)
        {
            for (var item = 1; item <= keys.Count; item++)
            {
                _output.Write(item == 1 ? "["u8 : ","u8);
                lua.Library.RawGetI(lua.Pointer, index, item);
                WriteValue(lua.Top, depth + 1);
                lua.Pop();
            }

            _output.Write("]"u8);
        }
        else
        {
            _output.Write("{"u8);
            for (var item = 0; item < keys.Count; item++)
            {
                if (item > 0)
                    _output.Write(","u8);
                WriteKey(keys[item]);
                _output.Write(":"u8);
                lua.PushKey(keys[item]);
                lua.Library.RawGet(lua.Pointer, index);
                WriteValue(lua.Top, depth + 1);
                lua.Pop();
            }

            _output.Write("}"u8);
        }

        lua.ReturnKeys(keys);
    }

    private void WriteKey(LuaState.TableKey key)
    {
        if (key.Type == LuaType.Text)
        {
            WriteText(key.Bytes);
            return;
        }

        _output.Write("\""u8);
        if (key.Type == LuaType.Number)
            WriteNumber(key.Number);
        else
            _output.Write(key.Number != 0 ? "true"u8 : "false"u8);
        _output.Write("\""u8);
    }

    private void WriteNumber(double number)
    {
        var room = _output.GetSpan(32);
        int written;
        if (!double.IsFinite(number))
        {
            // JSON has no word for these; the game's own output is not known.
            "null"u8.CopyTo(room);
            written = 4;
        }
        else if (Math.Floor(number) == number && Math.Abs(number) < 1e15)
        {
            ((long)number).TryFormat(room, out written, default, CultureInfo.InvariantCulture);
        }
        else
        {
            number.TryFormat(room, out written, "R", CultureInfo.InvariantCulture);
        }

        _output.Advance(written);
    }

    private void WriteText(ReadOnlySpan<byte> text)
    {
        _output.Write("\""u8);
        while (true)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0)
                break;
            _output.Write(text[..plain]);
            WriteEscape(text[plain]);
            text = text[(plain + 1)..];
        }

        _output.Write(text);
        _output.Write("\""u8);
    }

    private void WriteEscape(byte value)
    {
        switch (value)
        {
            case (byte)'"': _output.Write("\\\""u8); break;
            case (byte)'\\': _output.Write("\\\\"u8); break;
            case (byte)'\n': _output.Write("\\n"u8); break;
            case (byte)'\r': _output.Write("\\r"u8); break;
            case (byte)'\t': _output.Write("\\t"u8); break;
            case 8: _output.Write("\\b"u8); break;
            case 12: _output.Write("\\f"u8); break;
            default:
                _output.Write("\\u00"u8);
                _output.Write([Hex(value >> 4), Hex(value & 15)]);
                break;
        }
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
