//! What the store asks of a database, and what goes in and out of it: SQL that SQLite and PostgreSQL both read, whole numbers and texts.

use std::fmt::Debug;

use super::schema::Migration;
use super::{Sending, StoreError};

/// A database that holds the tables of the store. A call is one transaction by itself, unless it stands between `begin` and `commit`.
///
/// SQL names its values `?1`, `?2` … and each value by one kind of use only, so that PostgreSQL can tell of which type it is.
/// Names of columns in `ON CONFLICT … DO UPDATE` need their table before them where a value is read.
pub(super) trait Database: Debug + Send {
    /// What the database is called in messages, without a password.
    fn place(&self) -> String;

    /// Runs what changes something: how many rows it changed.
    fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, DatabaseError>;

    /// Runs what answers with rows.
    fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DatabaseError>;

    /// Begins a transaction that may write.
    fn begin(&self) -> Result<(), DatabaseError>;

    /// Ends it: what it changed is on the disk.
    fn commit(&self) -> Result<(), DatabaseError>;

    /// Ends it as if it had not been.
    fn roll_back(&self) -> Result<(), DatabaseError>;

    /// The version of the tables, 0 where there are none. Within a transaction nobody else changes it until that ends.
    fn version(&self) -> Result<i64, DatabaseError>;

    /// Takes a step from one version of the tables to the next.
    fn migrate(&self, step: &Migration, version: i64) -> Result<(), DatabaseError>;

    /// Sees to it that what another program has in hand is never taken for half sent.
    fn lock_sending(&self) -> Result<Sending, StoreError>;

    /// What this program is called in the rows that it has in hand.
    fn sender(&self) -> Result<i64, DatabaseError>;

    /// A condition: the program that has a row in hand is alive.
    fn is_alive(&self) -> &'static str;

    /// What a query ends with that takes rows of a table which nobody else is about to take.
    fn skip_locked(&self, table: &str) -> String;

    /// Goes on with numbers above those that rows have.
    fn renumber(&self) -> Result<(), DatabaseError>;

    /// Rewrites what still holds rows that were deleted.
    fn scrub(&self) -> Result<(), DatabaseError>;
}

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// SQLite says so.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL, or the line to it.
    #[error(transparent)]
    Postgres(#[from] postgres::Error),
    /// The line is lost that kept what this program has in hand for it alone.
    #[error("the connection to the database was lost")]
    Lost,
    /// The certificates of this system cannot be read.
    #[error("cannot keep the line private")]
    Tls(#[source] rustls::Error),
    /// Another program wrote something else.
    #[error("column {column} of an answer holds something unexpected")]
    Column {
        /// From 0.
        column: usize,
    },
}

/// A value of a column or a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Null,
    Integer(i64),
    Text(String),
}

/// A row of an answer.
#[derive(Debug)]
pub(super) struct Row(pub(super) Vec<Value>);

impl Row {
    /// What stands in a column, from 0.
    pub(super) fn get<T: FromValue>(&self, column: usize) -> Result<T, DatabaseError> {
        self.0.get(column).and_then(T::from_value).ok_or(DatabaseError::Column { column })
    }
}

impl dyn Database + '_ {
    /// Every row of an answer as something else.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl Fn(&Row) -> Result<T, DatabaseError>,
    ) -> Result<Vec<T>, DatabaseError> {
        self.query(sql, values)?.iter().map(read).collect()
    }

    /// The first row of an answer as something else; none where there is none.
    pub(super) fn row<T>(
        &self,
        sql: &str,
        values: &[Value],
        read: impl Fn(&Row) -> Result<T, DatabaseError>,
    ) -> Result<Option<T>, DatabaseError> {
        self.query(sql, values)?.first().map(read).transpose()
    }

    /// The first column of the first row.
    pub(super) fn first<T: FromValue>(&self, sql: &str, values: &[Value]) -> Result<Option<T>, DatabaseError> {
        self.row(sql, values, |row| row.get(0))
    }
}

/// The values of a statement, of any type that has a [`ToValue`].
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::mail::store::database::ToValue::to_value(&$value)),*][..] };
}
pub(super) use values;

/// What can be the value of a parameter.
pub(super) trait ToValue {
    fn to_value(&self) -> Value;
}

/// What a column can be read as.
pub(super) trait FromValue: Sized {
    fn from_value(value: &Value) -> Option<Self>;
}

impl ToValue for str {
    // PostgreSQL has no texts with zeros in them, and a server's words are any.
    fn to_value(&self) -> Value {
        Value::Text(self.replace('\0', ""))
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value {
        self.as_str().to_value()
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text.clone()) } else { None }
    }
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Option<Self> {
        if let Value::Integer(number) = value { Some(*number) } else { None }
    }
}

impl FromValue for u32 {
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value).and_then(|number| Self::try_from(number).ok())
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Option<Self> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        if *value == Value::Null { Some(None) } else { T::from_value(value).map(Some) }
    }
}
