using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime;

/// <summary>The arguments of a call from a script, by parameter name.</summary>
internal sealed class Arguments
{
    private readonly LuaState _lua;
    private readonly ApiMember _method;
    private readonly int _first;
    private readonly int _last;
    private readonly LuaTable? _table;

    /// <summary>Checks the arguments at <paramref name="first"/> and above against the method's parameters.</summary>
    /// <exception cref="ScriptErrorException">Too many, missing, or not by name where names are wanted.</exception>
    public Arguments(LuaState lua, string className, ApiMember method, int first)
    {
        _lua = lua;
        _method = method;
        _first = first;
        _last = lua.Top;
        Name = $"{className}.{method.Name}";
        Variadic = method.Parameters is [.., "..."];
        if (method.TakesTable)
        {
            if (_last > first || (_last == first && lua.TypeAt(first) is not (LuaType.Table or LuaType.Nil)))
                throw new ScriptErrorException($"{Name} takes one table.");
            _table = _last == first ? lua.ValueAt(first) as LuaTable ?? [] : [];
            foreach (var (key, _) in _table)
            {
                if (key is not string name || !method.Parameters.Contains(name))
                    throw new ScriptErrorException($"{Name} has no parameter {key}.");
            }
        }
        else if (!Variadic && _last - first + 1 > method.Parameters.Count)
        {
            throw new ScriptErrorException($"{Name} takes {method.Parameters.Count} arguments, got {_last - first + 1}.");
        }

        foreach (var parameter in method.Parameters)
        {
            if (parameter != "..." && !method.Optional.Contains(parameter) && !Has(parameter))
                throw new ScriptErrorException($"{Name}: the argument {parameter} is missing.");
        }
    }

    /// <summary>Class and method, for messages.</summary>
    public string Name { get; }

    public LuaState Lua => _lua;

    public ApiMember Method => _method;

    /// <summary>The method takes any number of further arguments.</summary>
    public bool Variadic { get; }

    public int Count => _last - _first + 1;

    /// <summary>The argument, null when it is nil or missing. Tables are copies.</summary>
    public object? this[string parameter]
    {
        get
        {
            if (_table is not null)
                return _table[parameter];
            var index = IndexOf(parameter);
            return index > _last ? null : _lua.ValueAt(index);
        }
    }

    /// <summary>Place of a positional argument on Lua's stack; may lie above the last argument.</summary>
    public int IndexOf(string parameter)
    {
        for (var i = 0; i < _method.Parameters.Count; i++)
        {
            if (_method.Parameters[i] == parameter)
                return _first + i;
        }

        throw new InvalidOperationException($"{Name} has no parameter {parameter}.");
    }

    public bool Has(string parameter)
    {
        if (_table is not null)
            return _table[parameter] is not null;
        var index = IndexOf(parameter);
        return index <= _last && _lua.TypeAt(index) is not LuaType.Nil;
    }

    public string Text(string parameter) => Values.Text(this[parameter], $"{Name}: {parameter}");

    public string? OptionalText(string parameter) => Has(parameter) ? Text(parameter) : null;

    public double Number(string parameter) => Values.Number(this[parameter], $"{Name}: {parameter}");

    public double Number(string parameter, double whenAbsent) => Has(parameter) ? Number(parameter) : whenAbsent;

    public int Integer(string parameter) => Values.Integer(this[parameter], $"{Name}: {parameter}");

    public bool Boolean(string parameter, bool whenAbsent = false) =>
        Has(parameter) ? Values.Boolean(this[parameter], $"{Name}: {parameter}") : whenAbsent;

    public LuaFunction Function(string parameter) =>
        this[parameter] as LuaFunction ?? throw new ScriptErrorException($"{Name}: {parameter} must be a function.");

    public T Object<T>(string parameter)
        where T : ApiObject => Values.Object<T>(this[parameter], $"{Name}: {parameter}");

    /// <summary>The bytes of a text argument. Valid during the call.</summary>
    public ReadOnlySpan<byte> Bytes(string parameter)
    {
        var index = IndexOf(parameter);
        if (_lua.TypeAt(index) is not (LuaType.Text or LuaType.Number))
            throw new ScriptErrorException($"{Name}: {parameter} must be a string, got {_lua.TypeName(index)}.");
        return _lua.BytesAt(index);
    }
}
