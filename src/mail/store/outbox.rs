//! The ledger: whom a campaign goes to, and what became of each message.

use std::ops::Range;

use chrono::{DateTime, Utc};

use crate::ident::EmailAddress;

use super::super::ledger::{Count, Delivery, State, Step};
use super::super::table;
use super::database::{Database, DatabaseError, Row, values};
use super::{Store, StoreError, suppress};

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

impl Store {
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
            change.execute("INSERT INTO campaign (name, since) VALUES (?1, ?2) ON CONFLICT DO NOTHING", values![campaign, now])?;
            let id: Option<i64> = change.first("SELECT id FROM campaign WHERE name = ?1", values![campaign])?;
            let sql =
                "INSERT INTO delivery (campaign, key, address, state, changed) VALUES (?1, ?2, ?3, 'queued', ?4) ON CONFLICT DO NOTHING";
            let mut queued = Queued::default();
            for address in recipients {
                if marks.is_suppressed(change, address)? {
                    queued.suppressed += 1;
                } else if change.execute(sql, values![id, table::key(address), address.address(), now])? > 0 {
                    queued.added += 1;
                } else {
                    queued.before += 1;
                }
            }
            Ok(queued)
        })
    }

    /// The campaigns that began in a period, in that order.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn announced(&self, period: Range<DateTime<Utc>>) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT name FROM campaign WHERE since >= ?1 AND since < ?2 ORDER BY since, id";
        let values = values![period.start.timestamp_millis(), period.end.timestamp_millis()];
        self.read(|database| database.rows(sql, values, |row| row.get(0)))
    }

    /// What a program that was killed left half sent is in doubt from now on. How many messages that are.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn doubt_what_was_sending(&mut self, campaign: &str) -> Result<u64, StoreError> {
        let alive = self.database.is_alive();
        let sql = format!(
            "UPDATE delivery SET state = 'in-doubt', words = 'the program that sent it was stopped before the server answered'
             WHERE state = 'sending' AND campaign = (SELECT id FROM campaign WHERE name = ?1) AND NOT {alive}"
        );
        self.change(|change| change.execute(&sql, values![campaign]))
    }

    /// What waits for an address to which nothing goes any more is over. How many messages that are.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn drop_suppressed(&mut self, campaign: &str) -> Result<u64, StoreError> {
        let sql = "UPDATE delivery SET state = 'suppressed' WHERE state IN ('queued', 'deferred')
            AND campaign = (SELECT id FROM campaign WHERE name = ?1) AND key IN (SELECT mark FROM suppression)";
        self.change(|change| change.execute(sql, values![campaign]))
    }

    /// Settles what is in doubt by a person's word: to send it again, or to take it as lost. How many messages that are.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn settle(&mut self, campaign: &str, resend: bool, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let state = if resend { State::Queued } else { State::Failed };
        let sql = "UPDATE delivery SET state = ?2, changed = ?3, sender = NULL
            WHERE state = 'in-doubt' AND campaign = (SELECT id FROM campaign WHERE name = ?1)";
        self.change(|change| change.execute(sql, values![campaign, state.name(), now.timestamp_millis()]))
    }

    /// Takes messages that are due at a moment in hand, those first that were never tried, and at most so many. Nobody else gets
    /// them while this program lives, and they come again until they have come a step further.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn due(&mut self, campaign: &str, at: i64, most: usize) -> Result<Vec<Delivery>, StoreError> {
        let (alive, skip_locked) = (self.database.is_alive(), self.database.skip_locked("delivery"));
        let sql = format!(
            "WITH mine AS MATERIALIZED (
                SELECT id FROM delivery
                WHERE campaign = (SELECT id FROM campaign WHERE name = ?1) AND state IN ('queued', 'deferred') AND due <= ?2
                  AND key NOT IN (SELECT mark FROM suppression) AND (sender = ?4 OR NOT {alive})
                ORDER BY due, id LIMIT ?3 {skip_locked}
             )
             UPDATE delivery SET sender = ?4 WHERE id IN (SELECT id FROM mine) RETURNING due, id, address, attempts"
        );
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let row = |row: &Row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?, row.get::<u32>(3)?));
        let mut rows = self.change(|change| change.rows(&sql, values![campaign, at, most, change.sender()?], row))?;
        rows.sort_unstable();
        let delivery = |(_, id, address, attempts): (_, _, String, _)| Some(Delivery { id, address: address.parse().ok()?, attempts });
        Ok(rows.into_iter().filter_map(delivery).collect())
    }

    /// When the next message is due that no other program has in hand; none where none waits.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn next_due(&self, campaign: &str) -> Result<Option<i64>, StoreError> {
        let sql = format!(
            "SELECT min(due) FROM delivery
             WHERE campaign = (SELECT id FROM campaign WHERE name = ?1) AND state IN ('queued', 'deferred')
               AND key NOT IN (SELECT mark FROM suppression) AND (sender = ?2 OR NOT {})",
            self.database.is_alive()
        );
        let due = self.read(|database| database.first::<Option<i64>>(&sql, values![campaign, database.sender()?]))?;
        Ok(due.flatten())
    }

    /// Writes down what became of messages, all in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Lost`] where a message is not in the state from which it could have got there.
    pub fn record(&mut self, steps: &[(&Delivery, Step)], now: DateTime<Utc>) -> Result<(), StoreError> {
        let now = now.timestamp_millis();
        let lost = self.change(|change| {
            let sender = change.sender()?;
            for (delivery, step) in steps {
                if !advance(change, delivery, step, sender, now)? {
                    let state = change.first("SELECT state FROM delivery WHERE id = ?1", values![delivery.id])?;
                    return Ok(Some((delivery.address.to_string(), state.unwrap_or_else(|| "gone".to_owned()))));
                }
            }
            Ok(None)
        })?;
        lost.map_or(Ok(()), |(address, state)| Err(StoreError::Lost { address, state, place: self.database.place() }))
    }

    /// How many messages of a campaign are in which state; states without any are left out.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn counts(&self, campaign: &str) -> Result<Vec<Count>, StoreError> {
        let sql = "SELECT state, count(*) FROM delivery WHERE campaign = (SELECT id FROM campaign WHERE name = ?1) GROUP BY state";
        let row = |row: &Row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?));
        let counted = self.read(|database| database.rows(sql, values![campaign], row))?;
        let messages = |state: State| counted.iter().find(|(name, _)| name == state.name()).map(|(_, count)| count.unsigned_abs());
        Ok(State::ALL.into_iter().filter_map(|state| Some(Count { state, messages: messages(state)? })).collect())
    }

    /// The addresses of a campaign's messages in a state, each with the server's last words.
    ///
    /// # Errors
    /// [`StoreError::Use`]
    pub fn in_state(&self, campaign: &str, state: State) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT address, coalesce(words, '') FROM delivery
            WHERE campaign = (SELECT id FROM campaign WHERE name = ?1) AND state = ?2 ORDER BY key";
        self.read(|database| database.rows(sql, values![campaign, state.name()], |row| Ok((row.get(0)?, row.get(1)?))))
    }
}

