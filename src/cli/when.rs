//! `bangtin when`: what is on air from when until when, and why the rest is not.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SecondsFormat, TimeDelta, Utc};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::check::harmless;
use crate::model::{
    Content, DayPlan, Item, Lang, MAIN, Playlist, Programme, Reason, Showing, When, Words, clock_is_set,
    dates, day_plan, day_span, hidden, same_day, zone_showings,
};
use crate::words;

/// The shape of `when --json`; it is a contract.
#[derive(Serialize)]
struct Answer<'a> {
    on_air: Vec<OnAir<'a>>,
    hidden: Vec<Hidden<'a>>,
}

#[derive(Serialize)]
struct OnAir<'a> {
    from: String,
    until: String,
    zone: &'a str,
    playlist: String,
    item: String,
    /// How many of its pages play, of a file that has pages itself.
    pages: Option<usize>,
    title: String,
}

#[derive(Serialize)]
struct Hidden<'a> {
    item: &'a str,
    reason: &'static str,
}

/// The machine-readable shape. One entry per showing that overlaps `at..until`, whole, in order of time, and one
/// for each stretch of a day in which an item runs in the ticker; the items that are hidden at `at`.
pub fn json(programme: &Programme, at: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let time = |time: DateTime<Utc>| {
        time.with_timezone(&programme.screen.zone).to_rfc3339_opts(SecondsFormat::AutoSi, false)
    };
    let entry = |zone, playlist: &Playlist, item: &Item, span: &Range<DateTime<Utc>>| OnAir {
        from: time(span.start),
        until: time(span.end),
        zone,
        playlist: playlist.name.clone(),
        item: item.path.shown().to_owned(),
        pages: item.pages(),
        title: item.title.clone(),
    };
    let showings = zone_showings(programme, at, until).into_iter().map(|(zone, showing)| {
        let Showing { playlist, item, from, until, .. } = showing;
        (from, entry(zone, &playlist, &item, &(from..until)))
    });
    let ticker = ticker(programme, at..until);
    let ticker = ticker.iter().map(|(list, item, span)| (span.start, entry("ticker", list, item, span)));
    let mut on_air: Vec<(DateTime<Utc>, OnAir<'_>)> = showings.chain(ticker).collect();
    on_air.sort_by_key(|(from, _)| *from);
    let answer = Answer {
        on_air: on_air.into_iter().map(|(_, entry)| entry).collect(),
        hidden: hidden(programme, at)
            .into_iter()
            .map(|(_, item, reason)| Hidden { item: item.path.shown(), reason: reason.name() })
            .collect(),
    };
    // Serialising plain strings and numbers into memory cannot fail.
    serde_json::to_string_pretty(&answer).unwrap_or_default()
}

/// What runs in the ticker, and when.
type Runs<'p> = (&'p Arc<Playlist>, &'p Arc<Item>, Range<DateTime<Utc>>);

/// What runs in the ticker when, day by day, as far as it overlaps `span`.
fn ticker(programme: &Programme, span: Range<DateTime<Utc>>) -> Vec<Runs<'_>> {
    let mut found = Vec::new();
    let mut day = span.start;
    while day < span.end {
        let plan = day_plan(programme, day);
        let runs = plan.seasons.into_iter().filter(|(_, season)| season.end > day && season.start < span.end);
        found.extend(runs.filter_map(|(item, season)| {
            let (list, _) = programme.find(&item.path).filter(|(list, _)| list.ticker)?;
            Some((list, item, season))
        }));
        // As in `text`.
        if plan.span.end <= day {
            break;
        }
        day = plan.span.end;
    }
    found
}

/// What a person wants to read: day by day (days that are alike together), who is on air in which hours, how often and how long together; then
/// what is hidden at `at`, and why.
pub fn text(programme: &Programme, at: DateTime<Utc>, until: DateTime<Utc>, lang: Lang) -> String {
    let days = days(programme, at, until);
    // Of ten thousand files a day takes a while, and each is told by itself.
    let told: Vec<(NaiveDate, Option<String>)> = days
        .into_par_iter()
        .map(|(date, own)| (date, own.map(|day| day_text(programme, &day, lang))))
        .collect();
    let mut days: Vec<(NaiveDate, NaiveDate, String)> = Vec::new();
    for (date, told) in told {
        match (days.last_mut(), told) {
            (Some((_, last, like)), told) if told.as_ref().is_none_or(|told| told == like) => *last = date,
            (_, told) => days.push((date, date, told.unwrap_or_default())),
        }
    }
    let mut said = String::new();
    for (first, last, day) in days {
        let (from, to) = (date(first), date(last));
        let (from, to) = (from.get(lang), to.get(lang));
        let each = words!("{from} đến {to}, mỗi ngày", "{from} to {to}, each day");
        line(&mut said, 0, &[if first == last { from } else { each.get(lang) }]);
        said.push_str(&day);
        said.push('\n');
    }
    let hidden = hidden(programme, at);
    if !hidden.is_empty() {
        let (clock, count) = (dates::clock(programme.local(at)), hidden.len());
        let heading =
            words!("Không lên màn hình lúc {clock}: {count} mục", "Not on air at {clock}: {count} items");
        line(&mut said, 0, &[heading.get(lang)]);
    }
    let mut known: FxHashMap<_, Words> = FxHashMap::default();
    for (list, item, reason) in hidden {
        let because = known.entry((Arc::as_ptr(list), &item.when, reason)).or_insert_with(|| {
            // What waits for a key has no time at which it comes.
            let comes = !list.waits_for_a_key() || reason != Reason::Hours;
            let when = comes.then(|| list.season(item, &programme.screen));
            because(when.as_ref(), reason, programme.local(at))
        });
        line(&mut said, 1, &[item.path.shown(), ": ", because.get(lang)]);
    }
    said.truncate(said.trim_end().len());
    said
}

