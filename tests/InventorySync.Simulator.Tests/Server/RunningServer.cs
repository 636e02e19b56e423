using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using InventorySync.Simulator.Control;
using InventorySync.Simulator.Tests.Rcon;

namespace InventorySync.Simulator.Tests.Server;

/// <summary>A server process with its pipes; killed at the end if it still runs.</summary>
public sealed partial class RunningServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _changing = new();
    private readonly List<string> _lines = [];
    private readonly Task _readingOutput;
    private readonly Task _readingErrors;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningServer(Process process)
    {
        _process = process;
        _readingOutput = ReadAsync(process.StandardOutput);
        _readingErrors = ReadAsync(process.StandardError);
    }

    public int ProcessId => _process.Id;

    /// <summary>Everything on both outputs so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_changing)
                return [.. _lines];
        }
    }

    /// <summary>The first line that holds this text, at or after a position, as soon as there is one.</summary>
    public async Task<string> LineAsync(string text, CancellationToken ct, int from = 0)
    {
        while (true)
        {
            Task changed;
            lock (_changing)
            {
                for (var index = from; index < _lines.Count; index++)
                {
                    if (_lines[index].Contains(text, StringComparison.Ordinal))
                        return _lines[index];
                }
                changed = _changed.Task;
                if (_readingOutput is { IsCompleted: true } && _readingErrors is { IsCompleted: true })
                    Assert.Fail($"The server ended without '{text}':\n{string.Join('\n', _lines)}");
            }
            await changed.WaitAsync(ct);
        }
    }

    public async Task<RconTestClient> RconAsync(CancellationToken ct)
    {
        var line = await LineAsync("Starting RCON interface at IP ADDR:({", ct);
        return await RconTestClient.LogInAsync(new IPEndPoint(IPAddress.Loopback, PortOf(line)), "secret", ct);
    }

    public static int PortOf(string line) =>
        int.Parse(Port().Match(line).Groups["port"].Value, System.Globalization.CultureInfo.InvariantCulture);

    public async Task<SimulatorControl> ControlAsync(CancellationToken ct)
    {
        var line = await LineAsync("Simulator control socket: ", ct);
        return await SimulatorControl.ConnectAsync(line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..], ct);
    }

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteAsync(line + "\n");
        await _process.StandardInput.FlushAsync();
    }

    public void CloseInput() => _process.StandardInput.Close();

    public async Task SignalAsync(string name, CancellationToken ct)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(ct);
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task<int> ExitedAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct);
        await Task.WhenAll(_readingOutput, _readingErrors);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await Task.WhenAll(_readingOutput, _readingErrors);
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        string? line;
        do
        {
            line = await reader.ReadLineAsync(CancellationToken.None);
            TaskCompletionSource changed;
            lock (_changing)
            {
                if (line is not null)
                    _lines.Add(line);
                changed = _changed;
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            changed.SetResult();
        }
        while (line is not null);
    }

    [GeneratedRegex(@":(?<port>\d+)\}\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Port();
}
