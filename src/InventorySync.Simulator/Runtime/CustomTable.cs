namespace InventorySync.Simulator.Runtime;

/// <summary>A read-only collection of the game's, by name or number.</summary>
internal sealed class CustomTable(Func<object?, object?> find, Func<IEnumerable<KeyValuePair<object, object?>>> entries) : ApiObject
{
    public override string ClassName => "LuaCustomTable";

    public object? this[object? key] => find(key);

    public IEnumerable<KeyValuePair<object, object?>> Entries => entries();

    public static CustomTable Of<T>(IReadOnlyDictionary<string, T> things)
        where T : class => new(
            key => key is string name ? things.GetValueOrDefault(name) : null,
            () => things.Select(pair => KeyValuePair.Create<object, object?>(pair.Key, pair.Value)));
}
