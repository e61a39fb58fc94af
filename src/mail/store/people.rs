//! Who gets announcements, and who never does.

use chrono::{DateTime, Utc};

use crate::ident::EmailAddress;

use super::super::Notice;
use super::super::subscriber::{Consent, ConsentBy, Digest, Subscriber};
use super::super::table::{self, joined, split};
use super::database::{Database, DatabaseError, Row, values};
use super::{Store, StoreError, erased_mark, suppress};

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

/// What of a row makes a [`Subscriber`].
pub(super) const COLUMNS: &str =
    "address, name, language, audiences, products, components, notices, digest, consent_at, consent_by, consent_wording";

impl Store {
    /// Everyone in it, by address.
    ///
    /// # Errors
    /// [`StoreError::Use`], as of all that follow.
    pub fn subscribers(&self) -> Result<Vec<Subscriber>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM subscriber ORDER BY key");
        let people = self.read(|database| database.rows(&sql, &[], subscriber))?;
        Ok(people.into_iter().flatten().collect())
    }

    /// Adds and changes subscribers, all or none. What was known of a consent stays as it was.
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

    /// Takes somebody off the list, and out of what waits to be sent. Whether there was such a subscriber.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn remove(&mut self, address: &EmailAddress) -> Result<bool, StoreError> {
        let key = table::key(address);
        self.change(|change| {
            change.execute("DELETE FROM request WHERE key = ?1", values![&key])?;
            // Whoever is added again hears of it after all: nothing of it was sent.
            change.execute("DELETE FROM delivery WHERE key = ?1 AND state IN ('queued', 'deferred')", values![&key])?;
            Ok(change.execute("DELETE FROM subscriber WHERE key = ?1", values![&key])? > 0)
        })
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
            change.execute("DELETE FROM subscriber WHERE key = ?1", values![&key])?;
            change.execute("DELETE FROM request WHERE key = ?1", values![&key])?;
            change.execute("DELETE FROM suppression WHERE mark = ?1", values![&key])?;
            // What was sent stays counted; what waits is never sent.
            change.execute("UPDATE delivery SET state = 'suppressed' WHERE key = ?1 AND state IN ('queued', 'deferred')", values![&key])?;
            change.execute("UPDATE delivery SET key = ?2, address = '', words = NULL WHERE key = ?1", values![&key, &mark])?;
            suppress(change, &mark, "erased", now.timestamp_millis())
        })?;
        self.read(|database| database.scrub())
    }

    /// The addresses to which nothing goes.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn suppressions(&self) -> Result<Vec<Suppression>, StoreError> {
        let row = |row: &Row| Ok(Suppression { mark: row.get(0)?, reason: row.get(1)?, since: moment(row.get(2)?) });
        self.read(|database| database.rows("SELECT mark, reason, since FROM suppression ORDER BY mark", &[], row))
    }
}

enum Put {
    Added,
    Changed,
    Unchanged,
}

fn put(change: &dyn Database, subscriber: &Subscriber, now: DateTime<Utc>) -> Result<Put, DatabaseError> {
    let key = table::key(&subscriber.address);
    let sql = format!("SELECT {COLUMNS} FROM subscriber WHERE key = ?1");
    let before = change.row(&sql, values![key], self::subscriber)?;
    let is_same = |before: &Subscriber| *before == Subscriber { consent: before.consent.clone(), ..subscriber.clone() };
    if before.as_ref().and_then(Option::as_ref).is_some_and(is_same) {
        return Ok(Put::Unchanged);
    }
    let sql = "INSERT INTO subscriber
        (key, address, name, language, audiences, products, components, notices, digest, consent_at, consent_by, consent_wording, since)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT (key) DO UPDATE SET
            address = ?2, name = ?3, language = ?4, audiences = ?5, products = ?6, components = ?7, notices = ?8, digest = ?9";
    let consent = subscriber.consent.as_ref();
    let values = values![
        key,
        subscriber.address.address(),
        subscriber.name,
        subscriber.language.as_ref().map(|language| language.as_str()),
        joined(subscriber.audiences.iter().map(|key| key.as_str())),
        joined(subscriber.products.iter().map(|key| key.as_str())),
        joined(subscriber.components.iter().map(|key| key.as_str())),
        joined(subscriber.notices.iter().map(|notice| notice.name())),
        subscriber.digest.map_or("", Digest::name),
        consent.map(|consent| consent.at.timestamp_millis()),
        consent.map(|consent| consent.by.name()),
        consent.and_then(|consent| consent.wording.as_deref()),
        now.timestamp_millis(),
    ];
    change.execute(sql, values)?;
    Ok(if before.is_some() { Put::Changed } else { Put::Added })
}

/// A row of `subscriber`; none where another program wrote something that is no address.
pub(super) fn subscriber(row: &Row) -> Result<Option<Subscriber>, DatabaseError> {
    let Ok(address) = row.get::<String>(0)?.parse() else { return Ok(None) };
    let list = |column: usize| row.get::<String>(column);
    Ok(Some(Subscriber {
        address,
        name: row.get(1)?,
        language: row.get::<Option<String>>(2)?.and_then(|text| text.parse().ok()),
        audiences: split(&list(3)?).filter_map(|text| text.parse().ok()).collect(),
        products: split(&list(4)?).filter_map(|text| text.parse().ok()).collect(),
        components: split(&list(5)?).filter_map(|text| text.parse().ok()).collect(),
        notices: split(&list(6)?).filter_map(Notice::named).collect(),
        digest: Digest::named(&list(7)?),
        consent: consent(row)?,
    }))
}

fn consent(row: &Row) -> Result<Option<Consent>, DatabaseError> {
    let (at, by): (Option<i64>, Option<String>) = (row.get(8)?, row.get(9)?);
    let wording = row.get(10)?;
    Ok(at.zip(by.as_deref().and_then(ConsentBy::named)).map(|(at, by)| Consent { at: moment(at), by, wording }))
}

pub(super) fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
