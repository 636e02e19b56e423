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

    [Theory]
    [InlineData("screen().add({ type = 'frame', colour = 1 })", "has no parameter colour")]
    [InlineData("screen().add({ type = 'minimap' })", "not simulated: gui elements of type minimap")]
    [InlineData("screen().add({ type = 'label' }).value", "is of type label")]
    [InlineData("(function() screen().add({ type = 'label' }).style.colour = 1 end)()", "LuaStyle doesn't contain key colour.")]
    public void Mistakes_are_named(string code, string message) =>
        Assert.Contains(message, _game.Failure(code), StringComparison.Ordinal);
}
