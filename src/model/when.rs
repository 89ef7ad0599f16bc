//! When something is in season: the opening_hours notation and its easy spelling, one value.

use std::collections::HashMap;
use std::fmt::{self, Write};
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use opening_hours::{Context, OpeningHours, RuleKind};
use opening_hours_syntax::rules::day::{DaySelector, HolidayKind};
use xxhash_rust::xxh3::xxh3_64;

use self::refusal::{disobeyed, matchless, names, nothing, only_closes, too_long, unreadable};
use super::spelling::in_order;
use super::{Day, Holidays, Hours, Misread, Reason};

/// How far ahead an opening is looked for. What does not open in fifty years never does; without a bound the
/// crate would walk day by day to the year 10000.
const HORIZON: TimeDelta = TimeDelta::days(50 * 366);

/// Longest expression that is read, in bytes. A school's year takes a few hundred; ten thousand rules would be asked
/// day by day.
const LONGEST: usize = 2000;

/// No clock that was ever set is behind this local time: bangtin is younger.
pub(super) const YOUNGEST: NaiveDateTime = match NaiveDate::from_ymd_opt(2025, 1, 1) {
    Some(day) => day.and_time(NaiveTime::MIN),
    None => NaiveDateTime::MIN,
};

/// Whether a clock that says `at`, in local time, was ever set. A board without a battery starts in 1970 and plays
/// on before the network tells it the time: until then nobody knows the date or the hour.
pub fn clock_is_set(at: NaiveDateTime) -> bool {
    at >= YOUNGEST
}

static PLAIN: LazyLock<Context> = LazyLock::new(|| Context::default().approx_bound_interval_size(HORIZON));

/// The rules that are in use, by their text; of one text there may be several with different holidays. To read one
/// costs 80 µs (measured), and ten thousand files that carry a date in their names share a few hundred dates.
static KNOWN: LazyLock<Mutex<HashMap<String, Vec<Weak<Rule>>>>> = LazyLock::new(Mutex::default);

/// A condition on local time. Cheap to clone; two that were spelled the same compare equal. By a clock that was
/// never set ([`clock_is_set`]) no condition holds, so that what has expired does not come back after a power cut.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct When {
    /// All must hold. Empty: always.
    rules: Box<[Arc<Rule>]>,
}

/// One opening_hours expression.
struct Rule {
    /// The expression as it was written, by which two are compared, with the holidays.
    text: String,
    /// Of the text, which ten thousand files of a thousand rules are sorted by again and again.
    hash: u64,
    /// What `PH` stands for; `None` when it is not named.
    holidays: Option<Holidays>,
    hours: OpeningHours,
    /// Its days alone: every date that it names, whatever the hour and the day of the week.
    season: OpeningHours,
    /// How long after midnight it is open, where that is the same every day; `None`: it has days of its own.
    daily: Option<Vec<Range<TimeDelta>>>,
}

impl Rule {
    fn parse(text: &str) -> Result<Rule, Misread> {
        if text.is_empty() {
            return Err(nothing());
        }
        if text.len() > LONGEST {
            return Err(too_long());
        }
        let hours = text.parse::<OpeningHours>().map_err(|error| unreadable(text, &error.to_string()))?;
        let expression = hours.get_expression();
        if let Some(misread) = expression.rules.iter().find_map(|rule| disobeyed(text, rule)) {
            return Err(misread);
        }
        let open = expression.rules.iter().filter(|rule| rule.kind == RuleKind::Open);
        let season = open.map(|rule| dates(&rule.day_selector)).collect::<Vec<_>>().join("; ");
        if season.is_empty() {
            return Err(only_closes(text));
        }
        let season = season.parse::<OpeningHours>().map_err(|error| unreadable(text, &error.to_string()))?;
        let names_holidays = expression.rules.iter().any(|rule| names(rule, HolidayKind::Public));
        let holidays = names_holidays.then(|| Holidays::public().clone());
        let context = holidays.as_ref().map_or_else(|| PLAIN.clone(), observing);
        // Holidays are days of the week to the crate: a season has none.
        let (hours, season) = (hours.with_context(context), season.with_context(PLAIN.clone()));
        let every_day = expression.rules.iter().all(|rule| is_daily(&rule.day_selector));
        let (text, hash) = (text.to_owned(), xxh3_64(text.as_bytes()));
        let rule = Rule { text, hash, holidays, hours, season, daily: None };
        let daily = every_day.then(|| rule.opens_in(&(YOUNGEST..YOUNGEST + TimeDelta::days(1))));
        let after = |open: &Range<NaiveDateTime>| open.start - YOUNGEST..open.end - YOUNGEST;
        let rule = Rule { daily: daily.map(|open| open.iter().map(after).collect()), ..rule };
        if rule.ever_opens() { Ok(rule) } else { Err(matchless(&rule.text)) }
    }

