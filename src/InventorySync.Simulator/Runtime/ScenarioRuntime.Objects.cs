using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>Access to members of API objects, strictly: what the real API lacks fails as in the game.</summary>
internal sealed partial class ScenarioRuntime
{
    private const int Value = 1;
    private const int Method = 2;

    private int Get(LuaState lua)
    {
        var thing = ThingAt(lua);
        if (thing is GameViewSettings view)
            return Succeed(lua, view[lua.TextAt(2)]);
        var definition = ClassOf(thing);
        if (definition.Index is { } index && (definition.IndexFirst || lua.TypeAt(2) != LuaType.Text))
        {
            CheckValid(thing);
            return Succeed(lua, index(thing, lua.ValueAt(2)));
        }

        var key = lua.TypeAt(2) == LuaType.Text ? lua.TextAt(2) : throw new ScriptErrorException($"{thing.ClassName} can't be indexed with a {lua.TypeName(2)}.");
        if (Facts.Find(thing.ClassName, key) is not { } declaration)
        {
            if (definition.Index is { } byName)
            {
                CheckValid(thing);
                return Succeed(lua, byName(thing, key));
            }

            throw new ScriptErrorException($"{thing.ClassName} doesn't contain key {key}.");
        }

        // These two can be read of any object, also of one that is gone.
        if (key == "valid")
            return Succeed(lua, thing.IsValid);
        if (key == "object_name")
            return Succeed(lua, thing.ClassName);
        CheckValid(thing);
        if (definition.Find(key, Facts.Version) is { } member)
        {
            if (member.Call is not null)
            {
                lua.PushNumber(Method);
                lua.PushNumber(member.Id);
                return 2;
            }

            if (member.Get is { } get)
                return Succeed(lua, get(thing));
            throw new ScriptErrorException($"{thing.ClassName}::{key} is write only.");
        }

        if (definition.Kept is { } kept && declaration[0] is 'r' or 'w')
        {
            return declaration[0] == 'r'
                ? Succeed(lua, kept(thing).GetValueOrDefault(key))
                : throw new ScriptErrorException($"{thing.ClassName}::{key} is write only.");
        }

        throw new ScriptErrorException($"not simulated: {thing.ClassName}.{key}");
    }

    private int Set(LuaState lua)
    {
        var thing = ThingAt(lua);
        if (thing is GameViewSettings view)
        {
            view[lua.TextAt(2)] = Values.Boolean(lua.ValueAt(3), lua.TextAt(2));
            return Succeed(lua);
        }

        var definition = ClassOf(thing);
        var key = lua.TypeAt(2) == LuaType.Text ? lua.TextAt(2) : throw new ScriptErrorException($"{thing.ClassName} can't be indexed with a {lua.TypeName(2)}.");
        if (Facts.Find(thing.ClassName, key) is not { } declaration)
            throw new ScriptErrorException($"{thing.ClassName} doesn't contain key {key}.");
        CheckValid(thing);
        if (declaration[0] is '(' or '{' || !declaration.Contains('w', StringComparison.Ordinal))
            throw new ScriptErrorException($"{thing.ClassName}::{key} is read only.");
        if (definition.Find(key, Facts.Version) is { Set: { } set })
            Below(() => set(thing, lua.ValueAt(3)));
        else if (definition.Kept is { } kept)
            kept(thing)[key] = lua.ValueAt(3);
        else
            throw new ScriptErrorException($"not simulated: writing {thing.ClassName}.{key}");
        return Succeed(lua);
    }

    private int Invoke(LuaState lua)
    {
        var thing = ThingAt(lua);
        CheckValid(thing);
        var method = ApiCatalogue.Instance.Method((int)lua.NumberAt(2));
        var arguments = new Arguments(lua, thing.ClassName, method, first: 3);
        var bottom = lua.Top;
        lua.PushNumber(Value);
        object? result = null;
        Below(() => result = method.Call!(thing, arguments));
        switch (result)
        {
            // The values lie on the stack already.
            case OnStack: break;
            case Results several:
                foreach (var value in several.Values)
                    lua.Push(value);
                break;
            default:
                lua.Push(result);
                break;
        }

        return lua.Top - bottom;
    }

    private int Length(LuaState lua)
    {
        var thing = ThingAt(lua);
        CheckValid(thing);
        var length = ClassOf(thing).Length ?? throw new ScriptErrorException($"attempt to get length of a {thing.ClassName}");
        return Succeed(lua, length(thing));
    }

    private int Entries(LuaState lua)
    {
        var thing = ThingAt(lua);
        CheckValid(thing);
        var entries = ClassOf(thing).Entries ?? throw new ScriptErrorException($"A {thing.ClassName} can't be iterated.");
        var all = entries(thing).ToList();
        return Succeed(lua, new LuaTable(all.Select(pair => pair.Key)), new LuaTable(all.Select(pair => pair.Value)));
    }

    private static int Describe(LuaState lua) => Succeed(lua, lua.ObjectAt(1)?.ToString() ?? "[userdata]");

    private void Below(Action action)
    {
        _depth++;
        try
        {
            action();
        }
        finally
        {
            _depth--;
        }
    }

    private static ApiObject ThingAt(LuaState lua) =>
        lua.ObjectAt(1) as ApiObject ?? throw new ScriptErrorException("This userdata is no object of the game.");

    private static ApiClass ClassOf(ApiObject thing) =>
        ApiCatalogue.Instance.Classes.TryGetValue(thing.ClassName, out var definition)
            ? definition
            : throw new ScriptErrorException($"not simulated: {thing.ClassName}");

    private void CheckValid(ApiObject thing)
    {
        Faults.Count(thing.ClassName);
        if (!thing.IsValid)
            throw new ScriptErrorException($"{thing.ClassName} API call when {thing.ClassName} was invalid.");
    }
}
