using System.Text;
using System.Text.Json;
using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;

namespace InventorySync.Core.Tests;

/// <summary>The instances, times and documents that the tests of the rules talk about.</summary>
internal static class Cluster
{
    public static readonly InstanceId Nauvis = new(1);
    public static readonly InstanceId Vulcanus = new(2);
    public static readonly InstanceId Gleba = new(3);
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(60);
    public static readonly PlayerName Wren = PlayerName.Parse("Wren");

    public static PlayerDocument Document(long generation, string? revision = null, string content = "")
    {
        var members = new Dictionary<string, object> { ["generation"] = generation, ["name"] = Wren.Spelling, ["content"] = content };
        if (revision is not null)
            members["revision"] = revision;
        return PlayerDocument.Check(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(members)), Wren);
    }

    /// <summary>An upload that names its base, null for "no document".</summary>
    public static UploadedDocument Upload(
        InstanceId instance, PlayerDocument document, string? basedOn, Token? token = null) => new()
        {
            Document = document,
            Instance = instance,
            Base = new DocumentBase.Named(basedOn is null ? null : new Revision(basedOn)),
            Token = token,
        };

    public static UploadedDocument PlainUpload(InstanceId instance, PlayerDocument document) =>
        new() { Document = document, Instance = instance, Base = new DocumentBase.Unsaid() };

    /// <summary>A player with a document of this generation and revision, whom nobody holds.</summary>
    public static PlayerState Stored(long generation, string revision, string content = "stored") =>
        PlayerState.New with { Document = Upload(Gleba, Document(generation, revision, content), basedOn: null).AsStored(Noon) };

    public static PlayerState HeldBy(this PlayerState player, InstanceId instance, DateTimeOffset? expires = null) =>
        player.Acquire(instance, have: null, expires, Noon).Next;
}
