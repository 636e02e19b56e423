using InventorySync.Protocol.Link;
using Microsoft.Extensions.Logging.Abstractions;

namespace InventorySync.Protocol.Tests.Link;

public class Addressing_the_controller
{
    [Theory]
    [InlineData("http://127.0.0.1:8080/", "ws://127.0.0.1:8080/api/socket")]
    [InlineData("http://127.0.0.1:8080", "ws://127.0.0.1:8080/api/socket")]
    [InlineData("https://example.org/factorio/", "wss://example.org/factorio/api/socket")]
    [InlineData("https://example.org/factorio", "wss://example.org/factorio/api/socket")]
    [InlineData("http://example.org/", "ws://example.org/api/socket")]
    public void The_socket_is_below_the_base_address(string controller, string endpoint) =>
        Assert.Equal(new Uri(endpoint), LinkClient.EndpointOf(new Uri(controller)));

    [Theory]
    [InlineData("ftp://example.org/")]
    [InlineData("file:///etc")]
    public void Another_scheme_is_refused_at_the_start(string controller)
    {
        var options = new LinkClientOptions { ControllerUrl = new Uri(controller), HostId = 7, Token = "fine" };

        var error = Assert.Throws<ArgumentException>(() => new LinkClient(options, new FakeHandler(), TimeProvider.System, NullLogger<LinkClient>.Instance));

        Assert.Contains("http://", error.Message, StringComparison.Ordinal);
    }
}
