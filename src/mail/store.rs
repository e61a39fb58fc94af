//! Subscribers and the ledger in one SQLite file.
//!
//! The journal is a write-ahead log, and each change is on the disk before the call returns (`synchronous = FULL`): what the
//! ledger says was true when it was written, whatever happened since. Times are milliseconds since 1970.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use crate::ident::EmailAddress;

use super::ledger::{Count, Delivery, State, Step};
use super::subscriber::Subscriber;
use super::{Notice, table};

/// What the file says of itself in `user_version`; one more with each change of the tables.
const VERSION: i64 = 1;

const TABLES: &str = "
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

/// That this program alone sends.
#[derive(Debug)]
pub struct Sending {
    _lock: File,
}

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

/// What became of a table of subscribers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// New ones.
    pub added: u64,
    /// Those who asked for something else before.
    pub changed: u64,
    /// Those who stood in the file just so.
    pub unchanged: u64,
    /// Those left out, since nothing may go to their address.
    pub suppressed: u64,
}

/// What became of the recipients of a campaign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Queued {
    /// New in the ledger.
    pub added: u64,
    /// In it already.
    pub before: u64,
    /// Left out, since nothing may go to their address.
    pub suppressed: u64,
}

/// An address to which nothing goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The address in lower case, or the keyed hash of one that was erased.
    pub mark: String,
    /// Why.
    pub reason: String,
    /// Since when.
    pub since: DateTime<Utc>,
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
                change.execute_batch(TABLES)?;
                change.pragma_update(None, "user_version", VERSION)?;
            }
            Ok(version)
        })?;
        if version > VERSION { Err(StoreError::Newer { path: self.path.clone() }) } else { Ok(()) }
    }

    /// Everyone in it, by address.
    ///
    /// # Errors
    /// [`StoreError::Use`], as of all that follow.
    pub fn subscribers(&self) -> Result<Vec<Subscriber>, StoreError> {
        let read = || {
            let mut query = self
                .connection
                .prepare_cached("SELECT address, name, language, audiences, products, components, notices FROM subscriber ORDER BY key")?;
            query.query_map([], subscriber)?.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()
        };
        read().map_err(|source| self.failure(source))
    }

    /// Adds and changes subscribers, all or none.
    ///
    /// # Errors
    /// [`StoreError::NoSecret`] where somebody was erased.
    pub fn import(&mut self, subscribers: &[Subscriber], secret: Option<&str>, now: DateTime<Utc>) -> Result<Imported, StoreError> {
        let marks = self.marks(secret)?;
        self.change(|change| {
            let mut imported = Imported::default();
            for subscriber in subscribers {
                if marks.is_suppressed(change, &subscriber.address)? {
                    imported.suppressed += 1;
                    continue;
                }
                match put(change, subscriber, now)? {
                    Put::Added => imported.added += 1,
                    Put::Changed => imported.changed += 1,
                    Put::Unchanged => imported.unchanged += 1,
                }
            }
            Ok(imported)
        })
    }

    /// Takes somebody off the list. Whether there was such a subscriber.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn remove(&mut self, address: &EmailAddress) -> Result<bool, StoreError> {
        self.change(|change| Ok(change.execute("DELETE FROM subscriber WHERE key = ?1", [table::key(address)])? > 0))
    }

    /// Sees to it that nothing goes to an address, whoever asks for it.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn suppress(&mut self, address: &EmailAddress, reason: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.change(|change| suppress(change, &table::key(address), reason, now.timestamp_millis()))
    }

    /// Forgets an address everywhere, and leaves only what an import needs to keep it out: its hash under the secret.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn erase(&mut self, address: &EmailAddress, secret: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let (key, mark) = (table::key(address), erased_mark(secret, address));
        self.change(|change| {
            change.execute("DELETE FROM subscriber WHERE key = ?1", [&key])?;
            change.execute("DELETE FROM suppression WHERE mark = ?1", [&key])?;
            // What was sent stays counted; what waits is never sent.
            change.execute("UPDATE delivery SET state = 'suppressed' WHERE key = ?1 AND state IN ('queued', 'deferred')", [&key])?;
            change.execute("UPDATE delivery SET key = ?2, address = '', words = NULL WHERE key = ?1", [&key, &mark])?;
            suppress(change, &mark, "erased", now.timestamp_millis())
        })?;
        // Deleted rows stay readable in free pages and in the journal until both are rewritten.
        self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);").map_err(|source| self.failure(source))
    }

    /// The addresses to which nothing goes.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn suppressions(&self) -> Result<Vec<Suppression>, StoreError> {
        let read = || {
            let mut query = self.connection.prepare_cached("SELECT mark, reason, since FROM suppression ORDER BY mark")?;
            let row = |row: &Row| Ok(Suppression { mark: row.get(0)?, reason: row.get(1)?, since: moment(row.get(2)?) });
            query.query_map([], row)?.collect::<Result<Vec<_>, _>>()
        };
        read().map_err(|source| self.failure(source))
    }

    /// Puts the recipients of a campaign into the ledger, all or none. One who stands in it already is not added again.
    ///
    /// # Errors
    /// [`StoreError::NoSecret`] where somebody was erased.
    pub fn queue(
        &mut self,
        campaign: &str,
        recipients: &[EmailAddress],
        secret: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Queued, StoreError> {
        let marks = self.marks(secret)?;
        let now = now.timestamp_millis();
        self.change(|change| {
            change.execute("INSERT INTO campaign (name, since) VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![campaign, now])?;
            let id: i64 = change.query_row("SELECT id FROM campaign WHERE name = ?1", [campaign], |row| row.get(0))?;
            let mut insert = change.prepare_cached(
                "INSERT INTO delivery (campaign, key, address, state, changed) VALUES (?1, ?2, ?3, 'queued', ?4) ON CONFLICT DO NOTHING",
            )?;
            let mut queued = Queued::default();
            for address in recipients {
                if marks.is_suppressed(change, address)? {
                    queued.suppressed += 1;
                } else if insert.execute(params![id, table::key(address), address.address(), now])? > 0 {
                    queued.added += 1;
                } else {
                    queued.before += 1;
                }
            }
            Ok(queued)
        })
    }

    /// Sees to it that one program sends at a time: what another one has in hand would look half sent. The lock goes with the
    /// value, or with the program.
    ///
    /// # Errors
    /// [`StoreError::Sending`] where another program sends.
    pub fn lock_sending(&self) -> Result<Sending, StoreError> {
        let mut name = self.path.clone().into_os_string();
        name.push("-sending");
        let path = PathBuf::from(name);
        let failure = |source| StoreError::Lock { path: path.clone(), source };
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failure)?;
        match file.try_lock() {
            Ok(()) => Ok(Sending { _lock: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Sending),
            Err(TryLockError::Error(source)) => Err(failure(source)),
        }
    }

    /// What a program that was killed left half sent is in doubt from now on. How many messages that are.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn doubt_what_was_sending(&mut self, campaign: &str) -> Result<u64, StoreError> {
        let sql = "UPDATE delivery SET state = 'in-doubt', words = 'the program that sent it was stopped before the server answered'
            WHERE state = 'sending' AND campaign = (SELECT id FROM campaign WHERE name = ?1)";
        self.change(|change| Ok(change.execute(sql, [campaign])? as u64))
    }

    /// What waits for an address to which nothing goes any more is over. How many messages that are.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn drop_suppressed(&mut self, campaign: &str) -> Result<u64, StoreError> {
        let sql = "UPDATE delivery SET state = 'suppressed' WHERE state IN ('queued', 'deferred')
            AND campaign = (SELECT id FROM campaign WHERE name = ?1) AND key IN (SELECT mark FROM suppression)";
        self.change(|change| Ok(change.execute(sql, [campaign])? as u64))
    }

    /// Settles what is in doubt by a person's word: to send it again, or to take it as lost. How many messages that are.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn settle(&mut self, campaign: &str, resend: bool, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let state = if resend { State::Queued } else { State::Failed };
        let sql = "UPDATE delivery SET state = ?2, changed = ?3
            WHERE state = 'in-doubt' AND campaign = (SELECT id FROM campaign WHERE name = ?1)";
        self.change(|change| Ok(change.execute(sql, params![campaign, state.name(), now.timestamp_millis()])? as u64))
    }

    /// Messages that are due at a moment, those first that were never tried, and at most so many.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn due(&self, campaign: &str, at: i64, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let read = || {
            let mut query = self.connection.prepare_cached(
                "SELECT delivery.id, address, attempts FROM delivery JOIN campaign ON campaign.id = delivery.campaign
                 WHERE campaign.name = ?1 AND state IN ('queued', 'deferred') AND due <= ?2
                   AND delivery.key NOT IN (SELECT mark FROM suppression)
                 ORDER BY due, delivery.id LIMIT ?3",
            )?;
            let row = |row: &Row| {
                let (id, attempts) = (row.get(0)?, row.get(2)?);
                Ok(row.get::<_, String>(1)?.parse().ok().map(|address| Delivery { id, address, attempts }))
            };
            let rows = query.query_map(params![campaign, at, i64::try_from(most).unwrap_or(i64::MAX)], row)?;
            rows.filter_map(Result::transpose).collect::<Result<Vec<_>, _>>()
        };
        read().map_err(|source| self.failure(source))
    }

    /// When the next message is due; none where none waits.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn next_due(&self, campaign: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT min(due) FROM delivery JOIN campaign ON campaign.id = delivery.campaign
            WHERE campaign.name = ?1 AND state IN ('queued', 'deferred') AND delivery.key NOT IN (SELECT mark FROM suppression)";
        self.connection.query_row(sql, [campaign], |row| row.get(0)).map_err(|source| self.failure(source))
    }

    /// Writes down what became of messages, all in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Lost`] where a message is not in the state from which it could have got there.
    pub fn record(&mut self, steps: &[(&Delivery, Step)], now: DateTime<Utc>) -> Result<(), StoreError> {
        let now = now.timestamp_millis();
        let lost = self.change(|change| {
            for (delivery, step) in steps {
                if !advance(change, delivery, step, now)? {
                    let state = change.query_row("SELECT state FROM delivery WHERE id = ?1", [delivery.id], |row| row.get(0)).optional()?;
                    return Ok(Some((delivery.address.to_string(), state.unwrap_or_else(|| "gone".to_owned()))));
                }
            }
            Ok(None)
        })?;
        lost.map_or(Ok(()), |(address, state)| Err(StoreError::Lost { address, state, path: self.path.clone() }))
    }

    /// How many messages of a campaign are in which state; states without any are left out.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn counts(&self, campaign: &str) -> Result<Vec<Count>, StoreError> {
        let count = |state: State| {
            let sql = "SELECT count(*) FROM delivery JOIN campaign ON campaign.id = delivery.campaign WHERE name = ?1 AND state = ?2";
            let messages = self.connection.query_row(sql, [campaign, state.name()], |row| row.get::<_, i64>(0));
            messages.map(|messages| Count { state, messages: messages.unsigned_abs() })
        };
        let counts = State::ALL.map(count).into_iter().collect::<Result<Vec<_>, _>>().map_err(|source| self.failure(source))?;
        Ok(counts.into_iter().filter(|count| count.messages > 0).collect())
    }

    /// The addresses of a campaign's messages in a state, each with the server's last words.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn in_state(&self, campaign: &str, state: State) -> Result<Vec<(String, String)>, StoreError> {
        let read = || {
            let mut query = self.connection.prepare_cached(
                "SELECT address, coalesce(words, '') FROM delivery JOIN campaign ON campaign.id = delivery.campaign
                 WHERE name = ?1 AND state = ?2 ORDER BY delivery.key",
            )?;
            query.query_map([campaign, state.name()], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<_>, _>>()
        };
        read().map_err(|source| self.failure(source))
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

/// Whether the message was in a state from which the step leads.
fn advance(change: &Transaction, delivery: &Delivery, step: &Step, now: i64) -> rusqlite::Result<bool> {
    let from = match step {
        Step::Sending => "('queued', 'deferred')",
        // Only what was handed over can be taken or lost.
        Step::Sent(_) | Step::InDoubt(_) => "('sending')",
        Step::Deferred(..) | Step::Failed(_) | Step::Dead(_) | Step::Back => "('queued', 'deferred', 'sending')",
    };
    let sql = format!(
        "UPDATE delivery SET state = ?2, words = ?3, due = ?4, changed = ?5, attempts = attempts + ?6 WHERE id = ?1 AND state IN {from}"
    );
    let due = if let Step::Deferred(_, due) = step { *due } else { 0 };
    let attempt = i64::from(matches!(step, Step::Sent(_) | Step::Deferred(..) | Step::Failed(_) | Step::Dead(_)));
    let values = params![delivery.id, step.state().name(), step.words(), due, now, attempt];
    let advanced = change.prepare_cached(&sql)?.execute(values)? > 0;
    if let (true, Step::Dead(words)) = (advanced, step) {
        suppress(change, &table::key(&delivery.address), words, now)?;
    }
    Ok(advanced)
}

enum Put {
    Added,
    Changed,
    Unchanged,
}

fn put(change: &Transaction, subscriber: &Subscriber, now: DateTime<Utc>) -> rusqlite::Result<Put> {
    let key = table::key(&subscriber.address);
    let sql = "SELECT address, name, language, audiences, products, components, notices FROM subscriber WHERE key = ?1";
    let before = change.prepare_cached(sql)?.query_row([&key], self::subscriber).optional()?;
    if before.as_ref().and_then(Option::as_ref) == Some(subscriber) {
        return Ok(Put::Unchanged);
    }
    let sql = "INSERT INTO subscriber (key, address, name, language, audiences, products, components, notices, since)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (key) DO UPDATE SET address = ?2, name = ?3, language = ?4, audiences = ?5, products = ?6, components = ?7, notices = ?8";
    change.prepare_cached(sql)?.execute(params![
        key,
        subscriber.address.address(),
        subscriber.name,
        subscriber.language.as_ref().map(|language| language.as_str()),
        joined(subscriber.audiences.iter().map(|key| key.as_str())),
        joined(subscriber.products.iter().map(|key| key.as_str())),
        joined(subscriber.components.iter().map(|key| key.as_str())),
        joined(subscriber.notices.iter().map(|notice| notice.name())),
        now.timestamp_millis(),
    ])?;
    Ok(if before.is_some() { Put::Changed } else { Put::Added })
}

/// A row of `subscriber`; none where another program wrote something that is no address.
fn subscriber(row: &Row) -> rusqlite::Result<Option<Subscriber>> {
    let Ok(address) = row.get::<_, String>(0)?.parse() else { return Ok(None) };
    let list = |column: usize| row.get::<_, String>(column);
    Ok(Some(Subscriber {
        address,
        name: row.get(1)?,
        language: row.get::<_, Option<String>>(2)?.and_then(|text| text.parse().ok()),
        audiences: split(&list(3)?).filter_map(|text| text.parse().ok()).collect(),
        products: split(&list(4)?).filter_map(|text| text.parse().ok()).collect(),
        components: split(&list(5)?).filter_map(|text| text.parse().ok()).collect(),
        notices: split(&list(6)?).filter_map(|text| Notice::ALL.into_iter().find(|notice| notice.name() == text)).collect(),
    }))
}

fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<Vec<_>>().join(";")
}

fn split(values: &str) -> impl Iterator<Item = &str> {
    values.split(';').filter(|value| !value.is_empty())
}

fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
