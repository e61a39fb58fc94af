//! All of one store in another one, so that nothing that was promised to anybody is forgotten when a site outgrows its file.

use super::database::{Database, DatabaseError, Value};
use super::{Store, StoreError};

/// What is moved, in an order in which every row finds what it names. Who has a message in hand is no matter for another place.
const TABLES: [(&str, &[&str]); 5] = [
    (
        "subscriber",
        &[
            "key",
            "id",
            "address",
            "name",
            "language",
            "audiences",
            "products",
            "components",
            "notices",
            "digest",
            "consent_at",
            "consent_by",
            "consent_wording",
            "since",
        ],
    ),
    (
        "request",
        &[
            "key",
            "id",
            "address",
            "language",
            "products",
            "components",
            "notices",
            "digest",
            "asked",
            "confirmed",
            "mail",
            "queued",
            "due",
            "attempts",
        ],
    ),
    ("suppression", &["mark", "reason", "since"]),
    ("campaign", &["id", "name", "since"]),
    ("delivery", &["id", "campaign", "key", "address", "state", "attempts", "due", "words", "changed"]),
];

impl Store {
    /// Puts all that is in this store into one with nothing in it: people with the names that links know them by, those to whom
    /// nothing goes, requests, and the ledger. How many rows that are.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`]; then, as after every error, the other store is as before.
    pub fn copy_to(&self, other: &mut Self) -> Result<u64, StoreError> {
        for (table, _) in TABLES {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {table})");
            if other.read(|database| database.first::<bool>(&sql, &[]))?.unwrap_or_default() {
                return Err(StoreError::NotEmpty { place: other.database.place() });
            }
        }
        let all =
            self.read(|database| TABLES.iter().map(|(table, columns)| rows(database, table, columns)).collect::<Result<Vec<_>, _>>())?;
        other.change(|change| {
            for ((table, columns), rows) in TABLES.iter().zip(&all) {
                let places: Vec<String> = (1..=columns.len()).map(|number| format!("?{number}")).collect();
                let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "));
                rows.iter().try_for_each(|row| change.execute(&sql, row).map(|_| ()))?;
            }
            change.renumber()
        })?;
        Ok(all.iter().map(|rows| rows.len() as u64).sum())
    }
}

fn rows(database: &dyn Database, table: &str, columns: &[&str]) -> Result<Vec<Vec<Value>>, DatabaseError> {
    let rows = database.query(&format!("SELECT {} FROM {table}", columns.join(", ")), &[])?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
