namespace InventorySync.Simulator.Runtime;

/// <summary>One of the objects that a script finds among its globals, such as <c>script</c> or <c>helpers</c>.</summary>
internal sealed class GlobalObject(string className, ScenarioRuntime runtime) : ApiObject
{
    public override string ClassName => className;

    public ScenarioRuntime Runtime => runtime;
}
