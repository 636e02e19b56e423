using System.Text.Json.Nodes;

namespace InventorySync.Module.Tests.Players;

/// <summary>Contents of equipment grids: real pieces and ghosts, charged, marked for removal, burning.</summary>
internal sealed class RandomEquipment(Choices choices, Facts facts)
{
    /// <summary>What a burner of the test mods burns.</summary>
    private static readonly string[] Fuels = ["coal", "wood", "solid-fuel"];

    /// <summary>A list for <c>g</c>, ordered by row and column as the game gives it.</summary>
    /// <param name="grid">Name of the grid's kind.</param>
    /// <param name="quality">Of the item; each level makes the grid one cell larger in both directions.</param>
    /// <param name="most">How many pieces there may be.</param>
    public JsonArray Grid(string grid, string quality, int most)
    {
        var (width, height) = facts.Grids[grid];
        var level = facts.Qualities[quality];
        var taken = new bool[width + level, height + level];
        var pieces = new List<JsonObject>();
        for (var attempt = choices.Number(0, most); attempt > 0; attempt--)
        {
            var kind = choices.Pick(facts.Pieces);
            var (x, y) = (choices.Number(0, width + level - 1), choices.Number(0, height + level - 1));
            if (TryTake(taken, x, y, kind))
                pieces.Add(Piece(kind, x, y));
        }

        return new JsonArray([.. pieces.OrderBy(piece => piece["p"]![1]!.GetValue<int>()).ThenBy(piece => piece["p"]![0]!.GetValue<int>())]);
    }

    /// <summary>Slots that worn equipment adds.</summary>
    public int SlotsOf(JsonArray grid) => grid
        .Select(piece => piece!.AsObject())
        .Where(piece => piece["g"] is null)
        .Sum(piece => (int)(facts.Pieces.First(kind => kind.Name == piece["n"]!.GetValue<string>()).Number("inventory_size_bonus") * Multiplier(piece["q"]!.GetValue<string>())));

    public double Multiplier(string quality) => 1 + (0.3 * facts.Qualities[quality]);

    private JsonObject Piece(Facts.Equipment kind, int x, int y)
    {
        var quality = choices.Chance(0.5) ? "normal" : choices.Pick([.. facts.Qualities.Keys.Where(name => name != "quality-unknown")]);
        var piece = new JsonObject { ["n"] = kind.Name, ["p"] = new JsonArray(x, y), ["q"] = quality };
        if (choices.Chance(0.15))
        {
            piece["g"] = kind.Name;
            piece["n"] = "equipment-ghost";
            return piece;
        }

        var multiplier = Multiplier(quality);
        if (kind.Number("max_shield") > 0 && choices.Chance(0.7))
            piece["s"] = (double)(float)(kind.Number("max_shield") * multiplier * choices.Float());
        if (kind.Number("energy_buffer") > 0 && choices.Chance(0.7))
            piece["e"] = Math.Floor(kind.Number("energy_buffer") * multiplier * choices.Float());
        if (choices.Chance(0.15))
            piece["t"] = true;
        if (kind.Number("fuel_slots") > 0)
            Fire(piece);
        return piece;
    }

    private void Fire(JsonObject piece)
    {
        if (choices.Chance(0.6))
            piece["i"] = new JsonObject { ["i"] = new JsonArray(new JsonObject { ["n"] = choices.Pick(Fuels), ["c"] = choices.Number(1, 50) }) };
        if (choices.Chance(0.6))
        {
            piece["b"] = choices.Pick(Fuels);
            piece["f"] = choices.Number(1, 1_000_000) / 4.0;
            if (choices.Chance(0.3))
                piece["bq"] = "rare";
        }

        if (choices.Chance(0.4))
            piece["h"] = choices.Number(1, 100_000) / 8.0;
    }

    private static bool TryTake(bool[,] taken, int left, int top, Facts.Equipment kind)
    {
        if (left + kind.Width > taken.GetLength(0) || top + kind.Height > taken.GetLength(1))
            return false;
        for (var x = left; x < left + kind.Width; x++)
        {
            for (var y = top; y < top + kind.Height; y++)
            {
                if (taken[x, y])
                    return false;
            }
        }

        for (var x = left; x < left + kind.Width; x++)
        {
            for (var y = top; y < top + kind.Height; y++)
                taken[x, y] = true;
        }

        return true;
    }
}
