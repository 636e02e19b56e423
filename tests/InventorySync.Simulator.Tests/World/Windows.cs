namespace InventorySync.Simulator.Tests.World;

public sealed class Windows : IDisposable
{
    private readonly TestGame _game = TestGame.Create("function screen() return game.get_player('alice').gui.screen end", files: ("locale/en/w.cfg", "[w]\ntitle=The __1__\n"));

    public Windows() => _game.Join();

    public void Dispose() => _game.Dispose();

    [Fact]
    public void Elements_are_found_by_name_and_keep_what_is_written()
    {
        Assert.Equal("[\"frame\",true,0.5,false,true,2,\"n\",40]", _game.Lua("""
            (function()
                local frame = screen().add({ type = "frame", name = "f", caption = { "w.title", "end" }, direction = "vertical", tags = { n = "n" } })
                frame.auto_center = true
                local bar = frame.add({ type = "progressbar", name = "bar", value = 0.5 })
                local button = frame.add({ type = "button", name = "b", enabled = false })
                frame.style.minimal_width = 40
                return { frame.type, screen().f == frame, screen().f.bar.value, button.enabled, frame.nothing == nil, #frame.children, frame.tags.n, frame.style.minimal_width }
            end)()
            """));
        Assert.Equal("""{"type":"frame","name":"f","caption":"The end","value":null,"enabled":true,"visible":true,"children":[{"type":"progressbar","name":"bar","caption":"","value":0.5,"enabled":true,"visible":true,"children":[]},{"type":"button","name":"b","caption":"","value":null,"enabled":false,"visible":true,"children":[]}]}""", _game.Do("gui", new() { ["player"] = "alice" })!["screen"]![0]!.ToJsonString());
    }

    [Fact]
    public void Names_are_unique_within_a_parent()
    {
        Assert.Contains("already present in the parent", _game.Failure("(function() screen().add({ type = 'label', name = 'x' }) screen().add({ type = 'label', name = 'x' }) end)()"), StringComparison.Ordinal);
    }

    [Fact]
    public void Destroyed_elements_and_what_was_in_them_are_gone()
    {
        Assert.Equal("[false,false,true]", _game.Lua("(function() local f = screen().add({ type = 'frame', name = 'f' }) local l = f.add({ type = 'label', name = 'l' }) f.destroy() return { f.valid, l.valid, screen().f == nil } end)()"));
        Assert.Contains("can't be destroyed", _game.Failure("screen().destroy()"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_window_is_no_longer_open()
    {
        Assert.Equal("[true,true]", _game.Lua("(function() local p = game.players[1] local f = screen().add({ type = 'frame' }) p.opened = f local open = p.opened == f f.destroy() return { open, p.opened == nil } end)()"));
    }

    [Fact]
    public void Players_read_texts_in_their_language_and_in_English_where_that_lacks_one()
    {
        using var game = TestGame.Create(files: [("locale/en/w.cfg", "[w]\na=one\nb=two"), ("locale/de/w.cfg", "[w]\na=eins")]);
        game.Join();
        game.Do("set_locale", new() { ["player"] = "alice", ["locale"] = "de" });

        game.Lua("(function() local p = game.players[1] p.print({ '', { 'w.a' }, ' ', { 'w.b' }, ' ', { 'item-name.iron-plate' }, ' ', { 'w.c' } }) end)()");

        Assert.Equal("""["eins two Iron plate Unknown key: \u0022w.c\u0022"]""", game.Do("chat_seen", new() { ["player"] = "alice" })!.ToJsonString());
        Assert.Equal("\"de\"", game.Lua("game.players[1].locale"));
    }

    [Theory]
    [InlineData("{ 'w.plural', 0 }", "none")]
    [InlineData("{ 'w.plural', 1 }", "1 thing")]
    [InlineData("{ 'w.plural', 2 }", "2 or 3")]
    [InlineData("{ 'w.plural', 112 }", "112 dozen")]
    [InlineData("{ 'w.plural', 7 }", "7 things")]
    [InlineData("{ 'w.title', '__1__' }", "The __1__")]
    [InlineData("{ '?', { 'w.missing' }, { 'w.title', 'x' } }", "The x")]
    [InlineData("{ '?', { 'w.missing' }, 'last' }", "last")]
    public void Plural_forms_and_parameters_are_chosen_as_the_game_does(string text, string expected)
    {
        using var game = TestGame.Create(files: ("locale/en/w.cfg", "[w]\ntitle=The __1__\nplural=__plural_for_parameter__1__{0=none|1=__1__ thing|2,3=2 or 3|ends in 12,13=__1__ dozen|rest=__1__ things}__\n"));
        game.Join();

        game.Lua($"game.players[1].print({text})");

        Assert.Equal(expected, game.Do("chat_seen", new() { ["player"] = "alice" })![0]!.GetValue<string>());
    }

    [Theory]
    [InlineData("game.players[1].print({ '', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 })", "Too many parameters")]
    [InlineData("(function() local text = 'x' for _ = 1, 21 do text = { '', text } end game.players[1].print(text) end)()", "nested deeper")]
    [InlineData("screen().add({ type = 'sprite-button', sprite = 'item/nothing' })", "Unknown sprite")]
    [InlineData("screen().add({ type = 'sprite-button', quality = 'nothing' })", "Unknown quality")]
    [InlineData("screen().add({ type = 'sprite-button', elem_tooltip = { type = 'item', name = 'nothing' } })", "Unknown item name")]
    [InlineData("screen().add({ type = 'button', style = 'nothing' })", "not simulated: the style nothing")]
    [InlineData("screen().add({ type = 'frame', colour = 1 })", "has no parameter colour")]
    [InlineData("screen().add({ type = 'minimap' })", "not simulated: gui elements of type minimap")]
    [InlineData("screen().add({ type = 'label' }).value", "is of type label")]
    [InlineData("(function() screen().add({ type = 'label' }).style.colour = 1 end)()", "LuaStyle doesn't contain key colour.")]
    public void Mistakes_are_named(string code, string message) =>
        Assert.Contains(message, _game.Failure(code), StringComparison.Ordinal);
}
