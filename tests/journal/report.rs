//! A report of a player that runs.

use std::collections::HashMap;
use std::fs;

use bangtin::journal::{Row, Showing};

use crate::display::wait;
use crate::kit::{Place, drop_in, text};

/// What is in progress, once the player has said more than once that it is.
fn in_progress(place: &Place) -> Showing {
    wait("the row in progress", || {
        place.reader().in_progress().ok()?.into_iter().find_map(|row| match row {
            Row::Showing(row) if row.ended > row.began => Some(row),
            _ => None,
        })
    })
}

#[test]
fn a_report_says_the_showings_that_the_player_said() {
    let place = Place::new(&[
        ("01 tin/a (1s).txt", &text("A", 1)),
        ("01 tin/b (1s).txt", &text("B", 1)),
        ("01 tin/playlist.toml", "topic = \"1.1\"\n"),
    ]);
    let folder = place.folder().join("01 tin");
    let urgent = place.folder().join("khan-cap");
    let mut player = place.play();
    player.lines(3);
    drop_in(&folder, "gỡ (60s).txt", text("Gỡ giữa lượt", 1).as_bytes());
    player.until("gỡ (60s)");
    fs::create_dir(&urgent).expect("made");
    drop_in(&urgent, "khẩn.txt", text("Khẩn", 1).as_bytes());
    player.until("khẩn.txt");
    fs::remove_file(urgent.join("khẩn.txt")).expect("removed");
    player.until("gỡ (60s)");
    fs::remove_file(folder.join("gỡ (60s).txt")).expect("removed");
    player.lines(2);
    drop_in(&folder, "còn (600s).txt", text("Còn đang chiếu", 1).as_bytes());
    player.until("còn (600s)");
    // A change of the folder that does not reach the screen.
    drop_in(&folder, "sau (từ 01-01-2090 đến 02-01-2090).txt", text("Sau", 1).as_bytes());
    let now = in_progress(&place);
    let said = player.said();

    let from = said[0].from.with_timezone(&chrono_tz::Asia::Ho_Chi_Minh).date_naive().to_string();
    let report = |file: &str| {
        let out = place.folder().join("..").join(file);
        let done = place.bangtin().args(["report", "--from", &from, "-o"]).arg(&out).output().expect("runs");
        assert!(done.status.success(), "{done:?}");
        fs::read_to_string(out).expect("written")
    };
    let csv = report("báo cáo.csv");
    let mut csv = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<HashMap<String, String>> = csv.deserialize().map(|row| row.expect("a row")).collect();
    let told: Vec<_> = rows.iter().map(|row| (row["item"].clone(), row["title"].clone())).collect();
    let lines: Vec<_> = said.iter().map(|line| line.shown()).collect();
    assert_eq!(told, lines, "a row for each line that the player said");
    for (row, line) in rows.iter().zip(&said) {
        let began = row["from"].parse::<chrono::DateTime<chrono::Utc>>().expect("a time");
        assert!(began >= line.from, "nothing is shown before it is due: {row:?} {line:?}");
    }
    let of = |name: &str| -> Vec<(&str, &str)> {
        let rows = rows.iter().filter(|row| row["item"].contains(name));
        rows.map(|row| (&*row["by"], &*row["cut"])).collect()
    };
    assert_eq!(of("khẩn"), [("urgent", "deleted")]);
    let gone = of("gỡ");
    assert_eq!((gone[0], gone[gone.len() - 1].1), (("fresh", "urgent"), "deleted"));
    let last = rows.last().expect("rows");
    let seconds = (now.ended - now.began) as f64 / 1000.0;
    assert!(last["seconds"].parse::<f64>().expect("a number") >= seconds, "{last:?} of {seconds} s");
    assert_eq!(last["cut"], "", "it is still on");
    let page = report("báo cáo.html");
    assert!(page.contains(&format!("đã phát {}\u{a0}lượt", said.len())), "{page}");
    assert!(!page.contains("dừng đột ngột"), "nothing is down: {page}");
}
