use chrono::NaiveDate;

use super::*;

fn on(year: i32, month: u32, day: u32) -> Option<Day> {
    NaiveDate::from_ymd_opt(year, month, day).map(Day::Of)
}

fn yearly(day: u32, month: u32) -> Option<Day> {
    Some(Day::Yearly { month, day })
}

fn easy(from: Option<Day>, to: Option<Day>, days: &[Weekday]) -> When {
    When::easy(from, to, days, &[]).unwrap()
}

#[test]
fn what_a_name_says() {
    let table = [
        (
            "04 Họp phụ huynh (đến 30-11-2026, 15s).pdf",
            "Họp phụ huynh",
            easy(None, on(2026, 11, 30), &[]),
            Some(15),
        ),
        ("Họp phụ huynh (đến 30-11-2026).png", "Họp phụ huynh", easy(None, on(2026, 11, 30), &[]), None),
        (
            "Tuyển sinh (từ 01-06 đến 15-07, 20s).png",
            "Tuyển sinh",
            easy(yearly(1, 6), yearly(15, 7), &[]),
            Some(20),
        ),
        ("Tết (từ 20-12 đến 05-01).png", "Tết", easy(yearly(20, 12), yearly(5, 1), &[]), None),
        ("Lễ (từ 20-11, đến 30-11).png", "Lễ", easy(yearly(20, 11), yearly(30, 11), &[]), None),
        ("Lễ (từ 20-11 đến 30-11-2026).png", "Lễ", easy(on(2026, 11, 20), on(2026, 11, 30), &[]), None),
        ("Hè (từ 01-06-2026).png", "Hè", easy(on(2026, 6, 1), None, &[]), None),
        (
            "He (tu ngay 1.6.2026 den het ngay 15.7.2026).png",
            "He",
            easy(on(2026, 6, 1), on(2026, 7, 15), &[]),
            None,
        ),
        ("Nộp hồ sơ (hết hạn 30-11-2026).png", "Nộp hồ sơ", easy(None, on(2026, 11, 30), &[]), None),
        ("Cờ (15s).png", "Cờ", When::always(), Some(15)),
        ("Cờ (2 phút).png", "Cờ", When::always(), Some(120)),
        ("Giao ban (thứ 2).png", "Giao ban", easy(None, None, &[Weekday::Mon]), None),
        ("Giao ban (Thứ Hai, thứ tư).png", "Giao ban", easy(None, None, &[Weekday::Mon, Weekday::Wed]), None),
        ("Trực (CN).png", "Trực", easy(None, None, &[Weekday::Sun]), None),
        ("Trực (chủ nhật).png", "Trực", easy(None, None, &[Weekday::Sun]), None),
        ("Trực (thứ 2, thứ 6, 15s).png", "Trực", easy(None, None, &[Weekday::Mon, Weekday::Fri]), Some(15)),
        ("Trực (T2-T4).png", "Trực", easy(None, None, &[Weekday::Mon, Weekday::Tue, Weekday::Wed]), None),
        (
            "Trực (từ thứ 7 đến CN) tuần này.png",
            "Trực tuần này",
            easy(None, None, &[Weekday::Sat, Weekday::Sun]),
            None,
        ),
        ("Chung [đến 30-11-2026] (15s).png", "Chung", easy(None, on(2026, 11, 30), &[]), Some(15)),
        ("Họp (bản chính).pdf", "Họp (bản chính)", When::always(), None),
        ("Họp (bản chính) (đến 30-11-2026).pdf", "Họp (bản chính)", easy(None, on(2026, 11, 30), &[]), None),
        ("Ảnh (1).png", "Ảnh (1)", When::always(), None),
        ("Ảnh (copy).png", "Ảnh (copy)", When::always(), None),
        ("Mô hình (5S).png", "Mô hình (5S)", When::always(), None),
        ("Quỹ (từ thiện).png", "Quỹ (từ thiện)", When::always(), None),
        ("An toàn (đến trường).png", "An toàn (đến trường)", When::always(), None),
        ("Bìa (đen).png", "Bìa (đen)", When::always(), None),
        ("Nội quy (lần thứ 2).png", "Nội quy (lần thứ 2)", When::always(), None),
        ("Năm học (2025-2026).png", "Năm học (2025-2026)", When::always(), None),
        ("Kế hoạch (T11).png", "Kế hoạch (T11)", When::always(), None),
        ("Họp (7h30).png", "Họp (7h30)", When::always(), None),
    ];
    for (name, title, when, dwell) in table {
        let read = Name::of_file(name);
        assert_eq!(read.problems, [], "{name}");
        assert_eq!((read.title.as_str(), read.when, read.undated), (title, when, false), "{name}");
        assert_eq!(read.dwell, dwell.map(TimeDelta::seconds), "{name}");
    }
}

#[test]
fn titles() {
    let table = [
        ("01 thông báo.png", "thông báo"),
        ("4. Họp.png", "Họp"),
        ("4 Họp.png", "Họp"),
        ("12_họp.png", "họp"),
        ("5 điều Bác Hồ dạy.png", "5 điều Bác Hồ dạy"),
        ("10A1 thi đua.png", "10A1 thi đua"),
        ("20-11 Ngày Nhà giáo.png", "20-11 Ngày Nhà giáo"),
        ("2026 kế hoạch.png", "2026 kế hoạch"),
        ("01.png", "01"),
        ("(15s).png", "(15s)"),
        ("Bản 1.5", "Bản 1.5"),
        ("Họp (đến 30.11.2026)", "Họp"),
        ("Ho\u{323}p.png", "Họp"),
        ("", ""),
    ];
    for (name, title) in table {
        assert_eq!(Name::of_file(name).title, title, "{name}");
    }
    assert_eq!(Name::of_folder("02 thủ tục.mới (từ 01-06 đến 15-07)").title, "thủ tục.mới");
}

