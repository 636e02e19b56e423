using System.Text;
using InventorySync.Host.Journal;

namespace InventorySync.Host.Tests.Journal;

public sealed class Keeping_a_journal : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_was_appended_is_there_after_a_crash_in_its_order()
    {
        // The file is copied while the journal is open: what a crash would leave.
        await using (var journal = HostJournal.Open(_directory.Combine("journal")))
        {
            await journal.AppendAsync(Upload("alice", 5), "{\"first\":1}"u8.ToArray(), Ct);
            await journal.AppendAsync(new JournalEntry.Release { InstanceId = 2, PlayerName = "böb\n", Token = 7 }, default, Ct);
            await journal.AppendAsync(Upload("alice", 6), "{\"second\":2}"u8.ToArray(), Ct);
            await CopyToAsync("crashed");
        }

        await using var reopened = HostJournal.Open(_directory.Combine("crashed"));
        var pending = reopened.Pending;
        Assert.Equal([Upload("alice", 5), new JournalEntry.Release { InstanceId = 2, PlayerName = "böb\n", Token = 7 }, Upload("alice", 6)], pending.Select(record => record.Entry));
        Assert.Equal("{\"first\":1}", Encoding.UTF8.GetString(await reopened.ReadDocumentAsync(pending[0], Ct)));
        Assert.Equal("{\"second\":2}", Encoding.UTF8.GetString(await reopened.ReadDocumentAsync(pending[2], Ct)));
    }

    [Fact]
    public async Task What_was_delivered_is_not_there_any_more()
    {
        await using (var journal = HostJournal.Open(_directory.Combine("journal")))
        {
            var first = await journal.AppendAsync(Upload("alice", 5), "{}"u8.ToArray(), Ct);
            await journal.AppendAsync(Upload("bob", 1), "{}"u8.ToArray(), Ct);
            await journal.CompleteAsync(first, Ct);
        }

        await using var reopened = HostJournal.Open(_directory.Combine("journal"));
        Assert.Equal("bob", Assert.Single(reopened.Pending).Entry.PlayerName);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(60)]
    public async Task An_entry_cut_off_by_a_crash_is_dropped_and_the_rest_kept(int missingBytes)
    {
        await using (var journal = HostJournal.Open(_directory.Combine("journal")))
        {
            await journal.AppendAsync(Upload("alice", 5), "{}"u8.ToArray(), Ct);
            await journal.AppendAsync(Upload("bob", 1), "{}"u8.ToArray(), Ct);
        }

        using (var file = new FileStream(_directory.Combine("journal", "journal.bin"), FileMode.Open))
            file.SetLength(file.Length - missingBytes);

        await using var reopened = HostJournal.Open(_directory.Combine("journal"));
        Assert.Equal("alice", Assert.Single(reopened.Pending).Entry.PlayerName);
        var next = await reopened.AppendAsync(Upload("carol", 1), "{\"c\":1}"u8.ToArray(), Ct);
        Assert.Equal("{\"c\":1}", Encoding.UTF8.GetString(await reopened.ReadDocumentAsync(next, Ct)));
    }

    [Fact]
    public async Task A_damaged_entry_does_not_pass_for_a_whole_one()
    {
        await using (var journal = HostJournal.Open(_directory.Combine("journal")))
            await journal.AppendAsync(Upload("alice", 5), Encoding.UTF8.GetBytes("{\"a\":\"" + new string('x', 1000) + "\"}"), Ct);
        using (var file = new FileStream(_directory.Combine("journal", "journal.bin"), FileMode.Open))
        {
            file.Position = file.Length - 500;
            file.WriteByte((byte)'y');
        }

        await using var reopened = HostJournal.Open(_directory.Combine("journal"));

        Assert.Empty(reopened.Pending);
    }

    [Fact]
    public async Task A_journal_in_use_is_not_opened_twice()
    {
        await using var journal = HostJournal.Open(_directory.Combine("journal"));

        var exception = Assert.Throws<InstanceException>(() => HostJournal.Open(_directory.Combine("journal")));

        Assert.Contains("another host", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_document_is_kept_as_a_file()
    {
        await using var journal = HostJournal.Open(_directory.Combine("journal"));
        var record = await journal.AppendAsync(Upload("../../alice", 5), "{\"kept\":true}"u8.ToArray(), Ct);

        var path = await journal.SetAsideAsync(record, Ct);

        Assert.Equal(_directory.Combine("journal", "refused"), Path.GetDirectoryName(path));
        Assert.Equal("{\"kept\":true}", await File.ReadAllTextAsync(path, Ct));
        Assert.Empty(journal.Pending);
    }

    [Fact]
    public async Task A_thousand_entries_at_once_all_arrive_in_order()
    {
        await using (var journal = HostJournal.Open(_directory.Combine("journal")))
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => journal.AppendAsync(Upload("p" + number, number), "{}"u8.ToArray(), Ct)));

        await using var reopened = HostJournal.Open(_directory.Combine("journal"));
        Assert.Equal(1000, reopened.Pending.Count);
        Assert.Equal(reopened.Pending.Select(record => record.Id).Order(), reopened.Pending.Select(record => record.Id));
    }

    private static JournalEntry.Upload Upload(string player, long generation) => new()
    {
        InstanceId = 1,
        PlayerName = player,
        Token = 3,
        Base = "",
        Generation = generation,
        Revision = $"r:{generation}",
    };

    /// <summary>By another program, for within .NET the journal's lock keeps even readers away.</summary>
    private async Task CopyToAsync(string folder)
    {
        Directory.CreateDirectory(_directory.Combine(folder));
        using var copy = System.Diagnostics.Process.Start("cp", [_directory.Combine("journal", "journal.bin"), _directory.Combine(folder, "journal.bin")]);
        await copy.WaitForExitAsync(Ct);
        Assert.Equal(0, copy.ExitCode);
    }
}