/// A day of what is asked for; with what of it is meant, unless it is alike to the one before it.
type Dated = (NaiveDate, Option<Range<DateTime<Utc>>>);

/// The days from `at` to `until`.
fn days(programme: &Programme, at: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Dated> {
    // Of an empty day it is told whether it is a day off.
    let off = |at| programme.screen.holidays.contains(programme.local(at).date());
    let mut days = Vec::new();
    let mut from = at;
    let mut before = None;
    while from < until {
        let whole = day_span(programme, from);
        let day = from..until.min(whole.end);
        let alike = |before| day == whole && off(before) == off(from) && same_day(programme, before, from);
        days.push((programme.local(from).date(), (!before.is_some_and(alike)).then(|| day.clone())));
        // A day ends after each of its moments; should it not, nothing is to be told for ever.
        if day.end <= from {
            break;
        }
        before = (day == whole).then_some(from);
        from = day.end;
    }
    days
}

/// Who is on air in which hours of `day`, a day or a part of one.
fn day_text(programme: &Programme, day: &Range<DateTime<Utc>>, lang: Lang) -> String {
    let plan = day_plan(programme, day.start);
    let mut said = String::new();
    let mut together: FxHashMap<Hours, Vec<&Arc<Item>>> = FxHashMap::default();
    for seasons in plan.seasons.chunk_by(|(one, _), (other, _)| Arc::ptr_eq(one, other)) {
        let cut = seasons.iter().map(|(_, season)| (season.start.max(day.start), season.end.min(day.end)));
        let hours: Hours = cut.filter(|(from, until)| from < until).collect();
        if !hours.is_empty() {
            together.entry(hours).or_default().extend(seasons.first().map(|(item, _)| item));
        }
    }
    if together.is_empty() {
        line(&mut said, 1, &[nothing(programme, &plan, day).get(lang)]);
    }
    let mut together: Vec<_> = together.into_iter().collect();
    together.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let airtimes = airtimes(programme, day);
    let mut known: FxHashMap<Airtime<'_>, Words> = FxHashMap::default();
    let runs = words!("chữ chạy ở chân màn hình", "runs at the foot of the screen");
    for (hours, items) in together {
        let whole = hours == [(plan.span.start, plan.span.end)];
        let heading =
            if whole { words!("Cả ngày", "All day") } else { clocks(programme, &hours, plan.span.end) };
        line(&mut said, 1, &[heading.get(lang)]);
        for item in items {
            let airtime = airtimes.get(&Arc::as_ptr(item)).copied().unwrap_or_default();
            let often = match item.content {
                Content::Lines(_) => runs.get(lang),
                _ => known.entry(airtime).or_insert_with_key(Airtime::words).get(lang),
            };
            // As `line`, of ten thousand; how often is in our own words.
            let (title, path) = (harmless(&item.title), harmless(item.path.shown()));
            said.extend(["    ", &title, "  (", &path, "): ", often, "\n"]);
        }
    }
    said
}

/// What is said of a `day`, or the part of one, without anything on air.
fn nothing(programme: &Programme, plan: &DayPlan<'_>, day: &Range<DateTime<Utc>>) -> Words {
    let local = programme.local(day.start);
    if *day != plan.span {
        let Words { vi, en } = clocks(programme, &vec![(day.start, day.end)], plan.span.end);
        return words!("{vi}: không có gì để chiếu.", "{en}: nothing to show.");
    }
    if programme.screen.holidays.contains(local.date()) {
        return words!("Ngày nghỉ, không có gì để chiếu.", "A day off, nothing to show.");
    }
    words!("Không có gì để chiếu.", "Nothing to show.")
}

/// "Thứ Ba, 24/11/2026".
fn date(date: NaiveDate) -> Words {
    let (weekday, short) = (dates::weekday(date.weekday()), dates::short(date));
    let english = date.format("%A");
    words!("{weekday}, {short}", "{english}, {short}")
}

/// From when until when, in order.
type Hours = Vec<(DateTime<Utc>, DateTime<Utc>)>;

/// How often, and how long together, an item is on air.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Airtime<'p> {
    count: u32,
    whole: TimeDelta,
    /// The zone beside the main one that it plays in.
    zone: Option<&'p str>,
}

