//! The file: its tables, and whether it is one of ours.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};

use super::chain::{Hash, Link, genesis};
use super::trouble::Trouble;

/// "bang" in ASCII.
const APPLICATION: i64 = 0x6261_6e67;

/// Of the tables below.
const VERSION: i64 = 1;

/// What a showing is of changes seldom, so a row names its `subject`: a year of 5 000 showings a day takes a quarter of
/// the room. The view is the whole row. `current` is what is in progress, by the number of the player that writes it;
/// `file` is what the folder held when it was looked at last. Neither is chained.
const TABLES: &str = "
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE subject (id INTEGER PRIMARY KEY, screen TEXT NOT NULL, zone TEXT NOT NULL, playlist TEXT NOT NULL,
        topic TEXT, item TEXT NOT NULL, hash TEXT, title TEXT NOT NULL, form TEXT NOT NULL) STRICT;
    CREATE INDEX subject_item ON subject (item);
    CREATE TABLE shown (id INTEGER PRIMARY KEY, subject INTEGER NOT NULL, page INTEGER, pages INTEGER,
        by TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL, cut TEXT, chain BLOB NOT NULL) STRICT;
    CREATE INDEX shown_began ON shown (began);
    CREATE VIEW showing AS SELECT shown.id, screen, zone, playlist, topic, item, hash, title, form, page, pages, by,
        began, ended, cut, chain FROM shown JOIN subject ON subject.id = shown.subject;
    CREATE TABLE event (id INTEGER PRIMARY KEY, screen TEXT NOT NULL, kind TEXT NOT NULL, item TEXT, hash TEXT,
        owner TEXT, began INTEGER NOT NULL, ended INTEGER, detail TEXT, chain BLOB NOT NULL) STRICT;
    CREATE INDEX event_began ON event (began);
    CREATE TABLE current (player INTEGER NOT NULL, slot INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (player, slot))
        STRICT, WITHOUT ROWID;
    CREATE TABLE file (screen TEXT NOT NULL, item TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL,
        state TEXT NOT NULL, PRIMARY KEY (screen, item)) STRICT, WITHOUT ROWID;
";

/// Opens `file` for writing, and makes it where there is none.
pub(super) fn open(file: &Path) -> Result<Connection, Trouble> {
    let mut db = Connection::open_with_flags(
        file,
        flags(OpenFlags::SQLITE_OPEN_READ_WRITE) | OpenFlags::SQLITE_OPEN_CREATE,
    )?;
    settle(&db)?;
    // Who writes at the same time is done in milliseconds.
    db.busy_timeout(std::time::Duration::from_secs(2))?;
    let version = number(&db, "PRAGMA user_version")?;
    if version > VERSION {
        return Err(Trouble::Newer);
    }
    let mode: String = db.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Trouble::Other(format!("journal_mode={mode}")));
    }
    // A commit is on the disk when it returns. The log is cut back after each checkpoint. Of the file, half a MB is held.
    db.execute_batch("PRAGMA synchronous=FULL; PRAGMA journal_size_limit=0; PRAGMA cache_size=-512")?;
    let making = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if number(&making, "SELECT count(*) FROM sqlite_schema")? == 0 {
        make(&making)?;
    }
    making.commit()?;
    ours(&db)?;
    Ok(db)
}

/// Opens `file` for reading only, in one state that later writing does not change.
pub(super) fn open_to_read(file: &Path) -> Result<Connection, Trouble> {
    // SQLite's own words for both are the same.
    std::fs::File::open(file).map_err(|error| Trouble::of_io(&error))?;
    let db = match read_only(file) {
        // A copy on something that cannot be written, with all of it in the one file.
        Err(Trouble::ReadOnly | Trouble::Other(_)) if !beside(file, "-wal").exists() => unchanging(file)?,
        opened => opened?,
    };
    ours(&db)?;
    Ok(db)
}

