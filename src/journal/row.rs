//! What a journal is made of.

use std::ops::Deref;
use std::sync::Arc;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An enum that the database has by name.
macro_rules! named {
    ($(#[$of:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// Its name in the database.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)+
                }
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.name()))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<$name> {
                let text = value.as_str()?;
                $name::ALL.iter().copied().find(|one| one.name() == text).ok_or(FromSqlError::InvalidType)
            }
        }
    };
}

named! {
    /// Whose word put a showing on air.
    By {
        /// The loop; also a slide that a reload left to its own end.
        Loop = "loop",
        /// A new file, once, out of turn.
        Fresh = "fresh",
        /// A playlist that has the screen in its hours.
        Takeover = "takeover",
        /// A ceremony in its hours, while nobody leads it.
        Ceremony = "ceremony",
        /// A person who advances a ceremony.
        Operator = "operator",
        /// Something urgent.
        Urgent = "urgent",
    }
}

named! {
    /// What ended a showing before its own end.
    Cut {
        /// Its file was removed.
        Deleted = "deleted",
        /// Its file was replaced, or the folder changed around it.
        Reload = "reload",
        /// Its season, a block of the day, or the screen's hours ended.
        Hours = "hours",
        /// A new file, out of turn.
        Fresh = "fresh",
        /// A playlist that has the screen in its hours; in a zone, also a slide that covers it.
        Takeover = "takeover",
        /// A person who led a ceremony.
        Operator = "operator",
        /// Something urgent.
        Urgent = "urgent",
        /// A person who blanked the screen.
        Blank = "blank",
        /// The picture did not reach the screen any more.
        Fault = "fault",
        /// The clock was set, or the machine slept: what goes on is another row.
        Clock = "clock",
        /// The player was left.
        Shutdown = "shutdown",
        /// Power failed or the player was killed; it ended at its last heartbeat.
        Lost = "lost",
    }
}

named! {
    /// What happened.
    Kind {
        /// The player began.
        Start = "start",
        /// It was left.
        Stop = "stop",
        /// From its last sign of life to its next start; detail "lost" or "shutdown".
        Down = "down",
        /// A person blanked the screen.
        Blank = "blank",
        /// Nothing to show: the placeholder.
        Empty = "empty",
        /// Outside of the screen's hours.
        Dark = "dark",
        /// Something was wrong with the machine; detail in Vietnamese.
        Fault = "fault",
        /// The clock was set or the machine slept: from the old time to the new one, both the new one when it went
        /// back; detail in seconds, signed.
        Clock = "clock",
        /// A file came; it plays or will.
        Added = "added",
        /// Its bytes are others.
        Replaced = "replaced",
        /// It is gone.
        Removed = "removed",
        /// Its last day is over.
        Expired = "expired",
        /// It came or was replaced and cannot be shown; detail why, in Vietnamese.
        Rejected = "rejected",
        /// Rows are missing; detail how many and why, in Vietnamese.
        Gap = "gap",
    }
}

/// What a showing is of: the same for thousands of them, which share one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Which screen.
    pub screen: String,
    /// `main`, or the name of another zone.
    pub zone: String,
    /// The playlist's name, as in `when --json`.
    pub playlist: String,
    /// Topic of the plan.
    pub topic: Option<String>,
    /// The file's path in the folder, as in `when --json`.
    pub item: String,
    /// xxh3 of the file's bytes, 16 hexadecimal digits, where it was known.
    pub hash: Option<String>,
    /// The item's name for people.
    pub title: String,
    /// Its kind: `picture`, `pages`, `clip`, `link`, or the kind of slide.
    pub form: String,
}

/// One showing of an item, or of a page of it, in a zone. What it is of reads as if it stood here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Showing {
    /// Of the row, from 1; of no meaning before it is written.
    pub id: i64,
    /// What was shown, and where.
    #[serde(flatten, serialize_with = "alone", deserialize_with = "shared")]
    pub subject: Arc<Subject>,
    /// From 1; `None` where there is one page.
    pub page: Option<i64>,
    /// How many pages it had on that screen; `None` where one.
    pub pages: Option<i64>,
    /// Who put it on.
    pub by: By,
    /// Its first moment, milliseconds since 1970 UTC.
    pub began: i64,
    /// The first moment after it, never before `began`.
    pub ended: i64,
    /// Why it ended early; `None`: at its own end.
    pub cut: Option<Cut>,
}

fn alone<S: Serializer>(subject: &Arc<Subject>, to: S) -> Result<S::Ok, S::Error> {
    Subject::serialize(subject, to)
}

fn shared<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<Subject>, D::Error> {
    Subject::deserialize(from).map(Arc::new)
}

impl Deref for Showing {
    type Target = Subject;

    fn deref(&self) -> &Subject {
        &self.subject
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Of the row, from 1; of no meaning before it is written.
    pub id: i64,
    /// Which screen.
    pub screen: String,
    /// What.
    pub kind: Kind,
    /// The file that it is about.
    pub item: Option<String>,
    /// xxh3 of its bytes, where it was known.
    pub hash: Option<String>,
    /// Who owns the file, where the system says.
    pub owner: Option<String>,
    /// When, milliseconds since 1970 UTC.
    pub began: i64,
    /// The first moment after it, where it lasted.
    pub ended: Option<i64>,
    /// More about it.
    pub detail: Option<String>,
}

/// A row of either table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Row {
    /// Of `showing`.
    Showing(Showing),
    /// Of `event`.
    Event(Event),
}

impl Row {
    /// When it began.
    pub(super) fn began(&self) -> i64 {
        match self {
            Row::Showing(row) => row.began,
            Row::Event(row) => row.began,
        }
    }

    /// Says whose it is, unless that was said.
    pub(super) fn sign(&mut self, with: &str) {
        let screen = match self {
            Row::Showing(row) if row.screen.is_empty() => &mut Arc::make_mut(&mut row.subject).screen,
            Row::Showing(_) => return,
            Row::Event(row) => &mut row.screen,
        };
        if screen.is_empty() {
            with.clone_into(screen);
        }
    }
}
