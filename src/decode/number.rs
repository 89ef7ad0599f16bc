//! Numbers of a workbook as their cells show them, with a comma before the decimals and without groups: how thousands
//! are written is up to whoever prints the column.

use calamine::ExcelDateTime;

/// Most decimals of a number whose cell does not say how many.
const DECIMALS: usize = 3;

/// A number in the format of its cell ("0.00", "0%", "General", …).
pub(super) fn print(value: f64, format: &str) -> String {
    if !value.is_finite() {
        return String::new();
    }
    // Positive numbers, negative numbers and so on: the first part will do.
    let format = plain(format.split(';').next().unwrap_or(""));
    let percent = format.contains('%');
    let value = if percent { value * 100.0 } else { value };
    let sign = if percent { "%" } else { "" };
    // "0000000000": a number that is a name.
    if format.len() > 1 && format.chars().all(|c| c == '0') {
        let width = format.len().min(20);
        return format!("{value:0width$.0}");
    }
    let decimals = if format.contains('0') {
        format
            .split_once('.')
            .map_or(0, |(_, rest)| rest.chars().filter(|c| "0#?".contains(*c)).count())
            .min(DECIMALS)
    } else {
        natural(value)
    };
    format!("{value:.decimals$}{sign}").replace('.', ",")
}

/// The format without texts in quotes, colours and conditions in brackets, and what only makes room.
fn plain(format: &str) -> String {
    let mut plain = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => drop(chars.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            c => plain.push(c),
        }
    }
    plain
}

/// As few decimals as give the number, at most [`DECIMALS`]; two of one that needs more.
fn natural(value: f64) -> usize {
    let exact = |decimals: &usize| {
        let unit = 10_f64.powi(*decimals as i32);
        ((value * unit).round() / unit - value).abs() < 1e-9
    };
    (0..=DECIMALS).find(exact).unwrap_or(2)
}

/// A length of time in days, as "27:30" (hours and minutes).
pub(super) fn span(days: f64) -> String {
    let minutes = (days * 24.0 * 60.0).round();
    if !(0.0..1e9).contains(&minutes) {
        return String::new();
    }
    let minutes = minutes as u64;
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// A day, a time, or both: "2026-11-24 07:30".
pub(super) fn moment(moment: &ExcelDateTime, date_1904: bool) -> String {
    let value = moment.as_f64();
    if !(0.0..2_958_466.0).contains(&value) {
        return String::new();
    }
    // Seconds that are not quite whole.
    let whole = (value * 86_400.0).round() / 86_400.0 + 1e-9;
    let moment = ExcelDateTime::new(whole, calamine::ExcelDateTimeType::DateTime, date_1904);
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    match (value < 1.0, value.fract() < 1e-6) {
        (true, _) => format!("{hour:02}:{minute:02}"),
        (false, true) => format!("{year}-{month:02}-{day:02}"),
        (false, false) => format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_printed_as_its_cell_shows_it() {
        for (value, format, expected) in [
            (98.5, "General", "98,5"),
            (97.0, "General", "97"),
            (8.333_333_333, "General", "8,33"),
            (0.1 + 0.2, "", "0,3"),
            (1234.5, "#,##0.00", "1234,50"),
            (8.25, "0.0", "8,2"),
            (0.985, "0.0%", "98,5%"),
            (1.0, "0%", "100%"),
            (912_345_678.0, "0000000000", "0912345678"),
            (50_000.0, "#,##0\\ \"đồng\"", "50000"),
            (-2.0, "0;[Red]\\-0", "-2"),
            (5.0, "@", "5"),
            (1e300, "General", &format!("{:.0}", 1e300)),
            (f64::NAN, "General", ""),
        ] {
            assert_eq!(print(value, format), expected, "{value} {format}");
        }
    }

    #[test]
    fn days_and_times_are_told_apart() {
        let of = |value: f64| {
            moment(&ExcelDateTime::new(value, calamine::ExcelDateTimeType::DateTime, false), false)
        };
        assert_eq!(of(46_350.0), "2026-11-24");
        assert_eq!(of(46_350.312_5), "2026-11-24 07:30");
        assert_eq!(of(0.3125), "07:30");
        assert_eq!(of(-1.0), "");
        assert_eq!(of(f64::NAN), "");
        assert_eq!(span(1.145_833_333), "27:30");
        assert_eq!(span(-1.0), "");
    }
}