fn read_only(file: &Path) -> Result<Connection, Trouble> {
    let db = Connection::open_with_flags(file, flags(OpenFlags::SQLITE_OPEN_READ_ONLY))?;
    begin(&db)?;
    Ok(db)
}

fn unchanging(file: &Path) -> Result<Connection, Trouble> {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => (byte as char).to_string(),
        other => format!("%{other:02X}"),
    };
    let path: String = file.as_os_str().as_encoded_bytes().iter().map(|byte| encode(*byte)).collect();
    let flags = flags(OpenFlags::SQLITE_OPEN_READ_ONLY) | OpenFlags::SQLITE_OPEN_URI;
    let db = Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)?;
    begin(&db)?;
    Ok(db)
}

/// The first look fixes the state that all later ones see.
fn begin(db: &Connection) -> Result<(), Trouble> {
    settle(db)?;
    db.busy_timeout(std::time::Duration::from_secs(10))?;
    db.execute_batch("BEGIN")?;
    number(db, "SELECT count(*) FROM sqlite_schema")?;
    Ok(())
}

fn flags(more: OpenFlags) -> OpenFlags {
    OpenFlags::SQLITE_OPEN_NO_MUTEX | more
}

/// A journal may come from anywhere: nothing in it is run, and pages that make no sense are refused.
fn settle(db: &Connection) -> Result<(), Trouble> {
    db.execute_batch("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON")?;
    Ok(())
}

fn make(making: &Transaction) -> Result<(), Trouble> {
    making.execute_batch(TABLES)?;
    let id: String = making.query_row("SELECT lower(hex(randomblob(16)))", [], |row| row.get(0))?;
    put(making, "id", &id)?;
    for table in ["showing", "event"] {
        for end in ["anchor", "head"] {
            put_link(making, end, table, &genesis(&id, table))?;
        }
    }
    making.execute_batch(&format!("PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION}"))?;
    Ok(())
}

/// Whether this is a journal that this version knows.
fn ours(db: &Connection) -> Result<(), Trouble> {
    let (application, version) = (number(db, "PRAGMA application_id")?, number(db, "PRAGMA user_version")?);
    match version {
        _ if application != APPLICATION => Err(Trouble::Foreign),
        VERSION => id(db).map(|_| ()),
        version if version > VERSION => Err(Trouble::Newer),
        _ => Err(Trouble::Foreign),
    }
}

pub(super) fn number(db: &Connection, sql: &str) -> Result<i64, Trouble> {
    Ok(db.query_row(sql, [], |row| row.get(0))?)
}

pub(super) fn id(db: &Connection) -> Result<String, Trouble> {
    get(db, "id")
}

fn get(db: &Connection, key: &str) -> Result<String, Trouble> {
    let found =
        db.prepare_cached("SELECT value FROM meta WHERE key = ?1")?.query_row([key], |row| row.get(0));
    found.optional()?.ok_or_else(|| Trouble::Damaged(format!("meta.{key}")))
}

fn put(db: &Connection, key: &str, value: &str) -> Result<(), Trouble> {
    db.prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?.execute([key, value])?;
    Ok(())
}

/// One `end` of a table's chain: the `anchor` before its oldest row, or its `head`.
pub(super) fn link(db: &Connection, end: &str, table: &str) -> Result<Link, Trouble> {
    let key = format!("{end}.{table}");
    let text = get(db, &key)?;
    let link =
        text.split_once(' ').and_then(|(id, hash)| Some(Link { id: id.parse().ok()?, hash: unhex(hash)? }));
    link.ok_or_else(|| Trouble::Damaged(format!("meta.{key}")))
}

pub(super) fn put_link(db: &Connection, end: &str, table: &str, link: &Link) -> Result<(), Trouble> {
    put(db, &format!("{end}.{table}"), &format!("{} {}", link.id, hex(&link.hash)))
}

/// Hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if text.len() != 2 * hash.len() {
        return None;
    }
    for (at, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(hash)
}

/// A file of SQLite's beside `file`.
pub(super) fn beside(file: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
