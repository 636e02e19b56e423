using System.Text;
using System.Threading.Channels;
using InventorySync.Protocol.Game.Rcon;

namespace InventorySync.Host.Tests;

/// <summary>The game's end of RCON, scripted by the test: commands come out, the test answers each.</summary>
internal sealed class FakeConsole : IGameConsole
{
    private readonly Channel<SentCommand> _commands = Channel.CreateUnbounded<SentCommand>();

    /// <summary>Answers by itself when set and not null for the command; else the test takes it with <see cref="NextAsync"/>.</summary>
    public Func<string, string?>? Answer { get; set; }

    public async Task<ReadOnlyMemory<byte>> SendAsync(ReadOnlyMemory<byte> command, CancellationToken ct)
    {
        var text = Encoding.UTF8.GetString(command.Span);
        if (Answer?.Invoke(text) is { } answer)
            return Encoding.UTF8.GetBytes(answer);
        var sent = new SentCommand(text);
        await _commands.Writer.WriteAsync(sent, ct);
        return Encoding.UTF8.GetBytes(await sent.Reply.Task.WaitAsync(ct));
    }

    /// <summary>The next command that was not answered by itself.</summary>
    public async Task<SentCommand> NextAsync() => await _commands.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>Takes the next command, which must begin so, and answers it.</summary>
    public async Task<string> ExpectAsync(string beginning, string reply = "")
    {
        var command = await NextAsync();
        Assert.StartsWith("/invsync " + beginning, command.Text, StringComparison.Ordinal);
        command.Reply.SetResult(reply);
        return command.Text;
    }

    /// <summary>True when no command waits for the test.</summary>
    public bool IsQuiet => _commands.Reader.Count == 0;

    internal sealed record SentCommand(string Text)
    {
        public TaskCompletionSource<string> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
