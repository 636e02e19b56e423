using InventorySync.Simulator.Lua;

namespace InventorySync.Simulator.Runtime;

/// <summary>The global <c>defines</c>: nested tables of numbers.</summary>
internal static class DefinesTable
{
    public static LuaTable Build(MemberFacts facts)
    {
        var root = new LuaTable();
        foreach (var (path, names) in facts.Defines)
        {
            var group = root;
            foreach (var part in path.Split('.'))
            {
                if (group[part] is not LuaTable child)
                    group[part] = child = [];
                group = child;
            }

            for (var value = 0; value < names.Length; value++)
                group[names[value]] = value;
        }

        return root;
    }
}
