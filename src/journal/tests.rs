//! Real files, written, read, edited behind our back and damaged.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;
use tempfile::TempDir;

use super::store::Batch;
use super::*;

struct Place {
    dir: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { dir: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("journal.sqlite")
    }

    fn store(&self) -> Store {
        Store::open(&self.file()).unwrap()
    }

    fn reader(&self) -> Reader {
        Reader::open(&self.file()).unwrap()
    }

    /// Somebody with another program.
    fn edit(&self, sql: &str) {
        Connection::open(self.file()).unwrap().execute_batch(sql).unwrap();
    }

    fn verdict(&self) -> (u64, u64, Vec<(&'static str, i64, What)>) {
        let Verdict { showings, events, flaws, .. } = self.reader().verify().unwrap();
        (showings, events, flaws.into_iter().map(|flaw| (flaw.table, flaw.id, flaw.what)).collect())
    }
}

fn showing(n: i64) -> Showing {
    Showing {
        id: 0,
        subject: Arc::new(Subject {
            screen: "máy 1".into(),
            zone: "main".into(),
            playlist: "02 văn bản".into(),
            topic: (n % 2 == 0).then(|| "1.1".into()),
            item: format!("02 văn bản/{}.toml", n % 7),
            hash: (n % 3 == 0).then(|| "00ff00ff00ff00ff".into()),
            title: "Ví dụ".into(),
            form: "document".into(),
        }),
        page: (n % 2 == 0).then_some(1 + n % 4),
        pages: (n % 2 == 0).then_some(4),
        by: By::ALL[n as usize % By::ALL.len()],
        began: 1000 * n,
        ended: 1000 * n + 900,
        cut: (n % 5 == 0).then_some(Cut::ALL[n as usize % Cut::ALL.len()]),
    }
}

fn event(n: i64) -> Event {
    Event {
        id: 0,
        screen: "máy 1".into(),
        kind: Kind::ALL[n as usize % Kind::ALL.len()],
        item: (n % 2 == 0).then(|| "a.png".into()),
        hash: None,
        owner: Some("van-thu".into()),
        began: 500 * n,
        ended: (n % 2 == 0).then_some(500 * n + 1),
        detail: None,
    }
}

fn rows(count: i64) -> Vec<Row> {
    (1..=count).flat_map(|n| [Row::Showing(showing(n)), Row::Event(event(n))]).collect()
}

fn showings(reader: &Reader) -> Vec<Showing> {
    reader.showings(i64::MIN..i64::MAX).map(Result::unwrap).collect()
}

#[test]
fn what_is_written_is_read_in_order_of_time() {
    let place = Place::new();
    let mut store = place.store();
    store.append(&rows(3000)).unwrap();
    // A clock that went back.
    store.append(&[Row::Showing(Showing { began: 500, ..showing(9) })]).unwrap();
    let reader = place.reader();
    let read = showings(&reader);
    let expected: Vec<_> = [(3001, 500)].into_iter().chain((1..=3000).map(|n| (n, 1000 * n))).collect();
    assert_eq!(read.iter().map(|row| (row.id, row.began)).collect::<Vec<_>>(), expected);
    assert!(read[1..].iter().all(|row| Showing { id: 0, ..row.clone() } == showing(row.id)));
    let events: Vec<_> = reader.events(5000..7000).map(Result::unwrap).collect();
    assert_eq!(events.iter().map(|row| row.began).collect::<Vec<_>>(), [5000, 5500, 6000, 6500]);
    assert!(events.iter().all(|row| Event { id: 0, ..row.clone() } == event(row.id)));
    assert_eq!(place.verdict(), (3001, 3000, Vec::new()));
}

/// A view is what a person with another program asks.
#[test]
fn plain_sql_sees_whole_rows() {
    let place = Place::new();
    place.store().append(&rows(10)).unwrap();
    let db = Connection::open(place.file()).unwrap();
    let sum = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(sum("SELECT sum(ended - began) FROM showing WHERE topic = '1.1'"), 5 * 900);
    assert_eq!(sum("SELECT count(*) FROM showing WHERE by = 'urgent' AND cut IS NOT NULL"), 1);
    assert_eq!(sum("SELECT count(*) FROM subject"), 10, "those that recur are kept once");
}

#[test]
fn one_state_is_read_while_others_write() {
    let place = Place::new();
    let mut stores = [place.store(), place.store()];
    stores[0].append(&rows(5)).unwrap();
    let reader = place.reader();
    for round in 0..50 {
        stores[round % 2].append(&rows(3)).unwrap();
    }
    assert_eq!(showings(&reader).len(), 5);
    assert_eq!(place.verdict(), (155, 155, Vec::new()), "two writers make one chain");
    assert_eq!(reader.id().unwrap(), place.reader().id().unwrap());
    let other = Place::new();
    drop(other.store());
    assert_ne!(reader.id().unwrap(), other.reader().id().unwrap());
}

#[test]
fn what_is_in_progress_is_that_of_its_player() {
    let place = Place::new();
    let mut store = place.store();
    let write = |store: &mut Store, rows: &[Row], player, current: &[Row]| {
        store.write(&Batch { rows, player, current, screen: "máy 1", files: &[] }).unwrap();
    };
    write(&mut store, &[], 1, &rows(2));
    write(&mut store, &rows(1), 2, &rows(1));
    assert_eq!(place.store().current(1).unwrap(), rows(2));
    write(&mut store, &rows(1), 1, &[]);
    assert_eq!(place.store().current(1).unwrap(), []);
    assert_eq!(place.store().current(2).unwrap(), rows(1));
    assert_eq!(place.store().players().unwrap(), [2]);
    assert_eq!(place.verdict(), (2, 2, Vec::new()));
}

#[test]
fn the_oldest_rows_go_and_the_rest_is_whole() {
    let place = Place::new();
    let mut store = place.store();
    store.append(&rows(12_000)).unwrap();
    let before = showing(3000).ended;
    let mut rounds = 1;
    while store.prune(before, i64::MAX).unwrap() {
        rounds += 1;
    }
    assert!(rounds > 1, "a few at a time");
    assert_eq!(showings(&place.reader()).first().map(|row| row.id), Some(3000));
    assert_eq!(place.reader().events(0..i64::MAX).next().unwrap().unwrap().began, 3_001_000);
    assert_eq!(place.verdict(), (9001, 5999, Vec::new()));
    store.append(&rows(3)).unwrap();
    assert_eq!(place.verdict().2, []);
    // More than there is room for.
    assert!(store.prune(0, 1).unwrap());
    assert!(!store.prune(0, 1).unwrap());
    assert_eq!((showings(&place.reader()).len(), place.verdict().2), (0, Vec::new()));
    store.append(&rows(3)).unwrap();
    assert_eq!(showings(&place.reader()).first().map(|row| row.id), Some(12_004));
    place.edit("DELETE FROM shown WHERE id = 12004");
    assert_eq!(place.verdict().2, [("showing", 12_005, What::Changed)]);
}

#[test]
fn an_edit_is_detected() {
    let changed = |table, id| vec![(table, id, What::Changed)];
    for (sql, good, flaws) in [
        ("UPDATE shown SET ended = ended + 1 WHERE id = 4", (3, 9), changed("showing", 4)),
        ("UPDATE shown SET cut = 'urgent' WHERE id = 1", (0, 9), changed("showing", 1)),
        ("UPDATE shown SET chain = zeroblob(32) WHERE id = 9", (8, 9), changed("showing", 9)),
        ("UPDATE subject SET title = 'Khác' WHERE item LIKE '%/3.toml'", (2, 9), changed("showing", 3)),
        ("DELETE FROM subject WHERE item LIKE '%/4.toml'", (3, 9), changed("showing", 4)),
        ("DELETE FROM shown WHERE id = 5", (4, 9), changed("showing", 6)),
        ("DELETE FROM shown WHERE id = 1", (0, 9), changed("showing", 2)),
        ("DELETE FROM shown WHERE id > 7", (7, 9), vec![("showing", 8, What::CutOff)]),
        ("DELETE FROM shown", (0, 9), vec![("showing", 1, What::CutOff)]),
        ("UPDATE event SET detail = '' WHERE id = 2", (9, 1), changed("event", 2)),
        ("UPDATE event SET owner = NULL WHERE id = 2", (9, 1), changed("event", 2)),
        (
            "INSERT INTO event SELECT 10, screen, kind, item, hash, owner, began, ended, detail, chain FROM event WHERE id = 9",
            (9, 9),
            changed("event", 10),
        ),
        (
            "UPDATE shown SET began = -began; UPDATE event SET began = -began",
            (0, 0),
            [changed("showing", 1), changed("event", 1)].concat(),
        ),
    ] {
        let place = Place::new();
        place.store().append(&rows(9)).unwrap();
        place.edit(sql);
        assert_eq!(place.verdict(), (good.0, good.1, flaws), "{sql}");
    }
}

#[test]
fn what_is_no_journal_is_refused() {
    let place = Place::new();
    let both = |file: &Path| (Store::open(file).err(), Reader::open(file).err());
    assert_eq!(Reader::open(&place.file()).err(), Some(Trouble::Missing));
    place.store().append(&rows(2)).unwrap();

    place.edit("PRAGMA user_version = 2");
    assert_eq!(both(&place.file()), (Some(Trouble::Newer), Some(Trouble::Newer)));
    place.edit("PRAGMA user_version = 1; PRAGMA application_id = 7");
    assert_eq!(both(&place.file()), (Some(Trouble::Foreign), Some(Trouble::Foreign)));

    let text = place.dir.path().join("text");
    fs::write(&text, "không phải nhật ký\n".repeat(1000)).unwrap();
    assert_eq!(both(&text), (Some(Trouble::Foreign), Some(Trouble::Foreign)));
    let empty = place.dir.path().join("empty");
    fs::write(&empty, "").unwrap();
    assert_eq!(Reader::open(&empty).err(), Some(Trouble::Foreign));
    assert!(matches!(Reader::open(place.dir.path()).err(), Some(Trouble::Other(_))));
    let words = Trouble::Newer.words(&place.file());
    assert!(words.vi.contains("mới hơn") && words.vi.contains("journal.sqlite"));
}

/// All of the file at once as one file, without its log.
fn flat(place: &Place) -> Vec<u8> {
    place.edit("PRAGMA wal_checkpoint(TRUNCATE)");
    fs::read(place.file()).unwrap()
}

#[test]
fn damaged_pages_cost_what_is_on_them_and_never_more_than_an_error() {
    const PAGE: usize = 4096;
    let place = Place::new();
    place.store().append(&rows(800)).unwrap();
    let whole = flat(&place);
    let mut told = 0;
    for page in 0..whole.len() / PAGE {
        let mut bytes = whole.clone();
        bytes[page * PAGE..(page + 1) * PAGE].fill(0xa5);
        let torn = Place::new();
        fs::write(torn.file(), bytes).unwrap();
        let read = Reader::open(&torn.file()).and_then(|reader| {
            reader.showings(i64::MIN..i64::MAX).collect::<Result<Vec<_>, _>>()?;
            reader.verify()
        });
        told += usize::from(read.is_err() || read.is_ok_and(|verdict| !verdict.flaws.is_empty()));
        // To write behind them may succeed; it never panics.
        let _ = Store::open(&torn.file()).and_then(|mut store| store.append(&rows(1)));
    }
    // Index pages of what a reader does not ask are its own business.
    assert!(told * 10 > whole.len() / PAGE * 7, "{told} of {}", whole.len() / PAGE);
}

#[test]
fn a_copy_is_read_where_nothing_can_be_written() {
    let place = Place::new();
    place.store().append(&rows(9)).unwrap();
    let copy = Place::new();
    fs::write(copy.file(), flat(&place)).unwrap();
    assert_eq!(copy.verdict(), (9, 9, Vec::new()));
    assert_eq!(copy.reader().id().unwrap(), place.reader().id().unwrap());
}
