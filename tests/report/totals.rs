//! Totals against the journal's own sums, and what they are put into.

use std::path::PathBuf;
use std::sync::Arc;

use bangtin::journal::{By, Cut, Event, Kind, Row, Showing, Store, Subject};
use bangtin::report::{Airtime, Health, Issuer, Journals, Period, Question, Totals, Why, html, paper};
use chrono_tz::Asia::Ho_Chi_Minh;
use rusqlite::Connection;
use tempfile::TempDir;

/// Milliseconds since 1970 UTC of a local time.
fn at(text: &str) -> i64 {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
    local.and_local_timezone(Ho_Chi_Minh).unwrap().timestamp_millis()
}

fn subject(item: &str) -> Subject {
    Subject {
        screen: "Ví dụ sảnh".to_owned(),
        zone: "main".to_owned(),
        playlist: "ví dụ".to_owned(),
        topic: None,
        item: item.to_owned(),
        hash: None,
        title: format!("Ví dụ {item}"),
        form: "message".to_owned(),
    }
}

fn showing(item: &str, began: i64, seconds: i64) -> Showing {
    Showing {
        id: 0,
        subject: Arc::new(subject(item)),
        page: None,
        pages: None,
        by: By::Loop,
        began,
        ended: began + seconds * 1000,
        cut: None,
    }
}

fn event(kind: Kind, began: i64, ended: Option<i64>, detail: Option<&str>) -> Event {
    Event {
        id: 0,
        screen: "Ví dụ sảnh".to_owned(),
        kind,
        item: None,
        hash: None,
        owner: None,
        began,
        ended,
        detail: detail.map(str::to_owned),
    }
}

/// A folder of journals.
struct Home(TempDir);

impl Home {
    fn new() -> Home {
        Home(tempfile::tempdir().unwrap())
    }

    fn journal(&self, name: &str, showings: &[Showing], events: &[Event]) -> PathBuf {
        let file = self.0.path().join(name);
        let rows = showings.iter().cloned().map(Row::Showing).chain(events.iter().cloned().map(Row::Event));
        Store::open(&file).unwrap().append(&rows.collect::<Vec<_>>()).unwrap();
        file
    }
}

fn november() -> Question {
    Question {
        period: Period { first: "2026-11-01".parse().unwrap(), last: "2026-11-30".parse().unwrap() },
        zone: Ho_Chi_Minh,
        now: "2026-12-05T00:00:00Z".parse().unwrap(),
        topic: None,
        screens: Vec::new(),
    }
}

fn totals(files: Vec<PathBuf>, question: &Question) -> (Totals, Health) {
    Journals::open(files).unwrap().totals(question)
}

/// A month of everything that may stand in a journal, in a scattered but repeatable order.
fn month() -> Vec<Showing> {
    let topics = [Some("1.1"), Some("II.1.4"), None, Some("TTHC"), Some("1.8")];
    let forms = ["message", "procedure", "poster", "clip", "hotline", "pages", "flag"];
    let mut rows = Vec::new();
    let mut now = at("2026-10-30 06:00:00");
    let mut seed = 20_261_128u64;
    while now < at("2026-12-02 00:00:00") {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let draw = |of: u64, shift: u32| ((seed >> shift) % of) as usize;
        let item = draw(40, 20);
        let seconds = 5 + draw(3000, 33) as i64;
        let path = format!("ví dụ/{item:02}.toml");
        let mut row = showing(&path, now, seconds);
        row.subject = Arc::new(Subject {
            topic: topics[item % topics.len()].map(str::to_owned),
            form: forms[item % forms.len()].to_owned(),
            zone: ["main", "side"][item % 2].to_owned(),
            ..subject(&path)
        });
        if row.form == "pages" {
            (row.page, row.pages) = (Some(1 + draw(3, 40) as i64), Some(3));
        }
        row.by = if item == 6 { By::Operator } else { By::Loop };
        row.cut = (draw(10, 44) == 0).then_some(Cut::Urgent);
        now += seconds * 400;
        rows.push(row);
    }
    rows
}

