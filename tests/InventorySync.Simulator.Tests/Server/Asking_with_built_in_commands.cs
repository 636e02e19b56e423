using InventorySync.Simulator.Server;

namespace InventorySync.Simulator.Tests.Server;

public class Asking_with_built_in_commands
{
    [Theory]
    [InlineData(0, "0 seconds")]
    [InlineData(60, "1 second")]
    [InlineData(7 * 60 + 59, "7 seconds")]
    [InlineData(3_600, "1 minute")]
    [InlineData(((((24 + 11) * 60 + 1) * 60) + 26) * 60, "1 day, 11 hours, 1 minute and 26 seconds")]
    public void The_time_is_told_in_words(long ticks, string words) => Assert.Equal(words, BuiltInCommands.ElapsedTime(ticks));

    [Fact]
    public void Configuration_is_changed_by_valid_values_only()
    {
        var settings = new ServerSettings();
        var config = new ConfigCommand(settings);

        Assert.Equal("Autosave every 1 minute.", config.Run("set autosave-interval 1"));
        Assert.Equal("Invalid value \"soon\" for config key \"autosave-interval\".", config.Run("set autosave-interval soon"));
        Assert.Equal("Invalid value \"\" for config key \"max-players\".", config.Run("set max-players"));
        Assert.Equal("Unknown config key \"colour\".", config.Run("get colour"));
        Assert.StartsWith("Usage:", config.Run(""), StringComparison.Ordinal);
        Assert.Equal("Server description: two  words", config.Run("set description two  words"));
        Assert.Equal(1, settings.AutosaveInterval);
    }
}
