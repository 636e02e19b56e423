namespace InventorySync.Simulator.World;

/// <summary>What a slot lets in. Name or quality may be absent; the comparator concerns the quality.</summary>
internal sealed record Filter(string? Name, string? Quality, string? Comparator)
{
    /// <summary>The comparator as the game reads it back.</summary>
    public static string Canonical(string comparator) => comparator switch
    {
        "=" or ">" or "<" or "≥" or "≤" or "≠" => comparator,
        ">=" => "≥",
        "<=" => "≤",
        "!=" => "≠",
        _ => throw new Lua.ScriptErrorException($"Unknown comparator: {comparator}"),
    };

    public bool Allows(Item item, GameWorld world)
    {
        if (Name is not null && Name != item.Prototype.Name)
            return false;
        if (Quality is null)
            return true;
        var difference = item.Quality.Level - world.Prototypes.Qualities[Quality].Level;
        return (Comparator ?? "=") switch
        {
            "=" => item.Quality.Name == Quality,
            "≠" => item.Quality.Name != Quality,
            ">" => difference > 0,
            "<" => difference < 0,
            "≥" => difference >= 0,
            _ => difference <= 0,
        };
    }
}
