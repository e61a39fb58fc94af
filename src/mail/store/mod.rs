//! Subscribers and the ledger: in one SQLite file, or in PostgreSQL where several machines send.
//!
//! The SQL is written once, for both. What a call writes is on the disk when it returns. Times are milliseconds since 1970.
//! It waits for the disk or the line: never call it on a thread that serves others meanwhile.

mod database;
mod moving;
mod outbox;
mod people;
mod postgres;
mod requests;
mod schema;
mod sqlite;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::ident::EmailAddress;

use self::database::{Database, values};
use self::postgres::Postgres;
use self::schema::MIGRATIONS;
use self::sqlite::Sqlite;
use super::table;
pub use database::DatabaseError;
pub use outbox::Queued;
pub use people::{Imported, Suppression};

/// Subscribers and the ledger.
#[derive(Debug)]
pub struct Store {
    database: Box<dyn Database>,
}

/// That no other program takes for half sent what this one has in hand.
#[derive(Debug)]
pub struct Sending {
    _lock: Option<File>,
}

/// Why the store could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address of a database server cannot be read. It is never told, since a password may be in it.
    #[error("write it as `postgres://user:password@db.example.org/tidings`")]
    Address,
    /// It cannot be opened or made.
    #[error("cannot open `{place}`")]
    Open {
        /// The file or the server.
        place: String,
        /// Why.
        source: DatabaseError,
    },
    /// A newer Tidings made it.
    #[error("`{place}` was made by a newer Tidings: use that one")]
    Newer {
        /// The file or the server.
        place: String,
    },
    /// Reading or writing failed.
    #[error("cannot use `{place}`")]
    Use {
        /// The file or the server.
        place: String,
        /// Why.
        source: DatabaseError,
    },
    /// The lock cannot be taken.
    #[error("cannot lock `{path}`")]
    Lock {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What should take all of another store holds something already.
    #[error("there is something in `{place}` already: a store moves only to where nothing is")]
    NotEmpty {
        /// The file or the server.
        place: String,
    },
    /// Another program sends.
    #[error("another `tidings announce` is sending from here: wait until it is done")]
    Sending,
    /// Somebody was erased, and without the secret nobody can tell who.
    #[error("somebody was erased, and only with the secret can it be told who: set `TIDINGS_SECRET` as it was then")]
    NoSecret,
    /// A message is in another state than the program that sends it believes.
    #[error("the ledger has the message to `{address}` as {state}: does another program send from `{place}`?")]
    Lost {
        /// Whom it goes to.
        address: String,
        /// Its state.
        state: String,
        /// The file or the server.
        place: String,
    },
}

