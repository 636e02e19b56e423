using System.Collections;

namespace InventorySync.Simulator.Lua;

/// <summary>
/// A copy of a Lua table. Keys are <see cref="string"/>, <see cref="double"/> or <see cref="bool"/>; values also
/// nested tables, functions and API objects.
/// </summary>
internal sealed class LuaTable : IEnumerable<KeyValuePair<object, object?>>
{
    private readonly Dictionary<object, object?> _entries = [];

    public LuaTable()
    {
    }

    /// <summary>A list: keys 1, 2, 3, …</summary>
    public LuaTable(IEnumerable<object?> items)
    {
        foreach (var item in items)
            _entries.Add((double)(_entries.Count + 1), item);
    }

    public int Count => _entries.Count;

    public object? this[string key]
    {
        get => _entries.GetValueOrDefault(key);
        set => _entries[key] = value;
    }

    public object? this[int key]
    {
        get => _entries.GetValueOrDefault((double)key);
        set => _entries[(double)key] = value;
    }

    /// <summary>The items 1, 2, 3, … up to the first gap.</summary>
    public IEnumerable<object?> Items
    {
        get
        {
            for (var index = 1; _entries.TryGetValue((double)index, out var item); index++)
                yield return item;
        }
    }

    public void Set(object key, object? value) => _entries[key] = value;

    public IEnumerator<KeyValuePair<object, object?>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
