use super::*;

/// The days off of events between the lines that make them a calendar, and what is said of it: line, key, message.
fn read(events: &str) -> (Vec<String>, Vec<(u32, String, String)>) {
    let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n");
    let (days, problems) = calendar(text.as_bytes(), "nghỉ.ics");
    let days = days.unwrap().iter().map(|days| format!("{}..{}", days.start(), days.end())).collect();
    let said = |problem: &Problem| {
        (problem.line.unwrap(), problem.key.clone().unwrap_or_default(), problem.message.vi.clone())
    };
    (days, problems.iter().map(said).collect())
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", lines.replace('\n', "\r\n"))
}

#[test]
fn whole_days_are_days_off() {
    let table: [(&str, &[&str]); 16] = [
        ("DTSTART;VALUE=DATE:20270125\nDTEND;VALUE=DATE:20270215", &["2027-01-25..2027-02-14"]),
        ("DTSTART;VALUE=DATE:20261120", &["2026-11-20..2026-11-20"]),
        ("dtstart;value=date:20261120\ndtend;value=date:20261120", &["2026-11-20..2026-11-20"]),
        (
            "DTSTART;TZID=\"Asia:Ho_Chi_Minh\":20261120T000000\nDTEND:20261122T000000",
            &["2026-11-20..2026-11-21"],
        ),
        ("DTSTART:20261119T170000Z\nDTEND:20261120T170000Z", &["2026-11-20..2026-11-20"]),
        ("DTSTART;VALUE=DATE:20261120\nDURATION:P3D", &["2026-11-20..2026-11-22"]),
        ("DTSTART:20261120T000000\nDURATION:P1W", &["2026-11-20..2026-11-26"]),
        // A meeting is no day off, nor is what was called off.
        ("DTSTART:20261120T080000\nDTEND:20261120T100000", &[]),
        ("DTSTART:20261120T000000\nDTEND:20261120T100000", &[]),
        ("DTSTART:20261120T000000", &[]),
        ("DTSTART;VALUE=DATE:20261120\nSTATUS:CANCELLED", &[]),
        (
            "BEGIN:VALARM\nTRIGGER:-PT15M\nDTSTART:xyz\nEND:VALARM\nDTSTART;VALUE=DATE:20261120",
            &["2026-11-20..2026-11-20"],
        ),
        // Folded in the middle of its value.
        (
            "DTSTART;VALUE=DA\n TE:202611\n\t20\nSUMMARY:Ngày Nhà giáo Việt\n  Nam: nghỉ",
            &["2026-11-20..2026-11-20"],
        ),
        (
            "DTSTART;VALUE=DATE:20981120\nRRULE:FREQ=YEARLY",
            &["2098-11-20..2098-11-20", "2099-11-20..2099-11-20", "2100-11-20..2100-11-20"],
        ),
        (
            "DTSTART;VALUE=DATE:20241120\nRRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=20281120T170000Z;BYMONTH=11;BYMONTHDAY=20",
            &["2024-11-20..2024-11-20", "2026-11-20..2026-11-20", "2028-11-20..2028-11-20"],
        ),
        (
            "DTSTART;VALUE=DATE:20240229\nDTEND;VALUE=DATE:20240302\nRRULE:FREQ=YEARLY;COUNT=2",
            &["2024-02-29..2024-03-01", "2028-02-29..2028-03-01"],
        ),
    ];
    for (lines, days) in table {
        assert_eq!(
            read(&event(lines)),
            (days.iter().map(|day| (*day).to_owned()).collect(), vec![]),
            "{lines}"
        );
    }
}

#[test]
fn what_is_wrong_is_named_and_the_rest_counts() {
    let good = event("DTSTART;VALUE=DATE:20261120");
    let table = [
        ("DTSTART;VALUE=DATE:20270230", 4, "DTSTART", "«20270230» không phải là ngày"),
        ("DTSTART:20261120T250000", 4, "DTSTART", "«20261120T250000» không phải là ngày"),
        ("DTSTART;VALUE=DATE:20261120\nDTEND;VALUE=DATE:20261101", 5, "DTEND", "kết thúc trước ngày bắt đầu"),
        ("SUMMARY:Nghỉ", 3, "BEGIN", "không có ngày đầu"),
        ("DTSTART;VALUE=DATE:20261120\nnghỉ cả ngày", 5, "", "Không hiểu dòng «nghỉ cả ngày»"),
        (
            "DTSTART;VALUE=DATE:20261120\nRRULE:FREQ=WEEKLY;BYDAY=SA",
            5,
            "RRULE",
            "Chỉ hiểu sự kiện lặp lại hằng năm",
        ),
        ("DTSTART;VALUE=DATE:20261120\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=5", 5, "RRULE", "Chỉ hiểu"),
    ];
    for (lines, line, key, message) in table {
        let (days, said) = read(&(event(lines) + &good));
        let [(at, named, what)] = said.as_slice() else { panic!("{lines}: {said:?}") };
        assert_eq!((*at, named.as_str()), (line, key), "{lines}");
        assert!(what.contains(message), "{what}");
        assert_eq!(days.last().map(String::as_str), Some("2026-11-20..2026-11-20"), "{lines}");
    }
    let (days, said) = read(&(good.clone() + "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261121\r\n"));
    // The end of the calendar closes the event as well as anything.
    assert_eq!((days.len(), said.len()), (2, 0));
}

#[test]
fn what_is_no_calendar_is_refused_whole() {
    for text in ["", "Nghỉ Tết", "\n\nBEGIN:VCARD\nEND:VCARD\n"] {
        let (days, problems) = calendar(text.as_bytes(), "a.ics");
        assert_eq!((days, problems.len()), (None, 1), "{text}");
    }
    let cut = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261120\n";
    let (days, problems) = calendar(cut.as_bytes(), "a.ics");
    assert_eq!((days, problems[0].line), (Some(vec![]), Some(2)));
    let large = [b"BEGIN:VCALENDAR\n".as_slice(), &vec![b'x'; CALENDAR_LIMIT]].concat();
    assert!(calendar(&large, "a.ics").1[0].message.vi.contains("1024 KiB"));
    let noise = format!("BEGIN:VCALENDAR\n{}", "x\n".repeat(100_000));
    assert_eq!(calendar(noise.as_bytes(), "a.ics").1.len(), NAMED);
}

/// As Google Calendar and Outlook write them, with a byte order mark and without the last line's end.
#[test]
fn byte_order_marks_and_bare_line_ends_are_fine() {
    let text = "\u{feff}BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261120\nDTEND;VALUE=DATE:2026\nEND:VEVENT\nEND:VCALENDAR";
    let (days, problems) = calendar(text.as_bytes(), "a.ics");
    assert_eq!((days, problems[0].line, problems[0].column), (Some(vec![]), Some(4), Some(1)));
    assert_eq!(&text[problems[0].span.clone().unwrap()], "DTEND;VALUE=DATE:2026");
}