    /// Whether there is any time between 1900 and 2100 at which it opens.
    fn ever_opens(&self) -> bool {
        let halves =
            [1900, 1950, 2000, 2050].into_iter().filter_map(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        halves.map(|day| day.and_time(NaiveTime::MIN)).any(|at| self.next_opening(at).is_some())
    }

    /// The same with other holidays; `None` when it names none.
    fn with_holidays(&self, holidays: &Holidays) -> Option<Rule> {
        self.holidays.as_ref()?;
        let (text, hash, season) = (self.text.clone(), self.hash, self.season.clone());
        let hours = self.hours.clone().with_context(observing(holidays));
        Some(Rule { text, hash, holidays: Some(holidays.clone()), hours, season, daily: None })
    }

    /// The rule of this text that is in use, if it names no holidays or these.
    fn known(text: &str, holidays: &Holidays) -> Option<Arc<Rule>> {
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rules = known.get(text)?.iter().filter_map(Weak::upgrade);
        rules.find(|rule| rule.holidays.as_ref().is_none_or(|named| named == holidays))
    }

    /// Remembered for the next that asks for the same text.
    fn keep(self) -> Arc<Rule> {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == known.capacity() {
            known.retain(|_, rules| rules.iter().any(|rule| rule.strong_count() > 0));
        }
        let rule = Arc::new(self);
        let rules = known.entry(rule.text.clone()).or_default();
        rules.retain(|rule| rule.strong_count() > 0);
        rules.push(Arc::downgrade(&rule));
        rule
    }
}

fn observing(holidays: &Holidays) -> Context {
    PLAIN.clone().with_holidays(holidays.calendar())
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.text == other.text && self.holidays == other.holidays
    }
}

impl Eq for Rule {}

impl Hash for Rule {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl When {
    /// Always in season.
    pub fn always() -> When {
        When::default()
    }

    /// Whether this is [`When::always`].
    pub fn is_always(&self) -> bool {
        self.rules.is_empty()
    }

    /// Reads the opening_hours notation of OpenStreetMap: `2026 Feb-Dec Mo-Fr 07:00-11:30; PH off`.
    ///
    /// # Errors
    /// What is not of the notation; what no screen can obey: hours of the sun (it does not know where it stands),
    /// holidays other than `PH`, days that do not exist; what only closes, or never opens between 1900 and 2100; what
    /// is over 2000 bytes.
    pub fn parse(text: &str) -> Result<When, Misread> {
        let text = text.trim();
        let rule = match Rule::known(text, Holidays::public()) {
            Some(rule) => rule,
            None => Rule::parse(text)?.keep(),
        };
        Ok(When { rules: Box::new([rule]) })
    }

    /// The same, where `PH` stands for `holidays`; as it is read it stands for those of the law.
    pub fn with_holidays(&self, holidays: &Holidays) -> When {
        let rules = self.rules.iter().map(|rule| match &rule.holidays {
            Some(named) if named != holidays => {
                let known = Rule::known(&rule.text, holidays);
                let made = || rule.with_holidays(holidays).map(Rule::keep);
                known.or_else(made).unwrap_or_else(|| rule.clone())
            }
            _ => rule.clone(),
        });
        When { rules: rules.collect() }
    }

    /// The easy spelling: from and to (both included), weekdays, hours; what is not given does not limit.
    ///
    /// # Errors
    /// An end before its beginning, or a day without its year that does not have its pair.
    pub fn easy(
        from: Option<Day>,
        to: Option<Day>,
        days: &[Weekday],
        hours: &[Hours],
    ) -> Result<When, Misread> {
        let mut text = Day::range(from, to)?;
        let mut join = |parts: Vec<String>| {
            if !parts.is_empty() {
                let space = if text.is_empty() { "" } else { " " };
                // Writing to a String cannot fail.
                let _ = write!(text, "{space}{}", parts.join(","));
            }
        };
        join(in_order(days.to_vec()).iter().map(|day| day.to_string().chars().take(2).collect()).collect());
        join(hours.iter().map(Hours::to_string).collect());
        if text.is_empty() { Ok(When::always()) } else { When::parse(&text) }
    }

    /// Both conditions at once.
    pub fn and(&self, other: &When) -> When {
        When { rules: self.rules.iter().chain(&other.rules).cloned().collect() }
    }

    /// Whether it is in season at local time `at`.
    pub fn holds(&self, at: NaiveDateTime) -> bool {
        self.can_tell(at) && self.rules.iter().all(|rule| rule.is_open(at))
    }

    /// `None` while in season at local time `at`, else why not: [`Reason::Expired`] when it will not come again,
    /// [`Reason::NotYet`] before the days it names (of this year, when they come every year) and while the clock
    /// is not set, else [`Reason::Hours`].
    pub fn hidden(&self, at: NaiveDateTime) -> Option<Reason> {
        if !self.can_tell(at) {
            return Some(Reason::NotYet);
        }
        let reasons = self.rules.iter().filter_map(|rule| rule.hidden(at));
        reasons.max_by_key(|reason| reason.gravity())
    }

    /// The first local time after `at` when [`When::hidden`] may begin or cease to be `None`; `None` when never.
    pub fn next_change(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        if !self.can_tell(at) {
            return Some(YOUNGEST);
        }
        self.rules.iter().filter_map(|rule| rule.next_change(at)).min()
    }

