use chrono::NaiveDate;

use super::*;

/// "2026-11-30 07:00" as local time.
fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn on(year: i32, month: u32, day: u32) -> Option<Day> {
    NaiveDate::from_ymd_opt(year, month, day).map(Day::Of)
}

#[test]
fn the_two_spellings_are_one() {
    let morning = [Hours { from: 7 * 60, to: 11 * 60 + 30 }];
    let night = [Hours { from: 22 * 60, to: 2 * 60 }];
    let mondays = [Weekday::Mon, Weekday::Fri];
    let table = [
        (When::easy(None, None, &[], &[]), None),
        (When::easy(on(2025, 2, 13), on(2025, 12, 31), &[], &[]), Some("2025 Feb 13-2025 Dec 31")),
        (
            When::easy(on(2026, 6, 1), None, &mondays, &morning),
            Some("2026 Jun 01-9999 Dec 31 Mo,Fr 07:00-11:30"),
        ),
        (When::easy(None, on(2026, 11, 30), &[], &[]), Some("1900 Jan 01-2026 Nov 30")),
        (When::easy(None, None, &mondays, &[]), Some("Mo,Fr")),
        (When::easy(None, None, &[], &night), Some("22:00-02:00")),
        (
            When::easy(
                Some(Day::Yearly { month: 12, day: 20 }),
                Some(Day::Yearly { month: 1, day: 5 }),
                &[],
                &[],
            ),
            Some("Dec 20-Jan 05"),
        ),
    ];
    for (easy, notation) in table {
        assert_eq!(easy, notation.map_or(Ok(When::always()), When::parse), "{notation:?}");
    }
}

#[test]
fn seasons() {
    use Reason::*;
    let table = [
        ("2025 Feb 13-2025 Dec 31", "2025-02-12 23:59", Some(NotYet), Some("2025-02-13 00:00")),
        ("2025 Feb 13-2025 Dec 31", "2025-02-13 00:00", None, Some("2026-01-01 00:00")),
        ("2025 Feb 13-2025 Dec 31", "2025-12-31 23:59", None, Some("2026-01-01 00:00")),
        ("2025 Feb 13-2025 Dec 31", "2026-01-01 00:00", Some(Expired), None),
        ("2025 Feb 13-2025 Dec 31 Mo", "2026-11-24 00:00", Some(Expired), None),
        ("2025 Feb 13-2025 Dec 31 Mo", "2025-02-13 10:00", Some(Hours), Some("2025-02-17 00:00")),
        ("2025 Feb 13-2025 Dec 31 Mo", "2025-02-12 10:00", Some(NotYet), Some("2025-02-17 00:00")),
        // The last Monday is past, though the year is not.
        ("2025 Feb 13-2025 Dec 31 Mo", "2025-12-30 10:00", Some(Expired), None),
        ("Mo-Fr 07:00-11:30,13:30-17:00", "2026-11-24 12:00", Some(Hours), Some("2026-11-24 13:30")),
        ("Mo-Fr 07:00-11:30,13:30-17:00", "2026-11-27 17:00", Some(Hours), Some("2026-11-30 07:00")),
        ("Mo-Fr 07:00-11:30,13:30-17:00", "2026-11-24 11:29", None, Some("2026-11-24 11:30")),
        ("24/7; PH off", "2026-09-02 09:00", Some(Hours), Some("2026-09-03 00:00")),
        ("24/7; PH off", "2026-09-01 09:00", None, Some("2026-09-02 00:00")),
        ("Jun 01-Jul 15", "2026-11-24 09:00", Some(NotYet), Some("2027-06-01 00:00")),
        ("Jun 01-Jul 15", "2026-07-15 23:59", None, Some("2026-07-16 00:00")),
        ("Dec 20-Jan 05", "2026-12-31 23:59", None, Some("2027-01-06 00:00")),
        ("Dec 20-Jan 05", "2027-01-06 00:00", Some(NotYet), Some("2027-12-20 00:00")),
        ("2026 Nov 30 22:00-02:00", "2026-12-01 01:59", None, Some("2026-12-01 02:00")),
        ("2026 Nov 30 22:00-02:00", "2026-12-01 02:00", Some(Expired), None),
        ("Feb 29", "2026-11-24 00:00", Some(NotYet), Some("2028-02-29 00:00")),
        ("Feb 29 Mo", "2026-11-24 00:00", Some(NotYet), Some("2044-02-29 00:00")),
        ("2026 Nov 24-9999 Dec 31", "2026-11-24 00:00", None, None),
        ("24/7", "2026-11-24 00:00", None, None),
        (
            "08:00-10:00 open \"a\", 10:00-12:00 open \"b\"",
            "2026-11-24 09:00",
            None,
            Some("2026-11-24 12:00"),
        ),
    ];
    for (text, now, hidden, next) in table {
        let when = When::parse(text).unwrap();
        assert_eq!(when.hidden(at(now)), hidden, "{text} at {now}");
        assert_eq!(when.next_change(at(now)), next.map(at), "{text} after {now}");
    }
}
