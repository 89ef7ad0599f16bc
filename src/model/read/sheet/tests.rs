use super::*;
use crate::model::read::Cells;

fn csv(text: &str, heading: &str) -> Outcome<SlideFile> {
    table(text.as_bytes(), "a.csv", heading, &Choice::default())
}

/// Rank, name and score of every line that is shown.
fn shown(read: &Option<SlideFile>) -> Vec<(usize, &str, &str)> {
    let Some(Slide::Ranking(ranking)) = read.as_ref().and_then(|read| read.content.slide()) else {
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
        let (read, problems) = csv(text, "Thi đua tuần 12");
        assert_eq!(shown(&read), expected, "{text}");
        let worse: Vec<_> = problems.iter().filter(|problem| problem.level != Level::Notice).collect();
        assert_eq!(worse, Vec::<&Problem>::new(), "{text}");
        let read = read.unwrap();
        assert_eq!((read.content.clone(), read.hidden), (read.content, None));
    }
    let (read, _) = csv("Chi đoàn,Tổng điểm\n10A1,9", "tuần 12");
    let Some(Slide::Ranking(ranking)) = read.as_ref().and_then(|read| read.content.slide()) else { panic!() };
    assert_eq!((ranking.who.as_str(), ranking.what.as_str()), ("Chi đoàn", "Tổng điểm"));
    assert_eq!(ranking.heading, "tuần\u{a0}12");
}

/// Heads (with `>` before figures) and rows of a table; a section has one cell.
fn grid(read: &Option<SlideFile>) -> Vec<Vec<String>> {
    let Some(Slide::Table(sheet)) = read.as_ref().and_then(|read| read.content.slide()) else {
        panic!("no table: {read:?}")
    };
    let head = |column: &TableColumn| format!("{}{}", if column.figures { ">" } else { "" }, column.head);
    let row = |row: &TableRow| match row {
        TableRow::Cells(cells) => cells.clone(),
        TableRow::Section(name) => vec![name.clone()],
    };
    [sheet.columns.iter().map(head).collect()].into_iter().chain(sheet.rows.iter().map(row)).collect()
}

#[test]
fn any_other_table_is_shown_as_it_is() {
    for (text, expected) in [
        ("Họ tên,Điện thoại\nA,0912345678\n", vec![vec!["Họ tên", "Điện thoại"], vec!["A", "0912345678"]]),
        ("Lớp;Sĩ số\n10A1;40\n10A2;\n", vec![vec!["Lớp", ">Sĩ số"], vec!["10A1", "40"], vec!["10A2", ""]]),
        ("Điểm\n9\n8.5\n", vec![vec![">Điểm"], vec!["9,0"], vec!["8,5"]]),
        ("lopez\tdiem\nx\t1.5\n", vec![vec!["lopez", ">diem"], vec!["x", "1,5"]]),
        ("BẢNG VÍ DỤ,,\n,,\nA,,B\n1,,x\n,,\n2,,y\n", vec![vec![">A", "B"], vec!["1", "x"], vec!["2", "y"]]),
        (
            "Ngày,Việc\n2026-11-24,\"Họp,  lớp 10A1\"\n",
            vec![vec!["Ngày", "Việc"], vec!["24-11-2026", "Họp, lớp\u{a0}10A1"]],
        ),
    ] {
        let (read, problems) = csv(text, "A");
        assert_eq!(grid(&read), expected, "{text}");
        assert!(problems.iter().all(|problem| problem.level == Level::Notice), "{problems:?}");
        assert_eq!(read.unwrap().hidden, None);
    }
    for text in ["", "\n\n", ",,\n"] {
        let (read, problems) = csv(text, "A");
        assert_eq!((read, said(&problems)), (None, vec![(Level::Error, 0, "Bảng này chưa có dòng nào.")]));
    }
}

#[test]
fn a_bad_line_of_a_table_is_named_and_the_others_are_shown() {
    let long = "x".repeat(CELL + 1);
    let text = format!("A,B\n1,2,3\n[cần điền],4\n{long},5\n6,1.234\n");
    let (read, problems) = csv(&text, "A");
    assert_eq!(grid(&read), [[">A", ">B"], ["6", "1.234"]]);
    assert_eq!(
        said(&problems),
        [
            (Level::Error, 2, "Dòng này có 3 ô, dòng đầu có 2 ô, nên không biết điểm nào đúng."),
            (Level::Warning, 3, "Chỗ này nhà trường cần điền; dòng này chưa lên màn hình."),
            (Level::Error, 4, "Dòng này có ô dài hơn 600 chữ nên không chiếu."),
            (
                Level::Warning,
                5,
                "Số «1.234» đọc được theo hai cách (hàng nghìn hay phần thập phân), nên in nguyên như đã ghi."
            ),
        ]
    );
    let (read, problems) = csv("A,B\n[cần điền],4\n", "A");
    assert_eq!((read.unwrap().hidden, problems.len()), (Some(Reason::Placeholder), 1));
    let wide: Vec<String> = (1..=COLUMNS + 1).map(|n| format!("Cột {n}")).collect();
    let (read, problems) = csv(&format!("{}\n{}", wide.join(","), wide.join(",")), "A");
    assert_eq!(read, None);
    assert!(problems[0].message.vi.contains("9 cột") && problems[0].help.vi.contains("range = \"A1:E20\""));
    let rows: String = (0..MOST + 5).map(|n| format!("x,{n}\n")).collect();
    let (read, problems) = csv(&format!("A,B\n{rows}"), "A");
    assert_eq!(grid(&read).len(), MOST + 1);
    assert_eq!(
        said(&problems),
        [(Level::Warning, 102, "Bảng có 105 dòng; màn hình chỉ chiếu 100 dòng đầu.")]
    );
}

