use Weekday::*;

use super::*;

fn on(year: i32, month: u32, day: u32) -> Day {
    Day::Of(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

#[test]
fn dates() {
    for text in ["13/02/2025", "13-02-2025", "2025-02-13", "13.2.2025", " 13 - 2 - 2025 "] {
        assert_eq!(parse_date(text), Ok(on(2025, 2, 13)), "{text}");
    }
    assert_eq!(parse_date("30-11"), Ok(Day::Yearly { month: 11, day: 30 }));
    assert_eq!(parse_date("29-02"), Ok(Day::Yearly { month: 2, day: 29 }));
    assert_eq!(parse_date("29-02-2028"), Ok(on(2028, 2, 29)));
}

#[test]
fn impossible_dates_say_why() {
    let table = [
        ("30-02-2026", "Tháng 2 không có ngày 30 («30-02-2026»)"),
        ("29-02-2026", "Tháng 2 không có ngày 29 («29-02-2026»)"),
        ("30-02", "Tháng 2 không có ngày 30 («30-02»)"),
        ("11-30-2026", "Không có tháng 30 («11-30-2026»)"),
        ("00-11-2026", "Tháng 11 không có ngày 0 («00-11-2026»)"),
        ("30-11-26", "Năm trong «30-11-26» không đủ bốn chữ số"),
        ("30-11-0226", "Không có năm 226 trong lịch này («30-11-0226»)"),
        ("30-11-20266", "«30-11-20266» không phải là ngày"),
        ("+3-11-2026", "«+3-11-2026» không phải là ngày"),
        ("mai", "«mai» không phải là ngày"),
        ("", "«» không phải là ngày"),
        ("11-2026", "«11-2026» không phải là ngày"),
    ];
    for (text, message) in table {
        assert_eq!(parse_date(text).unwrap_err().message.vi, format!("{message}."));
    }
}

#[test]
fn spans() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let winter = day(2027, 1, 25)..=day(2027, 2, 14);
    for text in ["25-01-2027 đến 14-02-2027", "2027-01-25 đến 2027-02-14", "từ 25/01 đến 14/02/2027"]
    {
        assert_eq!(parse_span(text), Ok(winter.clone()), "{text}");
    }
    assert_eq!(parse_span("20-12 đến 05-01-2027"), Ok(day(2026, 12, 20)..=day(2027, 1, 5)));
    assert_eq!(parse_span("20-11-2026"), Ok(day(2026, 11, 20)..=day(2026, 11, 20)));
    let table = [
        ("20-11", "Ngày 20-11 thiếu năm"),
        ("20-11 đến 30-11", "Ngày 30-11 thiếu năm"),
        ("20-11-2026 đến 30-11", "Ngày 30-11 thiếu năm"),
        ("14-02-2027 đến 25-01-2027", "Ngày cuối 25-01-2027 trước ngày đầu 14-02-2027"),
        ("25-01-2027 đến 30-02-2027", "Tháng 2 không có ngày 30 («30-02-2027»)"),
        ("Tết", "«tet» không phải là ngày"),
    ];
    for (text, message) in table {
        assert_eq!(parse_span(text).unwrap_err().message.vi, format!("{message}."));
    }
}

#[test]
fn weekdays() {
    let table: [(&str, &[Weekday]); 12] = [
        ("T2", &[Mon]),
        ("t7", &[Sat]),
        ("CN", &[Sun]),
        ("thứ 2", &[Mon]),
        ("Thứ Tư", &[Wed]),
        ("thu5", &[Thu]),
        ("Chủ  nhật", &[Sun]),
        ("T6, T2,T6", &[Mon, Fri]),
        ("T2-T6", &[Mon, Tue, Wed, Thu, Fri]),
        ("thứ 7 đến CN", &[Sat, Sun]),
        ("T7-T2", &[Mon, Sat, Sun]),
        ("Mo", &[Mon]),
    ];
    for (text, days) in table {
        assert_eq!(parse_days(text).as_deref(), Ok(days), "{text}");
    }
    for text in ["T8", "T1", "thứ", "", "T2,", "thứ nhất", "2", "T2-"] {
        assert!(parse_days(text).is_err(), "{text}");
    }
    assert_eq!(parse_days("T2, T9").unwrap_err().message.vi, "«T9» không phải là ngày trong tuần.");
}

#[test]
fn hours_of_a_day() {
    let table: [(&str, &[(u32, u32)]); 7] = [
        ("07:00-11:30", &[(420, 690)]),
        ("7h-11h30", &[(420, 690)]),
        ("7 giờ 15 đến 11 giờ", &[(435, 660)]),
        ("07:00-11:30, 13:30-17:00", &[(420, 690), (810, 1020)]),
        ("22:00-02:00", &[(1320, 120)]),
        ("00:00-24:00", &[(0, 1440)]),
        ("22:00-00:00", &[(1320, 1440)]),
    ];
    for (text, hours) in table {
        let expected: Vec<_> = hours.iter().map(|(from, to)| Hours { from: *from, to: *to }).collect();
        assert_eq!(parse_hours(text), Ok(expected), "{text}");
    }
    let table = [
        ("07:00-24:30", "«07:00-24:30» quá 24:00: một ngày chỉ có từ 00:00 đến 24:00"),
        ("24:00-25:00", "«24:00-25:00» quá 24:00: một ngày chỉ có từ 00:00 đến 24:00"),
        ("07:00-07:00", "«07:00-07:00» bắt đầu và kết thúc cùng một lúc"),
        ("07:60-08:00", "«07:60-08:00» không phải là khoảng giờ"),
        ("07:00", "«07:00» không phải là khoảng giờ"),
        ("7-11", "«7-11» không phải là khoảng giờ"),
        ("sáng", "«sáng» không phải là khoảng giờ"),
    ];
    for (text, message) in table {
        assert_eq!(parse_hours(text).unwrap_err().message.vi, format!("{message}."));
    }
}

#[test]
fn decomposed_and_combined_typing_fold_alike() {
    // Composed, fully decomposed, and "tổ hợp": ế as ê and a combining acute.
    for text in ["đến", "đe\u{302}\u{301}n", "đê\u{301}n", "ĐẾN", "den"] {
        assert_eq!(fold(text), "den", "{text}");
    }
}