/// Whether the message was in a state from which the step leads, and in the hands of the sender.
fn advance(change: &dyn Database, delivery: &Delivery, step: &Step, sender: i64, now: i64) -> Result<bool, DatabaseError> {
    let from = match step {
        Step::Sending => "('queued', 'deferred')",
        // Only what was handed over can be taken or lost.
        Step::Sent(_) | Step::InDoubt(_) => "('sending')",
        Step::Deferred(..) | Step::Failed(_) | Step::Dead(_) | Step::Back => "('queued', 'deferred', 'sending')",
    };
    // What is put off or given back is anybody's.
    let keeps = if matches!(step, Step::Deferred(..) | Step::Back) { "NULL" } else { "sender" };
    let sql = format!(
        "UPDATE delivery SET state = ?2, words = ?3, due = ?4, changed = ?5, attempts = attempts + ?6, sender = {keeps}
         WHERE id = ?1 AND sender = ?7 AND state IN {from}"
    );
    let due = if let Step::Deferred(_, due) = step { *due } else { 0 };
    let attempt = i64::from(matches!(step, Step::Sent(_) | Step::Deferred(..) | Step::Failed(_) | Step::Dead(_)));
    let values = values![delivery.id, step.state().name(), step.words(), due, now, attempt, sender];
    let advanced = change.execute(&sql, values)? > 0;
    if let (true, Step::Dead(words)) = (advanced, step) {
        suppress(change, &table::key(&delivery.address), words, now)?;
    }
    Ok(advanced)
}
