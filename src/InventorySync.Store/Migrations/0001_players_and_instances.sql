-- Times are milliseconds since 1970 UTC.

CREATE TABLE players (
    id INTEGER PRIMARY KEY,
    -- The name in lower case: what identifies the player.
    name_key TEXT NOT NULL UNIQUE,
    -- The name as it was first written.
    name TEXT NOT NULL,
    -- Outlives the acquisitions, so that tokens only rise.
    last_token INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE acquisitions (
    player_id INTEGER PRIMARY KEY REFERENCES players (id),
    instance_id INTEGER NOT NULL,
    token INTEGER NOT NULL,
    since INTEGER NOT NULL,
    expires INTEGER
) STRICT;

CREATE INDEX acquisitions_of_instance ON acquisitions (instance_id);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    player_id INTEGER NOT NULL REFERENCES players (id),
    -- current: what the player owns. older: was current once. conflict: superseded on arrival.
    kind TEXT NOT NULL CHECK (kind IN ('current', 'older', 'conflict')),
    pinned INTEGER NOT NULL DEFAULT 0,
    generation INTEGER NOT NULL,
    revision TEXT NOT NULL,
    base TEXT,
    -- SHA-256 of the JSON, hexadecimal.
    digest TEXT NOT NULL,
    -- Bytes of the JSON.
    size INTEGER NOT NULL,
    instance_id INTEGER,
    stored_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX current_document ON documents (player_id) WHERE kind = 'current';
CREATE INDEX documents_of_player ON documents (player_id, revision);

-- Apart from the table above, since a change there must not copy megabytes.
CREATE TABLE document_contents (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    -- How the JSON was compressed.
    encoding TEXT NOT NULL,
    content BLOB NOT NULL
) STRICT;

-- Every revision that ever arrived, kept when its document is gone: one revision is one document.
CREATE TABLE seen_revisions (
    player_id INTEGER NOT NULL REFERENCES players (id),
    revision TEXT NOT NULL,
    digest TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (player_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE hosts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    -- Seconds since 1970: tokens issued before are refused.
    token_valid_after INTEGER NOT NULL DEFAULT 0,
    last_seen INTEGER
) STRICT;

CREATE TABLE instances (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- Null: unassigned.
    host_id INTEGER,
    status TEXT NOT NULL,
    factorio_version TEXT,
    -- The configuration as its host reported it, JSON.
    config TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    -- Who: 'cli', 'host 7', an operator's name.
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    -- What it was done to, as people read it.
    subject TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT ''
) STRICT;
