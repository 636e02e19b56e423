using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using InventorySync.Simulator.Lua;
using InventorySync.Simulator.World;

namespace InventorySync.Simulator.Runtime;

/// <summary>
/// The script's <c>storage</c> in a save: JSON <c>{"version":1,"metatables":[…],"tables":[[key,value,…],…]}</c>, table 0
/// being the root. Text is itself; others are <c>{"t":n}</c> table, <c>{"o":name}</c> object, <c>{"x":base64}</c> bytes
/// that are no UTF-8, <c>{"n":"nan"}</c> numbers outside JSON.
/// </summary>
internal sealed partial class ScenarioRuntime
{
    private const int StorageVersion = 1;

    private readonly Dictionary<string, int> _metatables = [];
    private readonly Dictionary<nint, string> _metatableNames = [];

    /// <summary>Remembers a metatable by name, so that tables in storage can keep it.</summary>
    public void RegisterMetatable(string name, int index)
    {
        if (Lua.TypeAt(index) != LuaType.Table)
            throw new ScriptErrorException("register_metatable: a table expected.");
        if (_metatables.ContainsKey(name))
            throw new ScriptErrorException($"register_metatable: {name} is registered already.");
        _metatableNames.Add(Lua.AddressAt(index), name);
        _metatables.Add(name, Lua.KeepValue(index));
    }

    /// <summary>Writes the storage table.</summary>
    /// <exception cref="ScenarioException">It holds something that cannot be saved.</exception>
    public byte[] SaveStorage()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        try
        {
            WriteStorage(output);
        }
        catch (ScriptErrorException error)
        {
            throw new ScenarioException($"The script's storage cannot be saved: {error.Message}", error) { Occasion = "Error while saving storage", Details = error.Message };
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Puts a saved storage table in place of the present one.</summary>
    /// <exception cref="InvalidDataException">The bytes are no saved storage.</exception>
    public void LoadStorage(byte[] saved)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(saved);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException("The save's storage is damaged: it is no JSON.", error);
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.GetProperty("version").GetInt32() != StorageVersion)
                throw new InvalidDataException($"The save's storage has version {root.GetProperty("version")}, this simulator reads {StorageVersion}.");
            Lua.EnsureStack(20);
            var tables = root.GetProperty("tables").EnumerateArray().ToArray();
            Lua.NewTable();
            var all = Lua.Top;
            for (var i = 0; i < tables.Length; i++)
            {
                Lua.NewTable();
                Lua.RawSetAt(all, i + 1);
            }

