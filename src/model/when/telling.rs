//! A condition on time, said in words.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use opening_hours::RuleKind;
use opening_hours_syntax::rules::day::{
    Date, DateOffset, DaySelector, HolidayKind, MonthdayRange, WeekDayRange,
};
use opening_hours_syntax::rules::time::{Time, TimeSelector, TimeSpan};
use opening_hours_syntax::rules::{RuleOperator, RuleSequence};

use super::{HORIZON, Rule, When, YOUNGEST};
use crate::model::{Words, dates};
use crate::words;

/// Openings looked at by [`When::opens`]: conditions that seldom meet may each open many times before.
const TRIES: usize = 256;

impl When {
    /// In words: "từ 20/11 đến 30/11/2026, Thứ Hai đến Thứ Sáu, 07:00–11:30; trừ ngày nghỉ". What no sentence is
    /// known for is given in its notation.
    pub fn words(&self) -> Words {
        let rules: Vec<Words> = self.rules.iter().map(|rule| rule.words()).collect();
        join(&rules, ("; đồng thời ", "; and also ")).unwrap_or_else(always)
    }

    /// The last day of a season that is over at local time `at`.
    pub fn last_day(&self, at: NaiveDateTime) -> Option<NaiveDate> {
        self.rules.iter().filter_map(|rule| rule.last_day(at)).min()
    }

    /// The first local time from `at` on when this is in season, if it can be told.
    pub fn opens(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let mut at = if self.can_tell(at) { at } else { YOUNGEST };
        for _ in 0..TRIES {
            let closed = self.rules.iter().filter(|rule| !rule.is_open(at));
            let openings: Option<Vec<_>> = closed.map(|rule| rule.next_opening(at)).collect();
            match openings?.into_iter().max() {
                Some(next) => at = next,
                None => return Some(at),
            }
        }
        None
    }
}

impl Rule {
    fn words(&self) -> Words {
        let expression = self.hours.get_expression();
        let told: Option<Vec<Words>> = expression.rules.iter().map(sequence).collect();
        told.and_then(|told| join(&told, ("; ", "; ")))
            .unwrap_or_else(|| words!("theo lịch “{expression}”", "by the rule `{expression}`"))
    }

    fn last_day(&self, at: NaiveDateTime) -> Option<NaiveDate> {
        if self.is_open(at) || self.next_opening(at).is_some() {
            return None;
        }
        let seasons = self.season.iter_range(at.checked_sub_signed(HORIZON)?, at);
        let last = seasons.filter(|season| season.kind == RuleKind::Open).last()?.range.end;
        Some((last - TimeDelta::seconds(1)).date())
    }
}

fn always() -> Words {
    words!("luôn luôn", "always")
}

/// The sentences with `between` (Vietnamese, English) between them; `None` without any.
fn join(parts: &[Words], between: (&str, &str)) -> Option<Words> {
    let (first, others) = parts.split_first()?;
    Some(others.iter().fold(first.clone(), |said, part| Words {
        vi: format!("{}{}{}", said.vi, between.0, part.vi),
        en: format!("{}{}{}", said.en, between.1, part.en),
    }))
}

/// "2025 Feb 13-2025 Dec 31 Mo-Fr 07:00-11:30" or "PH off".
fn sequence(rule: &RuleSequence) -> Option<Words> {
    let open = match rule.kind {
        RuleKind::Open => true,
        RuleKind::Closed => false,
        RuleKind::Unknown => return None,
    };
    if rule.operator == RuleOperator::Fallback {
        return None;
    }
    let DaySelector { year, monthday, week, weekday } = &rule.day_selector;
    if !week.is_empty() || !year.is_empty() {
        return None;
    }
    let mut parts = Vec::new();
    parts.extend(list(monthday, span)?);
    parts.extend(list(weekday, days)?);
    parts.extend(hours(&rule.time_selector)?);
    let said = join(&parts, (", ", ", ")).unwrap_or_else(always);
    Some(if open { said } else { join(&[words!("trừ", "except"), said], (" ", " "))? })
}

