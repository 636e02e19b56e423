using System.Globalization;
using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime;

/// <summary>Reads values that a script gave, or tells it what was expected.</summary>
internal static class Values
{
    public static string Text(object? value, string what) => value switch
    {
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => throw Expected("a string", value, what),
    };

    public static double Number(object? value, string what) =>
        value is double number
            ? double.IsNaN(number) ? throw new ScriptErrorException($"{what}: not a number (0/0).") : number
            : throw Expected("a number", value, what);

    /// <summary>A whole number; fractions are cut as the game does.</summary>
    public static int Integer(object? value, string what)
    {
        var number = Number(value, what);
        if (!(Math.Abs(number) <= int.MaxValue))
            throw new ScriptErrorException($"{what}: {number} is out of range.");
        return (int)number;
    }

    public static long Long(object? value, string what)
    {
        var number = Number(value, what);
        if (!(Math.Abs(number) <= 9007199254740992))
            throw new ScriptErrorException($"{what}: {number} is out of range.");
        return (long)number;
    }

    public static bool Boolean(object? value, string what) =>
        value is bool boolean ? boolean : throw Expected("a boolean", value, what);

    public static LuaTable Table(object? value, string what) =>
        value as LuaTable ?? throw Expected("a table", value, what);

    public static T Object<T>(object? value, string what)
        where T : ApiObject
    {
        if (value is not T thing)
            throw Expected(typeof(T).Name, value, what);
        return thing.IsValid ? thing : throw new ScriptErrorException($"{what}: the {thing.ClassName} is no longer valid.");
    }

    private static ScriptErrorException Expected(string expected, object? value, string what)
    {
        var got = value switch
        {
            null => "nil",
            string => "a string",
            double => "a number",
            bool => "a boolean",
            LuaTable => "a table",
            LuaFunction => "a function",
            ApiObject thing => thing.ClassName,
            _ => value.GetType().Name,
        };
        return new ScriptErrorException($"{what}: {expected} expected, got {got}.");
    }
}