            for (var i = 0; i < tables.Length; i++)
                FillTable(all, i + 1, tables[i]);
            foreach (var entry in root.GetProperty("metatables").EnumerateArray())
                RestoreMetatable(all, entry);
            Lua.PushGlobals();
            Lua.Push("storage");
            Lua.PushItem(all, 1);
            Lua.RawSet(-3);
            Lua.Top = all - 1;
        }
    }

    private void WriteStorage(ArrayBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var bottom = Lua.Top;
        try
        {
            Lua.EnsureStack(20);
            Lua.PushGlobals();
            Lua.GetField("storage");
            if (Lua.TypeAt(-1) != LuaType.Table)
                throw new ScriptErrorException($"storage is a {Lua.TypeName(-1)}, not a table.");
            Lua.NewTable();
            var queue = Lua.Top;
            var numbers = new Dictionary<nint, int>();
            var paths = new List<string> { "storage" };
            Enqueue(queue, queue - 1, numbers);
            writer.WriteStartObject();
            writer.WriteNumber("version", StorageVersion);
            writer.WriteStartArray("tables");
            var metatables = new List<(int Table, string Name)>();
            for (var number = 0; number < numbers.Count; number++)
            {
                Lua.PushItem(queue, number + 1);
                WriteTable(writer, queue, Lua.Top, numbers, paths, number, metatables);
                Lua.Pop();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("metatables");
            foreach (var (table, name) in metatables)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(table);
                writer.WriteStringValue(name);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        finally
        {
            Lua.Top = bottom;
        }
    }

    private int Enqueue(int queue, int index, Dictionary<nint, int> numbers)
    {
        var address = Lua.AddressAt(index);
        if (numbers.TryGetValue(address, out var known))
            return known;
        var number = numbers.Count;
        numbers.Add(address, number);
        Lua.PushCopy(index);
        Lua.RawSetAt(queue, number + 1);
        return number;
    }

    private void WriteTable(Utf8JsonWriter writer, int queue, int table, Dictionary<nint, int> numbers, List<string> paths, int number, List<(int Table, string Name)> metatables)
    {
        if (Lua.MetatableAddress(table) is { } address && _metatableNames.TryGetValue(address, out var name))
            metatables.Add((number, name));
        var keys = Lua.SortedKeys(table, out var others);
        if (others > 0)
            throw new ScriptErrorException($"{paths[number]} has a key that is neither text, number nor boolean.");
        writer.WriteStartArray();
        foreach (var key in keys)
        {
            Lua.PushKey(key);
            WriteValue(writer, queue, Lua.Top, numbers, paths, paths[number]);
            Lua.PushItemByKey(table);
            var path = key.Type == LuaType.Text ? $"{paths[number]}.{Encoding.UTF8.GetString(key.Bytes)}" : $"{paths[number]}[{key.Number}]";
            WriteValue(writer, queue, Lua.Top, numbers, paths, path);
            Lua.Pop();
        }

        Lua.ReturnKeys(keys);
        writer.WriteEndArray();
    }

    private void WriteValue(Utf8JsonWriter writer, int queue, int index, Dictionary<nint, int> numbers, List<string> paths, string path)
    {
        switch (Lua.TypeAt(index))
        {
            case LuaType.Boolean:
                writer.WriteBooleanValue(Lua.BooleanAt(index));
                break;
            case LuaType.Number:
                var number = Lua.NumberAt(index);
                if (double.IsFinite(number))
                    writer.WriteNumberValue(number);
                else
                    WriteMarked(writer, "n", double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf");
                break;
            case LuaType.Text when Utf8.IsValid(Lua.BytesAt(index)):
                writer.WriteStringValue(Lua.BytesAt(index));
                break;
            case LuaType.Text:
                WriteMarked(writer, "x", Convert.ToBase64String(Lua.BytesAt(index)));
                break;
            case LuaType.Table:
                var table = Enqueue(queue, index, numbers);
                if (table == paths.Count)
                    paths.Add(path);
                writer.WriteStartObject();
                writer.WriteNumber("t", table);
                writer.WriteEndObject();
                break;
            case LuaType.Userdata when Lua.ObjectAt(index) is ApiObject thing:
                WriteMarked(writer, "o", thing.SaveName ?? throw new ScriptErrorException($"{path} is a {thing.ClassName}, which cannot be saved."));
                break;
            default:
                throw new ScriptErrorException($"{path} is a {Lua.TypeName(index)}, which cannot be saved.");
        }
    }

    private static void WriteMarked(Utf8JsonWriter writer, string mark, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(mark, value);
        writer.WriteEndObject();
    }

    private void FillTable(int all, int place, JsonElement content)
    {
        Lua.PushItem(all, place);
        var atKey = true;
        var skip = false;
        foreach (var value in content.EnumerateArray())
        {
            PushSaved(all, value);
            if (atKey)
            {
                // An object that is gone with the map cannot be a key.
                skip = Lua.TypeAt(-1) == LuaType.Nil;
            }
            else if (skip)
            {
                Lua.Pop(2);
            }
            else
            {
                Lua.RawSet(-3);
            }

            atKey = !atKey;
        }

        Lua.Pop();
    }

    private void PushSaved(int all, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False:
                Lua.PushBoolean(value.GetBoolean());
                return;
            case JsonValueKind.Number:
                Lua.PushNumber(value.GetDouble());
                return;
            case JsonValueKind.String:
                Lua.Push(value.GetString()!);
                return;
            case JsonValueKind.Object:
                break;
            default:
                throw new InvalidDataException("The save's storage is damaged: a value of no known kind.");
        }

        var marked = value.EnumerateObject().First();
        switch (marked.Name)
        {
            case "t":
                Lua.PushItem(all, marked.Value.GetInt32() + 1);
                break;
            case "o":
                Lua.Push(SavedObjects.Find(World, marked.Value.GetString()!));
                break;
            case "x":
                Lua.Push(marked.Value.GetBytesFromBase64().AsSpan());
                break;
            default:
                Lua.PushNumber(marked.Value.GetString() switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.NaN });
                break;
        }
    }

    private void RestoreMetatable(int all, JsonElement entry)
    {
        if (!_metatables.TryGetValue(entry[1].GetString()!, out var reference))
            return;
        Lua.PushItem(all, entry[0].GetInt32() + 1);
        Lua.PushKept(reference);
        Lua.SetMetatableOf(-2);
        Lua.Pop();
    }
}
