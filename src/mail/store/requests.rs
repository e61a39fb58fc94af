//! Those who ask, confirm, change their wishes and leave, by the subscription service.
//!
//! Many asks are one transaction: what is answered is on the disk, and thousands a second share the few times that the disk
//! needs to say so.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::ident::EmailAddress;

use super::super::Notice;
use super::super::asks::{Answer, Ask, Fate, LEFT, Person, Request, Whom, Wishes};
use super::super::links::PersonId;
use super::super::subscriber::Digest;
use super::super::table::{self, joined, split};
use super::database::{Database, DatabaseError, Row, values};
use super::people::{self, moment};
use super::{Marks, Store, StoreError, suppress};

/// How often one address is asked to confirm, at most.
const PAUSE: TimeDelta = TimeDelta::hours(1);

/// How long a mail is in the hands of whoever took it.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// How long a request waits.
const WEEK: TimeDelta = TimeDelta::days(7);

/// What of a row makes a [`Request`].
const COLUMNS: &str = "request.id, request.address, request.language, request.products, request.components, request.notices,
    request.digest, request.asked, request.attempts, subscriber.id";

impl Store {
    /// Does all that is asked, in one transaction, and answers each in its turn.
    ///
    /// # Errors
    /// [`StoreError::Use`]; then nothing of it was done.
    pub fn serve(&mut self, asks: &[Ask], secret: &str, now: DateTime<Utc>) -> Result<Vec<Answer>, StoreError> {
        let marks = Marks { secret: Some(secret) };
        self.change(|change| asks.iter().map(|ask| answer(change, &marks, ask, now)).collect())
    }

    /// What links name people by, with the address in lower case.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn person_ids(&self) -> Result<HashMap<String, PersonId>, StoreError> {
        let row = |row: &Row| Ok(row.get::<String>(1)?.parse().ok().zip(row.get(0).ok()).map(|(id, key)| (key, id)));
        let ids = self.read(|database| database.rows("SELECT key, id FROM subscriber", &[], row))?;
        Ok(ids.into_iter().flatten().collect())
    }
}

fn answer(change: &dyn Database, marks: &Marks, ask: &Ask, now: DateTime<Utc>) -> Result<Answer, DatabaseError> {
    match ask {
        Ask::Subscribe { address, wishes } => subscribe(change, marks, address, wishes, now),
        Ask::Request(id) => Ok(request(change, *id)?.map_or(Answer::Nobody, |request| Answer::Request(Box::new(request)))),
        Ask::Confirm { id, wording } => confirm(change, marks, *id, wording, now),
        Ask::Person(id) => person(change, *id),
        Ask::Change { id, wishes } => self::change(change, *id, wishes),
        Ask::Leave(id) => leave(change, *id, now),
        Ask::Suppress { whom, reason } => silence(change, whom, reason, now),
        Ask::Take(most) => take(change, *most, now),
        Ask::Mailed { id, fate } => mailed(change, *id, *fate),
        Ask::Tidy => {
            change.execute("DELETE FROM request WHERE asked < ?1", values![(now - WEEK).timestamp_millis()])?;
            Ok(Answer::Noted)
        }
    }
}

/// An address to which nothing may go is written down like any other, so that nobody can tell by the time it takes.
fn subscribe(
    change: &dyn Database,
    marks: &Marks,
    address: &EmailAddress,
    wishes: &Wishes,
    now: DateTime<Utc>,
) -> Result<Answer, DatabaseError> {
    let mail = if is_silent(change, marks, address)? { "held" } else { "queued" };
    // Who confirmed meanwhile may ask again at once.
    let keeps = "request.confirmed IS NULL AND request.queued > ?10 AND (request.mail = 'held') = (excluded.mail = 'held')";
    let kept = |column: &str, new: &str| format!("{column} = CASE WHEN {keeps} THEN request.{column} ELSE {new} END");
    let sql = format!(
        "INSERT INTO request (key, address, language, products, components, notices, digest, asked, mail, queued, due)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8, ?8)
         ON CONFLICT (key) DO UPDATE SET address = ?2, language = ?3, products = ?4, components = ?5, notices = ?6, digest = ?7,
            asked = ?8, confirmed = NULL, {}, {}, {}, {}",
        kept("mail", "?9"),
        kept("queued", "?8"),
        kept("due", "?8"),
        kept("attempts", "0"),
    );
    let [language, products, components, notices, digest] = cells(wishes);
    let since = (now - PAUSE).timestamp_millis();
    let values = values![
        table::key(address),
        address.address(),
        language,
        products,
        components,
        notices,
        digest,
        now.timestamp_millis(),
        mail,
        since
    ];
    change.execute(&sql, values)?;
    Ok(Answer::Noted)
}

