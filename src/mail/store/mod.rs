//! Subscribers and the ledger in one SQLite file.
//!
//! The journal is a write-ahead log, and each change is on the disk before the call returns (`synchronous = FULL`): what the
//! ledger says was true when it was written, whatever happened since. Times are milliseconds since 1970.

mod outbox;
mod people;
mod requests;

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use crate::ident::EmailAddress;

use super::table;
pub use outbox::{Queued, Sending};
pub use people::{Imported, Suppression};

/// What the file says of itself in `user_version`; one more with each change of the tables.
const VERSION: i64 = 2;

/// From version 1 to 2: people have a name for links that tells nothing of their address, a digest and a consent; and there are those
/// who asked to subscribe and did not confirm it yet.
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

/// Version 1.
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

/// Subscribers and the ledger.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

/// Why the store could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or made.
    #[error("cannot open `{path}`")]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// A newer Tidings made the file.
    #[error("`{path}` was made by a newer Tidings: use that one")]
    Newer {
        /// The file.
        path: PathBuf,
    },
    /// Reading or writing failed.
    #[error("cannot use `{path}`")]
    Use {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// The lock cannot be taken.
    #[error("cannot lock `{path}`")]
    Lock {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another program sends.
    #[error("another `tidings announce` is sending from here: wait until it is done")]
    Sending,
    /// Somebody was erased, and without the secret nobody can tell who.
    #[error("somebody was erased, and only with the secret can it be told who: set `TIDINGS_SECRET` as it was then")]
    NoSecret,
    /// A message is in another state than the program that sends it believes.
    #[error("the ledger has the message to `{address}` as {state}: does another program send from `{path}`?")]
    Lost {
        /// Whom it goes to.
        address: String,
        /// Its state.
        state: String,
        /// The file.
        path: PathBuf,
    },
}

impl Store {
    /// Opens a file, and makes it where there is none.
    ///
    /// # Errors
    /// [`StoreError::Open`] and [`StoreError::Newer`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let failure = |source| StoreError::Open { path: path.to_owned(), source };
        let connection = Connection::open(path).map_err(failure)?;
        let prepare = || {
            connection.busy_timeout(std::time::Duration::from_secs(30))?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "synchronous", "full")?;
            connection.pragma_update(None, "foreign_keys", true)
        };
        prepare().map_err(failure)?;
        let mut store = Self { connection, path: path.to_owned() };
        store.migrate()?;
        Ok(store)
    }

    fn migrate(&mut self) -> Result<(), StoreError> {
        let version = self.change(|change| {
            let version: i64 = change.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            if version == 0 {
                change.execute_batch(FIRST)?;
            }
            if version < 2 {
                change.execute_batch(SECOND)?;
                change.pragma_update(None, "user_version", VERSION)?;
            }
            Ok(version)
        })?;
        if version > VERSION { Err(StoreError::Newer { path: self.path.clone() }) } else { Ok(()) }
    }

    fn marks<'a>(&self, secret: Option<&'a str>) -> Result<Marks<'a>, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM suppression WHERE mark LIKE 'erased:%')";
        let somebody: bool = self.connection.query_row(sql, [], |row| row.get(0)).map_err(|source| self.failure(source))?;
        if somebody && secret.is_none() { Err(StoreError::NoSecret) } else { Ok(Marks { secret }) }
    }

    /// One transaction. It takes the lock for writing at once, so that two programs wait for each other instead of failing.
    fn change<T>(&mut self, change: impl FnOnce(&Transaction) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let path = &self.path;
        let run = |connection: &mut Connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = change(&transaction)?;
            transaction.commit()?;
            Ok(value)
        };
        run(&mut self.connection).map_err(|source| StoreError::Use { path: path.clone(), source })
    }

    fn failure(&self, source: rusqlite::Error) -> StoreError {
        StoreError::Use { path: self.path.clone(), source }
    }
}

/// How to tell who is suppressed.
struct Marks<'a> {
    secret: Option<&'a str>,
}

impl Marks<'_> {
    fn is_suppressed(&self, change: &Transaction, address: &EmailAddress) -> rusqlite::Result<bool> {
        let mut query = change.prepare_cached("SELECT EXISTS (SELECT 1 FROM suppression WHERE mark IN (?1, ?2))")?;
        let erased = self.secret.map(|secret| erased_mark(secret, address));
        query.query_row(params![table::key(address), erased], |row| row.get(0))
    }
}

/// What stands in place of an address that was erased.
fn erased_mark(secret: &str, address: &EmailAddress) -> String {
    let key = blake3::derive_key("tidings 2026-11-26 marks of erased subscribers", secret.as_bytes());
    format!("erased:{}", blake3::keyed_hash(&key, table::key(address).as_bytes()).to_hex())
}

fn suppress(change: &Transaction, mark: &str, reason: &str, now: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO suppression (mark, reason, since) VALUES (?1, ?2, ?3) ON CONFLICT (mark) DO UPDATE SET reason = ?2";
    change.prepare_cached(sql)?.execute(params![mark, reason, now]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_first_version_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tidings.db");
        let first = Connection::open(&path).unwrap();
        first.execute_batch(FIRST).unwrap();
        let row = "INSERT INTO subscriber VALUES (?1, ?1, 'Jo', 'de', '', 'events', '', 'released', 1)";
        first.execute(row, ["jo@example.org"]).unwrap();
        first.execute(row, ["al@example.org"]).unwrap();
        first.pragma_update(None, "user_version", 1).unwrap();
        drop(first);
        let store = Store::open(&path).unwrap();
        let people = store.subscribers().unwrap();
        let jo = people.iter().find(|one| one.address.address() == "jo@example.org").unwrap();
        assert_eq!((people.len(), jo.name.as_deref(), jo.digest, jo.consent.as_ref()), (2, Some("Jo"), None, None));
        let ids = "SELECT count(DISTINCT id) FROM subscriber WHERE length(id) = 32";
        assert_eq!(store.connection.query_row(ids, [], |row| row.get::<_, i64>(0)).unwrap(), 2);
        drop(store);
        assert_eq!(Store::open(&path).unwrap().subscribers().unwrap(), people);
    }
}
