use std::sync::Arc;

use super::*;
use crate::model::fixture::{VIETNAM, at, dated, item, notices};
use crate::model::{Level, Problem, Screen, Stamp, Words};
use crate::words;

fn folder(items: Vec<Item>) -> Programme {
    let why = |file: &str, level, what: &str| {
        Problem::file(level, file, words!("{what}", "{what}"), Words::default())
    };
    let problems =
        vec![why("x", Level::Warning, "Mờ"), why("x", Level::Error, "Hỏng"), why("y", Level::Error, "Khác")];
    Programme::new(Screen::bare(VIETNAM), vec![notices(items)], problems)
}

/// What a snapshot brings, piece by piece, and what is known then.
fn look(known: &mut Files, items: Vec<Item>, day: &str) -> Vec<String> {
    let ask = Ask {
        owner: &|path| Some(format!("chủ {}", path.shown())),
        hash: &|item| Some(item.stamp.size),
        came: &|_| None,
        beginning: None,
    };
    let (programme, mut all) = (folder(items), Vec::new());
    loop {
        let (events, news) = changes(known, &programme, at(&format!("{day} 08:00:00")), &ask);
        all.extend(events);
        let more = news.len() == PIECE;
        for (path, state) in news {
            match state {
                Some(state) => drop(known.insert(path, state)),
                None => drop(known.remove(&path)),
            }
        }
        if !more {
            break;
        }
    }
    let told = |event: Event| {
        let nobody = matches!(event.kind, Kind::Removed | Kind::Expired);
        assert_eq!(event.owner.is_none(), nobody);
        let detail = event.detail.map(|detail| format!(" {detail}")).unwrap_or_default();
        format!("{} {}{detail}", event.kind.name(), event.item.unwrap())
    };
    let mut told: Vec<String> = all.into_iter().map(told).collect();
    told.sort();
    told
}

fn version(path: &str, size: u64) -> Item {
    Item { stamp: Stamp { size, ..Stamp::default() }, ..item(path, 10) }
}

fn hidden(path: &str, why: Reason) -> Item {
    Item { hidden: Some(why), ..version(path, 1) }
}

#[test]
fn what_becomes_of_a_file_is_told_once() {
    let mut known = Files::new();
    let day = "2026-11-24";
    let mut see = |items: Vec<Item>| look(&mut known, items, day).join(", ");
    assert_eq!(see(vec![version("a", 1), hidden("x", Reason::Broken)]), "added a, rejected x Hỏng");
    assert_eq!(see(vec![version("a", 1), hidden("x", Reason::Broken)]), "");
    assert_eq!(see(vec![version("a", 2), hidden("x", Reason::Broken)]), "replaced a");
    assert_eq!(
        see(vec![hidden("a", Reason::Pending), hidden("x", Reason::Broken), hidden("b", Reason::Pending)]),
        ""
    );
    assert_eq!(
        see(vec![version("a", 3), hidden("x", Reason::Broken), version("b", 1)]),
        "added b, replaced a"
    );
    assert_eq!(see(vec![version("a", 3), version("x", 1), version("b", 1)]), "added x");
    assert_eq!(
        see(vec![hidden("a", Reason::Draft), hidden("x", Reason::Unsupported)]),
        "rejected x Hỏng, removed a, removed b"
    );
    assert_eq!(see(Vec::new()), "", "a share that is not mounted yet");
    assert_eq!(see(vec![version("c", 1)]), "added c, removed x");
}

#[test]
fn what_was_there_before_the_record_is_of_its_beginning() {
    let (beginning, now) = (at("2026-11-24 08:00:00"), at("2026-11-24 08:00:09"));
    let came = |path: &ItemPath| match path.shown() {
        "trước" => Some(at("2026-11-24 07:59:59")),
        "sau" => Some(at("2026-11-24 08:00:05")),
        _ => None,
    };
    let ask = |reading: bool| Ask {
        owner: &|_| None,
        hash: &|_| None,
        came: &came,
        beginning: reading.then_some(beginning),
    };
    let items = || vec![version("trước", 1), version("sau", 1), version("không rõ", 1)];
    let began = |ask| -> Vec<i64> {
        let (events, _) = changes(&Files::new(), &folder(items()), now, &ask);
        events.iter().map(|event| event.began).collect()
    };
    let [then, now] = [beginning, now].map(|at| at.timestamp_millis());
    assert_eq!(began(ask(true)), [then, now, now]);
    assert_eq!(began(ask(false)), [now, now, now], "later a name may come back with an old file");
}

#[test]
fn a_file_that_is_about_to_be_written_is_not_told_yet() {
    let mut known = Files::new();
    let day = at("2026-11-24 08:00:00").timestamp_nanos_opt().unwrap();
    let empty = |seconds: i64| {
        let stamp = Stamp { size: 0, modified: day - seconds * 1_000_000_000, inode: 1 };
        vec![Item { stamp, ..hidden("a", Reason::Broken) }]
    };
    let mut see = |items: Vec<Item>| look(&mut known, items, "2026-11-24").join(", ");
    assert_eq!(see(empty(1)), "");
    assert_eq!(see(vec![hidden("a", Reason::Converting)]), "");
    assert_eq!(see(vec![version("a", 1)]), "added a");
    assert_eq!(see(empty(1)), "");
    assert_eq!(see(vec![version("a", 2)]), "replaced a");
    assert_eq!(see(empty(60)), "rejected a", "it stays empty");
}

#[test]
fn a_file_that_waits_for_the_school_says_so() {
    let ask = Ask { owner: &|_| None, hash: &|_| None, came: &|_| None, beginning: None };
    let items = vec![hidden("x", Reason::Placeholder)];
    let (events, _) = changes(&Files::new(), &folder(items), at("2026-11-24 08:00:00"), &ask);
    let said = events[0].detail.as_deref().unwrap_or_default();
    assert!(said.contains("[cần điền]") && !said.contains("dòng này"), "{said}");
}

#[test]
fn what_expires_is_told_on_its_day() {
    let mut known = Files::new();
    let items = |last: &str| vec![dated("a", 10, &format!("1900 Jan 01-{last}")), item("b", 10)];
    assert_eq!(look(&mut known, items("2026 Nov 24"), "2026-11-24"), ["added a", "added b"]);
    assert_eq!(look(&mut known, items("2026 Nov 24"), "2026-11-25"), ["expired a"]);
    assert!(look(&mut known, items("2026 Nov 24"), "2026-11-26").is_empty());
    assert_eq!(look(&mut known, items("2026 Nov 30"), "2026-11-26"), ["added a"]);
    let over = vec![dated("c", 10, "1900 Jan 01-2026 Nov 01"), item("b", 10)];
    assert_eq!(look(&mut known, over, "2026-11-26"), ["added c", "expired c", "removed a"]);
}

#[test]
fn ten_thousand_files_are_looked_at_once() {
    let items: Vec<Item> =
        (0..10_000).map(|n| dated(&format!("{n}"), 10, "1900 Jan 01-2027 Nov 01")).collect();
    let mut known = Files::new();
    assert_eq!(look(&mut known, items.clone(), "2026-11-24").len(), 10_000);
    let programme = Arc::new(folder(items));
    let ask = Ask {
        owner: &|_| panic!("nothing changed"),
        hash: &|_| panic!("nothing changed"),
        came: &|_| panic!("nothing changed"),
        beginning: Some(at("2026-11-24 08:00:00")),
    };
    let (events, news) = changes(&known, &programme, at("2026-11-25 08:00:00"), &ask);
    assert!(events.is_empty() && news.is_empty());
}