fn confirm(change: &dyn Database, marks: &Marks, id: PersonId, wording: &str, now: DateTime<Utc>) -> Result<Answer, DatabaseError> {
    let Some(request) = request(change, id)? else { return Ok(Answer::Nobody) };
    if is_silent(change, marks, &request.address)? {
        return Ok(Answer::Nobody);
    }
    let now = now.timestamp_millis();
    let first = "UPDATE request SET confirmed = ?2, mail = 'sent' WHERE id = ?1 AND confirmed IS NULL";
    if change.execute(first, values![id.to_string(), now])? > 0 {
        let key = table::key(&request.address);
        change.execute("DELETE FROM suppression WHERE mark = ?1 AND reason = ?2", values![key.as_str(), LEFT])?;
        let sql = "INSERT INTO subscriber
            (key, id, address, language, audiences, products, components, notices, digest, consent_at, consent_by, consent_wording, since)
            SELECT key, id, address, nullif(language, ''), '', products, components, notices, digest, ?2, 'form', ?3, ?2
            FROM request WHERE id = ?1
            ON CONFLICT (key) DO UPDATE SET address = excluded.address, language = excluded.language, products = excluded.products,
                components = excluded.components, notices = excluded.notices, digest = excluded.digest,
                consent_at = excluded.consent_at, consent_by = excluded.consent_by, consent_wording = excluded.consent_wording";
        change.execute(sql, values![id.to_string(), now, wording])?;
    }
    // Who follows the link once more is told the same, unless it has left meanwhile.
    let sql = "SELECT subscriber.id FROM request JOIN subscriber ON subscriber.key = request.key WHERE request.id = ?1";
    let found: Option<String> = change.first(sql, values![id.to_string()])?;
    found.and_then(|id| id.parse().ok()).map_or(Ok(Answer::Nobody), |id| person(change, id))
}

fn person(change: &dyn Database, id: PersonId) -> Result<Answer, DatabaseError> {
    let sql = format!("SELECT {} FROM subscriber WHERE id = ?1", people::COLUMNS);
    let found = change.row(&sql, values![id.to_string()], people::subscriber)?.flatten();
    Ok(found.map_or(Answer::Nobody, |subscriber| Answer::Person(Box::new(Person { id, subscriber }))))
}

fn change(change: &dyn Database, id: PersonId, wishes: &Wishes) -> Result<Answer, DatabaseError> {
    let sql = "UPDATE subscriber
        SET language = nullif(?2, ''), products = ?3, components = ?4, notices = ?5, digest = ?6 WHERE id = ?1";
    let [language, products, components, notices, digest] = cells(wishes);
    let changed = change.execute(sql, values![id.to_string(), language, products, components, notices, digest])?;
    Ok(if changed > 0 { Answer::Noted } else { Answer::Nobody })
}

fn leave(change: &dyn Database, id: PersonId, now: DateTime<Utc>) -> Result<Answer, DatabaseError> {
    let sql = "DELETE FROM subscriber WHERE id = ?1 RETURNING key";
    let key: Option<String> = change.first(sql, values![id.to_string()])?;
    let Some(key) = key else { return Ok(Answer::Nobody) };
    change.execute("DELETE FROM request WHERE key = ?1", values![&key])?;
    let sql = "INSERT INTO suppression (mark, reason, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    change.execute(sql, values![key, LEFT, now.timestamp_millis()])?;
    Ok(Answer::Noted)
}