impl Airtime<'_> {
    fn words(&self) -> Words {
        let count = self.count;
        if count == 0 {
            return words!("chưa đến lượt trong khoảng này", "not its turn in this span");
        }
        // A part of a second is still a showing.
        let Words { vi, en } = dates::length(self.whole.max(TimeDelta::seconds(1)));
        match &self.zone {
            Some(zone) => {
                let zone = harmless(zone);
                words!("{count} lượt, {vi}, khung {zone}", "{count} showings, {en}, zone {zone}")
            }
            None => words!("{count} lượt, {vi}", "{count} showings, {en}"),
        }
    }
}

/// The airtime of each item, by its address, that has its turn in `day`.
fn airtimes<'p>(programme: &'p Programme, day: &Range<DateTime<Utc>>) -> FxHashMap<*const Item, Airtime<'p>> {
    let mut airtimes: FxHashMap<_, Airtime<'_>> = FxHashMap::default();
    for (zone, Showing { item, from, until, .. }) in zone_showings(programme, day.start, day.end) {
        let airtime = airtimes.entry(Arc::as_ptr(&item)).or_default();
        airtime.zone = (zone != MAIN).then_some(zone);
        airtime.count += 1;
        airtime.whole += until.min(day.end) - from.max(day.start);
    }
    airtimes
}

/// "07:00–11:30 và 13:30–24:00".
fn clocks(programme: &Programme, hours: &Hours, midnight: DateTime<Utc>) -> Words {
    let clock = |time| match time {
        time if time == midnight => "24:00".to_owned(),
        time => dates::clock(programme.local(time)),
    };
    let spans: Vec<String> =
        hours.iter().map(|(from, until)| format!("{}–{}", clock(*from), clock(*until))).collect();
    Words { vi: spans.join(" và "), en: spans.join(" and ") }
}

/// A line for the terminal, without what would speak to it.
fn line(said: &mut String, depth: usize, parts: &[&str]) {
    said.extend(std::iter::repeat_n("  ", depth));
    said.extend(parts.iter().map(|part| harmless(part)));
    said.push('\n');
}

/// Why what is in season by `when` is hidden at a local time for this reason.
fn because(when: Option<&When>, reason: Reason, local: NaiveDateTime) -> Words {
    let opens = || {
        let opens = when.and_then(|when| when.opens(local));
        opens.map(|opens| format!("{} {}", dates::clock(opens), dates::short(opens.date())))
    };
    match reason {
        Reason::Expired => match when.and_then(|when| when.last_day(local)).map(dates::short) {
            Some(day) => words!("hết hạn ngày {day}", "expired on {day}"),
            None => words!("đã hết hạn", "expired"),
        },
        Reason::NotYet if !clock_is_set(local) => {
            words!(
                "trước năm 2025 coi như đồng hồ chưa đặt, mục có hẹn ngày giờ chưa chiếu",
                "before 2025 the clock counts as not set, and what is bound to a time waits"
            )
        }
        Reason::NotYet => match opens() {
            Some(opens) => words!("chưa đến ngày, chiếu từ {opens}", "not yet in season, on from {opens}"),
            None => words!("chưa đến ngày", "not yet in season"),
        },
        Reason::Hours if when.is_none() => words!("chờ người bấm phím", "waits for somebody's key"),
        Reason::Hours => match opens() {
            Some(opens) => {
                words!("ngoài giờ chiếu, chiếu lại {opens}", "outside its hours, on again {opens}")
            }
            None => words!("ngoài giờ chiếu", "outside its hours"),
        },
        Reason::Draft => words!("bản nháp, tên bắt đầu bằng _", "a draft: its name begins with _"),
        Reason::Broken => words!("không đọc được", "cannot be read"),
        Reason::Placeholder => words!("còn chờ điền [cần điền]", "nothing but placeholders"),
        Reason::Unsupported => words!("chưa dùng được loại tệp này", "a kind of file that is not played yet"),
        Reason::Pending => words!("đang chép", "still being copied"),
        Reason::Converting => words!("đang chuyển đổi", "still being converted"),
        Reason::Takeover => words!("nhường màn hình cho mục khác", "another playlist has the screen"),
    }
}

#[cfg(test)]
mod tests;
