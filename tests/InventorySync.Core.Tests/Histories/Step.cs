using InventorySync.Core.Instances;

namespace InventorySync.Core.Tests.Histories;

/// <summary>One thing that happens to a player: well-behaved, late, repeated or wrong.</summary>
public abstract record Step(InstanceId Instance)
{
    public sealed record Acquire(InstanceId Instance, bool IsStopped) : Step(Instance);

    public sealed record Release(InstanceId Instance, long? Token) : Step(Instance);

    /// <param name="BaseBack">How many revisions back in what was ever uploaded the base lies; null: plain protocol.</param>
    public sealed record Upload(InstanceId Instance, long? Token, int? BaseBack, int GenerationAhead) : Step(Instance);

    /// <summary>Something that was sent before is sent again, byte for byte.</summary>
    public sealed record Repeat(InstanceId Instance, int Back) : Step(Instance);

    /// <summary>An earlier revision with other bytes.</summary>
    public sealed record Forge(InstanceId Instance, int Back) : Step(Instance);

    public sealed record Stop(InstanceId Instance) : Step(Instance);

    public sealed record Run(InstanceId Instance) : Step(Instance);

    public sealed record Die(InstanceId Instance) : Step(Instance);

    public sealed record Wait(InstanceId Instance, int Seconds) : Step(Instance);
}
