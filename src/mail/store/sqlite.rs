//! The store in one file beside the site.
//!
//! The journal is a write-ahead log, and each change is on the disk before the call returns (`synchronous = FULL`): what the
//! ledger says was true when it was written, whatever happened since.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use super::database::{Database, DatabaseError, Row, Value};
use super::schema::Migration;
use super::{Sending, StoreError};

/// How many statements are kept ready.
const STATEMENTS: usize = 64;

#[derive(Debug)]
pub(super) struct Sqlite {
    connection: Connection,
    path: PathBuf,
}

impl Sqlite {
    /// Opens a file, and makes it where there is none.
    pub(super) fn open(path: &Path) -> Result<Self, DatabaseError> {
        let connection = Connection::open(path)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.busy_timeout(Duration::from_secs(30))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        Ok(Self { connection, path: path.to_owned() })
    }
}

impl Database for Sqlite {
    fn place(&self) -> String {
        self.path.display().to_string()
    }

    fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, DatabaseError> {
        Ok(self.connection.prepare_cached(sql)?.execute(params_from_iter(values))? as u64)
    }

    fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        let mut query = self.connection.prepare_cached(sql)?;
        let columns = query.column_count();
        let mut found = query.query(params_from_iter(values))?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push(Row((0..columns).map(|column| row.get_ref(column).map(value)).collect::<Result<_, _>>()?));
        }
        Ok(rows)
    }

    /// It takes the lock for writing at once, so that two programs wait for each other instead of failing.
    fn begin(&self) -> Result<(), DatabaseError> {
        Ok(self.connection.execute_batch("BEGIN IMMEDIATE")?)
    }

    fn commit(&self) -> Result<(), DatabaseError> {
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    fn roll_back(&self) -> Result<(), DatabaseError> {
        Ok(self.connection.execute_batch("ROLLBACK")?)
    }

    fn version(&self) -> Result<i64, DatabaseError> {
        Ok(self.connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
    }

    fn migrate(&self, step: &Migration, version: i64) -> Result<(), DatabaseError> {
        self.connection.execute_batch(step.sqlite)?;
        Ok(self.connection.pragma_update(None, "user_version", version)?)
    }

    /// One program sends at a time. The lock goes with the value, or with the program.
    fn lock_sending(&self) -> Result<Sending, StoreError> {
        let mut name = self.path.clone().into_os_string();
        name.push("-sending");
        let path = PathBuf::from(name);
        let failure = |source| StoreError::Lock { path: path.clone(), source };
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failure)?;
        match file.try_lock() {
            Ok(()) => Ok(Sending { _lock: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Sending),
            Err(TryLockError::Error(source)) => Err(failure(source)),
        }
    }

    fn sender(&self) -> Result<i64, DatabaseError> {
        Ok(1)
    }

    /// Whoever sends does so alone, so whatever another program had in hand it has no more.
    fn is_alive(&self) -> &'static str {
        "FALSE"
    }

    fn skip_locked(&self, _: &str) -> String {
        String::new()
    }

    /// It does so by itself.
    fn renumber(&self) -> Result<(), DatabaseError> {
        Ok(())
    }

    /// Deleted rows stay readable in free pages and in the journal until both are rewritten.
    fn scrub(&self) -> Result<(), DatabaseError> {
        Ok(self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?)
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// The tables are strict: there is nothing else in them.
fn value(value: ValueRef) -> Value {
    match value {
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => Value::Null,
    }
}
