using InventorySync.Simulator.Runtime.Classes;

namespace InventorySync.Simulator.Runtime;

/// <summary>All simulated classes.</summary>
internal sealed class ApiCatalogue
{
    private readonly Dictionary<string, ApiClass> _classes = [];
    private readonly List<ApiMember> _methods = [];

    private ApiCatalogue(params ApiClass[] classes)
    {
        foreach (var one in classes)
        {
            _classes.Add(one.Name, one);
            foreach (var method in one.Members.Values.Where(member => member.Call is not null))
            {
                method.Id = _methods.Count;
                _methods.Add(method);
            }
        }
    }

    public static ApiCatalogue Instance { get; } = Build();

    public IReadOnlyDictionary<string, ApiClass> Classes => _classes;

    public ApiMember Method(int id) => _methods[id];

    private static ApiCatalogue Build()
    {
        var control = ControlClass.Define();
        var itemCommon = ItemCommonClass.Define();
        var prototype = PrototypeClasses.DefineBase();
        return new ApiCatalogue(
        [
            control,
            itemCommon,
            prototype,
            PlayerClass.Define(control),
            EntityClass.Define(control),
            ItemStackClass.Define(itemCommon),
            ItemClass.Define(itemCommon),
            InventoryClass.Define(),
            EquipmentGridClass.Define(),
            EquipmentClass.Define(),
            BurnerClass.Define(),
            BootstrapClass.Define(),
            GameScriptClass.Define(),
            HelpersClass.Define(),
            RemoteClass.Define(),
            CommandProcessorClass.Define(),
            ForceClasses.DefineForce(),
            ForceClasses.DefineTechnology(),
            ForceClasses.DefineSurface(),
            ForceClasses.DefineRecipe(),
            ForceClasses.DefinePlatform(),
            GuiClasses.DefineGui(),
            GuiClasses.DefineElement(),
            GuiClasses.DefineStyle(),
            LogisticsClasses.DefinePoint(),
            LogisticsClasses.DefineSection(),
            SmallClasses.DefineRcon(),
            SmallClasses.DefineSettings(),
            SmallClasses.DefineRendering(),
            SmallClasses.DefineCustomTable(),
            SmallClasses.DefineRecord(),
            SmallClasses.DefinePermissionGroup(),
            SmallClasses.DefinePermissionGroups(),
            .. PrototypeClasses.Define(prototype),
        ]);
    }
}
