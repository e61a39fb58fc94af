//! The store in a PostgreSQL database, which any number of programs on any number of machines use at a time.
//!
//! Each program that sends has a number of its own and holds an advisory lock on it for as long as its connection lives. A row that it
//! takes bears that number, so others leave it alone, until the lock is gone: then the program is, and what it was handing over
//! is in doubt, and what it only had in hand is anybody's.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use postgres::config::{Host, SslMode};
use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::database::{Database, DatabaseError, Row, Value};
use super::schema::Migration;
use super::{Sending, StoreError};

/// How long a server may take to answer a call.
const PATIENCE: Duration = Duration::from_secs(15);

/// What a connection is told first. A machine that vanished holds its locks for about a minute and a half.
const SETTINGS: &str = "SET synchronous_commit = on; SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10;
    SET tcp_keepalives_count = 3; SET client_min_messages = warning; SET search_path = tidings";

/// The first half of the keys of our advisory locks; the other is a sender's number.
const LOCKS: &str = "1954114663";

pub(super) struct Postgres {
    config: Config,
    line: RefCell<Line>,
    sender: Cell<Option<i64>>,
}

/// A connection, and the statements that it knows already.
struct Line {
    client: Client,
    statements: HashMap<(String, Vec<Type>), Statement>,
    /// Whether a transaction is under way.
    is_changing: bool,
}

impl Postgres {
    pub(super) fn connect(address: &str) -> Result<Self, StoreError> {
        let mut config = Config::from_str(address.trim()).map_err(|_| StoreError::Address)?;
        if !address.trim().starts_with("postgres") || config.get_hosts().is_empty() {
            return Err(StoreError::Address);
        }
        config.application_name("tidings");
        config.keepalives_idle(Duration::from_mins(1));
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        // Unless somebody says otherwise the library falls back to an open line where the server has no TLS.
        if config.get_ssl_mode() == SslMode::Prefer {
            config.ssl_mode(if config.get_hosts().iter().all(is_here) { SslMode::Disable } else { SslMode::Require });
        }
        let open = || Line::open(&config).and_then(Line::prepare);
        let line = open().map_err(|source| StoreError::Open { place: place(&config), source })?;
        Ok(Self { config, line: RefCell::new(line), sender: Cell::new(None) })
    }

    /// Runs something over the line; over a new one where it was lost, unless that would lose rows that are in hand.
    fn with<T>(&self, run: impl FnOnce(&mut Line) -> Result<T, DatabaseError>) -> Result<T, DatabaseError> {
        let mut line = self.line.borrow_mut();
        if line.client.is_closed() {
            if self.sender.get().is_some() || line.is_changing {
                return Err(DatabaseError::Lost);
            }
            *line = Line::open(&self.config)?;
        }
        run(&mut line)
    }

    fn batch(&self, sql: &str, is_changing: bool) -> Result<(), DatabaseError> {
        self.with(|line| {
            line.client.batch_execute(sql)?;
            line.is_changing = is_changing;
            Ok(())
        })
    }
}

impl Line {
    fn open(config: &Config) -> Result<Self, DatabaseError> {
        let mut client = if config.get_ssl_mode() == SslMode::Disable { config.connect(NoTls)? } else { config.connect(tls()?)? };
        client.batch_execute(SETTINGS)?;
        Ok(Self { client, statements: HashMap::new(), is_changing: false })
    }

    /// Makes the schema where there is none, though several programs begin at once.
    fn prepare(mut self) -> Result<Self, DatabaseError> {
        let known = self.client.query_one("SELECT to_regclass('tidings.version') IS NOT NULL", &[])?;
        if !known.try_get::<_, bool>(0)? {
            self.client.batch_execute(&format!(
                "BEGIN; SELECT pg_advisory_xact_lock({LOCKS}, 0);
                 CREATE SCHEMA IF NOT EXISTS tidings;
                 CREATE TABLE IF NOT EXISTS tidings.version (number BIGINT NOT NULL);
                 INSERT INTO tidings.version (number) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM tidings.version); COMMIT"
            ))?;
        }
        Ok(self)
    }

    fn statement(&mut self, sql: &str, values: &[Value]) -> Result<Statement, DatabaseError> {
        let types = values.iter().map(Value::kind).collect();
        let key = (sql.to_owned(), types);
        if let Some(statement) = self.statements.get(&key) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare_typed(&sql.replace('?', "$"), &key.1)?;
        self.statements.insert(key, statement.clone());
        Ok(statement)
    }
}

impl Database for Postgres {
    fn place(&self) -> String {
        place(&self.config)
    }

