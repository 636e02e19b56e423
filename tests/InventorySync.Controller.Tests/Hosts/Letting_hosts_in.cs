using System.Buffers.Text;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using InventorySync.Controller.Hosts;
using InventorySync.Controller.Tests.Support;
using InventorySync.Core.Instances;

namespace InventorySync.Controller.Tests.Hosts;

public class Letting_hosts_in
{
    private const string Now = "1780315200";

    [Theory]
    [InlineData("HS256", """{"aud":"host","host":7,"iat":1780315200}""")]
    [InlineData("HS384", """{"aud":"host","host":7,"iat":1780315200}""")]
    [InlineData("HS512", """{"aud":"host","host":7,"iat":1780315200}""")]
    [InlineData("HS256", """{"aud":"host","host":7,"iat":1780315200,"exp":1780315201}""")]
    public async Task Good_tokens_are_accepted(string algorithm, string payload)
    {
        await using var controller = await RunningController.StartAsync();

        var (answer, client) = await RegisterAsync(controller, await SignAsync(controller, algorithm, payload));
        client.Dispose();

        Assert.Equal("ready", answer);
    }

    [Theory]
    [InlineData("HS256", """{"aud":"host","host":8,"iat":1780315200}""", "the token is for host 8, not for host 7")]
    [InlineData("HS256", """{"aud":"host","host":"7","iat":1780315200}""", "the token names no host")]
    [InlineData("HS256", """{"aud":"host","host":7.5,"iat":1780315200}""", "the token names no host")]
    [InlineData("HS256", """{"aud":"host","iat":1780315200}""", "the token names no host")]
    [InlineData("HS256", """{"aud":"user","host":7,"iat":1780315200}""", "the token is not a host's token")]
    [InlineData("HS256", """{"host":7,"iat":1780315200}""", "the token is not a host's token")]
    [InlineData("HS256", """{"aud":"host","host":7}""", "the token has no time of issue")]
    [InlineData("HS256", """{"aud":"host","host":7,"iat":1780315200,"exp":1780315200}""", "the token has expired")]
    [InlineData("none", """{"aud":"host","host":7,"iat":1780315200}""", "the token was not signed by this controller")]
    [InlineData("forged", """{"aud":"host","host":7,"iat":1780315200}""", "the token was not signed by this controller")]
    [InlineData("garbage", "", "the token is malformed")]
    public async Task Bad_tokens_are_refused_with_the_reason(string algorithm, string payload, string reason)
    {
        await using var controller = await RunningController.StartAsync();

        var (answer, client) = await RegisterAsync(controller, await SignAsync(controller, algorithm, payload));

        using var closed = client;
        Assert.Null(answer);
        Assert.Equal((WebSocketCloseStatus)3000, client.CloseStatus);
        Assert.Equal($"Authentication failed: {reason}", client.CloseReason);
    }

    [Fact]
    public async Task The_secret_is_for_its_owner_alone()
    {
        await using var controller = await RunningController.StartAsync();
        var path = Path.Combine(controller.DataDirectory, "auth-secret");

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(256, Convert.FromBase64String(await File.ReadAllTextAsync(path, controller.Ct)).Length);
    }

    [Fact]
    public async Task Revoking_closes_the_connection_and_a_new_token_opens_one()
    {
        await using var controller = await RunningController.StartAsync(
            options => options with { RevocationInterval = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);
        await using var host = await controller.ConnectAsync(7);
        var old = await controller.TokenForAsync(7);
        using var output = new StringWriter();

        Assert.Equal(0, await TokenProgram.RevokeHostAsync(7, controller.DataDirectory, output, output, TimeProvider.System, controller.Ct));

        Assert.Equal(3000, (await host.RefusedAsync()).CloseCode);
        var (_, client) = await RegisterAsync(controller, old);
        client.Dispose();
        Assert.Equal("Authentication failed: the token was revoked", client.CloseReason);
        using var made = new StringWriter();
        Assert.Equal(0, await TokenProgram.CreateHostAsync(7, controller.DataDirectory, made, made, TimeProvider.System, controller.Ct));
        var (answer, welcome) = await RegisterAsync(controller, made.ToString().Trim());
        welcome.Dispose();
        Assert.Equal("ready", answer);
    }

    [Fact]
    public async Task Revoking_one_host_leaves_the_others_alone()
    {
        await using var controller = await RunningController.StartAsync();
        await using var other = await controller.ConnectAsync(8, true, 2008);

        await controller.Application.Store.RevokeHostTokensAsync(new HostId(7), "test", controller.Ct);
        controller.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("acquired", (await other.AcquireAsync(2008))["status"]?.GetValue<string>());
    }

    private static async Task<(string? Answer, PlainClient Client)> RegisterAsync(RunningController controller, string token)
    {
        var client = await PlainClient.ConnectAsync(controller.Application.Address, controller.Ct);
        await client.ReceiveAsync();
        await client.SendAsync($$$"""{"type":"registerHost","data":{"token":"{{{token}}}","version":"x","id":7,"plugins":{} }}""");
        return ((await client.ReceiveAsync())?["type"]?.GetValue<string>(), client);
    }

    /// <summary>Made by hand, as another implementation would.</summary>
    private static async Task<string> SignAsync(RunningController controller, string algorithm, string payload)
    {
        Assert.Equal(Now, RunningController.Noon.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (algorithm == "garbage")
            return "garbage";

        var secret = Convert.FromBase64String(
            await File.ReadAllTextAsync(Path.Combine(controller.DataDirectory, "auth-secret"), controller.Ct));
        if (algorithm == "forged")
            (algorithm, secret) = ("HS256", RandomNumberGenerator.GetBytes(256));

        var signed = $"{Encode("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}")}.{Encode(payload)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        return signed + "." + algorithm switch
        {
            "HS256" => Base64Url.EncodeToString(HMACSHA256.HashData(secret, bytes)),
            "HS384" => Base64Url.EncodeToString(HMACSHA384.HashData(secret, bytes)),
            "HS512" => Base64Url.EncodeToString(HMACSHA512.HashData(secret, bytes)),
            _ => "",
        };

        static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }
}
