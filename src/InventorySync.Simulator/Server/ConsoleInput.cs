using System.Text;

namespace InventorySync.Simulator.Server;

/// <summary>Hands the lines of the standard input to the loop; the end of it is logged and does not matter (factorio-server §3).</summary>
internal static class ConsoleInput
{
    private const int LongestLine = 1024 * 1024;

    public static async Task ReadAllAsync(Stream standardInput, LoopInbox inbox, ServerOutput output, CancellationToken ct)
    {
        using var reader = new StreamReader(standardInput, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var line = new StringBuilder();
        var buffer = new char[4096];
        try
        {
            for (int count; (count = await reader.ReadAsync(buffer, ct)) > 0;)
            {
                foreach (var character in buffer.AsMemory(0, count).ToArray())
                {
                    if (character == '\n')
                    {
                        var text = line.ToString().TrimEnd('\r');
                        line.Clear();
                        if (text.Length > 0)
                            await inbox.PostAsync(new ServerCommand(Encoding.UTF8.GetBytes(text)), ct);
                    }
                    else if (line.Length < LongestLine)
                    {
                        line.Append(character);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (IOException exception)
        {
            output.Error("InterruptibleStdioStream.cpp:89", $"Reading stdin failed: {exception.Message}; closing");
            return;
        }
        output.Error("InterruptibleStdioStream.cpp:94", "Got EOF on stdin; closing");
    }
}
