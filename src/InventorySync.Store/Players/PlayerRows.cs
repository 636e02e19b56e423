using Dapper;
using InventorySync.Core.Acquisitions;
using InventorySync.Core.Documents;
using InventorySync.Core.Instances;
using InventorySync.Core.Players;
using InventorySync.Core.Snapshots;
using Microsoft.Data.Sqlite;

namespace InventorySync.Store.Players;

/// <summary>Reads and writes what the rules decide about, in the transaction of a change.</summary>
internal sealed class PlayerRows(SqliteTransaction transaction)
{
    private const string DocumentColumns = """
        d.id, d.kind, d.pinned, d.generation, d.revision, d.base, d.digest, d.size,
        d.instance_id AS InstanceId, d.stored_at AS StoredAt
        """;

    private readonly SqliteConnection _connection = transaction.Connection!;

    public PlayerRow? Find(PlayerName name)
    {
        var player = _connection.QuerySingleOrDefault<PlayerHead>(
            """
            SELECT p.id, p.name, p.last_token AS LastToken, a.instance_id AS InstanceId, a.token, a.since, a.expires
            FROM players p LEFT JOIN acquisitions a ON a.player_id = p.id
            WHERE p.name_key = @Key
            """,
            new { name.Key },
            transaction);
        return player is null ? null : WithDocument(player);
    }

    public PlayerRow FindOrAdd(PlayerName name)
    {
        if (Find(name) is { } known)
            return known;

        var id = _connection.ExecuteScalar<long>(
            "INSERT INTO players (name_key, name) VALUES (@Key, @Spelling) RETURNING id", name, transaction);
        return new PlayerRow(id, name, PlayerState.New);
    }

    public IReadOnlyList<PlayerRow> HeldBy(InstanceId instance)
    {
        var players = _connection.Query<PlayerHead>(
            """
            SELECT p.id, p.name, p.last_token AS LastToken, a.instance_id AS InstanceId, a.token, a.since, a.expires
            FROM acquisitions a JOIN players p ON p.id = a.player_id
            WHERE a.instance_id = @Value ORDER BY p.id
            """,
            new { instance.Value },
            transaction);
        return [.. players.Select(WithDocument)];
    }

    public IReadOnlyList<InstanceId> Holders() =>
    [
        .. _connection.Query<int>("SELECT DISTINCT instance_id FROM acquisitions", transaction: transaction)
            .Select(id => new InstanceId(id)),
    ];

    public DocumentDigest? SeenAs(PlayerRow player, Revision revision)
    {
        var digest = _connection.QuerySingleOrDefault<string>(
            "SELECT digest FROM seen_revisions WHERE player_id = @Id AND revision = @Value",
            new { player.Id, revision.Value },
            transaction);
        return digest is null ? null : new DocumentDigest(digest);
    }

    public void RememberRevision(PlayerRow player, StoredDocument document) => _connection.Execute(
        """
        INSERT INTO seen_revisions (player_id, revision, digest, seen_at) VALUES (@Id, @Revision, @Digest, @SeenAt)
        ON CONFLICT DO NOTHING
        """,
        new
        {
            player.Id,
            Revision = document.Revision.Value,
            Digest = document.Digest.Hex,
            SeenAt = document.StoredAt.ToUnixTimeMilliseconds(),
        },
        transaction);

    public void Save(PlayerRow player, PlayerState next)
    {
        if (next.LastToken != player.State.LastToken)
        {
            _connection.Execute(
                "UPDATE players SET last_token = @Value WHERE id = @Id", new { next.LastToken.Value, player.Id }, transaction);
        }

        if (next.Acquisition == player.State.Acquisition)
            return;

        if (next.Acquisition is not { } acquisition)
        {
            _connection.Execute("DELETE FROM acquisitions WHERE player_id = @Id", new { player.Id }, transaction);
            return;
        }

        _connection.Execute(
            """
            INSERT OR REPLACE INTO acquisitions (player_id, instance_id, token, since, expires)
            VALUES (@Id, @Instance, @Token, @Since, @Expires)
            """,
            new
            {
                player.Id,
                Instance = acquisition.Instance.Value,
                Token = acquisition.Token.Value,
                Since = acquisition.Since.ToUnixTimeMilliseconds(),
                Expires = acquisition.Expires?.ToUnixTimeMilliseconds(),
            },
            transaction);
    }

    /// <summary>Makes the player's document a snapshot.</summary>
    public void MakeOlder(PlayerRow player) => _connection.Execute(
        "UPDATE documents SET kind = 'older' WHERE player_id = @Id AND kind = 'current'", new { player.Id }, transaction);

