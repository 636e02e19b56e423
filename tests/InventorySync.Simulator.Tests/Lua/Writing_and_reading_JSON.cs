using System.Text;
using CsCheck;
using InventorySync.Simulator.Tests.World;

namespace InventorySync.Simulator.Tests.Lua;

public sealed class Writing_and_reading_JSON : IDisposable
{
    private readonly TestGame _game = TestGame.Create();

    public void Dispose() => _game.Dispose();

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{ {}, {} }", "[{},{}]")]
    [InlineData("{ 1, 2.5, -0.25, 1e300, 12345678901 }", "[1,2.5,-0.25,1E+300,12345678901]")]
    [InlineData("{ b = true, a = false }", "{\"a\":false,\"b\":true}")]
    [InlineData("{ [1] = 'x', [3] = 'y' }", "{\"1\":\"x\",\"3\":\"y\"}")]
    [InlineData("{ 'x', n = 1 }", "{\"1\":\"x\",\"n\":1}")]
    [InlineData("{ '\\\"\\\\/\\n\\t\\1' }", "[\"\\\"\\\\/\\n\\t\\u0001\"]")]
    [InlineData("{ 'ä€😀\u2028' }", "[\"ä€😀\u2028\"]")]
    public void Tables_become_compact_JSON(string table, string json)
    {
        _game.Lua($"helpers.write_file('json', helpers.table_to_json({table}))");

        Assert.Equal(json, Encoding.UTF8.GetString(_game.Output.Files["json"]));
    }

    [Theory]
    [InlineData("[1,null,3]", "t[1] == 1 and t[2] == nil and t[3] == 3")]
    [InlineData("{\"a\":null,\"1\":2}", "t.a == nil and t['1'] == 2 and t[1] == nil")]
    [InlineData("{}", "next(t) == nil")]
    [InlineData("[]", "next(t) == nil")]
    [InlineData("\"\\u00e4\\ud83d\\ude00\"", "t == 'ä😀'")]
    [InlineData(" 12.5e1 ", "t == 125")]
    [InlineData("false", "t == false")]
    public void JSON_becomes_tables(string json, string check) =>
        Assert.Equal("true", _game.Lua($"(function() local t = helpers.json_to_table([==[{json}]==]) return {check} end)()"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("{} {}")]
    [InlineData("nope")]
    [InlineData("\"\\ud800\"")]
    public void What_is_no_JSON_becomes_nil(string json) =>
        Assert.Equal("true", _game.Lua($"helpers.json_to_table([==[{json}]==]) == nil"));

    [Fact]
    public void Functions_and_tables_within_themselves_are_refused()
    {
        Assert.Contains("Can't write a function as JSON", _game.Failure("helpers.table_to_json({ print })"), StringComparison.Ordinal);
        Assert.Contains("within itself", _game.Failure("(function() local t = {} t.t = t return helpers.table_to_json(t) end)()"), StringComparison.Ordinal);
        Assert.Contains("must be a table", _game.Failure("helpers.table_to_json('x')"), StringComparison.Ordinal);
    }

    [Fact]
    public void Strings_are_packed_as_zlib_and_base64()
    {
        Assert.Equal("true", _game.Lua("(function() local text = string.rep('abc\\0\\255', 1000) local packed = helpers.encode_string(text) return #packed < 200 and helpers.decode_string(packed) == text end)()"));
        Assert.Equal("\"hello\"", _game.Lua("helpers.decode_string('eJzLSM3JyQcABiwCFQ==')"));
        Assert.Equal("true", _game.Lua("helpers.decode_string('!!') == nil and helpers.decode_string('aGVsbG8=') == nil and helpers.decode_string('eJzLSM3JyQcABiwCFg==') == nil"));
    }

    [Fact]
    public void Any_text_survives_the_way_through_JSON() =>
        Gen.String.List[0, 8].Sample(
            texts =>
            {
                var json = System.Text.Json.JsonSerializer.Serialize(texts.Select(text => new string(text.Where(c => !char.IsSurrogate(c)).ToArray())));
                using var expected = System.Text.Json.JsonDocument.Parse(json);
                _game.Output.Files.Clear();
                _game.Game.RunCommand(Encoding.UTF8.GetBytes("/sc"), null);
                var escaped = string.Concat(Encoding.UTF8.GetBytes(json).Select(b => $"\\{b:D3}"));
                _game.Lua($"helpers.write_file('out', helpers.table_to_json(helpers.json_to_table('{escaped}')))");
                var written = Encoding.UTF8.GetString(_game.Output.Files["out"]);
                if (expected.RootElement.GetArrayLength() == 0)
                {
                    Assert.Equal("{}", written);
                    return;
                }

                using var actual = System.Text.Json.JsonDocument.Parse(written);
                Assert.Equal(
                    expected.RootElement.EnumerateArray().Select(item => item.GetString()),
                    actual.RootElement.EnumerateArray().Select(item => item.GetString()));
            },
            iter: 200,
            threads: 1);
}
