//! The order of a shuffled playlist: another every day, the same on every screen.

use chrono::NaiveDate;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::ItemPath;

/// A playlist's shuffling on one day.
pub(super) struct Shuffle {
    seed: u64,
}

impl Shuffle {
    /// That of the playlist in `folder` on the local `day`. The hash is the same on every machine.
    pub fn new(day: NaiveDate, folder: &str) -> Shuffle {
        Shuffle { seed: xxh3_64(format!("{day} {folder}").as_bytes()) }
    }

    /// What an item is sorted by. It depends on the item alone, so that one that comes or goes leaves the others in
    /// their order.
    pub fn place(&self, path: &ItemPath) -> u64 {
        xxh3_64_with_seed(path.shown().as_bytes(), self.seed)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use crate::model::fixture::{VIETNAM, at, dated, item, playlist, programme};
    use crate::model::{Item, Playlist, Programme, When, showings};

    /// A shuffled playlist of these files, in `folder`.
    fn shuffled(folder: &str, items: Vec<Item>) -> Programme {
        let list = playlist(When::always(), items);
        let list = Playlist { folder: folder.to_owned(), shuffled: true, ..Playlist::clone(&list) };
        programme(VIETNAM, vec![list.into()])
    }

    fn items(names: &str) -> Vec<Item> {
        names.chars().map(|name| item(&name.to_string(), 10)).collect()
    }

    /// The files on air from a time on, one letter each.
    fn order(programme: &Programme, from: &str, count: usize) -> String {
        let from = at(from);
        let showings = showings(programme, from, from + TimeDelta::days(1)).take(count);
        showings.map(|showing| showing.item.path.shown().to_owned()).collect()
    }

    #[test]
    fn every_day_has_its_order_and_every_screen_the_same() {
        let list = shuffled("a", items("abcdefgh"));
        // Pinned: screens of other versions and machines have to agree.
        assert_eq!(order(&list, "2026-11-24 00:00:00", 8), "ahfdgceb");
        assert_eq!(order(&list, "2026-11-24 23:58:40", 8), order(&list, "2026-11-24 00:00:00", 8));
        assert_eq!(order(&list, "2026-11-25 00:00:00", 8), "cheagfdb");
        let elsewhere = shuffled("b", items("abcdefgh"));
        assert_ne!(order(&elsewhere, "2026-11-24 00:00:00", 8), order(&list, "2026-11-24 00:00:00", 8));
    }

    #[test]
    fn what_stays_keeps_its_order_when_others_come_go_or_have_their_hours() {
        let day = "2026-11-24 00:00:00";
        let all = order(&shuffled("a", items("abcdefgh")), day, 8);
        let fewer: String = all.chars().filter(|name| !"cf".contains(*name)).collect();
        assert_eq!(order(&shuffled("a", items("abdegh")), day, 6), fewer);
        // Another block of the day: the evening has one more.
        let with_hours = [items("abdegh"), vec![dated("c", 10, "18:00-24:00")]].concat();
        let list = shuffled("a", with_hours);
        assert_eq!(order(&list, day, 6), fewer);
        let evening: String = all.chars().filter(|name| *name != 'f').collect();
        assert_eq!(order(&list, "2026-11-24 18:00:00", 7), evening);
    }
}
