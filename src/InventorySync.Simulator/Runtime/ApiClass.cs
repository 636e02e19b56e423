using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime;

/// <summary>A class of the runtime API, as far as it is simulated.</summary>
internal class ApiClass(string name, ApiClass? parent)
{
    private readonly Dictionary<string, ApiMember> _members = [];

    public string Name => name;

    public ApiClass? Parent => parent;

    public IReadOnlyDictionary<string, ApiMember> Members => _members;

    /// <summary>The index operator, where the class has one.</summary>
    public Func<ApiObject, object?, object?>? Index { get; protected set; }

    /// <summary>Keys are looked up by <see cref="Index"/> before members.</summary>
    public bool IndexFirst { get; protected set; }

    public Func<ApiObject, int>? Length { get; protected set; }

    /// <summary>What <c>pairs</c> goes through, where the class allows it.</summary>
    public Func<ApiObject, IEnumerable<KeyValuePair<object, object?>>>? Entries { get; protected set; }

    /// <summary>Attributes without a definition of their own are kept as they are written.</summary>
    public Func<ApiObject, Dictionary<string, object?>>? Kept { get; protected set; }

    /// <summary>
    /// The member of this name in a version of the API. A definition named <c>member@2.1</c> stands in place of the
    /// plain one from that version on.
    /// </summary>
    public ApiMember? Find(string key, string version) =>
        _members.TryGetValue($"{key}@{version}", out var member) || _members.TryGetValue(key, out member) ? member : parent?.Find(key, version);

    protected void Add(ApiMember member) => _members.Add(member.Name, member);
}

/// <summary>A class of the runtime API whose objects are <typeparamref name="T"/>.</summary>
internal sealed class ApiClass<T> : ApiClass
    where T : ApiObject
{
    public ApiClass(string name, ApiClass? parent = null) : base(name, parent)
    {
    }

    public ApiClass<T> Read(string name, Func<T, object?> get)
    {
        Add(new ApiMember { Name = name, Get = thing => get((T)thing) });
        return this;
    }

    public ApiClass<T> ReadWrite(string name, Func<T, object?> get, Action<T, object?> set)
    {
        Add(new ApiMember { Name = name, Get = thing => get((T)thing), Set = (thing, value) => set((T)thing, value) });
        return this;
    }

    public ApiClass<T> Write(string name, Action<T, object?> set)
    {
        Add(new ApiMember { Name = name, Set = (thing, value) => set((T)thing, value) });
        return this;
    }

    /// <summary>A method.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parameters">Names separated by <c>, </c>, with <c>?</c> after optional ones.</param>
    /// <param name="call">What it does and returns; <see cref="Results"/> for several values.</param>
    public ApiClass<T> Method(string name, string parameters, Func<T, Arguments, object?> call) =>
        AddMethod(name, parameters, call, takesTable: false);

    /// <summary>A method that takes one table.</summary>
    /// <inheritdoc cref="Method"/>
    public ApiClass<T> TableMethod(string name, string parameters, Func<T, Arguments, object?> call) =>
        AddMethod(name, parameters, call, takesTable: true);

    public ApiClass<T> Indexed(Func<T, object?, object?> index, bool first = false)
    {
        Index = (thing, key) => index((T)thing, key);
        IndexFirst = first;
        return this;
    }

    public ApiClass<T> Counted(Func<T, int> length)
    {
        Length = thing => length((T)thing);
        return this;
    }

    public ApiClass<T> Iterated(Func<T, IEnumerable<KeyValuePair<object, object?>>> entries)
    {
        Entries = thing => entries((T)thing);
        return this;
    }

    public ApiClass<T> Keeps(Func<T, Dictionary<string, object?>> values)
    {
        Kept = thing => values((T)thing);
        return this;
    }

    private ApiClass<T> AddMethod(string name, string parameters, Func<T, Arguments, object?> call, bool takesTable)
    {
        var names = parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        Add(new ApiMember
        {
            Name = name,
            Call = (thing, arguments) => call((T)thing, arguments),
            Parameters = [.. names.Select(n => n.TrimEnd('?', '*'))],
            Optional = names.Where(n => n[^1] is '?' or '*').Select(n => n.TrimEnd('?', '*')).ToHashSet(),
            TakesTable = takesTable,
        });
        return this;
    }
}