#[test]
fn the_sidecar_chooses_cells_and_what_becomes_of_them() {
    let text = "Ví dụ\nSTT,Lớp,Điểm,Ghi chú\n1,10A1,9,x\n2,10A2,10,y\n3,10A3,8,z\n";
    let of = |range: &str, shape| {
        let range = Some(Cells::parse(range).unwrap());
        table(text.as_bytes(), "a.csv", "A", &Choice { range, shape, ..Choice::default() })
    };
    assert_eq!(shown(&of("B2:C4", None).0), [(1, "10A2", "10"), (2, "10A1", "9")]);
    assert_eq!(grid(&of("B2:C3", Some(Shape::Table)).0), [["Lớp", ">Điểm"], ["10A1", "9"]]);
    assert_eq!(grid(&of("D:D", None).0).len(), 4);
    let (read, problems) = of("C1:D9", Some(Shape::Ranking));
    assert!(read.is_none() && problems[0].message.vi.contains("chưa thành bảng xếp hạng"), "{problems:?}");
    assert_eq!(of("H1:K9", None).0, None);
}

#[test]
fn the_rows_of_a_workbook_have_heads_of_several_rows_and_sections() {
    let line = |row, cells: &[&str], across, deep| {
        Line::new(row, cells.iter().map(|cell| (*cell).to_owned()).collect(), across, deep)
    };
    let lines = vec![
        line(0, &["TRƯỜNG VÍ DỤ"], true, 1),
        line(2, &["Lớp", "Số liệu"], false, 2),
        line(3, &["Lớp", "Nề nếp", "Tỉ lệ"], false, 1),
        line(4, &["KHỐI 10"], true, 1),
        line(5, &["10A1", "1234,5", "98%"], false, 1),
        line(6, &["10A2", "[cần điền]"], false, 1),
    ];
    let (read, problems) = workbook(lines, "a.xlsx", "A", &Choice::default());
    assert_eq!(
        grid(&read),
        [vec!["Lớp", ">Nề nếp", ">Tỉ lệ"], vec!["KHỐI\u{a0}10"], vec!["10A1", "1.234,5", "98%"]]
    );
    let said = said(&problems);
    assert_eq!(
        said.iter().map(|(level, line, _)| (*level, *line)).collect::<Vec<_>>(),
        [(Level::Notice, 1), (Level::Warning, 7)]
    );
    assert!(problems.iter().all(|problem| problem.span.is_none()));
}

#[test]
fn every_bad_line_is_named_and_the_others_play() {
    let text = "Lớp,Điểm,Ghi chú\n10A1,98,5,x\n10A2,97\n,50\n10A3,tốt\n10A4\n10A5,[cần điền]\n10A2,1.234\n10A6,9,,,\n";
    let (read, problems) = csv(text, "A");
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

    let (read, problems) = csv("Lớp,Điểm\n10A1,9\n\"10A2,8\n10A3,7\n", "A");
    assert_eq!(said(&problems), [(Level::Error, 3, "Ô này nuốt cả những dòng sau.")]);
    assert_eq!(shown(&read), [(1, "10A1", "9")]);

    let (read, problems) = csv("Lớp,Điểm\n", "A");
    assert_eq!((read.unwrap().hidden, problems.len()), (Some(Reason::Placeholder), 0));
}

#[test]
fn what_cannot_be_read_at_all_is_said_with_its_remedy() {
    let ansi = b"L\xf3p,\xd0i\xeam\n10A1,9\n";
    let large = format!("Lớp,Điểm\n{}", "10A1,98.5\n".repeat(10_000));
    for (bytes, message, help) in [
        (&ansi[..], "không phải mã UTF-8", "CSV UTF-8"),
        (b"L\xe1\xbb\x9bp,\xc4\x90i\xe1\xbb\x83m\n10A\xff,9\n", "không phải mã UTF-8", "CSV UTF-8"),
        (large.as_bytes(), "lớn hơn 64 KiB", "tối đa 100 dòng"),
    ] {
        let (read, problems) = table(bytes, "a.csv", "A", &Choice::default());
        assert_eq!(read, None);
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(problem.message.vi.contains(message) && problem.help.vi.contains(help), "{problem:?}");
    }
}

#[test]
fn of_ten_thousand_lines_the_best_are_shown() {
    let text: String = (0..10_000).map(|n| format!("{},{}\n", letters(n), n % 10)).collect();
    assert!(text.len() < LIMIT);
    let (read, problems) = csv(&format!("Lớp,Điểm\n{text}"), "A");
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
