namespace InventorySync.Protocol.Link.Messages;

/// <summary>Names of the messages that are sent without a payload, and whose payload is ignored when one comes (link-protocol §2).</summary>
public static class FieldlessMessages
{
    /// <summary>Any end to any other; empty answer.</summary>
    public const string PingRequest = "PingRequest";

    /// <summary>Controller to host; answered by <see cref="SystemInfoResponse"/>.</summary>
    public const string SystemInfoRequest = "SystemInfoRequest";

    /// <summary>To the instance; empty answer when it has stopped.</summary>
    public const string InstanceStopRequest = "InstanceStopRequest";

    /// <summary>To the instance; empty answer when its process is gone.</summary>
    public const string InstanceKillRequest = "InstanceKillRequest";

    /// <summary>Instance to controller; answered by <c>{}</c> where there are none.</summary>
    public const string GetFactorioCredentialsRequest = "GetFactorioCredentialsRequest";

    /// <summary>Instance to controller; answered by a mod pack.</summary>
    public const string ModPackGetDefaultRequest = "ModPackGetDefaultRequest";
}