fn silence(change: &dyn Database, whom: &Whom, reason: &str, now: DateTime<Utc>) -> Result<Answer, DatabaseError> {
    let key = match whom {
        Whom::Address(address) => Some(table::key(address)),
        Whom::Row(row) => {
            let sql = "SELECT key FROM delivery WHERE id = ?1 AND address <> ''";
            change.first(sql, values![row])?
        }
    };
    let Some(key) = key else { return Ok(Answer::Nobody) };
    suppress(change, &key, reason, now.timestamp_millis())?;
    Ok(Answer::Noted)
}

fn take(change: &dyn Database, most: usize, now: DateTime<Utc>) -> Result<Answer, DatabaseError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM request LEFT JOIN subscriber ON subscriber.key = request.key
         WHERE request.mail = 'queued' AND request.due <= ?1 ORDER BY request.due LIMIT ?2 {}",
        change.skip_locked("request")
    );
    let values = values![now.timestamp_millis(), i64::try_from(most).unwrap_or(i64::MAX)];
    let due: Vec<Request> = change.rows(&sql, values, read)?.into_iter().flatten().collect();
    let lend = "UPDATE request SET due = ?2, attempts = attempts + 1 WHERE id = ?1";
    for request in &due {
        change.execute(lend, values![request.id.to_string(), (now + LEASE).timestamp_millis()])?;
    }
    Ok(Answer::Requests(due))
}

/// Only of a mail that is still to go: who confirmed or asked again meanwhile is none of its business.
fn mailed(change: &dyn Database, id: PersonId, fate: Fate) -> Result<Answer, DatabaseError> {
    let (state, due) = match fate {
        Fate::Sent => ("sent", 0),
        Fate::Later(moment) => ("queued", moment.timestamp_millis()),
        Fate::Failed => ("failed", 0),
    };
    let sql = "UPDATE request SET mail = ?2, due = ?3 WHERE id = ?1 AND mail = 'queued'";
    change.execute(sql, values![id.to_string(), state, due])?;
    Ok(Answer::Noted)
}

fn request(change: &dyn Database, id: PersonId) -> Result<Option<Request>, DatabaseError> {
    let sql = format!("SELECT {COLUMNS} FROM request LEFT JOIN subscriber ON subscriber.key = request.key WHERE request.id = ?1");
    Ok(change.row(&sql, values![id.to_string()], read)?.flatten())
}

/// A row of `request`; none where another program wrote something that is no address.
fn read(row: &Row) -> Result<Option<Request>, DatabaseError> {
    let text = |column: usize| row.get::<String>(column);
    let Some((id, address)) = text(0)?.parse().ok().zip(text(1)?.parse().ok()) else { return Ok(None) };
    let wishes = Wishes {
        language: text(2)?.parse().ok(),
        products: split(&text(3)?).filter_map(|key| key.parse().ok()).collect(),
        components: split(&text(4)?).filter_map(|key| key.parse().ok()).collect(),
        notices: split(&text(5)?).filter_map(Notice::named).collect(),
        digest: Digest::named(&text(6)?),
    };
    let person = row.get::<Option<String>>(9)?.and_then(|id| id.parse().ok());
    Ok(Some(Request { id, address, wishes, asked: moment(row.get(7)?), attempts: row.get(8)?, person }))
}

/// Language, products, components, notices and digest as columns have them.
fn cells(wishes: &Wishes) -> [String; 5] {
    [
        wishes.language.as_ref().map_or(String::new(), |language| language.as_str().to_owned()),
        joined(wishes.products.iter().map(|key| key.as_str())),
        joined(wishes.components.iter().map(|key| key.as_str())),
        joined(wishes.notices.iter().map(|notice| notice.name())),
        wishes.digest.map_or("", Digest::name).to_owned(),
    ]
}

/// Whether nothing may go to an address, for another reason than that its owner left once.
fn is_silent(change: &dyn Database, marks: &Marks, address: &EmailAddress) -> Result<bool, DatabaseError> {
    let own = "SELECT EXISTS (SELECT 1 FROM suppression WHERE mark = ?1 AND reason = ?2)";
    let left: bool = change.first(own, values![table::key(address).as_str(), LEFT])?.unwrap_or_default();
    Ok(!left && marks.is_suppressed(change, address)?)
}
