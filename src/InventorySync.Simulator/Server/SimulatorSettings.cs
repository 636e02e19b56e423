using System.Text.Json;
using System.Text.Json.Serialization;
using InventorySync.Simulator.Pacing;

namespace InventorySync.Simulator.Server;

/// <summary>simulator.json in the write directory or the installation: what the game has no settings for.</summary>
public sealed record SimulatorSettings
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Name of a profile, or an object of the members of <see cref="PacingParameters"/>.</summary>
    public JsonElement? Pacing { get; init; }

    public ClockMode Clock { get; init; }
    public double Speed { get; init; } = 1;
    public ItemChanges Items { get; init; } = new();

    /// <summary>Whether a save made at shutdown has the players online who were (true), or made to leave before (false).
    /// No source settles what the game does (factorio-server §9.7).</summary>
    public bool OnlineInSaveOnQuit { get; init; } = true;

    public bool ShufflePairs { get; init; }

    /// <summary>Loads the test mod set: items of the kinds that only mods have.</summary>
    public bool TestMods { get; init; }

    /// <summary>Instructions that one handler may execute; null for no limit, as in the game.</summary>
    public long? InstructionBudget { get; init; }

    /// <summary>Measures what the scenario's code takes in each tick, for <c>stats</c>. Not together with an instruction budget.</summary>
    public bool MeasureScripts { get; init; }

    /// <summary>Lets exported strings be written anew, as the game does, and not given back as they were imported.</summary>
    public bool ReencodeExports { get; init; }

    /// <exception cref="ServerStartException">The file holds something else.</exception>
    public static SimulatorSettings Parse(string path, string json)
    {
        try
        {
            var settings = JsonSerializer.Deserialize<SimulatorSettings>(json, Options)
                ?? throw new ServerStartException($"{path} is no JSON object.");
            if (settings.Speed is not (> 0 and <= 1000))
                throw new ServerStartException($"The speed in {path} must be above 0 and at most 1000.");
            if (settings is { MeasureScripts: true, InstructionBudget: not null })
                throw new ServerStartException($"measure_scripts and instruction_budget in {path} exclude each other.");
            settings.ReadPacing();
            return settings;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new ServerStartException($"Cannot read {path}: {exception.Message}", exception);
        }
    }

    /// <exception cref="FormatException">No such profile, or parameters that make no sense.</exception>
    public PacingParameters ReadPacing() => Pacing is { } pacing ? ReadPacing(pacing) : PacingParameters.Documented;

    /// <inheritdoc cref="ReadPacing()"/>
    public static PacingParameters ReadPacing(JsonElement pacing)
    {
        if (pacing.ValueKind == JsonValueKind.String)
        {
            return PacingParameters.Named(pacing.GetString()!)
                ?? throw new FormatException($"There is no pacing profile '{pacing.GetString()}'; there are optimistic, documented and pessimistic.");
        }
        try
        {
            var parameters = pacing.Deserialize<PacingParameters>(Options) ?? PacingParameters.Documented;
            return parameters.Fault() is { } fault ? throw new FormatException($"Pacing: {fault}.") : parameters;
        }
        catch (JsonException exception)
        {
            throw new FormatException($"Pacing is neither the name of a profile nor parameters: {exception.Message}", exception);
        }
    }

    public static JsonElement Describe(PacingParameters parameters) => JsonSerializer.SerializeToElement(parameters, Options);

    /// <summary>How the items of this server differ from the game's.</summary>
    public sealed record ItemChanges
    {
        public IReadOnlyList<string> Remove { get; init; } = [];
        public IReadOnlyList<string> Add { get; init; } = [];
    }
}
