//! The tables, version by version. Times are milliseconds since 1970.

/// A step from one version of the tables to the next.
pub(super) struct Migration {
    /// As SQLite has it.
    pub(super) sqlite: &'static str,
    /// As PostgreSQL has it; its first tables are those of version 3.
    pub(super) postgres: &'static str,
}

/// The steps to version 1, 2 and so on. A step that was released is never changed.
pub(super) const MIGRATIONS: [Migration; 3] = [
    Migration { sqlite: FIRST, postgres: "" },
    Migration { sqlite: SECOND, postgres: "" },
    Migration { sqlite: THIRD, postgres: POSTGRES },
];

const FIRST: &str = "
CREATE TABLE subscriber (
    key TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL,
    name TEXT,
    language TEXT,
    audiences TEXT NOT NULL,
    products TEXT NOT NULL,
    components TEXT NOT NULL,
    notices TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE suppression (
    -- an address in lower case, or the keyed hash of one that was erased
    mark TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE campaign (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    since INTEGER NOT NULL
) STRICT;
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    campaign INTEGER NOT NULL REFERENCES campaign (id),
    key TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'deferred', 'failed', 'in-doubt', 'suppressed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL DEFAULT 0,
    words TEXT,
    changed INTEGER NOT NULL,
    UNIQUE (campaign, key)
) STRICT;
CREATE INDEX delivery_due ON delivery (campaign, state, due);
";

/// People have a name for links that tells nothing of their address, a digest and a consent; and there are those who asked to
/// subscribe and did not confirm it yet.
const SECOND: &str = "
ALTER TABLE subscriber RENAME TO former_subscriber;
CREATE TABLE subscriber (
    key TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    address TEXT NOT NULL,
    name TEXT,
    language TEXT,
    audiences TEXT NOT NULL,
    products TEXT NOT NULL,
    components TEXT NOT NULL,
    notices TEXT NOT NULL,
    digest TEXT NOT NULL DEFAULT '',
    consent_at INTEGER,
    consent_by TEXT,
    consent_wording TEXT,
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO subscriber (key, address, name, language, audiences, products, components, notices, since)
    SELECT key, address, name, language, audiences, products, components, notices, since FROM former_subscriber;
DROP TABLE former_subscriber;
CREATE TABLE request (
    key TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    products TEXT NOT NULL,
    components TEXT NOT NULL,
    notices TEXT NOT NULL,
    digest TEXT NOT NULL,
    asked INTEGER NOT NULL,
    confirmed INTEGER,
    -- the mail that asks to confirm it
    mail TEXT NOT NULL CHECK (mail IN ('queued', 'sent', 'failed', 'held')),
    queued INTEGER NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX request_due ON request (mail, due);
";

/// Messages say which program has them in hand, and those that wait are found in their order, however many there are.
const THIRD: &str = "
ALTER TABLE delivery ADD COLUMN sender INTEGER;
DROP INDEX delivery_due;
CREATE INDEX delivery_due ON delivery (campaign, due, id) WHERE state IN ('queued', 'deferred');
";

/// Keys are compared byte by byte, whatever language the database speaks, so that both list people in one order.
const POSTGRES: &str = "
CREATE TABLE subscriber (
    key TEXT COLLATE \"C\" PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT replace(gen_random_uuid()::text, '-', ''),
    address TEXT NOT NULL,
    name TEXT,
    language TEXT,
    audiences TEXT NOT NULL,
    products TEXT NOT NULL,
    components TEXT NOT NULL,
    notices TEXT NOT NULL,
    digest TEXT NOT NULL DEFAULT '',
    consent_at BIGINT,
    consent_by TEXT,
    consent_wording TEXT,
    since BIGINT NOT NULL
);
CREATE TABLE request (
    key TEXT COLLATE \"C\" PRIMARY KEY,
    id TEXT NOT NULL UNIQUE DEFAULT replace(gen_random_uuid()::text, '-', ''),
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    products TEXT NOT NULL,
    components TEXT NOT NULL,
    notices TEXT NOT NULL,
    digest TEXT NOT NULL,
    asked BIGINT NOT NULL,
    confirmed BIGINT,
    mail TEXT NOT NULL CHECK (mail IN ('queued', 'sent', 'failed', 'held')),
    queued BIGINT NOT NULL,
    due BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX request_due ON request (mail, due);
CREATE TABLE suppression (
    mark TEXT COLLATE \"C\" PRIMARY KEY,
    reason TEXT NOT NULL,
    since BIGINT NOT NULL
);
CREATE TABLE campaign (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    since BIGINT NOT NULL
);
CREATE SEQUENCE sender;
CREATE TABLE delivery (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    campaign BIGINT NOT NULL REFERENCES campaign (id),
    key TEXT COLLATE \"C\" NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'deferred', 'failed', 'in-doubt', 'suppressed')),
    attempts BIGINT NOT NULL DEFAULT 0,
    due BIGINT NOT NULL DEFAULT 0,
    words TEXT,
    changed BIGINT NOT NULL,
    sender BIGINT,
    UNIQUE (campaign, key)
);
CREATE INDEX delivery_due ON delivery (campaign, due, id) WHERE state IN ('queued', 'deferred');
";
