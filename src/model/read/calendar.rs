//! A calendar file (iCalendar, RFC 5545) into days off: every event in it that lasts whole days.
//!
//! Read here rather than by a library, which would not say at which line something is wrong. What a day off does not
//! need (names, alarms, time zones, meetings of an hour) is passed over.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::report::Report;
use super::source::Source;
use super::table::quoted;
use super::{CALENDAR_LIMIT, Outcome};
use crate::model::{Days, KNOWN_YEARS, Level, Problem, Words};
use crate::words;

/// Problems of one file that are named; a file with more is no calendar.
const NAMED: usize = 20;

/// Reads the days off of a calendar file. `None` when it is none.
pub fn calendar(bytes: &[u8], file: &str) -> Outcome<Vec<Days>> {
    let source = match Source::new(bytes, file, CALENDAR_LIMIT) {
        Ok(source) => source,
        Err(problem) => return (None, vec![*problem]),
    };
    let lines = unfolded(source.body());
    let is_calendar = |line: &Line| line.is("BEGIN", "VCALENDAR");
    if !lines.iter().find(|line| !line.text.trim().is_empty()).is_some_and(is_calendar) {
        return (None, vec![Problem::file(Level::Error, file, no_calendar(), export_again())]);
    }
    let mut reader =
        Reader { report: Report::new(&source), named: 0, event: None, inner: 0, days: Vec::new() };
    lines.iter().for_each(|line| reader.take(line));
    if let Some(event) = reader.event.take() {
        reader.fault(&event.begin, "BEGIN", cut_short());
    }
    (Some(reader.days), reader.report.into_problems())
}

/// A line of the file as it was before long lines were folded.
struct Line {
    text: String,
    /// Where it stands in the file.
    span: Range<usize>,
}

impl Line {
    /// The name of the property, in capitals, and its value; what stands between them says how to read the value, and
    /// the value itself tells as well. `None` without a colon.
    fn property(&self) -> Option<(String, &str)> {
        let mut quoted = false;
        let colon = self.text.find(|c| {
            quoted ^= c == '"';
            c == ':' && !quoted
        })?;
        let (before, value) = (self.text.get(..colon)?, self.text.get(colon + 1..)?);
        let name = before.split(';').next().unwrap_or(before);
        Some((name.trim().to_uppercase(), value.trim()))
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.property().is_some_and(|(key, given)| key == name && given.eq_ignore_ascii_case(value))
    }
}

/// The lines of `text`, which begins `skipped` bytes after the file; one that begins with white space goes on with
/// the one before.
fn unfolded((text, skipped): (&str, usize)) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = skipped;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end_matches(['\r', '\n']);
        let end = start + line.len();
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some(last)) => {
                last.text.push_str(more);
                last.span.end = end;
            }
            _ => lines.push(Line { text: line.to_owned(), span: start..end }),
        }
        start += raw.len();
    }
    lines
}

/// A day, or a local time of a day.
#[derive(Clone, Copy)]
enum Moment {
    Day(NaiveDate),
    Time(NaiveDateTime),
}

impl Moment {
    /// "20270206", "20270206T000000" or, in UTC, "20270205T170000Z".
    fn parse(text: &str) -> Option<Moment> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let (date, time) = text.split_once('T').unwrap_or((text, ""));
        let date = Some(date).filter(|date| date.len() == 8 && digits(date))?;
        let date = NaiveDate::parse_from_str(date, "%Y%m%d").ok()?;
        if time.is_empty() {
            return (!text.ends_with('T')).then_some(Moment::Day(date));
        }
        let utc = time.strip_suffix('Z');
        let time = Some(utc.unwrap_or(time)).filter(|time| time.len() == 6 && digits(time))?;
        let time = date.and_time(NaiveTime::parse_from_str(time, "%H%M%S").ok()?);
        // Whole days are those of Vietnam, whose calendar this is.
        let east = TimeDelta::hours(if utc.is_some() { 7 } else { 0 });
        time.checked_add_signed(east).map(Moment::Time)
    }

    /// The day that begins then.
    fn day(self) -> Option<NaiveDate> {
        match self {
            Moment::Day(date) => Some(date),
            Moment::Time(time) => (time.time() == NaiveTime::MIN).then(|| time.date()),
        }
    }
}

