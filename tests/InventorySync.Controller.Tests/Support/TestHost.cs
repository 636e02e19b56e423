using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using InventorySync.Protocol.Link;
using InventorySync.Protocol.Link.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Controller.Tests.Support;

/// <summary>A host whose link is the real one, and whose instances are the test.</summary>
internal sealed class TestHost : ILinkHandler, IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<LinkEvent> _events = Channel.CreateUnbounded<LinkEvent>();
    private readonly Channel<LinkRequest> _requests = Channel.CreateUnbounded<LinkRequest>();
    private readonly RunningController _controller;
    private Task _running = Task.CompletedTask;

    private TestHost(RunningController controller, string token, int host, bool hasExtensions)
    {
        _controller = controller;
        Link = new LinkClient(
            new LinkClientOptions
            {
                ControllerUrl = controller.Application.Address,
                HostId = host,
                Token = token,
                Plugins = hasExtensions
                    ? LinkPlugins.Ours
                    : new Dictionary<string, string>(StringComparer.Ordinal) { [LinkPlugins.InventorySync] = LinkPlugins.ProtocolVersion },
            },
            this,
            TimeProvider.System,
            NullLogger<LinkClient>.Instance);
    }

    public LinkClient Link { get; }

    /// <summary>Whether requests of the controller are answered; they arrive in any case.</summary>
    public bool Answers { get; set; } = true;

    public static async Task<TestHost> ConnectAsync(
        RunningController controller, int id, bool hasExtensions, params int[] runningInstances)
    {
        var host = new TestHost(controller, await controller.TokenForAsync(id), id, hasExtensions);
        host._running = host.Link.RunAsync(host._ending.Token);
        await Task.WhenAny(host._started.Task, host._running).WaitAsync(controller.Ct);
        if (host._running.IsCompleted)
            await host._running;
        if (runningInstances.Length > 0)
            await host.ReportAsync([.. runningInstances.Select(i => (i, InstanceStatus.Running))]);
        return host;
    }

    public Task ReportAsync(params (int Id, string Status)[] instances) => HostRequestAsync(
        InstancesUpdateRequest.Name,
        new JsonArray([.. instances.Select(instance => (JsonNode)new JsonObject
        {
            ["config"] = new JsonObject { ["instance.name"] = $"spec-{instance.Id}", ["instance.id"] = instance.Id, ["factorio.version"] = "2.0.72" },
            ["status"] = instance.Status,
            ["factorioVersion"] = "2.0.72",
        })]));

    public Task<JsonNode?> HostRequestAsync(string name, JsonNode? data = null) => SendAsync(Link.Self, name, data);

    public Task<JsonNode?> RequestAsync(int instance, string name, JsonNode? data = null) =>
        SendAsync(LinkAddress.Instance(instance), name, data);

    public async Task StatusAsync(int instance, string status)
    {
        await Link.SendEventAsync(
            LinkAddress.Instance(instance),
            LinkAddress.Controller,
            InstanceStatusChangedEvent.Name,
            new InstanceStatusChangedEvent(instance, status).ToJson(),
            _controller.Ct);

        // Events are not answered. What is sent after one is decided after it.
        await HostRequestAsync(FieldlessMessages.PingRequest);
    }

    public async Task<JsonObject> AcquireAsync(int instance, string player = "Wren", JsonObject? more = null)
    {
        var data = more ?? [];
        data["instanceId"] = instance;
        data["playerName"] = player;
        return (await RequestAsync(instance, AcquireRequest.Name, data))!.AsObject();
    }

    public Task<JsonNode?> ReleaseAsync(int instance, string player = "Wren", long? token = null)
    {
        var data = new JsonObject { ["instanceId"] = instance, ["playerName"] = player };
        if (token is not null)
            data["token"] = token;
        return RequestAsync(instance, ReleaseRequest.Name, data);
    }

    public Task<JsonNode?> UploadAsync(int instance, JsonObject document, string player = "Wren", string? basedOn = null, long? token = null)
    {
        var data = new JsonObject { ["instanceId"] = instance, ["playerName"] = player, ["playerData"] = document };
        if (basedOn is not null)
            data["base"] = basedOn;
        if (token is not null)
            data["token"] = token;
        return RequestAsync(instance, UploadRequest.Name, data);
    }

    public async Task<JsonObject> DownloadAsync(int instance, string player = "Wren") =>
        (await RequestAsync(instance, DownloadRequest.Name, new JsonObject { ["instanceId"] = instance, ["playerName"] = player }))!.AsObject();

    public ValueTask<LinkEvent> NextEventAsync() => _events.Reader.ReadAsync(_controller.Ct);

    public async Task<LinkEvent> NextEventAsync(string name)
    {
        while (true)
        {
            var next = await NextEventAsync();
            if (next.Name == name)
                return next;
        }
    }

    public ValueTask<LinkRequest> NextRequestAsync() => _requests.Reader.ReadAsync(_controller.Ct);

    public bool HasEvent(string name)
    {
        while (_events.Reader.TryRead(out var waiting))
        {
            if (waiting.Name == name)
                return true;
        }

        return false;
    }

    /// <summary>Completes, with the reason, when the controller does not want this host any more.</summary>
    public Task<LinkRefusedException> RefusedAsync() =>
        Assert.ThrowsAsync<LinkRefusedException>(() => _running.WaitAsync(_controller.Ct));

    /// <summary>Says goodbye to the controller: the session is over at once.</summary>
    public async Task DisconnectAsync()
    {
        await _ending.CancelAsync();
        await _running.WaitAsync(_controller.Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAny(_running);
        _ending.Dispose();
    }

    public Task SessionStartedAsync(ILink link, CancellationToken ct)
    {
        _started.TrySetResult();
        return Task.CompletedTask;
    }

    public async Task<ReadOnlyMemory<byte>> HandleRequestAsync(ILink link, LinkRequest request, CancellationToken ct)
    {
        await _requests.Writer.WriteAsync(request, ct);
        if (!Answers)
            await new TaskCompletionSource().Task.WaitAsync(ct);
        return default;
    }

    public async Task HandleEventAsync(ILink link, LinkEvent message, CancellationToken ct) => await _events.Writer.WriteAsync(message, ct);

    public Task SessionEndedAsync(ILink link) => Task.CompletedTask;

    private async Task<JsonNode?> SendAsync(LinkAddress source, string name, JsonNode? data)
    {
        var bytes = data is null ? [] : Encoding.UTF8.GetBytes(data.ToJsonString());
        var answer = await Link.RequestAsync(source, LinkAddress.Controller, name, bytes, _controller.Ct);
        return answer.IsEmpty ? null : JsonNode.Parse(answer.Span);
    }
}