/// What SQLite itself says, in the words that docs/report.md gives.
fn sums(file: &PathBuf, by: &str) -> Vec<(String, i64, i64)> {
    let db = Connection::open(file).unwrap();
    let sql = format!(
        "SELECT {by}, sum(page IS NULL OR page = 1), sum(min(ended, :until) - max(began, :from)) FROM showing
         WHERE began < :until AND ended > :from GROUP BY 1 ORDER BY 1"
    );
    let mut asking = db.prepare(&sql).unwrap();
    let span = [(":from", at("2026-11-01 00:00:00")), (":until", at("2026-12-01 00:00:00"))];
    let span: Vec<(&str, &dyn rusqlite::ToSql)> = span.iter().map(|(name, at)| (*name, at as _)).collect();
    let rows = asking.query_map(&*span, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn told(airtime: &Airtime, name: &str) -> (String, i64, i64) {
    (name.to_owned(), airtime.showings as i64, airtime.millis)
}

#[test]
fn figures_are_those_of_a_plain_sum_over_the_journal() {
    let home = Home::new();
    let file = home.journal("journal.sqlite", &month(), &[]);
    let (totals, health) = totals(vec![file.clone()], &november());
    assert!(health.is_whole());
    assert_eq!(sums(&file, "'all'"), [told(&totals.all, "all")]);

    let mut topics: Vec<_> = totals.topics.iter().filter(|(_, airtime)| airtime.millis > 0).collect();
    topics.sort_by(|(a, _), (b, _)| a.cmp(b));
    let topics: Vec<_> =
        topics.iter().map(|(topic, airtime)| told(airtime, topic.as_deref().unwrap_or(""))).collect();
    assert_eq!(sums(&file, "replace(coalesce(topic, ''), 'II.', '')"), topics);

    let mut items = totals.items();
    items.sort_by(|a, b| a.path.cmp(&b.path));
    let items: Vec<_> = items.iter().map(|item| told(&item.airtime, &item.path)).collect();
    assert_eq!(sums(&file, "item"), items);
    assert_eq!(items.len(), 40);

    let forms: i64 = totals.forms.values().map(|airtime| airtime.millis).sum();
    let weeks: i64 = totals.weeks.values().map(|airtime| airtime.millis).sum();
    assert_eq!((forms, weeks), (totals.all.millis, totals.all.millis));
    assert_eq!(totals.weeks.len(), 6, "26/10 to 30/11");
    assert_eq!(totals.days, 30);
}

#[test]
fn what_crosses_the_edge_of_the_period_counts_for_its_part() {
    let home = Home::new();
    let rows = [
        showing("trước.txt", at("2026-10-31 23:00:00"), 1800),
        showing("vào.txt", at("2026-10-31 23:59:50"), 30),
        showing("ra.txt", at("2026-11-30 23:59:50"), 30),
        showing("sau.txt", at("2026-12-01 00:00:00"), 30),
    ];
    let (totals, _) = totals(vec![home.journal("j", &rows, &[])], &november());
    let items: Vec<_> =
        totals.items().iter().map(|item| (item.path.clone(), item.airtime.millis, item.days)).collect();
    assert_eq!(items, [("vào.txt".to_owned(), 20_000, 1), ("ra.txt".to_owned(), 10_000, 1)]);
    let vao = totals.items()[0];
    assert_eq!((vao.first, vao.last), (at("2026-11-01 00:00:00"), at("2026-11-01 00:00:20")));
}

#[test]
fn one_that_stays_over_midnight_counts_for_each_day_and_week() {
    let home = Home::new();
    // Sunday evening to Tuesday morning.
    let row = showing("lâu.txt", at("2026-11-08 22:00:00"), 36 * 3600);
    let (totals, _) = totals(vec![home.journal("j", &[row], &[])], &november());
    let weeks: Vec<_> = totals.weeks.iter().filter(|(_, airtime)| airtime.millis > 0).collect();
    let hours: Vec<_> = weeks
        .iter()
        .map(|(day, airtime)| (day.to_string(), airtime.showings, airtime.millis / 3_600_000))
        .collect();
    assert_eq!(hours, [("2026-11-02".to_owned(), 1, 2), ("2026-11-09".to_owned(), 0, 34)]);
    assert_eq!((totals.days, totals.items()[0].days), (3, 3));
}

#[test]
fn a_screen_that_is_given_twice_counts_once() {
    let home = Home::new();
    let rows = month();
    let whole = home.journal(
        "whole",
        &rows,
        &[event(Kind::Blank, at("2026-11-05 08:00:00"), Some(at("2026-11-05 08:05:00")), None)],
    );
    // A copy from the middle of the month, and another screen.
    let copy = home.journal("copy", &rows[..rows.len() / 2], &[]);
    let elsewhere = Subject { screen: "Ví dụ phòng họp".to_owned(), ..subject("khác.txt") };
    let other =
        Showing { subject: Arc::new(elsewhere), ..showing("khác.txt", at("2026-11-03 08:00:00"), 60) };
    let other = home.journal("other", &[other], &[]);
    let (alone, _) = totals(vec![whole.clone()], &november());
    let (merged, _) = totals(vec![copy, whole.clone(), other, whole], &november());
    assert_eq!(merged.all.millis, alone.all.millis + 60_000);
    assert_eq!(merged.all.showings, alone.all.showings + 1);
    assert_eq!(merged.outages, alone.outages);
    let names: Vec<&str> = merged.screens.iter().map(|screen| &*screen.name).collect();
    assert_eq!(names, ["Ví dụ sảnh", "Ví dụ phòng họp"]);
    let asked = Question { screens: vec!["Ví dụ phòng họp".to_owned()], ..november() };
    let home = Home::new();
    let both = home.journal("both", &[showing("a", at("2026-11-03 08:00:00"), 60)], &[]);
    assert_eq!(totals(vec![both], &asked).0.all.millis, 0);
}

#[test]
fn what_is_still_on_counts_once_and_is_not_cut() {
    let home = Home::new();
    let start = at("2026-11-03 08:00:00");
    let rows = [showing("a.txt", start, 60), showing("b.txt", start + 60_000, 60)];
    let whole = home.journal("whole", &rows, &[]);
    // A copy that was made while the second was on.
    let copy = home.journal("copy", &rows[..1], &[]);
    let on = Showing { ended: start + 90_000, cut: Some(Cut::Lost), ..rows[1].clone() };
    let off = event(Kind::Down, start + 90_000, None, Some("lost"));
    for (slot, row) in [Row::Showing(on), Row::Event(off)].iter().enumerate() {
        let row = (1, slot as i64, serde_json::to_string(row).unwrap());
        Connection::open(&copy).unwrap().execute("INSERT INTO current VALUES (?1, ?2, ?3)", row).unwrap();
    }
    let (alone, _) = totals(vec![copy.clone()], &november());
    assert_eq!((alone.all.showings, alone.all.millis), (2, 90_000));
    assert!(alone.cuts.is_empty() && alone.outages.is_empty());
    let (both, _) = totals(vec![copy, whole], &november());
    assert_eq!((both.all.showings, both.all.millis), (2, 120_000));
}

#[test]
fn a_topic_alone_is_that_topic_alone() {
    let home = Home::new();
    let file = home.journal("j", &month(), &[]);
    let (all, _) = totals(vec![file.clone()], &november());
    let asked = Question { topic: Some("1.4".to_owned()), ..november() };
    let (one, _) = totals(vec![file], &asked);
    assert_eq!(
        one.topics,
        all.topics.into_iter().filter(|(topic, _)| topic.as_deref() == Some("1.4")).collect::<Vec<_>>()
    );
    assert_eq!(one.all, one.topics[0].1);
    assert!(one.empty_topics().is_empty());
}

#[test]
fn downtime_is_told_by_its_cause_for_its_part_of_the_period() {
    let home = Home::new();
    let events = [
        // A whole summer and more.
        event(Kind::Down, at("2026-06-01 00:00:00"), Some(at("2026-11-02 00:00:00")), Some("shutdown")),
        event(Kind::Down, at("2026-11-10 08:00:00"), Some(at("2026-11-10 08:30:00")), Some("lost")),
        event(Kind::Blank, at("2026-11-11 08:00:00"), None, None),
        event(Kind::Rejected, at("2026-11-12 08:00:00"), None, Some("Ví dụ: tệp hỏng")),
        event(Kind::Gap, at("2026-11-13 08:00:00"), None, Some("Ví dụ: đĩa đầy")),
    ];
    let (totals, health) = totals(vec![home.journal("j", &[], &events)], &november());
    let outage = |why| totals.outages[&("Ví dụ sảnh".to_owned(), why)].millis / 60_000;
    assert_eq!((outage(Why::Shutdown), outage(Why::Lost)), (24 * 60, 30));
    // It never ended: to the end of the period, not beyond.
    assert_eq!(outage(Why::Blank), (19 * 24 + 16) * 60);
    assert_eq!((totals.changes.count, totals.faults.count), (1, 1));
    // A change of the folder is a moment, and says nothing of the time after it.
    let (change, _) = self::totals(vec![home.journal("k", &[], &events[3..4])], &november());
    let moment = at("2026-11-12 08:00:00");
    assert_eq!(change.screens[0].recorded, moment..moment);
    let page = html(&paper(&november(), &totals, &health, &Issuer::default()));
    let (warning, first) = (page.find("Ví dụ: đĩa đầy"), page.find("1. Kết quả chung"));
    assert!(warning.unwrap() < first.unwrap(), "{page}");
}

#[test]
fn what_was_there_when_the_record_began_is_one_line_and_no_change() {
    let home = Home::new();
    let of = |kind, when: &str, item: &str| Event {
        item: Some(item.to_owned()),
        ..event(kind, at(when), None, None)
    };
    let (start, later) = ("2026-11-03 07:00:00", "2026-11-04 07:00:00");
    let mut events = vec![event(Kind::Start, at(start), None, None)];
    events.extend((0..80).map(|n| of(Kind::Added, start, &format!("{n}.txt"))));
    events.push(of(Kind::Expired, start, "7.txt"));
    events.push(of(Kind::Rejected, start, "hỏng.pdf"));
    events.push(of(Kind::Added, "2026-11-03 07:05:00", "mới.txt"));
    // What changed while it was off is told at its next start, and is a change.
    events.push(event(Kind::Start, at(later), None, None));
    events.push(of(Kind::Removed, later, "1.txt"));
    let file = home.journal("j", &[], &events);
    let (totals, health) = totals(vec![file.clone()], &november());
    assert_eq!(totals.changes.count, 2);
    let page = html(&paper(&november(), &totals, &health, &Issuer::default()));
    let said = "Bảng có sẵn 81 tệp khi bắt đầu ghi (07:00 ngày 03/11/2026), trong đó 1 tệp đã hết hạn, 1 tệp chưa phát được.";
    assert!(page.contains(said) && page.contains("Trong kỳ có 2 thay đổi:"), "{page}");
    assert!(page.contains("mới.txt") && !page.contains(">7.txt<"), "{page}");
    // It began in another month.
    let period = Period { first: "2026-12-01".parse().unwrap(), last: "2026-12-31".parse().unwrap() };
    let december = Question { period, ..november() };
    assert!(self::totals(vec![file], &december).0.found.is_empty());
}

#[test]
fn a_journal_that_was_edited_is_reported_and_says_so_first() {
    let home = Home::new();
    let file = home.journal("journal.sqlite", &month(), &[]);
    Connection::open(&file)
        .unwrap()
        .execute("UPDATE shown SET ended = ended + 3600000 WHERE id = 100", [])
        .unwrap();
    let (totals, health) = totals(vec![file], &november());
    assert!(!health.is_whole() && totals.all.millis > 0);
    let issuer = Issuer { school: "Trường Ví dụ".to_owned(), authority: "Phòng Ví dụ".to_owned() };
    let page = html(&paper(&november(), &totals, &health, &issuer));
    assert!(page.contains("<p>PHÒNG VÍ DỤ</p><p class=\"school\">TRƯỜNG VÍ DỤ</p>"), "{page}");
    assert!(page.contains("<td>II.2</td><td>Niêm yết công khai thủ tục hành chính</td>"), "{page}");
    let (warning, first) =
        (page.find("đã bị sửa sau khi ghi: từ lượt phát số 100"), page.find("1. Kết quả chung"));
    assert!(warning.unwrap() < first.unwrap());
}

#[test]
fn a_period_of_nothing_says_so() {
    let home = Home::new();
    let (totals, health) = totals(vec![home.journal("j", &[], &[])], &november());
    let page = html(&paper(&november(), &totals, &health, &Issuer::default()));
    assert!(page.contains("Trong kỳ này nhật ký không có dòng nào"), "{page}");
    assert!(page.contains("Chuyên đề chưa phát lượt nào trong kỳ: 1.1 (Quan điểm"));
    assert!(
        page.contains(">01/11/2026<") && page.contains(">02/11/2026 – 08/11/2026<"),
        "a Sunday alone: {page}"
    );
    // Nobody said which school it is, and nothing is invented.
    assert!(!page.contains("Cộng Hiền") && !page.contains("HẢI PHÒNG"));
    assert!(!page.contains("đã xem") && !page.contains("NaN"));
}

#[test]
fn cells_of_csv_are_no_formulas() {
    let home = Home::new();
    let named = Subject {
        title: "+84, \"ngoặc\"".to_owned(),
        hash: Some("=\"1\"".to_owned()),
        ..subject("=cmd|' /C calc'!A0.txt")
    };
    let row = Showing { subject: Arc::new(named), ..showing("", at("2026-11-03 08:00:00"), 60) };
    let file = home.journal("j", &[row, showing("sau.txt", at("2026-12-03 08:00:00"), 60)], &[]);
    let mut bytes = Vec::new();
    let written = Journals::open(vec![file]).unwrap().csv(&november(), &mut bytes).unwrap();
    assert_eq!(written, (1, 0));
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(
        text,
        "\u{feff}screen,zone,playlist,topic,item,title,form,by,page,pages,from,until,seconds,cut,hash\n\
         Ví dụ sảnh,main,ví dụ,,'=cmd|' /C calc'!A0.txt,\"'+84, \"\"ngoặc\"\"\",message,loop,,,\
         2026-11-03T08:00:00+07:00,2026-11-03T08:01:00+07:00,60,,\"'=\"\"1\"\"\"\n"
    );
}