    fn execute(&self, sql: &str, values: &[Value]) -> Result<u64, DatabaseError> {
        self.with(|line| {
            let statement = line.statement(sql, values)?;
            Ok(line.client.execute(&statement, &parameters(values))?)
        })
    }

    fn query(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DatabaseError> {
        self.with(|line| {
            let statement = line.statement(sql, values)?;
            line.client.query(&statement, &parameters(values))?.iter().map(row).collect()
        })
    }

    fn begin(&self) -> Result<(), DatabaseError> {
        self.batch("BEGIN", true)
    }

    fn commit(&self) -> Result<(), DatabaseError> {
        self.batch("COMMIT", false)
    }

    fn roll_back(&self) -> Result<(), DatabaseError> {
        let ended = self.batch("ROLLBACK", false);
        // A line that is lost took its transaction with it.
        self.line.borrow_mut().is_changing = false;
        ended
    }

    fn version(&self) -> Result<i64, DatabaseError> {
        let sql = "SELECT number FROM version FOR UPDATE";
        self.query(sql, &[])?.first().map_or(Ok(0), |row| row.get(0))
    }

    fn migrate(&self, step: &Migration, version: i64) -> Result<(), DatabaseError> {
        self.batch(step.postgres, true)?;
        self.execute("UPDATE version SET number = ?1", &[Value::Integer(version)]).map(|_| ())
    }

    fn lock_sending(&self) -> Result<Sending, StoreError> {
        self.sender().map_err(|source| StoreError::Use { place: self.place(), source })?;
        Ok(Sending { _lock: None })
    }

    fn sender(&self) -> Result<i64, DatabaseError> {
        if let Some(sender) = self.sender.get() {
            return Ok(sender);
        }
        // In one statement, so that the number and its lock cannot be of two connections.
        let sql = format!("SELECT number, pg_advisory_lock({LOCKS}, number::int)::text FROM (SELECT nextval('sender') AS number) AS next");
        let sender = self.query(&sql, &[])?.first().map_or(Err(DatabaseError::Lost), |row| row.get(0))?;
        self.sender.set(Some(sender));
        Ok(sender)
    }

    fn is_alive(&self) -> &'static str {
        "(sender IS NOT NULL AND sender IN (SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted
            AND classid = 1954114663 AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())))"
    }

    fn skip_locked(&self, table: &str) -> String {
        format!("FOR UPDATE OF {table} SKIP LOCKED")
    }

    fn renumber(&self) -> Result<(), DatabaseError> {
        for table in ["campaign", "delivery"] {
            let sql = format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false) FROM {table}");
            self.query(&sql, &[])?;
        }
        Ok(())
    }

    fn scrub(&self) -> Result<(), DatabaseError> {
        self.batch("VACUUM subscriber, request, suppression, delivery", false)
    }
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Postgres({})", self.place())
    }
}

/// TLS by the certificates that the system trusts, or those that `SSL_CERT_FILE` names.
fn tls() -> Result<MakeRustlsConnect, DatabaseError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(DatabaseError::Tls)?;
    Ok(MakeRustlsConnect::new(builder.with_root_certificates(roots).with_no_client_auth()))
}

fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
    }
}

/// Where the database stands, without who asks.
fn place(config: &Config) -> String {
    let host = match config.get_hosts().first() {
        Some(Host::Tcp(name)) => name.clone(),
        Some(Host::Unix(path)) => path.display().to_string(),
        None => String::new(),
    };
    format!("{host}/{}", config.get_dbname().or(config.get_user()).unwrap_or_default())
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row(row: &postgres::Row) -> Result<Row, DatabaseError> {
    let value = |(column, kind): (usize, &Type)| -> Result<Value, DatabaseError> {
        let number = match *kind {
            Type::BOOL => row.try_get::<_, Option<bool>>(column)?.map(i64::from),
            Type::INT4 => row.try_get::<_, Option<i32>>(column)?.map(i64::from),
            Type::INT8 => row.try_get(column)?,
            _ => return Ok(row.try_get::<_, Option<String>>(column)?.map_or(Value::Null, Value::Text)),
        };
        Ok(number.map_or(Value::Null, Value::Integer))
    };
    Ok(Row(row.columns().iter().map(postgres::Column::type_).enumerate().map(value).collect::<Result<_, _>>()?))
}

impl Value {
    /// Of nothing the server has to tell what it would be.
    fn kind(&self) -> Type {
        match self {
            Self::Null => Type::UNKNOWN,
            Self::Integer(_) => Type::INT8,
            Self::Text(_) => Type::TEXT,
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
