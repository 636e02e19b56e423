using System.Text;
using System.Text.Json;
using InventorySync.Controller.Tests.Support;
using InventorySync.Protocol.Link;
using InventorySync.Tests.Shared;

namespace InventorySync.Controller.Tests.Players;

public class Passing_sample_documents_on
{
    [Fact]
    public async Task Each_comes_back_to_the_last_byte_on_another_server()
    {
        var directory = SharedFolder.Find("samples");
        Assert.SkipWhen(directory is null, SharedFolder.Absence("samples"));
        await using var controller = await RunningController.StartAsync();
        await using var host = await controller.ConnectAsync(101, false, 1, 2);

        // In this order two documents of one player come by rising generation.
        foreach (var path in Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            var document = await File.ReadAllTextAsync(path, controller.Ct);
            using var parsed = JsonDocument.Parse(document);
            if (parsed.RootElement.ValueKind != JsonValueKind.Object)
                continue;

            var player = JsonSerializer.Serialize(parsed.RootElement.GetProperty("name").GetString());
            await RequestAsync(1, "Acquire", $$"""{"instanceId":1,"playerName":{{player}}}""");
            await RequestAsync(1, "Upload", $$"""{"instanceId":1,"playerName":{{player}},"playerData":{{document}}}""");
            await RequestAsync(2, "Acquire", $$"""{"instanceId":2,"playerName":{{player}}}""");
            var answer = await RequestAsync(2, "Download", $$"""{"instanceId":2,"playerName":{{player}}}""");
            await RequestAsync(2, "Release", $$"""{"instanceId":2,"playerName":{{player}}}""");

            Assert.Equal($$"""{"playerData":{{document.TrimEnd()}}}""", answer);
        }

        async Task<string> RequestAsync(int instance, string request, string data)
        {
            var answer = await host.Link.RequestAsync(
                LinkAddress.Instance(instance), LinkAddress.Controller, $"inventory_sync:{request}Request", Encoding.UTF8.GetBytes(data), controller.Ct);
            return Encoding.UTF8.GetString(answer.Span);
        }
    }
}
