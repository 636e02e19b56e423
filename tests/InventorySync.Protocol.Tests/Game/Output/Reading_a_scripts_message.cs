using System.Text;
using InventorySync.Protocol.Game.Output;

namespace InventorySync.Protocol.Tests.Game.Output;

/// <summary>The duties of the host, save-patching-and-ipc.md §3.3, row by row.</summary>
public sealed class Reading_a_scripts_message : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("invsync-ipc-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_json_of_a_short_message_is_in_the_line()
    {
        var line = Parse("\f$ipc:inventory_sync?j{\"player_name\":\"al?ce\"}");

        Assert.Equal("inventory_sync", line.Channel);
        Assert.Equal("{\"player_name\":\"al?ce\"}", Encoding.UTF8.GetString((await ReadAsync(line)).Span));
    }

    [Fact]
    public async Task The_json_of_a_long_message_is_in_a_file_which_is_left_to_the_reader()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "invsync_abc_1.json"), "{\"a\":1}", Ct);

        var line = Parse("\f$ipc:inventory_sync?finvsync_abc_1.json");

        Assert.Equal("{\"a\":1}", Encoding.UTF8.GetString((await ReadAsync(line)).Span));
        Assert.True(File.Exists(Path.Combine(_directory, "invsync_abc_1.json")));
    }

    [Fact]
    public void Escapes_in_the_channel_are_turned_back() =>
        Assert.Equal("a?b\\c\n\\xZZ", Parse("\f$ipc:a\\x3fb\\x5cc\\x0a\\xZZ?j{}").Channel);

    [Theory]
    [InlineData("\f$ipc:no end", "no '?'")]
    [InlineData("\f$ipc:chan?", "Unknown type")]
    [InlineData("\f$ipc:chan?x{}", "Unknown type")]
    [InlineData("\f$ipc:chan?f../secret.json", "Invalid file name")]
    [InlineData("\f$ipc:chan?fa/b.json", "Invalid file name")]
    [InlineData("\f$ipc:chan?fa\\b.json", "Invalid file name")]
    [InlineData("\f$ipc:chan?fa\0.json", "Invalid file name")]
    [InlineData("\f$ipc:chan?f.hidden.json", "Invalid file name")]
    [InlineData("\f$ipc:chan?fC:x.json", "Invalid file name")]
    [InlineData("\f$ipc:chan?f", "Invalid file name")]
    [InlineData("\f$ipc:chan?fdata.bin", "Unknown file format")]
    public void A_malformed_line_is_refused_with_the_reason(string line, string reason)
    {
        var exception = Assert.Throws<IpcException>(() => Parse(line));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(exception.Message, character => char.IsControl(character));
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("{} {}")]
    [InlineData("")]
    public async Task Bad_json_is_refused_with_the_channel_and_a_short_text(string json)
    {
        var exception = await Assert.ThrowsAsync<IpcException>(() => ReadAsync(Parse("\f$ipc:chan?j" + json)));

        Assert.Contains("chan", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_bad_message_is_shortened()
    {
        var exception = await Assert.ThrowsAsync<IpcException>(() => ReadAsync(Parse("\f$ipc:chan?j[" + new string('1', 100_000))));

        Assert.True(exception.Message.Length < 300);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        var exception = await Assert.ThrowsAsync<IpcException>(() => ReadAsync(Parse("\f$ipc:chan?fgone.json")));

        Assert.Contains("gone.json", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_json_is_named_and_kept()
    {
        var path = Path.Combine(_directory, "bad.json");
        await File.WriteAllTextAsync(path, "{\"cut\":", Ct);

        var exception = await Assert.ThrowsAsync<IpcException>(() => ReadAsync(Parse("\f$ipc:chan?fbad.json")));

        Assert.Contains("bad.json", exception.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_not_read()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory, "big.json"), "\"" + new string('x', 100) + "\"", Ct);

        var exception = await Assert.ThrowsAsync<IpcException>(() => IpcContent.ReadAsync(Parse("\f$ipc:chan?fbig.json"), _directory, maxBytes: 50, Ct));

        Assert.Contains("at most 50", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_out_of_the_directory_is_not_followed()
    {
        var outside = Path.Combine(_directory, "outside.txt");
        await File.WriteAllTextAsync(outside, "{}", Ct);
        File.CreateSymbolicLink(Path.Combine(_directory, "link.json"), outside);

        await Assert.ThrowsAsync<IpcException>(() => ReadAsync(Parse("\f$ipc:chan?flink.json")));
    }

    private Task<ReadOnlyMemory<byte>> ReadAsync(IpcLine line) => IpcContent.ReadAsync(line, _directory, IpcContent.DefaultMaxBytes, Ct);

    private static IpcLine Parse(string line) => IpcLine.Parse(Encoding.UTF8.GetBytes(line));
}