/// What is known so far of an event.
struct Event {
    begin: Range<usize>,
    start: Option<Moment>,
    /// The first moment after it, and where that is said.
    end: Option<(Moment, Range<usize>)>,
    /// Whole days.
    length: Option<i64>,
    repeat: Option<(String, Range<usize>)>,
    cancelled: bool,
    /// A property that it cannot do without was misread, and named.
    faulty: bool,
}

struct Reader<'a> {
    report: Report<'a>,
    named: usize,
    event: Option<Event>,
    /// Alarms and the like inside an event that are open.
    inner: usize,
    days: Vec<Days>,
}

impl Reader<'_> {
    fn fault(&mut self, span: &Range<usize>, key: &str, message: Words) {
        self.note(Level::Error, span, key, message, export_again());
    }

    fn note(&mut self, level: Level, span: &Range<usize>, key: &str, message: Words, help: Words) {
        self.named += 1;
        if self.named <= NAMED {
            self.report.note(level, span.clone(), Some(key).filter(|key| !key.is_empty()), message, help);
        }
    }

    fn take(&mut self, line: &Line) {
        if line.text.trim().is_empty() {
            return;
        }
        let Some((name, value)) = line.property() else {
            return self.fault(&line.span, "", no_property(&line.text));
        };
        match (name.as_str(), &mut self.event) {
            ("BEGIN", None) if value.eq_ignore_ascii_case("VEVENT") => {
                let begin = line.span.clone();
                let (start, end, length, repeat) = (None, None, None, None);
                self.event =
                    Some(Event { begin, start, end, length, repeat, cancelled: false, faulty: false });
            }
            ("BEGIN", Some(_)) => self.inner += 1,
            ("END", Some(_)) if self.inner > 0 => self.inner -= 1,
            ("END", Some(_)) => {
                if let Some(event) = self.event.take().filter(|event| !event.cancelled && !event.faulty) {
                    self.finish(&event);
                }
            }
            (_, Some(event)) if self.inner == 0 => match name.as_str() {
                "DTSTART" | "DTEND" => {
                    let moment = Moment::parse(value);
                    event.faulty |= moment.is_none();
                    match name.as_str() {
                        "DTSTART" => event.start = moment,
                        _ => event.end = moment.map(|moment| (moment, line.span.clone())),
                    }
                    if moment.is_none() {
                        self.fault(&line.span, &name, no_day(value));
                    }
                }
                "DURATION" => event.length = whole_days(value),
                "RRULE" => event.repeat = Some((value.to_uppercase(), line.span.clone())),
                "STATUS" => event.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
                _ => {}
            },
            _ => {}
        }
    }

    /// Adds the days of an event that lasts whole days.
    fn finish(&mut self, event: &Event) {
        let Some(start) = event.start else { return self.fault(&event.begin, "BEGIN", no_start()) };
        let Some(first) = start.day() else { return };
        let alone = if matches!(start, Moment::Day(_)) { 1 } else { 0 };
        let length = match &event.end {
            Some((end, span)) => match end.day().map(|end| (end - first).num_days()) {
                Some(length) if length < 0 => return self.fault(span, "DTEND", backwards()),
                // Some programs end an event of one day on that day.
                Some(length) => length.max(alone),
                None => return,
            },
            None => event.length.unwrap_or(alone),
        };
        let Some(more) = TimeDelta::try_days(length - 1).filter(|more| *more >= TimeDelta::zero()) else {
            return;
        };
        let days = |first: NaiveDate| Some(first..=first.checked_add_signed(more)?);
        let firsts = event.repeat.as_ref().map(|(rule, _)| yearly(first, rule));
        if let (Some(None), Some((_, span))) = (&firsts, &event.repeat) {
            let (message, help) = only_yearly();
            self.note(Level::Warning, span, "RRULE", message, help);
        }
        let firsts = firsts.flatten().unwrap_or_else(|| vec![first]);
        self.days.extend(firsts.into_iter().filter_map(days));
    }
}

