//! A place for a store, of each kind there is: a file, and a database of a PostgreSQL server that all tests share.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres::{Client, NoTls};
use tempfile::TempDir;
use tidings::mail::Store;

/// Where a store is kept; whoever opens it again sees the same.
pub enum Place {
    File(TempDir),
    Server(String),
}

impl Place {
    pub fn file() -> Self {
        Self::File(tempfile::tempdir().unwrap())
    }

    pub fn server() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("store{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut client = Client::connect(&address("postgres"), NoTls).unwrap();
        client.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        Self::Server(address(&name))
    }

    /// Runs a test on each kind.
    pub fn each(test: impl Fn(&Self)) {
        test(&Self::file());
        test(&Self::server());
    }

    pub fn open(&self) -> Store {
        match self {
            Self::File(folder) => Store::open(&folder.path().join("tidings.db")).unwrap(),
            Self::Server(address) => Store::connect(address).unwrap(),
        }
    }
}

fn address(database: &str) -> String {
    format!("postgres://postgres@{}/{database}", SERVER.socket.replace('/', "%2F"))
}

struct Server {
    socket: String,
    /// It stops once nobody holds the other end of its input, which is when the tests have ended.
    _process: Child,
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/postgres");
    let mut process = Command::new(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut socket = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut socket).unwrap();
    assert!(!socket.is_empty(), "tests/postgres started no server: see what it said");
    Server { socket: socket.trim().to_owned(), _process: process }
});
