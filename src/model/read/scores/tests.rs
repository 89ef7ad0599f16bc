use super::*;

/// Rank, name and score of every line that is shown.
fn shown(read: &Option<SlideFile>) -> Vec<(usize, &str, &str)> {
    let Some(SlideFile { content: Content::Slide(Slide::Ranking(ranking)), .. }) = read else {
        panic!("no ranking: {read:?}")
    };
    let rows = ranking.rows.iter();
    rows.map(|row| (row.rank.unwrap_or(0), row.name.as_str(), row.score.as_deref().unwrap_or("–"))).collect()
}

/// Level, line and Vietnamese message of every problem.
fn said(problems: &[Problem]) -> Vec<(Level, u32, &str)> {
    problems.iter().map(|p| (p.level, p.line.unwrap_or(0), p.message.vi.as_str())).collect()
}

#[test]
fn a_table_is_read_as_each_spreadsheet_writes_it() {
    let expected = [(1, "10A1", "98,5"), (2, "10A2", "97,0")];
    for text in [
        "Lớp,Điểm\n10A2,97\n10A1,98.5\n",
        "\u{feff}Lớp,Điểm\r\n10A2,97\r\n10A1,\"98,5\"\r\n",
        "\u{feff}Lớp;Điểm\r\n10A2;97\r\n10A1;98,5\r\n",
        "Lớp\tĐiểm\n10A2\t97\n10A1\t98,5",
        "\nSTT,LO\u{301}\u{323}P,Tổng điểm,\n1,10A2,97,\n,,,\n2,10A1,98.5,,,\n",
        "Tên lớp , Điểm tuần 12\n 10A2 , 97\n10A1,98.5",
        "lop,diem nề nếp,tong diem,hạng\n10A2,50,97,2\n10A1,40,98.5,1",
    ] {
        let (read, problems) = scores(text.as_bytes(), "a.csv", "Thi đua tuần 12");
        assert_eq!(shown(&read), expected, "{text}");
        let worse: Vec<_> = problems.iter().filter(|problem| problem.level != Level::Notice).collect();
        assert_eq!(worse, Vec::<&Problem>::new(), "{text}");
        let read = read.unwrap();
        assert_eq!((read.content.clone(), read.hidden), (read.content, None));
    }
    let (read, _) = scores("Chi đoàn,Tổng điểm\n10A1,9".as_bytes(), "a.csv", "tuần 12");
    let Content::Slide(Slide::Ranking(ranking)) = read.unwrap().content else { panic!() };
    assert_eq!((ranking.who.as_str(), ranking.what.as_str()), ("Chi đoàn", "Tổng điểm"));
    assert_eq!(ranking.heading, "tuần\u{a0}12");
}

#[test]
fn another_table_stays_unused() {
    for text in [
        "Họ tên,Điện thoại\nA,1\n",
        "Lớp,Sĩ số\n10A1,40\n",
        "Điểm\n9\n",
        "Lớp,Điểm nề nếp,Điểm học tập\n10A1,9,8\n",
        "lopez,diem\nx,1\n",
        "",
        "\n\n",
    ] {
        let (read, problems) = scores(text.as_bytes(), "a.csv", "A");
        let read = read.unwrap();
        assert_eq!((read.content, read.hidden), (Content::Later("CSV"), Some(Reason::Unsupported)), "{text}");
        assert_eq!(problems.iter().map(|problem| problem.level).collect::<Vec<_>>(), [Level::Notice]);
    }
}

#[test]
fn every_bad_line_is_named_and_the_others_play() {
    let text = "Lớp,Điểm,Ghi chú\n10A1,98,5,x\n10A2,97\n,50\n10A3,tốt\n10A4\n10A5,[cần điền]\n10A2,1.234\n10A6,9,,,\n";
    let (read, problems) = scores(text.as_bytes(), "a.csv", "A");
    assert_eq!(
        said(&problems),
        [
            (Level::Notice, 1, "Màn hình chỉ chiếu cột «Lớp» và «Điểm»; không chiếu «Ghi chú»."),
            (Level::Error, 2, "Dòng này có 4 ô, dòng đầu có 3 ô, nên không biết điểm nào đúng."),
            (Level::Error, 4, "Dòng này thiếu tên lớp."),
            (Level::Error, 5, "Điểm «tốt» không phải là số."),
            (Level::Warning, 6, "Lớp này chưa có điểm; màn hình in dấu gạch ngang."),
            (Level::Warning, 7, "Chỗ này nhà trường cần điền; dòng này chưa lên màn hình."),
            (Level::Error, 8, "Điểm «1.234» có thể đọc theo hai cách."),
            (Level::Warning, 8, "«10A2» ghi hai lần."),
        ]
    );
    assert_eq!(problems[3].key.as_deref(), Some("Điểm"));
    assert_eq!(problems[3].span, Some(text.find("10A3").unwrap()..text.find("\n10A4").unwrap()));
    let unknown = ["10A1", "10A3", "10A4", "10A2"].map(|name| (0, name, "–"));
    assert_eq!(shown(&read), [vec![(1, "10A2", "97"), (2, "10A6", "9")], unknown.to_vec()].concat());

    let (read, problems) = scores("Lớp,Điểm\n10A1,9\n\"10A2,8\n10A3,7\n".as_bytes(), "a.csv", "A");
    assert_eq!(said(&problems), [(Level::Error, 3, "Ô này nuốt cả những dòng sau.")]);
    assert_eq!(shown(&read), [(1, "10A1", "9")]);

    let (read, problems) = scores("Lớp,Điểm\n".as_bytes(), "a.csv", "A");
    assert_eq!((read.unwrap().hidden, problems.len()), (Some(Reason::Placeholder), 0));
}

#[test]
fn what_cannot_be_read_at_all_is_said_with_its_remedy() {
    let ansi = b"L\xf3p,\xd0i\xeam\n10A1,9\n";
    let large = format!("Lớp,Điểm\n{}", "10A1,98.5\n".repeat(10_000));
    for (bytes, message, help) in [
        (&ansi[..], "không phải mã UTF-8", "CSV UTF-8"),
        (b"L\xe1\xbb\x9bp,\xc4\x90i\xe1\xbb\x83m\n10A\xff,9\n", "không phải mã UTF-8", "CSV UTF-8"),
        (large.as_bytes(), "lớn hơn 64 KiB", "tối đa 100 lớp"),
    ] {
        let (read, problems) = scores(bytes, "a.csv", "A");
        assert_eq!(read, None);
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(problem.message.vi.contains(message) && problem.help.vi.contains(help), "{problem:?}");
    }
}

#[test]
fn of_ten_thousand_lines_the_best_are_shown() {
    let text: String = (0..10_000).map(|n| format!("{},{}\n", letters(n), n % 10)).collect();
    assert!(text.len() < LIMIT);
    let (read, problems) = scores(format!("Lớp,Điểm\n{text}").as_bytes(), "a.csv", "A");
    assert_eq!(
        said(&problems),
        [(Level::Warning, 102, "Bảng có 10.000 dòng; màn hình chỉ chiếu 100 dòng điểm cao nhất.")]
    );
    let shown = shown(&read);
    assert_eq!(shown.len(), MOST);
    assert!(shown.iter().all(|row| (row.0, row.2) == (1, "9")));
}

/// A short name of its own for each number.
fn letters(number: u32) -> String {
    [676, 26, 1].iter().filter_map(|place| char::from_u32('a' as u32 + number / place % 26)).collect()
}
