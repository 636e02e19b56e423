using System.Text;
using CsCheck;
using InventorySync.Protocol.Game.Output;

namespace InventorySync.Protocol.Tests.Game.Output;

public class Reading_a_servers_output
{
    [Fact]
    public void An_unfinished_line_waits_for_its_end()
    {
        var splitter = new LineSplitter();

        Assert.Empty(splitter.Append("Hello"u8));
        var lines = splitter.Append(" world\r\nnext\n"u8);

        Assert.Equal(["Hello world", "next"], lines.Select(Text));
        Assert.Null(splitter.Complete());
    }

    [Fact]
    public void What_is_left_at_the_end_is_a_line()
    {
        var splitter = new LineSplitter();
        splitter.Append("one\ncut off"u8);

        Assert.Equal("cut off", Text(splitter.Complete()!.Value));
        Assert.Null(splitter.Complete());
    }

    [Fact]
    public void A_line_over_the_limit_is_dropped_and_the_next_one_read()
    {
        var splitter = new LineSplitter(maxLineBytes: 8);

        splitter.Append("12345"u8);
        splitter.Append("6789"u8);
        var lines = splitter.Append("0\nshort\n"u8);

        Assert.Equal(10, lines[0].TooLong);
        Assert.Equal("short", Text(lines[1]));
    }

    [Fact]
    public void However_the_bytes_are_split_the_lines_are_the_same()
    {
        var text = "alpha\n\nbeta\r\n\fgamma ü\ndelta"u8.ToArray();
        Gen.Int[1, text.Length].Sample(step =>
        {
            var splitter = new LineSplitter();
            var lines = new List<string>();
            for (var start = 0; start < text.Length; start += step)
                lines.AddRange(splitter.Append(text.AsSpan(start, Math.Min(step, text.Length - start))).Select(Text));
            lines.Add(Text(splitter.Complete()!.Value));
            Assert.Equal(["alpha", "", "beta", "\fgamma ü", "delta"], lines);
        });
    }

    [Fact]
    public void A_log_line_has_level_source_and_message()
    {
        Assert.Equal(
            new GameLine.Log("1.365", "Info", "RemoteCommandProcessor.cpp:126", "Starting RCON interface at IP ADDR:({0.0.0.0:62578})"),
            Parse("   1.365 Info RemoteCommandProcessor.cpp:126: Starting RCON interface at IP ADDR:({0.0.0.0:62578})"));
        Assert.Equal(
            new GameLine.Log("12345.678", "Script", "@__level__/modules/x.lua:61", "text: more"),
            Parse("12345.678 Script @__level__/modules/x.lua:61: text: more"));
    }

    [Fact]
    public void A_stamped_line_without_level_is_plain_text() =>
        Assert.Equal(new GameLine.Log("1.421", "", "", "Goodbye"), Parse("   1.421 Goodbye"));

    [Fact]
    public void A_dated_line_has_an_action_or_none()
    {
        Assert.Equal(new GameLine.Dated("2026-01-20 10:32:23", "JOIN", "alice joined the game"), Parse("2026-01-20 10:32:23 [JOIN] alice joined the game"));
        Assert.Equal(new GameLine.Dated("2026-01-20 10:32:23", "", "Cannot execute"), Parse("2026-01-20 10:32:23 Cannot execute"));
    }

    [Theory]
    [InlineData("Players (0):")]
    [InlineData("     1.0 too many spaces")]
    [InlineData("")]
    public void Anything_else_is_bare(string line) => Assert.Equal(new GameLine.Bare(line), Parse(line));

    [Fact]
    public void A_script_message_is_never_shown_as_log_even_if_malformed() =>
        Assert.IsType<GameLine.Ipc>(Parse("\f$ipc:whatever"));

    [Theory]
    [InlineData("   1.365 Info RemoteCommandProcessor.cpp:126: Starting RCON interface at IP ADDR:({0.0.0.0:1})")]
    [InlineData("   1.365 Info RemoteCommandProcessor.cpp:126: Starting RCON interface at port 4000")]
    public void The_start_of_rcon_is_seen(string line) => Assert.Equal(new ServerSign.RconStarting(), Sign(line));

