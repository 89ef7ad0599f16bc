//! Why a condition on time is not obeyed, for people.

use std::cmp::Ordering;

use chrono::NaiveDate;
use opening_hours_syntax::rules::RuleSequence;
use opening_hours_syntax::rules::day::{Date, HolidayKind, MonthdayRange, WeekDayRange};
use opening_hours_syntax::rules::time::{Time, TimeSpan};

use crate::model::Misread;
use crate::model::spelling::{backwards, minutes};
use crate::words;

/// Why `rule` of the expression `text`, which the crate reads, cannot be obeyed as it is meant; `None` when it can.
pub(super) fn disobeyed(text: &str, rule: &RuleSequence) -> Option<Misread> {
    if names(rule, HolidayKind::School) {
        return Some(other_holidays(text, "SH"));
    }
    let days = rule.day_selector.monthday.iter().find_map(|days| day(text, days));
    days.or_else(|| rule.time_selector.spans.iter().find_map(|span| hours(text, span)))
}

/// Whether `rule` names holidays of this kind.
pub(super) fn names(rule: &RuleSequence, kind: HolidayKind) -> bool {
    let mut days = rule.day_selector.weekday.iter();
    days.any(|day| matches!(day, WeekDayRange::Holiday { kind: named, .. } if *named == kind))
}

fn day(text: &str, days: &MonthdayRange) -> Option<Misread> {
    let MonthdayRange::Date { start: (first, _), end: (last, _) } = days else { return None };
    if [first, last].iter().any(|date| matches!(date, Date::Easter { .. })) {
        return Some(other_holidays(text, "easter"));
    }
    if let Some((month, day)) = [first, last].into_iter().find_map(impossible) {
        return Some(no_such_day(text, month, day));
    }
    let (first, last) = (dated(first)?, dated(last)?);
    (first.cmp(&last) == Ordering::Greater).then(|| backwards(first, last))
}

/// Month and day of a date that no year has. (The crate would take "Feb 30" for every day.)
fn impossible(date: &Date) -> Option<(u32, u32)> {
    let Date::Fixed { year, month, day } = date else { return None };
    let (month, day) = (*month as u32, u32::from(*day));
    // A leap year, so that 29 February exists.
    let year = year.map_or(2024, |year| *year);
    NaiveDate::from_ymd_opt(year, month, day).is_none().then_some((month, day))
}

/// The date, when its year is named.
fn dated(date: &Date) -> Option<NaiveDate> {
    let Date::Fixed { year, month, day } = date else { return None };
    NaiveDate::from_ymd_opt(*(*year)?, *month as u32, u32::from(*day))
}

fn hours(text: &str, span: &TimeSpan) -> Option<Misread> {
    match (span.range.start, span.range.end) {
        // The crate would take these for the whole day.
        (Time::Fixed(from), Time::Fixed(to)) if from == to && !span.open_end => Some(no_time(text)),
        (Time::Fixed(_), Time::Fixed(_)) => None,
        _ => Some(by_the_sun(text)),
    }
}

/// The crate's complaint, for people: where reading stopped.
pub(super) fn unreadable(text: &str, error: &str) -> Misread {
    // A syntax error begins " --> 1:COLUMN".
    let column = error.lines().next().and_then(|line| line.rsplit_once(':')?.1.trim().parse::<usize>().ok());
    let rest: String = text.chars().skip(column.unwrap_or(1).saturating_sub(1)).collect();
    let late = rest.split(['-', ',', ';', ' ']).next().and_then(minutes).is_some_and(|time| time >= 24 * 60);
    let message = if late {
        words!(
            "«{rest}» quá 24:00: một ngày chỉ có từ 00:00 đến 24:00.",
            "`{rest}` exceeds 24:00, the end of a day."
        )
    } else if rest.is_empty() {
        words!("«{text}» còn thiếu phần cuối.", "`{text}` lacks its end.")
    } else {
        words!("Không đọc được «{rest}» trong «{text}».", "`{rest}` cannot be read in `{text}`.")
    };
    Misread {
        message,
        help: words!(
            "Viết như: 2026 Feb 13-2026 Dec 31 Mo-Fr 07:00-11:30,13:30-17:00; PH off. Hoặc dùng from, to, days, hours.",
            "Write like: 2026 Feb 13-2026 Dec 31 Mo-Fr 07:00-11:30,13:30-17:00; PH off. Or use from, to, days, hours."
        ),
    }
}

pub(super) fn nothing() -> Misread {
    Misread {
        message: words!("Chưa có gì trong ô này.", "There is nothing here."),
        help: words!("Xóa cả dòng nếu lúc nào cũng chiếu.", "Take the line out to show it always."),
    }
}

fn by_the_sun(text: &str) -> Misread {
    Misread {
        message: words!(
            "«{text}» dùng giờ mặt trời, mà màn hình không biết mình ở đâu.",
            "`{text}` goes by the sun, and the screen does not know where it stands."
        ),
        help: words!("Viết giờ đồng hồ, ví dụ 06:00-18:00.", "Write hours of the clock, as in 06:00-18:00."),
    }
}

fn other_holidays(text: &str, name: &str) -> Misread {
    Misread {
        message: words!(
            "Không có ngày nghỉ tên «{name}» («{text}»); ở đây chỉ có PH.",
            "There are no holidays called {name} (`{text}`); here there is PH alone."
        ),
        help: words!(
            "Dùng PH: đó là ngày lễ và mọi ngày nghỉ ghi ở mục [holidays] của screen.toml hay trong tệp lịch .ics.",
            "Use PH: public holidays and every day off of [holidays] in screen.toml or of an .ics file."
        ),
    }
}

fn no_such_day(text: &str, month: u32, day: u32) -> Misread {
    Misread {
        message: words!(
            "Tháng {month} không có ngày {day} («{text}»).",
            "Month {month} has no day {day} (`{text}`)."
        ),
        help: words!("Sửa lại ngày đó.", "Mend that day."),
    }
}

fn no_time(text: &str) -> Misread {
    Misread {
        message: words!(
            "Có giờ bắt đầu và kết thúc cùng một lúc trong «{text}».",
            "Hours in `{text}` end when they begin."
        ),
        help: words!("Chiếu cả ngày thì bỏ giờ đi.", "For the whole day leave the hours out."),
    }
}

pub(super) fn matchless(text: &str) -> Misread {
    Misread {
        message: words!(
            "Không có ngày nào khớp với «{text}», nên không bao giờ chiếu.",
            "No day matches `{text}`, so it is never shown."
        ),
        help: words!(
            "Xem lại năm, tháng, tuần và thứ có hợp nhau không.",
            "See whether year, month, week and day of the week agree."
        ),
    }
}

pub(super) fn too_long() -> Misread {
    Misread {
        message: words!(
            "Lịch này dài quá 2000 ký tự nên không được đọc.",
            "This rule is over 2000 characters and is not read."
        ),
        help: words!(
            "Gộp các ngày giờ giống nhau; ngày nghỉ thì ghi một lần vào mục [holidays] của screen.toml.",
            "Join what is alike; write days off once, into [holidays] of screen.toml."
        ),
    }
}

pub(super) fn only_closes(text: &str) -> Misread {
    Misread {
        message: words!(
            "«{text}» chỉ nói khi nào nghỉ, không nói khi nào chiếu.",
            "`{text}` only says when to stay off, not when to show."
        ),
        help: words!(
            "Viết lúc chiếu trước, ví dụ: 24/7; PH off.",
            "Say when to show first, as in: 24/7; PH off."
        ),
    }
}