#[test]
fn a_last_day_without_brackets_is_a_warning() {
    for (name, last) in [
        ("Tuyển sinh đến 30-11-2026.png", "đến 30-11-2026"),
        ("Họp hết ngày 30.11.2026 (20s).png", "hết ngày 30.11.2026"),
        ("HỌP ĐẾN 30-11-2026, khối 10.png", "ĐẾN 30-11-2026"),
    ] {
        let read = Name::of_file(name);
        assert_eq!((read.undated, read.when), (false, When::always()), "{name}");
        let [(Level::Warning, misread)] = read.problems.as_slice() else {
            panic!("{name}: {:?}", read.problems)
        };
        assert!(misread.message.vi.contains(&format!("«{last}»")), "{name}: {}", misread.message.vi);
    }
    for name in
        ["Tuần đến 30-11.png", "Từ nay đến hết năm 2026.png", "Họp đến 01-12-2026 (đến 30-11-2026).png"]
    {
        assert_eq!(Name::of_file(name).problems, [], "{name}");
    }
}

#[test]
fn a_capital_s_is_told_from_another_remark() {
    let read = Name::of_file("HỌP (ĐẾN 30-11-2026, 30S).PNG");
    assert!(
        read.problems
            .iter()
            .any(|(_, misread)| misread.help.vi.starts_with("Số giây viết chữ s thường: 30s."))
    );
}

#[test]
fn what_cannot_be_read_is_named_and_kept_off_the_air() {
    let table = [
        ("Họp (đến 31-11-2026).png", "Tháng 11 không có ngày 31 («31-11-2026»)"),
        ("Họp (đến 30-11).png", "Ngày 30-11 thiếu năm"),
        ("Họp (từ 30-11).png", "Ngày 30-11 thiếu năm"),
        ("Họp (từ 01-12-2026 đến 15-01).png", "Ngày 15-01 thiếu năm"),
        ("Họp (từ 29-02 đến 15-03-2027).png", "Ngày 29-02 thiếu năm"),
        ("Họp (đến 30-11-26).png", "Năm trong «30-11-26» không đủ bốn chữ số"),
        ("Họp (từ 30-11-2026 đến 01-11-2026).png", "Ngày cuối 01-11-2026 trước ngày đầu 30-11-2026"),
        ("Họp (đến cuối tháng).png", "«cuoi thang» không phải là ngày"),
        ("Họp (từ mai).png", "«mai» không phải là ngày"),
        ("HỌP (ĐẾN 30-11-2026, 30S).PNG", "«30S» không phải là ngày hay số giây"),
        ("Họp (bản chính, đến 30-11-2026).png", "«bản chính» không phải là ngày hay số giây"),
        ("Họp (15ss).png", "«15ss» không phải là số giây"),
        ("Họp (0s).png", "«0s» không nằm trong khoảng 1 giây đến 1 giờ"),
        ("Họp (99999s).png", "«99999s» không nằm trong khoảng 1 giây đến 1 giờ"),
        ("Họp (thứ 9).png", "«thứ 9» không phải là ngày hay số giây"),
        ("Họp (1,5s).png", "«1» không phải là ngày hay số giây"),
        ("Họp (từ 20-11 - 30-11).png", "«20-11 - 30-11» không phải là ngày"),
        ("Họp (đến 30-11-2026.png", "Thiếu dấu đóng ngoặc"),
        ("Họp (đến 30-11-2026) (đến 01-12-2026).png", "«đến 01-12-2026» nói lần thứ hai một điều đã nói"),
        ("Họp (15s, 20s).png", "«20s» nói lần thứ hai một điều đã nói"),
    ];
    for (name, why) in table {
        let read = Name::of_file(name);
        assert!(read.undated, "{name}");
        let [(Level::Error, misread)] = read.problems.as_slice() else {
            panic!("{name}: {:?}", read.problems)
        };
        assert!(misread.message.vi.ends_with(&format!(" {why}.")), "{name}: {}", misread.message.vi);
        assert!(misread.help.vi.contains("(đến 30-11-2026)"), "{name}: {}", misread.help.vi);
    }
}

#[test]
fn a_date_without_its_word_is_doubtful() {
    let read = Name::of_file("Công văn 12 (20-11-2026).pdf");
    assert!(matches!(read.problems.as_slice(), [(Level::Warning, _)]), "{:?}", read.problems);
    assert_eq!(
        (read.title.as_str(), read.when, read.undated),
        ("Công văn 12 (20-11-2026)", When::always(), false)
    );
}

#[test]
fn a_name_says_whether_a_clip_is_heard() {
    for (name, title, sound) in [
        ("Hội thao (có tiếng).mp4", "Hội thao", Some(true)),
        ("Hoi thao (co tieng, 30s).mp4", "Hoi thao", Some(true)),
        ("Hội thao [Tắt tiếng].mp4", "Hội thao", Some(false)),
        ("Hội thao (không tiếng).mp4", "Hội thao", Some(false)),
        ("Hội thao (có tiếng Anh).mp4", "Hội thao (có tiếng Anh)", None),
        ("Hội thao.mp4", "Hội thao", None),
    ] {
        let read = Name::of_file(name);
        assert_eq!((read.title.as_str(), read.sound, read.problems), (title, sound, vec![]), "{name}");
    }
    let twice = Name::of_file("Hội thao (có tiếng, không tiếng).mp4");
    assert!(twice.undated && twice.problems.len() == 1);
}