    [Theory]
    [InlineData("   1.196 Info ServerMultiplayerManager.cpp:808: updateTick(926) changing state from(CreatingGame) to(InGame)", true)]
    [InlineData("   1.196 Info ServerMultiplayerManager.cpp:808: mapTick(926) changing state from(CreatingGame) to(InGame)", true)]
    [InlineData(" 121.214 Info ServerMultiplayerManager.cpp:795: updateTick(1) changing state from(InGameSavingMap) to(InGame)", false)]
    public void Only_the_first_step_into_the_game_means_ready(string line, bool ready) => Assert.Equal(ready, Sign(line) is ServerSign.GameReady);

    [Fact]
    public void The_segment_settings_are_read() => Assert.Equal(
        new ServerSign.Segments(new SegmentSettings { MaximumSize = 200, MinimumSize = 30, MaximumSizePeerCount = 11, MinimumSizePeerCount = 21 }),
        Sign("   1.365 Info CommandLineMultiplayer.cpp:292: Maximum segment size = 200; minimum segment size = 30; maximum-segment-size peer count = 11; minimum-segment-size peer count = 21"));

    [Fact]
    public void Saves_are_followed()
    {
        Assert.Equal(new ServerSign.Saving("/srv/x.zip"), Sign(" 640.950 Info AppManager.cpp:416: Saving game as /srv/x.zip"));
        Assert.Equal(new ServerSign.Saving("_autosave4"), Sign(" 640.950 Info AppManager.cpp:310: Saving to _autosave4 (non-blocking)."));
        Assert.Equal(new ServerSign.SavingFinished(), Sign(" 640.950 Info AppManagerStates.cpp:2095: Saving finished"));
    }

    [Fact]
    public void Clients_are_counted()
    {
        Assert.Equal(new ServerSign.PeerChanged(2, Added: true), Sign(" 118.214 Info ServerSynchronizer.cpp:604: nextHeartbeatSequenceNumber(64747) adding peer(2)"));
        Assert.Equal(new ServerSign.PeerChanged(2, Added: false), Sign("1116.526 Info ServerSynchronizer.cpp:623: nextHeartbeatSequenceNumber(66276) removing peer(2)."));
    }

    [Theory]
    [InlineData("MultiplayerManager failed: Host address is already in use.", false)]
    [InlineData("MultiplayerManager failed: \"Binding IPv4 socket failed: Permission denied\"", false)]
    [InlineData("Can't bind socket: Address already in use", true)]
    [InlineData("Can't bind socket: Permission denied", true)]
    public void A_port_that_cannot_be_had_is_seen(string message, bool rcon) =>
        Assert.Equal(new ServerSign.PortRefused(rcon, message), Sign($"   0.500 Error Main.cpp:1: {message}"));

    [Fact]
    public void A_locked_directory_and_other_failures_are_seen()
    {
        Assert.IsType<ServerSign.DirectoryLocked>(Sign("   0.100 Error Util.cpp:83: Couldn't acquire exclusive lock for /srv/.lock"));
        Assert.Equal(new ServerSign.Failure("require_user_verification must be enabled"), Sign("   0.100 Error Main.cpp:1: require_user_verification must be enabled"));
        Assert.Equal(new ServerSign.Quitting("multiplayer error"), Sign("  12.345 Quitting: multiplayer error."));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(10, 100)]
    [InlineData(11, 92)]
    [InlineData(15, 62)]
    [InlineData(19, 32)]
    [InlineData(20, 25)]
    [InlineData(100, 25)]
    public void The_segment_size_falls_with_the_number_of_clients(int peers, int bytes) => Assert.Equal(bytes, new SegmentSettings().SizeFor(peers));

    private static ServerSign? Sign(string line) => ServerSignReader.Read(Parse(line));

    private static GameLine Parse(string line) => GameLineParser.Parse(Encoding.UTF8.GetBytes(line));

    private static string Text(SplitLine line) => Encoding.UTF8.GetString(line.Bytes.Span);
}
