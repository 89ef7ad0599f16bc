//! `bangtin when --ics`: the plan as iCalendar (RFC 5545), for a teacher's own calendar.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::model::{Item, Programme, day_plan};

/// Octets of a line before it is folded (RFC 5545, 3.1).
const LINE: usize = 75;

/// One event for each stretch of `at..until` in which an item is in season; what is on air all that time is no event
/// in anybody's calendar.
pub fn ics(programme: &Programme, at: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let mut said = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bangtin//when//VI"] {
        fold(&mut said, line);
    }
    let stamp = time(at);
    for (item, span) in seasons(programme, at, until) {
        if span == (at..until) {
            continue;
        }
        let path = item.path.shown();
        let (from, to) = (time(span.start), time(span.end));
        fold(&mut said, "BEGIN:VEVENT");
        fold(&mut said, &format!("UID:{from}-{}@bangtin", escaped(path)));
        fold(&mut said, &format!("DTSTAMP:{stamp}"));
        fold(&mut said, &format!("DTSTART:{from}"));
        fold(&mut said, &format!("DTEND:{to}"));
        fold(&mut said, &format!("SUMMARY:{}", escaped(&item.title)));
        fold(&mut said, &format!("DESCRIPTION:{}", escaped(path)));
        fold(&mut said, "END:VEVENT");
    }
    fold(&mut said, "END:VCALENDAR");
    said
}

/// Who is in season when within `at..until`, over midnight in one stretch, in order of time.
fn seasons(
    programme: &Programme,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Vec<(&Arc<Item>, Range<DateTime<Utc>>)> {
    let mut found: Vec<(&Arc<Item>, Range<DateTime<Utc>>)> = Vec::new();
    let mut day = at;
    while day < until {
        let plan = day_plan(programme, day);
        for (item, season) in plan.seasons {
            let season = season.start.max(at)..season.end.min(until);
            if season.start >= season.end {
                continue;
            }
            let before = found
                .iter_mut()
                .rev()
                .find(|(known, span)| Arc::ptr_eq(known, item) && span.end == season.start);
            match before {
                Some((_, span)) => span.end = season.end,
                None => found.push((item, season)),
            }
        }
        // A day ends after each of its moments; should it not, nothing is to be told for ever.
        if plan.span.end <= day {
            break;
        }
        day = plan.span.end;
    }
    found.sort_by_key(|(_, span)| span.start);
    found
}

/// "20261124T000000Z".
fn time(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' => escaped.push_str("\\n"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A content line, folded between letters.
fn fold(said: &mut String, line: &str) {
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE {
            said.push_str("\r\n ");
            length = 1;
        }
        said.push(letter);
        length += letter.len_utf8();
    }
    said.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{at, dated, item, one};

    #[test]
    fn what_comes_and_goes_is_an_event() {
        let long = "Họp phụ huynh; lớp 10, 11 và 12: cả ba khối, tại hội trường của nhà trường, đúng giờ";
        let programme = one(vec![
            item("luôn luôn.png", 10),
            Item { title: long.to_owned(), ..dated("họp.png", 10, "2026 Nov 25-2026 Nov 27") },
            dated("sáng.png", 10, "Mo-Fr 07:00-11:30"),
        ]);
        let said = ics(&programme, at("2026-11-24 00:00:00"), at("2026-11-26 00:00:00"));
        assert!(said.split("\r\n").all(|line| line.len() <= LINE), "{said}");
        assert!(!said.replace("\r\n", "").contains(['\r', '\n']), "{said}");
        let unfolded = said.replace("\r\n ", "");
        assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), 3, "{unfolded}");
        assert!(!unfolded.contains("luôn luôn"), "{unfolded}");
        let meeting = "DTSTART:20261124T170000Z\r\nDTEND:20261125T170000Z\r\nSUMMARY:Họp phụ huynh\\; lớp 10\\, 11 và 12: cả ba khối\\, tại hội trường của nhà trường\\, đúng giờ\r\n";
        assert!(unfolded.contains(meeting), "{unfolded}");
        assert!(
            unfolded.contains("DTSTART:20261124T000000Z\r\nDTEND:20261124T043000Z\r\nSUMMARY:sáng.png"),
            "{unfolded}"
        );
    }
}