/// "A, B và C": each told by `tell`. `Some(None)` when there is nothing to tell, `None` when it cannot be told.
fn list<T>(all: &[T], tell: impl Fn(&T) -> Option<Words>) -> Option<Option<Words>> {
    let told: Vec<Words> = all.iter().map(tell).collect::<Option<_>>()?;
    Some(match told.split_last() {
        Some((last, others)) if !others.is_empty() => {
            join(&[join(others, (", ", ", "))?, last.clone()], (" và ", " and "))
        }
        _ => told.into_iter().next(),
    })
}

/// "từ 20/11 đến 30/11/2026".
fn span(range: &MonthdayRange) -> Option<Words> {
    match range {
        MonthdayRange::Date { start, end } => dated(fixed(start)?, fixed(end)?),
        MonthdayRange::Month { range, year } => {
            let (first, last) = (*range.start() as u8, *range.end() as u8);
            let year = year.map(|year| *year);
            let (vi, en) = year.map_or((" hằng năm".to_owned(), " every year".to_owned()), |year| {
                (format!(" năm {year}"), format!(" {year}"))
            });
            Some(if first == last {
                words!("tháng {first}{vi}", "month {first}{en}")
            } else {
                words!("từ tháng {first} đến tháng {last}{vi}", "months {first} to {last}{en}")
            })
        }
    }
}

/// A day of the calendar, its year `None` when every year has it.
type DayOf = (Option<i32>, u32, u32);

fn fixed((date, offset): &(Date, DateOffset)) -> Option<DayOf> {
    match date {
        Date::Fixed { year, month, day } if *offset == DateOffset::default() => {
            Some((year.map(|year| *year), *month as u32, u32::from(*day)))
        }
        _ => None,
    }
}

/// A first and a last day. The year 1900 and the year 9999 stand for none (see `Day::range`).
fn dated(first: DayOf, last: DayOf) -> Option<Words> {
    // A leap year, so that 29 February exists.
    let date = |(year, month, day): DayOf| NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day);
    let (from, to) = (date(first)?, date(last)?);
    Some(match (first.0, last.0) {
        (Some(_), Some(9999)) => {
            let from = dates::short(from);
            words!("từ {from}", "from {from}")
        }
        (Some(1900), Some(_)) => {
            let to = dates::short(to);
            words!("đến hết {to}", "until {to}")
        }
        (Some(_), Some(_)) if from == to => {
            let day = dates::short(from);
            words!("ngày {day}", "on {day}")
        }
        (Some(year), Some(end)) => {
            let from = if year == end { dates::brief(from) } else { dates::short(from) };
            let to = dates::short(to);
            words!("từ {from} đến {to}", "from {from} to {to}")
        }
        (None, None) if from == to => {
            let day = dates::brief(from);
            words!("ngày {day} hằng năm", "on {day} every year")
        }
        (None, None) => {
            let (from, to) = (dates::brief(from), dates::brief(to));
            words!("từ {from} đến {to} hằng năm", "from {from} to {to} every year")
        }
        _ => return None,
    })
}

/// "Thứ Hai đến Thứ Sáu", "ngày nghỉ".
fn days(range: &WeekDayRange) -> Option<Words> {
    match range {
        WeekDayRange::Fixed { range, offset: 0, nth_from_start, nth_from_end }
            if !nth_from_start.contains(&false) && !nth_from_end.contains(&false) =>
        {
            let ((first, one), (last, other)) = (weekday(*range.start()), weekday(*range.end()));
            Some(if range.start() == range.end() {
                words!("{first}", "{one}")
            } else {
                words!("{first} đến {last}", "{one} to {other}")
            })
        }
        WeekDayRange::Holiday { kind: HolidayKind::Public, offset: 0 } => {
            Some(words!("ngày nghỉ", "days off"))
        }
        _ => None,
    }
}

fn weekday(day: Weekday) -> (&'static str, &'static str) {
    let english = match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    };
    (dates::weekday(day), english)
}

/// "07:00–11:30 và 13:30–17:00"; `Some(None)` for the whole day.
fn hours(times: &TimeSelector) -> Option<Option<Words>> {
    if *times == TimeSelector::default() { Some(None) } else { list(&times.spans, hour_span) }
}

