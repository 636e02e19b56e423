using System.Text.Json;
using System.Text.RegularExpressions;

namespace InventorySync.Controller.Links;

/// <summary>The one mod pack this controller has: the game's built-in mods, which a host adds by itself (link-protocol §9.5).</summary>
internal static partial class ModPack
{
    private const string DefaultFactorioVersion = "2.0";

    /// <param name="factorioVersion">As the asking instance reported it; a channel such as "latest" gives 2.0.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static ReadOnlyMemory<byte> BuiltIn(string? factorioVersion) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["id"] = 1,
        ["name"] = "Built-in mods",
        ["description"] = "The mods that come with the game.",
        ["factorio_version"] = factorioVersion is not null && Version().Match(factorioVersion) is { Success: true } version
            ? version.Groups["release"].Value
            : DefaultFactorioVersion,
        ["mods"] = Array.Empty<object>(),
        ["settings"] = new Dictionary<string, object>
        {
            ["startup"] = new Dictionary<string, object>(),
            ["runtime-global"] = new Dictionary<string, object>(),
            ["runtime-per-user"] = new Dictionary<string, object>(),
        },
    });

    [GeneratedRegex(@"^(?<release>\d{1,3}\.\d{1,3})(\.\d{1,5})?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Version();
}
