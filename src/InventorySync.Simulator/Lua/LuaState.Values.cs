using System.Text;

namespace InventorySync.Simulator.Lua;

/// <summary>Values between C# and the stack of a <see cref="LuaState"/>.</summary>
internal sealed unsafe partial class LuaState
{
    private const int MaximumDepth = 100;

    public void PushNil() => _lua.PushNil(_state);

    public void PushNumber(double number) => _lua.PushNumber(_state, number);

    public void PushBoolean(bool value) => _lua.PushBoolean(_state, value ? 1 : 0);

    public void Push(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
            _lua.PushLString(_state, first, (nuint)bytes.Length);
    }

    public void Push(string text)
    {
        if (text.Length > 256)
        {
            Push(Encoding.UTF8.GetBytes(text));
            return;
        }

        Span<byte> bytes = stackalloc byte[text.Length * 3];
        Push(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>Pushes any value C# code gives to Lua: null, booleans, numbers, text, bytes, tables, functions, API objects.</summary>
    public void Push(object? value)
    {
        switch (value)
        {
            case null: PushNil(); break;
            case bool boolean: PushBoolean(boolean); break;
            case double number: PushNumber(number); break;
            case int number: PushNumber(number); break;
            case uint number: PushNumber(number); break;
            case long number: PushNumber(number); break;
            case ulong number: PushNumber(number); break;
            case float number: PushNumber(number); break;
            case string text: Push(text); break;
            case byte[] bytes: Push(bytes.AsSpan()); break;
            case LuaFunction function: PushFunction(function); break;
            case LuaTable table: PushTable(table); break;
            case ILuaObject thing: PushObject(thing); break;
            default: throw new InvalidOperationException($"No Lua form for a value of type {value.GetType().Name}.");
        }
    }

    /// <summary>The bytes of the string at an index. Valid while the string is on the stack or in a table.</summary>
    public ReadOnlySpan<byte> BytesAt(int index)
    {
        nuint length;
        var first = _lua.ToLString(_state, index, &length);
        return first == null ? [] : new ReadOnlySpan<byte>(first, checked((int)length));
    }

    /// <summary>The string at an index read as UTF-8; bytes that are none become U+FFFD.</summary>
    public string TextAt(int index) => Encoding.UTF8.GetString(BytesAt(index));

    public double NumberAt(int index) => _lua.ToNumberX(_state, index, null);

    public bool BooleanAt(int index) => _lua.ToBoolean(_state, index) != 0;

    public string TypeName(int index) => TypeAt(index) switch
    {
        LuaType.None or LuaType.Nil => "nil",
        LuaType.Boolean => "boolean",
        LuaType.Number => "number",
        LuaType.Text => "string",
        LuaType.Table => "table",
        LuaType.Function => "function",
        LuaType.Thread => "thread",
        _ => "userdata",
    };

    /// <summary>The value at an index for C#: tables are copied, text is read as UTF-8, functions are kept.</summary>
    public object? ValueAt(int index) => ValueAt(index, 0);

    public void NewTable() => _lua.CreateTable(_state, 0, 0);

    /// <summary>The table of globals. Access to it is raw: a script may give it a metatable.</summary>
    public void PushGlobals() => _lua.RawGetI(_state, LuaLibrary.RegistryIndex, 2);

    /// <summary>Sets a field of the table at an index from key and value on top of the stack.</summary>
    public void RawSet(int table) => _lua.RawSet(_state, table);

    public void RawSetAt(int table, int key) => _lua.RawSetI(_state, table, key);

    /// <summary>Pushes a field of the table on top of the stack.</summary>
    public void GetField(string name)
    {
        Push(name);
        _lua.RawGet(_state, -2);
    }

    /// <summary>Pushes item <paramref name="key"/> of the table at an index.</summary>
    public void PushItem(int table, int key) => _lua.RawGetI(_state, table, key);

    /// <summary>Replaces the key on top of the stack by what the table at an index has there.</summary>
    public void PushItemByKey(int table) => _lua.RawGet(_state, table);

    public void PushCopy(int index) => _lua.PushValue(_state, index);

    /// <summary>Identity of the table at an index.</summary>
    public nint AddressAt(int index) => _lua.ToPointer(_state, index);

    /// <summary>Keeps a value from the collector and answers its reference.</summary>
    public int KeepValue(int index)
    {
        _lua.PushValue(_state, index);
        return _lua.Ref(_state, LuaLibrary.RegistryIndex);
    }

    public void PushKept(int reference) => _lua.RawGetI(_state, LuaLibrary.RegistryIndex, reference);

    /// <summary>Gives the table at an index the metatable on top of the stack, and pops that.</summary>
    public void SetMetatableOf(int index) => _lua.SetMetatable(_state, index);

    /// <summary>Identity of the metatable of the value at an index, null if it has none.</summary>
    public nint? MetatableAddress(int index)
    {
        if (_lua.GetMetatable(_state, index) == 0)
            return null;
        var address = _lua.ToPointer(_state, -1);
        Pop();
        return address;
    }

    /// <summary>Appends keys that are neither text, number nor boolean to the list on top of the stack.</summary>
    public void AppendOtherKeys(int table, int count)
    {
        var list = Top;
        PushNil();
        while (_lua.Next(_state, table) != 0)
        {
            Pop();
            if (TypeAt(-1) is LuaType.Text or LuaType.Number or LuaType.Boolean)
                continue;
            _lua.PushValue(_state, -1);
            _lua.RawSetI(_state, list, ++count);
        }
    }

    private object? ValueAt(int index, int depth)
    {
        switch (TypeAt(index))
        {
            case LuaType.None or LuaType.Nil: return null;
            case LuaType.Boolean: return BooleanAt(index);
            case LuaType.Number: return NumberAt(index);
            case LuaType.Text: return TextAt(index);
            case LuaType.Function: return KeepFunction(index);
            case LuaType.Userdata: return ObjectAt(index);
            case LuaType.Table: return TableAt(index, depth);
            default: throw new ScriptErrorException($"value expected, got {TypeName(index)}");
        }
    }

    private LuaTable TableAt(int index, int depth)
    {
        if (depth == MaximumDepth)
            throw new ScriptErrorException("A table is nested too deeply, or within itself.");
        EnsureStack(4);
        var table = new LuaTable();
        var at = index < 0 ? Top + index + 1 : index;
        PushNil();
        while (_lua.Next(_state, at) != 0)
        {
            object key = TypeAt(-2) switch
            {
                LuaType.Text => TextAt(-2),
                LuaType.Number => NumberAt(-2),
                LuaType.Boolean => BooleanAt(-2),
                _ => throw new ScriptErrorException($"A {TypeName(-2)} cannot be a key here."),
            };
            table.Set(key, ValueAt(-1, depth + 1));
            Pop();
        }

        return table;
    }

    private void PushTable(LuaTable table)
    {
        EnsureStack(4);
        _lua.CreateTable(_state, 0, table.Count);
        foreach (var (key, value) in table)
        {
            if (value is null)
                continue;
            Push(key);
            Push(value);
            _lua.RawSet(_state, -3);
        }
    }
}
