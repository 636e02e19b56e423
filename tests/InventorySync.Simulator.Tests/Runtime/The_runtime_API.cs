using System.Text.Json.Nodes;
using InventorySync.Simulator.Runtime;

namespace InventorySync.Simulator.Tests.Runtime;

/// <summary>What the simulator offers, against the game's published description of its API.</summary>
public class The_runtime_API
{
    public static TheoryData<string> Versions => ["2.0.77", "2.1.9"];

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_table_of_members_is_complete_for_its_classes_and_says_what_the_description_says(string version)
    {
        var api = Api(version);
        var facts = MemberFacts.Of(version);

        foreach (var (name, facts1) in facts.Classes)
        {
            var described = Class(api, name);
            var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var attribute in described["attributes"]!.AsArray())
            {
                var mode = (attribute!["read_type"] is null ? "" : "r") + (attribute["write_type"] is null ? "" : "w") + ((bool?)attribute["optional"] == true ? "?" : "");
                expected.Add((string)attribute["name"]!, mode);
            }

            foreach (var method in described["methods"]!.AsArray())
                expected.Add((string)method!["name"]!, Signature(method.AsObject()));
            foreach (var operation in described["operators"]!.AsArray())
                expected.Add((string)operation!["name"]! switch { "index" => "[]", "length" => "#", _ => "()" }, "");
            Assert.Equal(expected, new SortedDictionary<string, string>(facts1.Members.ToDictionary(), StringComparer.Ordinal));
            Assert.Equal((string?)described["parent"], facts1.Parent);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_member_that_is_offered_exists_with_these_rights_and_parameters(string version)
    {
        var facts = MemberFacts.Of(version);
        var wrong = new List<string>();
        foreach (var one in ApiCatalogue.Instance.Classes.Values)
        {
            if (!facts.Classes.ContainsKey(one.Name))
            {
                wrong.Add($"{one.Name} is no class");
                continue;
            }

            foreach (var key in one.Members.Keys.Select(key => key.Split('@')[0]).Distinct())
            {
                var declaration = facts.Find(one.Name, key);
                var member = one.Find(key, facts.Version)!;
                // Members of the other version may be defined; scripts of this one cannot reach them.
                if (declaration is null)
                {
                    if (Versions.All(other => MemberFacts.Of(other.Data).Find(one.Name, key) is null))
                        wrong.Add($"{one.Name}.{key} exists in no version");
                    continue;
                }

                var isMethod = declaration[0] is '(' or '{';
                if (isMethod != member.Call is not null)
                    wrong.Add($"{one.Name}.{key} is {(isMethod ? "a method" : "an attribute")}");
                else if (isMethod && Compare(declaration, member) is { } difference)
                    wrong.Add($"{one.Name}.{key}: {difference}");
                else if (!isMethod && member.Get is not null && !declaration.Contains('r', StringComparison.Ordinal))
                    wrong.Add($"{one.Name}.{key} is not readable");
                else if (!isMethod && member.Set is not null && !declaration.Contains('w', StringComparison.Ordinal))
                    wrong.Add($"{one.Name}.{key} is not writable");
            }

            var operators = facts.Classes[one.Name].Members;
            if (one.Index is not null != operators.ContainsKey("[]") || one.Length is not null != operators.ContainsKey("#"))
                wrong.Add($"{one.Name}: its operators differ");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Events_have_the_fields_of_the_description(string version)
    {
        var facts = MemberFacts.Of(version);

        foreach (var described in Api(version)["events"]!.AsArray())
        {
            var fields = described!["data"]!.AsArray().OrderBy(field => (int)field!["order"]!).Select(field => (string)field!["name"]!);
            Assert.Equal(fields, facts.EventFields[(string)described["name"]!]);
            // Custom inputs are named by the mods that define them.
            Assert.True((string)described["name"]! == "CustomInputEvent" || facts.Events.ContainsKey((string)described["name"]!));
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Defines_are_all_there(string version)
    {
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var define in Api(version)["defines"]!.AsArray())
            Collect("", define!.AsObject());

        var facts = MemberFacts.Of(version).Defines.ToDictionary(group => group.Key, group => string.Join(' ', group.Value));
        Assert.Equal(expected, new SortedDictionary<string, string>(facts, StringComparer.Ordinal));

        void Collect(string prefix, JsonObject define)
        {
            var name = prefix + (string)define["name"]!;
            if (define["values"] is JsonArray values)
                expected.Add(name, string.Join(' ', values.OrderBy(value => (int)value!["order"]!).Select(value => (string)value!["name"]!)));
            foreach (var child in define["subkeys"]?.AsArray() ?? [])
                Collect(name + ".", child!.AsObject());
        }
    }

    private static string? Compare(string declaration, ApiMember member)
    {
        if (declaration[0] == '{' != member.TakesTable)
            return declaration[0] == '{' ? "takes a table" : "takes no table";
        var names = declaration[1..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries);
        // Parameters of some variants only may be left out, the others not; their order is the description's.
        var common = names.Where(name => !name.EndsWith('*')).Select(name => name.TrimEnd('?')).ToList();
        var variants = names.Where(name => name.EndsWith('*')).Select(name => name.TrimEnd('*')).ToHashSet();
        var offered = member.Parameters.ToList();
        if (!common.SequenceEqual(offered.Where(name => !variants.Contains(name))))
            return $"parameters are {declaration}, not {string.Join(", ", offered)}";
        var optional = names.Where(name => name[^1] is '?' or '*').Select(name => name.TrimEnd('?', '*')).ToHashSet();
        var missing = offered.Where(name => optional.Contains(name) && !member.Optional.Contains(name)).ToList();
        return missing.Count > 0 ? $"{string.Join(", ", missing)} is optional there" : null;
    }

    private static string Signature(JsonObject method)
    {
        var names = method["parameters"]!.AsArray()
            .OrderBy(parameter => (int)parameter!["order"]!)
            .Select(parameter => (string)parameter!["name"]! + ((bool?)parameter["optional"] == true ? "?" : ""))
            .ToList();
        if (method["variadic_parameter"] is not null)
            names.Add("...");
        var known = names.Select(name => name.TrimEnd('?')).ToHashSet();
        foreach (var group in method["variant_parameter_groups"]?.AsArray() ?? [])
        {
            foreach (var parameter in group!["parameters"]!.AsArray())
            {
                if (known.Add((string)parameter!["name"]!))
                    names.Add((string)parameter["name"]! + "*");
            }
        }

        var list = string.Join(", ", names);
        return (bool)method["format"]!["takes_table"]! ? $"{{{list}}}" : $"({list})";
    }

    private static JsonObject Api(string version) =>
        JsonNode.Parse(File.ReadAllBytes(SharedFacts.Path($"factorio/runtime-api-{version}.json")))!.AsObject();

    private static JsonObject Class(JsonObject api, string name) =>
        api["classes"]!.AsArray().First(one => (string)one!["name"]! == name)!.AsObject();
}