    /// The stretches of local time within `span` that are in season, in order, none touching the next.
    pub(super) fn open_in(&self, span: &Range<NaiveDateTime>) -> Vec<Range<NaiveDateTime>> {
        let start = if self.is_always() { span.start } else { span.start.max(YOUNGEST) };
        let all = if start < span.end { vec![start..span.end] } else { Vec::new() };
        self.rules.iter().fold(all, |open, rule| overlap(&open, &rule.open_in(span)))
    }

    /// Whether the time is known well enough for this condition.
    fn can_tell(&self, at: NaiveDateTime) -> bool {
        self.is_always() || clock_is_set(at)
    }
}

impl Rule {
    fn is_open(&self, at: NaiveDateTime) -> bool {
        let since_midnight = at - at.date().and_time(NaiveTime::MIN);
        let daily = self.daily.as_ref();
        daily.map_or_else(
            || self.hours.is_open(at),
            |open| open.iter().any(|open| open.contains(&since_midnight)),
        )
    }

    fn hidden(&self, at: NaiveDateTime) -> Option<Reason> {
        if self.is_open(at) {
            None
        } else if self.next_opening(at).is_none() {
            Some(Reason::Expired)
        } else if self.daily.is_some() || self.season.is_open(at) {
            Some(Reason::Hours)
        } else {
            Some(Reason::NotYet)
        }
    }

    fn next_change(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        if !self.is_open(at) {
            return self.next_opening(at);
        }
        // A comment or two rules that meet divide what is open; that is no change to us.
        let mut until = at;
        for range in self.hours.iter_range(at, at.checked_add_signed(HORIZON)?) {
            if range.kind != RuleKind::Open {
                return Some(range.range.start);
            }
            until = range.range.end;
        }
        (until < at + HORIZON).then_some(until)
    }

    /// The next time this opens after `at`, at which it is closed. Looks into the seasons only: outside of them
    /// the crate jumps from date to date, inside it walks day by day.
    fn next_opening(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let horizon = at.checked_add_signed(HORIZON)?;
        if let Some(daily) = &self.daily {
            let today = at.date().and_time(NaiveTime::MIN);
            let days = [today, today + TimeDelta::days(1)].into_iter();
            return days
                .flat_map(|day| daily.iter().map(move |open| day + open.start))
                .find(|start| *start > at);
        }
        // What reaches over the midnight of the last day opened before it, so no opening is beyond its season.
        let mut seasons = self.season.iter_range(at, horizon).filter(|season| season.kind == RuleKind::Open);
        seasons.find_map(|season| {
            let mut ranges = self.hours.iter_range(season.range.start, season.range.end.min(horizon));
            ranges.find(|range| range.kind == RuleKind::Open).map(|range| range.range.start)
        })
    }

    fn open_in(&self, span: &Range<NaiveDateTime>) -> Vec<Range<NaiveDateTime>> {
        let whole = span.start.time() == NaiveTime::MIN && span.end - span.start == TimeDelta::days(1);
        let Some(daily) = self.daily.as_ref().filter(|_| whole) else { return self.opens_in(span) };
        daily.iter().map(|open| span.start + open.start..span.start + open.end).collect()
    }

    fn opens_in(&self, span: &Range<NaiveDateTime>) -> Vec<Range<NaiveDateTime>> {
        let mut open: Vec<Range<NaiveDateTime>> = Vec::new();
        for range in self.hours.iter_range(span.start, span.end).filter(|range| range.kind == RuleKind::Open)
        {
            match open.last_mut() {
                Some(last) if last.end == range.range.start => last.end = range.range.end,
                _ => open.push(range.range),
            }
        }
        open
    }
}

/// Whether a rule names no day: it is the same every day.
fn is_daily(days: &DaySelector) -> bool {
    let DaySelector { year, monthday, week, weekday } = days;
    year.is_empty() && monthday.is_empty() && week.is_empty() && weekday.is_empty()
}

/// The dates of `days` in the opening_hours notation, whatever the day of the week. (As a whole a selector is
/// written so that `2026 Nov-Feb`, two pieces of one year, becomes `2026Nov-Feb`, which is one of two.)
fn dates(days: &DaySelector) -> String {
    let weeks = if days.week.is_empty() { String::new() } else { format!("week {}", list(&days.week)) };
    let parts = [list(&days.year), list(&days.monthday), weeks];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "24/7".to_owned() } else { parts.join(" ") }
}

fn list(parts: &[impl fmt::Display]) -> String {
    parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// What two lists of ranges, each in order, have in common.
pub(super) fn overlap<T: Copy + Ord>(one: &[Range<T>], other: &[Range<T>]) -> Vec<Range<T>> {
    let common = one.iter().flat_map(|a| other.iter().map(move |b| a.start.max(b.start)..a.end.min(b.end)));
    common.filter(|range| range.start < range.end).collect()
}

mod refusal;
mod telling;

#[cfg(test)]
mod tests;