fn hour_span(span: &TimeSpan) -> Option<Words> {
    let (Time::Fixed(from), Time::Fixed(to)) = (span.range.start, span.range.end) else { return None };
    if span.open_end || span.repeats.is_some() {
        return None;
    }
    let (from, to) = (from.mins_from_midnight(), to.mins_from_midnight());
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let (begin, end) = (clock(from), clock(if to > 24 * 60 { to - 24 * 60 } else { to }));
    Some(if to > 24 * 60 || to <= from {
        words!("{begin}–{end} hôm sau", "{begin}–{end} the day after")
    } else {
        words!("{begin}–{end}", "{begin}–{end}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn words() {
        let table = [
            ("24/7", "luôn luôn", "always"),
            ("2026 Nov 20-2026 Nov 30", "từ 20/11 đến 30/11/2026", "from 20/11 to 30/11/2026"),
            ("2026 Dec 20-2027 Jan 05", "từ 20/12/2026 đến 05/01/2027", "from 20/12/2026 to 05/01/2027"),
            ("2026 Nov 20-2026 Nov 20", "ngày 20/11/2026", "on 20/11/2026"),
            ("Dec 20-Jan 05", "từ 20/12 đến 05/01 hằng năm", "from 20/12 to 05/01 every year"),
            ("Nov 20-Nov 20", "ngày 20/11 hằng năm", "on 20/11 every year"),
            ("Feb 29-Mar 01", "từ 29/02 đến 01/3 hằng năm", "from 29/02 to 01/3 every year"),
            ("1900 Jan 01-2026 Nov 30", "đến hết 30/11/2026", "until 30/11/2026"),
            (
                "2026 Jun 01-9999 Dec 31 Mo,Fr",
                "từ 01/6/2026, Thứ Hai và Thứ Sáu",
                "from 01/6/2026, Monday and Friday",
            ),
            (
                "2026Feb-Dec Mo-Fr 07:00-11:30,13:30-17:00; PH off",
                "từ tháng 2 đến tháng 12 năm 2026, Thứ Hai đến Thứ Sáu, 07:00–11:30 và 13:30–17:00; trừ ngày nghỉ",
                "months 2 to 12 2026, Monday to Friday, 07:00–11:30 and 13:30–17:00; except days off",
            ),
            ("22:00-02:00", "22:00–02:00 hôm sau", "22:00–02:00 the day after"),
            ("week 10 Mo", "theo lịch “week10 Mo”", "by the rule `week10 Mo`"),
        ];
        for (notation, vi, en) in table {
            let said = When::parse(notation).unwrap().words();
            assert_eq!((said.vi.as_str(), said.en.as_str()), (vi, en), "{notation}");
        }
        assert_eq!(When::always().words().vi, "luôn luôn");
        let both = When::parse("2026 Nov 20-2026 Nov 30").unwrap().and(&When::parse("Mo").unwrap());
        assert_eq!(both.words().vi, "từ 20/11 đến 30/11/2026; đồng thời Thứ Hai");
    }

    #[test]
    fn last_days() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
        let table = [
            ("1900 Jan 01-2026 Nov 30", "2026-12-01 00:00", day(2026, 11, 30)),
            ("1900 Jan 01-2026 Nov 30", "2026-11-30 23:59", None),
            ("2025 Feb 13-2025 Dec 31 Mo-Fr 07:00-11:30", "2026-11-24 08:00", day(2025, 12, 31)),
            ("Dec 20-Jan 05", "2026-11-24 08:00", None),
        ];
        for (notation, now, last) in table {
            assert_eq!(When::parse(notation).unwrap().last_day(at(now)), last, "{notation} at {now}");
        }
    }

    #[test]
    fn openings_of_two_conditions() {
        let dated = When::parse("2026 Nov 20-2026 Nov 30").unwrap();
        let weekly = When::parse("Mo 07:00-11:30").unwrap();
        assert_eq!(dated.and(&weekly).opens(at("2026-11-01 08:00")), Some(at("2026-11-23 07:00")));
        assert_eq!(dated.opens(at("2026-12-01 08:00")), None);
        let far = When::parse("2030 Nov 20-2030 Nov 30").unwrap();
        assert_eq!(weekly.and(&far).opens(at("2026-11-01 08:00")), Some(at("2030-11-25 07:00")));
        assert_eq!(dated.and(&far).opens(at("2026-11-01 08:00")), None);
    }
}
