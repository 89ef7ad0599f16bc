//! `bangtin when`: what is on air from when until when, and why the rest is not.

use std::fmt::Write;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::Serialize;

use crate::model::{Item, Lang, Programme, Reason, Showing, dates, hidden, showings};

#[derive(Serialize)]
struct Answer<'a> {
    on_air: Vec<OnAir>,
    hidden: Vec<Hidden<'a>>,
}

#[derive(Serialize)]
struct OnAir {
    from: String,
    until: String,
    zone: &'static str,
    playlist: String,
    item: String,
    /// Only files that have pages themselves have a number of them; none of this version's do.
    pages: Option<u32>,
    title: String,
}

#[derive(Serialize)]
struct Hidden<'a> {
    item: &'a str,
    reason: &'static str,
}

/// The machine-readable shape. One entry per showing that overlaps `at..until`, whole, in order of time; the
/// items that are hidden at `at`.
pub fn json(programme: &Programme, at: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let time = |time: DateTime<Utc>| {
        time.with_timezone(&programme.screen.zone).to_rfc3339_opts(SecondsFormat::AutoSi, false)
    };
    let on_air = showings(programme, at, until).map(|Showing { playlist, item, from, until, .. }| OnAir {
        from: time(from),
        until: time(until),
        zone: "main",
        playlist: playlist.name.clone(),
        item: item.path.shown().to_owned(),
        pages: None,
        title: item.title.clone(),
    });
    let hidden_items = hidden(programme, at);
    let answer = Answer {
        on_air: on_air.collect(),
        hidden: hidden_items
            .iter()
            .map(|(item, reason)| Hidden { item: item.path.shown(), reason: reason.name() })
            .collect(),
    };
    // Serialising plain strings and numbers into memory cannot fail.
    serde_json::to_string_pretty(&answer).unwrap_or_default()
}

/// How often and how long one item is on air in a span.
struct Airtime {
    item: Arc<Item>,
    first: DateTime<Utc>,
    count: u32,
    whole: TimeDelta,
}

/// What a person wants to read: each item once, by its first showing, with how often and how long; then what is
/// hidden, and why.
pub fn text(programme: &Programme, at: DateTime<Utc>, until: DateTime<Utc>, lang: Lang) -> String {
    let mut airtimes: Vec<Airtime> = Vec::new();
    for Showing { item, from, until, .. } in showings(programme, at, until) {
        let known = airtimes.iter_mut().find(|airtime| Arc::ptr_eq(&airtime.item, &item));
        match known {
            Some(airtime) => {
                airtime.count += 1;
                airtime.whole += until - from;
            }
            None => airtimes.push(Airtime { item, first: from, count: 1, whole: until - from }),
        }
    }
    let mut said = String::new();
    let local = |time| programme.local(time);
    let stamp = |time| format!("{} {}", dates::clock_seconds(local(time)), dates::short(local(time).date()));
    let (from, until) = (stamp(at), stamp(until));
    // Writing to a String cannot fail, here and below.
    let _ = match lang {
        Lang::Vi => writeln!(said, "Lên màn hình từ {from} đến {until}: {} mục.", airtimes.len()),
        Lang::En => writeln!(said, "On air from {from} until {until}: {} items.", airtimes.len()),
    };
    for Airtime { item, first, count, whole } in &airtimes {
        let (first, path, title) = (dates::clock_seconds(local(*first)), item.path.shown(), &item.title);
        let whole = dates::length(*whole);
        let _ = match lang {
            Lang::Vi => writeln!(said, "  {first}  {title}  ({path}): {count} lượt, {whole}"),
            Lang::En => writeln!(said, "  {first}  {title}  ({path}): {count} showings, {whole}"),
        };
    }
    let hidden = hidden(programme, at);
    if !hidden.is_empty() {
        let _ = match lang {
            Lang::Vi => writeln!(said, "\nLúc {from} không lên màn hình: {} mục.", hidden.len()),
            Lang::En => writeln!(said, "\nNot on air at {from}: {} items.", hidden.len()),
        };
    }
    for (item, reason) in &hidden {
        let _ = writeln!(said, "  {}: {}", item.path.shown(), because(*reason, lang));
    }
    said.truncate(said.trim_end().len());
    said
}

fn because(reason: Reason, lang: Lang) -> &'static str {
    let (vi, en) = match reason {
        Reason::Expired => ("đã hết hạn", "expired"),
        Reason::NotYet => ("chưa đến hạn", "not yet in season"),
        Reason::Hours => ("ngoài giờ chiếu", "outside its hours"),
        Reason::Draft => ("bản nháp, tên bắt đầu bằng _", "a draft: its name begins with _"),
        Reason::Broken => ("không đọc được", "cannot be read"),
        Reason::Placeholder => ("còn chỗ [cần điền]", "nothing but placeholders"),
        Reason::Unsupported => ("chưa dùng được loại tệp này", "a kind of file that is not played yet"),
        Reason::Pending => ("đang chép", "still being copied"),
        Reason::Takeover => ("nhường màn hình cho danh sách khác", "another playlist has the screen"),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}