impl Store {
    /// Opens a file, and makes it where there is none.
    ///
    /// # Errors
    /// [`StoreError::Open`] and [`StoreError::Newer`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let failure = |source| StoreError::Open { place: path.display().to_string(), source };
        Self::new(Box::new(Sqlite::open(path).map_err(failure)?))
    }

    /// Opens the schema `tidings` of a PostgreSQL database, `postgres://user:password@host/database`, and makes it where there is
    /// none. The line is private (TLS) unless the server is on this machine or the address says `sslmode=disable`.
    ///
    /// # Errors
    /// [`StoreError::Address`], [`StoreError::Open`] and [`StoreError::Newer`].
    pub fn connect(address: &str) -> Result<Self, StoreError> {
        Self::new(Box::new(Postgres::connect(address)?))
    }

    fn new(database: Box<dyn Database>) -> Result<Self, StoreError> {
        let mut store = Self { database };
        store.migrate()?;
        Ok(store)
    }

    fn migrate(&mut self) -> Result<(), StoreError> {
        let newest = MIGRATIONS.len();
        let version = self.change(|change| {
            let version = usize::try_from(change.version()?).unwrap_or(usize::MAX);
            for (step, number) in MIGRATIONS.iter().zip(1..).skip(version) {
                change.migrate(step, number)?;
            }
            Ok(version)
        })?;
        if version > newest { Err(StoreError::Newer { place: self.database.place() }) } else { Ok(()) }
    }

    /// Sees to it that what this program has in hand is taken by no other, and by none for half sent: of a file by sending alone,
    /// which lasts as long as the value does; on a server as long as the store is open, beside any number of others.
    ///
    /// # Errors
    /// [`StoreError::Sending`] where another program sends.
    pub fn lock_sending(&self) -> Result<Sending, StoreError> {
        self.database.lock_sending()
    }

    fn marks<'a>(&self, secret: Option<&'a str>) -> Result<Marks<'a>, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM suppression WHERE mark LIKE 'erased:%')";
        let somebody = self.read(|database| database.first::<bool>(sql, &[]))?.unwrap_or_default();
        if somebody && secret.is_none() { Err(StoreError::NoSecret) } else { Ok(Marks { secret }) }
    }

    /// Reads something.
    fn read<T>(&self, read: impl FnOnce(&dyn Database) -> Result<T, DatabaseError>) -> Result<T, StoreError> {
        read(&*self.database).map_err(|source| self.failure(source))
    }

    /// One transaction.
    fn change<T>(&mut self, change: impl FnOnce(&dyn Database) -> Result<T, DatabaseError>) -> Result<T, StoreError> {
        let database = &*self.database;
        let run = || {
            database.begin()?;
            let value = change(database).and_then(|value| database.commit().map(|()| value));
            if value.is_err() {
                // The first error is the one to tell.
                let _ = database.roll_back();
            }
            value
        };
        run().map_err(|source| self.failure(source))
    }

    fn failure(&self, source: DatabaseError) -> StoreError {
        StoreError::Use { place: self.database.place(), source }
    }
}

/// How to tell who is suppressed.
struct Marks<'a> {
    secret: Option<&'a str>,
}

impl Marks<'_> {
    fn is_suppressed(&self, change: &dyn Database, address: &EmailAddress) -> Result<bool, DatabaseError> {
        let erased = self.secret.map(|secret| erased_mark(secret, address));
        let sql = "SELECT EXISTS (SELECT 1 FROM suppression WHERE mark IN (?1, ?2))";
        Ok(change.first(sql, values![table::key(address), erased])?.unwrap_or_default())
    }
}

/// What stands in place of an address that was erased.
fn erased_mark(secret: &str, address: &EmailAddress) -> String {
    let key = blake3::derive_key("tidings 2026-11-26 marks of erased subscribers", secret.as_bytes());
    format!("erased:{}", blake3::keyed_hash(&key, table::key(address).as_bytes()).to_hex())
}

fn suppress(change: &dyn Database, mark: &str, reason: &str, now: i64) -> Result<(), DatabaseError> {
    let sql = "INSERT INTO suppression (mark, reason, since) VALUES (?1, ?2, ?3) ON CONFLICT (mark) DO UPDATE SET reason = ?2";
    change.execute(sql, values![mark, reason, now]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_first_version_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tidings.db");
        let first = Sqlite::open(&path).unwrap();
        first.migrate(&MIGRATIONS[0], 1).unwrap();
        let row = "INSERT INTO subscriber VALUES (?1, ?1, 'Jo', 'de', '', 'events', '', 'released', 1)";
        first.execute(row, values!["jo@example.org"]).unwrap();
        first.execute(row, values!["al@example.org"]).unwrap();
        drop(first);
        let store = Store::open(&path).unwrap();
        let people = store.subscribers().unwrap();
        let jo = people.iter().find(|one| one.address.address() == "jo@example.org").unwrap();
        assert_eq!((people.len(), jo.name.as_deref(), jo.digest, jo.consent.as_ref()), (2, Some("Jo"), None, None));
        let ids = "SELECT count(DISTINCT id) FROM subscriber WHERE length(id) = 32";
        assert_eq!(store.database.first::<i64>(ids, &[]).unwrap(), Some(2));
        drop(store);
        assert_eq!(Store::open(&path).unwrap().subscribers().unwrap(), people);
    }
}
