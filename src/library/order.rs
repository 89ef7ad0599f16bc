//! Names in the order a Vietnamese reader expects.

use std::borrow::Borrow;
use std::ffi::OsStr;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences, options::CollatorOptions};
use icu_locale_core::locale;

use crate::model::tidy;

/// Makes keys that sort names: CLDR's order for Vietnamese, digits as numbers ("2" before "10").
pub(super) struct Collation {
    collator: Option<CollatorBorrowed<'static>>,
}

/// A name and its place in the order, which comes first. Names that differ only in their Unicode form keep distinct,
/// stable places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NameKey(Arc<(Box<[u8]>, Box<OsStr>)>);

impl NameKey {
    /// The name itself, as the system spells it.
    pub(super) fn name(&self) -> &OsStr {
        &self.0.1
    }
}

/// A name has one place: two keys are the same when their names are, and are found by them.
impl Hash for NameKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl Borrow<OsStr> for NameKey {
    fn borrow(&self) -> &OsStr {
        self.name()
    }
}

impl Collation {
    pub(super) fn new() -> Collation {
        let preferences = CollatorPreferences::from(locale!("vi-u-kn"));
        // The data is compiled in; without it the order would be that of code points, not a failure.
        Collation { collator: Collator::try_new(preferences, CollatorOptions::default()).ok() }
    }

    /// The key of a file or folder name.
    pub(super) fn key(&self, name: &OsStr) -> NameKey {
        let shown = shown(name);
        let mut place = Vec::with_capacity(shown.len() * 3);
        match &self.collator {
            Some(collator) => match collator.write_sort_key_to(&shown, &mut place) {
                Ok(()) => {}
            },
            None => place.extend(shown.as_bytes()),
        }
        NameKey(Arc::new((place.into(), name.into())))
    }
}

/// A name as people read and compare it: NFC, bytes that are not UTF-8 replaced.
pub(super) fn shown(name: &OsStr) -> String {
    tidy::nfc(name.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_vietnamese_and_natural() {
        let expected = [
            "1 mở đầu.png",
            "2 hai.png",
            "10 mười.png",
            "ác.png",
            "an.png",
            "ăn.png",
            "ân.png",
            "da.png",
            "đa.png",
            "lớp 10A2.png",
            "lớp 10A10.png",
        ];
        let collation = Collation::new();
        let mut names: Vec<NameKey> =
            expected.iter().rev().map(|name| collation.key(OsStr::new(name))).collect();
        names.sort();
        let sorted: Vec<_> = names.iter().map(|key| key.name().to_str().unwrap()).collect();
        assert_eq!(sorted, expected);
    }

    #[test]
    fn the_unicode_form_does_not_move_a_name() {
        let collation = Collation::new();
        let (nfc, nfd) = ("ế.png", "e\u{302}\u{301}.png");
        let (a, b) = (collation.key(OsStr::new(nfc)), collation.key(OsStr::new(nfd)));
        assert_eq!(a.0.0, b.0.0);
        assert_ne!(a, b);
    }
}
