namespace InventorySync.Simulator.Runtime;

/// <summary>
/// What the real runtime API of a version has: members of the simulated classes, events and defines. Read from the
/// tables in <c>Members/</c>, which a test compares with the game's published description.
/// </summary>
internal sealed class MemberFacts
{
    private readonly Dictionary<string, ClassFacts> _classes = [];
    private readonly Dictionary<string, int> _events = [];
    private readonly Dictionary<string, string[]> _defines = [];

    private MemberFacts(string text, string version)
    {
        Version = version;
        var section = "";
        ClassFacts? current = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '#' && line.Length > 1)
                continue;
            if (line.StartsWith("class ", StringComparison.Ordinal))
            {
                var words = line.Split(' ');
                current = new ClassFacts(words[1], words.Length > 3 ? words[3] : null);
                _classes.Add(current.Name, current);
            }
            else if (line is "events" or "defines")
            {
                section = line;
            }
            else if (section == "events")
            {
                var name = line[..line.IndexOf('(', StringComparison.Ordinal)];
                EventFields[name] = line[(name.Length + 1)..^1].Split(", ").Select(field => field.TrimEnd('?')).ToArray();
            }
            else if (section == "defines")
            {
                var cut = line.IndexOf(" = ", StringComparison.Ordinal);
                _defines.Add(line[..cut], line[(cut + 3)..].Split(' '));
            }
            else
            {
                current!.Add(line);
            }
        }

        var events = _defines["events"];
        for (var id = 0; id < events.Length; id++)
            _events.Add(events[id], id);
    }

    /// <summary>First two numbers of the game's version.</summary>
    public string Version { get; }

    /// <summary>Ids of the game's events by name.</summary>
    public IReadOnlyDictionary<string, int> Events => _events;

    /// <summary>Fields of an event's table by the event's name.</summary>
    public Dictionary<string, string[]> EventFields { get; } = [];

    /// <summary>Names of the values of each group of <c>defines</c>, such as <c>inventory</c>, in order of their numbers.</summary>
    public IReadOnlyDictionary<string, string[]> Defines => _defines;

    public IReadOnlyDictionary<string, ClassFacts> Classes => _classes;

    /// <summary>The facts that fit a version of the game.</summary>
    /// <exception cref="ArgumentException">Neither 2.0 nor 2.1.</exception>
    public static MemberFacts Of(string version)
    {
        if (version.StartsWith("2.0.", StringComparison.Ordinal))
            return Of20(version);
        if (version.StartsWith("2.1.", StringComparison.Ordinal))
            return new MemberFacts(Resources.Text("Runtime/Members/2.1.9.txt"), "2.1");
        throw new ArgumentException($"Version {version} is not simulated: use 2.0.x or 2.1.x.", nameof(version));
    }

    private static MemberFacts Of20(string version)
    {
        var facts = new MemberFacts(Resources.Text("Runtime/Members/2.0.77.txt"), "2.0");
        // Newer than the first releases of 2.0 (player-data.md §2.1).
        if (System.Version.TryParse(version, out var number) && number.Build < 67)
            facts._classes["LuaPlayer"].Remove("get_recipe_notifications");
        return facts;
    }

    /// <summary>How the class or one of its parents declares a member; null when none does.</summary>
    public string? Find(string className, string member)
    {
        for (var name = className; name is not null && _classes.TryGetValue(name, out var facts); name = facts.Parent)
        {
            if (facts.Members.TryGetValue(member, out var declaration))
                return declaration;
        }

        return null;
    }

    /// <summary>Number of a value of <c>defines</c>, by dotted group and name.</summary>
    public int Define(string group, string name)
    {
        var value = Array.IndexOf(_defines[group], name);
        return value >= 0 ? value : throw new ArgumentException($"There is no defines.{group}.{name}.", nameof(name));
    }

    /// <summary>A class of the real API.</summary>
    internal sealed class ClassFacts(string name, string? parent)
    {
        private readonly Dictionary<string, string> _members = [];

        public string Name => name;

        public string? Parent => parent;

        /// <summary>Declarations by member name: <c>rw</c>, <c>r?</c>, <c>(a, b?)</c>, <c>{a}</c>; operators as <c>[]</c> and <c>#</c>.</summary>
        public IReadOnlyDictionary<string, string> Members => _members;

        public void Remove(string member) => _members.Remove(member);

        public void Add(string line)
        {
            if (line is "[]" or "#" or "()")
            {
                _members.Add(line, "");
                return;
            }

            var cut = line.IndexOfAny([' ', '(', '{']);
            _members.Add(line[..cut], line[cut..].TrimStart());
        }
    }
}