/// "P1D", "P2W": whole days; `None` for other lengths.
fn whole_days(text: &str) -> Option<i64> {
    let number = text.strip_prefix("P")?;
    let days = number.strip_suffix('D').map(|number| (number, 1));
    let (number, unit) = days.or_else(|| number.strip_suffix('W').map(|number| (number, 7)))?;
    number.parse::<u16>().ok().map(|number| i64::from(number) * unit)
}

/// The first days of an event that is repeated every year, as far as years are known; `None` for any other rule.
fn yearly(first: NaiveDate, rule: &str) -> Option<Vec<NaiveDate>> {
    let (mut step, mut count, mut until) = (1, usize::MAX, NaiveDate::MAX);
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        match part.split_once('=')? {
            ("FREQ", "YEARLY") | ("WKST", _) => {}
            ("INTERVAL", number) => step = number.parse::<u16>().ok().filter(|step| *step > 0)?.into(),
            ("COUNT", number) => count = number.parse().ok()?,
            ("UNTIL", day) => {
                until = match Moment::parse(day)? {
                    Moment::Day(day) => day,
                    Moment::Time(time) => time.date(),
                }
            }
            ("BYMONTH", number) if number.parse() == Ok(first.month()) => {}
            ("BYMONTHDAY", number) if number.parse() == Ok(first.day()) => {}
            _ => return None,
        }
    }
    let years = (first.year()..=*KNOWN_YEARS.end()).step_by(step);
    let firsts = years.filter_map(|year| first.with_year(year)).take(count);
    rule.contains("FREQ=YEARLY").then(|| firsts.take_while(|day| *day <= until).collect())
}

fn export_again() -> Words {
    words!(
        "Mở lịch trong chương trình đã tạo ra nó, sửa ở đó, rồi xuất lại tệp .ics.",
        "Mend it in the program that made the calendar, and export the .ics file again."
    )
}

fn no_calendar() -> Words {
    words!(
        "Đây không phải tệp lịch: dòng đầu phải là BEGIN:VCALENDAR.",
        "This is no calendar: the first line has to be BEGIN:VCALENDAR."
    )
}

fn cut_short() -> Words {
    words!(
        "Sự kiện này không có dòng kết thúc END:VEVENT: tệp bị cụt, hoặc chưa chép xong.",
        "This event lacks its END:VEVENT: the file is cut short."
    )
}

fn no_property(text: &str) -> Words {
    let text = quoted(text.trim());
    words!("Không hiểu dòng «{text}» của tệp lịch.", "`{text}` is no line of a calendar.")
}

fn no_day(value: &str) -> Words {
    let value = quoted(value);
    words!(
        "«{value}» không phải là ngày, nên sự kiện này không được tính.",
        "`{value}` is no day, and the event is not counted."
    )
}

fn no_start() -> Words {
    words!("Sự kiện này không có ngày đầu (DTSTART).", "This event has no first day (DTSTART).")
}

fn backwards() -> Words {
    words!(
        "Sự kiện này kết thúc trước ngày bắt đầu, nên không được tính.",
        "This event ends before it begins, and is not counted."
    )
}

fn only_yearly() -> (Words, Words) {
    (
        words!(
            "Chỉ hiểu sự kiện lặp lại hằng năm; ở đây chỉ tính lần đầu.",
            "Only yearly events are understood; of this one the first time counts."
        ),
        words!(
            "Ghi từng lần thành một sự kiện riêng, hoặc ghi vào mục [holidays] của screen.toml.",
            "Make each time an event of its own, or write the days into [holidays] of screen.toml."
        ),
    )
}

#[cfg(test)]
mod tests;
