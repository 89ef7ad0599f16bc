//! The chain: each row's hash is of the row and of the hash before it.

use std::ops::Range;

use rusqlite::types::{Type, ValueRef};
use sha2::{Digest, Sha256};

use super::row::{Event, Showing};

/// SHA-256.
pub(super) type Hash = [u8; 32];

/// The last row of a table, and its hash. Before the first: 0 and [`genesis`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) id: i64,
    pub(super) hash: Hash,
}

/// The beginning of a table's chain. No row of another journal, or of the other table, fits behind it.
pub(super) fn genesis(journal: &str, table: &str) -> Link {
    let hash = Columns::default().text("bangtin journal 1").text(journal).text(table).after(&[0; 32]);
    Link { id: 0, hash }
}

/// One row's columns, each with a mark of its kind and its length, so that no two rows are the same bytes.
#[derive(Default)]
pub(super) struct Columns(Vec<u8>);

impl Columns {
    fn text(self, text: &str) -> Columns {
        self.bytes(text.as_bytes())
    }

    fn bytes(mut self, text: &[u8]) -> Columns {
        self.0.push(b't');
        self.0.extend((text.len() as u64).to_be_bytes());
        self.0.extend(text);
        self
    }

    fn number(mut self, number: i64) -> Columns {
        self.0.push(b'n');
        self.0.extend(number.to_be_bytes());
        self
    }

    fn nothing(mut self) -> Columns {
        self.0.push(b'-');
        self
    }

    fn maybe<T>(self, value: Option<T>, put: impl FnOnce(Columns, T) -> Columns) -> Columns {
        match value {
            Some(value) => put(self, value),
            None => self.nothing(),
        }
    }

    /// What [`Chained::hash`] gives of a row of these.
    pub(super) fn after(&self, before: &Hash) -> Hash {
        Sha256::new().chain_update(before).chain_update(&self.0).finalize().into()
    }

    /// Adds some columns of a row as the database has them.
    ///
    /// # Errors
    /// The database's, or that a column is neither text nor a whole number.
    pub(super) fn stored(mut self, row: &rusqlite::Row, columns: Range<usize>) -> rusqlite::Result<Columns> {
        for column in columns {
            self = match row.get_ref(column)? {
                ValueRef::Null => self.nothing(),
                ValueRef::Integer(number) => self.number(number),
                ValueRef::Text(text) => self.bytes(text),
                ValueRef::Real(_) => return Err(odd(column, Type::Real)),
                ValueRef::Blob(_) => return Err(odd(column, Type::Blob)),
            };
        }
        Ok(self)
    }

    /// Adds those of another.
    pub(super) fn with(mut self, more: &Columns) -> Columns {
        self.0.extend_from_slice(&more.0);
        self
    }

    /// None, in the room of these.
    pub(super) fn emptied(mut self) -> Columns {
        self.0.clear();
        self
    }
}

fn odd(column: usize, kind: Type) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(column, String::new(), kind)
}

/// A row that is chained.
pub(super) trait Chained {
    /// Its hash behind `before`.
    fn hash(&self, before: &Hash) -> Hash;
}

impl Chained for Showing {
    fn hash(&self, before: &Hash) -> Hash {
        Columns::default()
            .number(self.id)
            .text(&self.screen)
            .text(&self.zone)
            .text(&self.playlist)
            .maybe(self.topic.as_deref(), Columns::text)
            .text(&self.item)
            .maybe(self.hash.as_deref(), Columns::text)
            .text(&self.title)
            .text(&self.form)
            .maybe(self.page, Columns::number)
            .maybe(self.pages, Columns::number)
            .text(self.by.name())
            .number(self.began)
            .number(self.ended)
            .maybe(self.cut.map(|cut| cut.name()), Columns::text)
            .after(before)
    }
}

impl Chained for Event {
    fn hash(&self, before: &Hash) -> Hash {
        Columns::default()
            .number(self.id)
            .text(&self.screen)
            .text(self.kind.name())
            .maybe(self.item.as_deref(), Columns::text)
            .maybe(self.hash.as_deref(), Columns::text)
            .maybe(self.owner.as_deref(), Columns::text)
            .number(self.began)
            .maybe(self.ended, Columns::number)
            .maybe(self.detail.as_deref(), Columns::text)
            .after(before)
    }
}