    public void AddDocument(PlayerRow player, string kind, StoredDocument document, byte[] compressed)
    {
        var id = _connection.ExecuteScalar<long>(
            """
            INSERT INTO documents (player_id, kind, generation, revision, base, digest, size, instance_id, stored_at)
            VALUES (@Id, @kind, @Generation, @Revision, @Base, @Digest, @Size, @Instance, @StoredAt) RETURNING id
            """,
            new
            {
                player.Id,
                kind,
                Generation = document.Generation.Value,
                Revision = document.Revision.Value,
                Base = document.Base?.Value,
                Digest = document.Digest.Hex,
                document.Size,
                Instance = document.Instance?.Value,
                StoredAt = document.StoredAt.ToUnixTimeMilliseconds(),
            },
            transaction);
        _connection.Execute(
            "INSERT INTO document_contents (document_id, encoding, content) VALUES (@id, @Encoding, @compressed)",
            new { id, CompressedDocument.Encoding, compressed },
            transaction);
    }

    /// <summary>Whether these bytes are kept already, in whatever capacity: a superseded upload may be sent again too.</summary>
    public bool IsKept(PlayerRow player, StoredDocument document) => _connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM documents WHERE player_id = @Id AND revision = @Revision AND digest = @Digest)",
        new { player.Id, Revision = document.Revision.Value, Digest = document.Digest.Hex },
        transaction);

    public IReadOnlyList<Snapshot> Snapshots(PlayerRow player) =>
    [
        .. _connection.Query<DocumentRow>(
            $"SELECT {DocumentColumns} FROM documents d WHERE d.player_id = @Id AND d.kind <> 'current' ORDER BY d.id",
            new { player.Id },
            transaction).Select(row => row.ToSnapshot()),
    ];

    /// <summary>Those that are subject to retention, which are few however many conflicts there are.</summary>
    public IReadOnlyList<Snapshot> RemovableSnapshots(PlayerRow player) =>
    [
        .. _connection.Query<DocumentRow>(
            $"SELECT {DocumentColumns} FROM documents d WHERE d.player_id = @Id AND d.kind = 'older' AND d.pinned = 0",
            new { player.Id },
            transaction).Select(row => row.ToSnapshot()),
    ];

    public void DeleteDocuments(IEnumerable<long> ids) =>
        _connection.Execute("DELETE FROM documents WHERE id IN @ids", new { ids }, transaction);

    public byte[]? ReadContent(PlayerRow player, StoredDocument document)
    {
        var content = _connection.QuerySingleOrDefault<ContentRow>(
            """
            SELECT c.encoding, c.content FROM documents d JOIN document_contents c ON c.document_id = d.id
            WHERE d.player_id = @Id AND d.revision = @Revision AND d.digest = @Digest ORDER BY d.id DESC LIMIT 1
            """,
            new { player.Id, Revision = document.Revision.Value, Digest = document.Digest.Hex },
            transaction);
        return content is null ? null : CompressedDocument.Decompress(content.Encoding, content.Content, document.Size);
    }

    private PlayerRow WithDocument(PlayerHead player)
    {
        var document = _connection.QuerySingleOrDefault<DocumentRow>(
            $"SELECT {DocumentColumns} FROM documents d WHERE d.player_id = @Id AND d.kind = 'current'",
            new { player.Id },
            transaction);
        return new PlayerRow(
            player.Id,
            PlayerName.Parse(player.Name),
            new PlayerState(document?.ToStoredDocument(), player.ToAcquisition(), new Token(player.LastToken)));
    }

    private sealed record ContentRow(string Encoding, byte[] Content);

    private sealed class PlayerHead
    {
        public required long Id { get; init; }

        public required string Name { get; init; }

        public required long LastToken { get; init; }

        public int? InstanceId { get; init; }

        public long? Token { get; init; }

        public long? Since { get; init; }

        public long? Expires { get; init; }

        public Acquisition? ToAcquisition() => InstanceId is null
            ? null
            : new Acquisition(new InstanceId(InstanceId.Value), new Token(Token!.Value), Time(Since!.Value), Expires is { } at ? Time(at) : null);
    }

    private sealed class DocumentRow
    {
        public required long Id { get; init; }

        public required string Kind { get; init; }

        public required long Pinned { get; init; }

        public required long Generation { get; init; }

        public required string Revision { get; init; }

        public string? Base { get; init; }

        public required string Digest { get; init; }

        public required int Size { get; init; }

        public int? InstanceId { get; init; }

        public required long StoredAt { get; init; }

        public StoredDocument ToStoredDocument() => new()
        {
            Generation = new Generation(Generation),
            Revision = new Revision(Revision),
            Base = Base is null ? null : new Revision(Base),
            Digest = new DocumentDigest(Digest),
            Size = Size,
            Instance = InstanceId is { } instance ? new InstanceId(instance) : null,
            StoredAt = Time(StoredAt),
        };

        public Snapshot ToSnapshot() =>
            new(Id, Kind == "conflict" ? SnapshotKind.Conflict : SnapshotKind.Older, ToStoredDocument(), Pinned != 0);
    }

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
