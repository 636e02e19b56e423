namespace InventorySync.Simulator.Runtime;

/// <summary>An attribute or method that the simulator offers.</summary>
internal sealed class ApiMember
{
    public required string Name { get; init; }

    /// <summary>Number of a method in its <see cref="ApiCatalogue"/>.</summary>
    public int Id { get; set; }

    public Func<ApiObject, object?>? Get { get; init; }

    public Action<ApiObject, object?>? Set { get; init; }

    public Func<ApiObject, Arguments, object?>? Call { get; init; }

    /// <summary>Names of a method's parameters in order; those that end in <c>?</c> in the definition are optional.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    public IReadOnlySet<string> Optional { get; init; } = new HashSet<string>();

    /// <summary>The method takes one table with its parameters by name.</summary>
    public bool TakesTable { get; init; }
}
