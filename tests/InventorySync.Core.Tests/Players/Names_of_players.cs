using InventorySync.Core.Players;

namespace InventorySync.Core.Tests.Players;

public class Names_of_players
{
    [Fact]
    public void That_differ_in_case_alone_are_one_player_and_keep_their_spelling()
    {
        Assert.Equal(PlayerName.Parse("WREN"), PlayerName.Parse("wren"));
        Assert.Equal(PlayerName.Parse("WREN").GetHashCode(), PlayerName.Parse("wren").GetHashCode());
        Assert.Equal("Wren", PlayerName.Parse("Wren").ToString());
    }

    [Fact]
    public void May_have_60_characters_and_no_more()
    {
        Assert.True(PlayerName.TryParse(string.Concat(Enumerable.Repeat("🦉", 60)), out _, out _));
        Assert.False(PlayerName.TryParse(new string('w', 61), out _, out var complaint));
        Assert.Equal("a player's name must have at most 60 characters", complaint);
    }

    [Theory]
    [InlineData("", "a player's name must not be empty")]
    [InlineData("a\nb", "a player's name must not contain control characters")]
    [InlineData("a\0", "a player's name must not contain control characters")]
    [InlineData("a\u0085", "a player's name must not contain control characters")]
    public void That_are_none_are_refused_with_what_is_wrong(string spelling, string expected)
    {
        Assert.False(PlayerName.TryParse(spelling, out var name, out var complaint));
        Assert.Null(name);
        Assert.Equal(expected, complaint);
    }

    [Fact]
    public void With_half_a_surrogate_pair_are_refused()
    {
        foreach (var spelling in new[] { "\ud83d", "\ude00x", "a\ud83db", "\ude00\ud83d" })
        {
            Assert.False(PlayerName.TryParse(spelling, out _, out var complaint));
            Assert.Equal("a player's name must be valid Unicode", complaint);
        }
    }
}
