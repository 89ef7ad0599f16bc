//! What is reckoned once for all rows of a subject.

use std::collections::HashMap;
use std::sync::Arc;

use crate::journal::Subject;

/// Subjects that are kept at once; the journal's reader forgets as many.
const KEPT: usize = 10_000;

/// What was made of each subject, found by where it lies: it is kept, so nothing else comes to lie there.
pub(super) struct PerSubject<T>(HashMap<usize, (Arc<Subject>, T)>);

impl<T> Default for PerSubject<T> {
    fn default() -> PerSubject<T> {
        PerSubject(HashMap::new())
    }
}

impl<T> PerSubject<T> {
    /// What `make` makes of `subject`, or made of it before.
    pub fn of(&mut self, subject: &Arc<Subject>, make: impl FnOnce(&Subject) -> T) -> &T {
        let place = Arc::as_ptr(subject).addr();
        if self.0.len() >= KEPT && !self.0.contains_key(&place) {
            self.0.clear();
        }
        &self.0.entry(place).or_insert_with(|| (subject.clone(), make(subject))).1
    }
}
