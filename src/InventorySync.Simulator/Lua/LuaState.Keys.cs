using System.Runtime.InteropServices;

namespace InventorySync.Simulator.Lua;

/// <summary>Keys of a table in a repeatable order: numbers ascending, then text by bytes, then booleans.</summary>
internal sealed unsafe partial class LuaState
{
    private readonly Stack<List<TableKey>> _keyLists = [];

    /// <summary>A key of a table. Text points into Lua's memory and is valid while the table holds the key.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct TableKey(LuaType Type, double Number, nint Text, int Length)
    {
        public ReadOnlySpan<byte> Bytes => new((byte*)Text, Length);
    }

    /// <summary>The keys of the table at an index, sorted. Give the list back with <see cref="ReturnKeys"/>.</summary>
    /// <param name="index">Absolute or relative index of the table.</param>
    /// <param name="others">Number of keys of other types, which are not in the list.</param>
    public List<TableKey> SortedKeys(int index, out int others)
    {
        EnsureStack(4);
        var keys = _keyLists.TryPop(out var list) ? list : [];
        var at = index < 0 ? Top + index + 1 : index;
        others = 0;
        var ascending = true;
        PushNil();
        while (_lua.Next(_state, at) != 0)
        {
            Pop();
            var type = TypeAt(-1);
            TableKey key;
            if (type == LuaType.Text)
            {
                nuint length;
                var text = _lua.ToLString(_state, -1, &length);
                key = new TableKey(type, 0, (nint)text, (int)length);
            }
            else if (type == LuaType.Number)
            {
                key = new TableKey(type, NumberAt(-1), 0, 0);
            }
            else if (type == LuaType.Boolean)
            {
                key = new TableKey(type, BooleanAt(-1) ? 1 : 0, 0, 0);
            }
            else
            {
                others++;
                continue;
            }

            ascending = ascending && (keys.Count == 0 || Compare(keys[^1], key) < 0);
            keys.Add(key);
        }

        if (!ascending)
            CollectionsMarshal.AsSpan(keys).Sort(Compare);
        return keys;
    }

    public void ReturnKeys(List<TableKey> keys)
    {
        keys.Clear();
        _keyLists.Push(keys);
    }

    public void PushKey(TableKey key)
    {
        if (key.Type == LuaType.Text)
            Push(key.Bytes);
        else if (key.Type == LuaType.Number)
            PushNumber(key.Number);
        else
            PushBoolean(key.Number != 0);
    }

    private static int Compare(TableKey left, TableKey right)
    {
        if (left.Type != right.Type)
            return Rank(left.Type).CompareTo(Rank(right.Type));
        return left.Type == LuaType.Text ? left.Bytes.SequenceCompareTo(right.Bytes) : left.Number.CompareTo(right.Number);
    }

    private static int Rank(LuaType type) => type switch
    {
        LuaType.Number => 0,
        LuaType.Text => 1,
        _ => 2,
    };
}
