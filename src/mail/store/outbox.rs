//! The ledger: whom a campaign goes to, and what became of each message.

use std::fs::{File, TryLockError};
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::ident::EmailAddress;

use super::super::ledger::{Count, Delivery, State, Step};
use super::super::table;
use super::{Store, StoreError, suppress};

/// That this program alone sends.
#[derive(Debug)]
pub struct Sending {
    _lock: File,
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
