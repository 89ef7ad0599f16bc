//! What reaches `show` from outside between two turns.

use std::sync::Arc;

use super::{ItemPath, Picture, Programme, Want};

/// A key that means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Blanks the screen, and returns.
    Blank,
    /// The next page or step of a ceremony; begins one.
    Next,
    /// The page or step before.
    Previous,
    /// The first step.
    First,
    /// The last step.
    Last,
    /// What is on stays although its time is over, and goes on.
    Freeze,
    /// A digit of a step's number.
    Digit(u8),
    /// The step whose number was typed.
    Enter,
    /// Gives the screen back to the schedule.
    Release,
}

/// One piece of news.
#[derive(Clone, Debug)]
pub enum News {
    /// The folder changed; `fresh` lists the files whose bytes are new since the last snapshot.
    Programme {
        /// The new snapshot.
        programme: Arc<Programme>,
        /// Files with new bytes, oldest first.
        fresh: Vec<ItemPath>,
    },
    /// A wanted picture is complete.
    Picture(Arc<Picture>),
    /// A wanted picture cannot be had. A Programme without it follows.
    Failed(Want),
    /// A key was pressed.
    Key(Key),
}
