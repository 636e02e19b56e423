namespace InventorySync.Simulator.World;

/// <summary>What scripts order for the end of the tick: surfaces deleted, forces merged.</summary>
internal sealed class WorldChanges(GameWorld world)
{
    private readonly List<Surface> _surfaces = [];
    private readonly List<(Force Source, Force Target)> _forces = [];

    /// <summary>Orders a surface's end; false for the first, which stays.</summary>
    public bool Delete(Surface surface)
    {
        if (surface.Index == 1)
            return false;
        if (!_surfaces.Contains(surface))
            _surfaces.Add(surface);
        return true;
    }

    public void Merge(Force source, Force target) => _forces.Add((source, target));

    public void Run()
    {
        // A platform ends with its hub.
        foreach (var surface in world.Surfaces.Where(surface => surface.Platform is { Hub: null }))
            Delete(surface);
        foreach (var surface in _surfaces.ToList())
            Carry(surface);
        _surfaces.Clear();
        foreach (var (source, target) in _forces.ToList())
            Carry(source, target);
        _forces.Clear();
    }

    /// <summary>
    /// What is on the surface goes with it. A player there loses the body, as with anything else on it, and is a ghost
    /// on the first surface; bodies of players who are away are not on it and come back on the first surface.
    /// </summary>
    private void Carry(Surface surface)
    {
        world.Raise("on_pre_surface_deleted", ("surface_index", surface.Index));
        foreach (var vehicle in world.Vehicles.Where(vehicle => vehicle.CurrentSurface == surface).ToList())
            vehicle.Destroy();
        foreach (var body in world.Characters.Where(body => body.CurrentSurface == surface && body.IsValid).ToList())
            body.Destroy();
        foreach (var player in world.Players)
            player.LoseSurface(surface);
        surface.Deleted = true;
        world.Surfaces.Remove(surface);
        world.Raise("on_surface_deleted", ("surface_index", surface.Index));
    }

    private void Carry(Force source, Force target)
    {
        world.Raise("on_forces_merging", ("source", source), ("destination", target));
        foreach (var player in world.Players.Where(player => player.Force == source))
            player.Force = target;
        foreach (var entity in world.Entities.Where(entity => entity.Force == source).ToList())
            entity.Force = target;
        source.Removed = true;
        world.Forces.Remove(source.Name);
        world.Raise("on_forces_merged", ("source_name", source.Name), ("source_index", source.Index), ("destination", target));
    }
}
