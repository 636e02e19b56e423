using System.Text;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;

namespace InventorySync.Protocol.Tests.Link;

public class Passing_large_documents : LinkTest
{
    [Fact]
    public async Task A_document_of_2_MB_arrives_byte_for_byte_both_ways()
    {
        var document = LargeDocument(2_000_000);
        await using var controller = await TestController.StartAsync(Ct);
        var stored = ReadOnlyMemory<byte>.Empty;
        controller.Handler.OnRequest = (_, request, _) =>
        {
            if (request.Name == UploadRequest.Name)
            {
                stored = UploadRequest.Parse(request.Data).PlayerData;
                return Task.FromResult<ReadOnlyMemory<byte>>(UploadResponse.Plain.ToJson());
            }

            return Task.FromResult<ReadOnlyMemory<byte>>(new DownloadResponse { PlayerData = stored }.ToJson());
        };
        await using var host = TestHost.Start(controller.Url, 7);
        await host.Handler.NextStartedAsync(Ct);
        var instance = LinkAddress.Instance(701);

        await host.Client.RequestAsync(instance, LinkAddress.Controller, UploadRequest.Name,
            new UploadRequest { InstanceId = 701, PlayerName = "Wren", PlayerData = document }.ToJson(), Ct);
        var answer = await host.Client.RequestAsync(instance, LinkAddress.Controller, DownloadRequest.Name,
            new DownloadRequest { InstanceId = 701, PlayerName = "Wren" }.ToJson(), Ct);

        Assert.True(document.AsSpan().SequenceEqual(stored.Span));
        Assert.True(document.AsSpan().SequenceEqual(DownloadResponse.Parse(answer).PlayerData.Span));
    }

    [Fact]
    public async Task Documents_cut_off_by_a_lost_socket_arrive_whole_and_once()
    {
        var document = LargeDocument(1_000_000);
        await using var controller = await TestController.StartAsync(Ct);
        await using var proxy = new CuttableProxy(controller.Url);
        await using var host = TestHost.Start(proxy.Url, 7);
        await host.Handler.NextStartedAsync(Ct);

        var uploads = new List<Task<ReadOnlyMemory<byte>>>();
        for (var i = 0; i < 8; i++)
        {
            uploads.Add(host.Client.RequestAsync(LinkAddress.Instance(701), LinkAddress.Controller, "EchoRequest", document, Ct));
            proxy.Cut();
            proxy.Mend();
        }

        var answers = await Task.WhenAll(uploads);
        Assert.All(answers, answer => Assert.True(document.AsSpan().SequenceEqual(answer.Span)));
        for (var i = 0; i < uploads.Count; i++)
            await controller.Handler.NextRequestAsync(Ct);
        Assert.Equal(0, controller.Handler.RequestsWaiting);
    }

    private static byte[] LargeDocument(int size)
    {
        var text = new StringBuilder("{ \"generation\" : 4,\n\"name\":\"Wren\", \"rows\": [");
        for (var row = 0; text.Length < size; row++)
            text.Append(row == 0 ? "" : ", ").Append("{\"slot\":").Append(row).Append(",\"label\":\"\\u00fc \\\"🐦\\\" \u2028 \\/\",\"health\":0.50}");
        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }
}
