//! Notices in the encodings before Unicode, as other programs wrote them.

use std::fs;

use bangtin::model::{Content, Level, Para, Reason, Slide};

use crate::load::{item, problem, read};
use crate::stage::Stage;

/// Made by `tests/files/text/make.sh`.
const TCVN3: &[u8] = include_bytes!("../files/text/tcvn3.txt");
const VNI: &[u8] = include_bytes!("../files/text/vni.txt");
const VIQR: &[u8] = include_bytes!("../files/text/viqr.txt");
const WINDOWS_1258: &[u8] = include_bytes!("../files/text/windows-1258.txt");

/// What all of them say.
fn is_notice(content: &Content) -> bool {
    let Some(Slide::Message(message)) = content.slide() else { return false };
    let body =
        ["Thời gian: 7 giờ 30 ngày Chủ nhật", "Địa điểm: phòng họp số 2", "Đề nghị phụ huynh đến đúng giờ"];
    let said = |para: &Para| para.text.replace('\u{a0}', " ");
    message.heading == "Họp phụ huynh học sinh (ví dụ)" && message.body.iter().map(said).eq(body)
}

/// As a program that knows none of it saves bytes in UTF-8.
fn pasted(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes()
}

#[test]
fn a_notice_in_an_encoding_of_old_is_read_and_named() {
    for (bytes, name) in [(TCVN3, "TCVN3"), (VNI, "VNI"), (WINDOWS_1258, "Windows-1258")] {
        for bytes in [bytes.to_vec(), pasted(bytes)] {
            let (_folder, loaded) = read(&[("a.txt", &bytes)]);
            assert!(is_notice(&item(&loaded, "a.txt").content), "{name}: {:?}", item(&loaded, "a.txt"));
            let told = problem(&loaded, "a.txt");
            assert_eq!(told.level, Level::Notice);
            assert!(
                told.message.vi.contains(name) && told.message.vi.contains("«Họp phụ huynh học sinh"),
                "{told:?}"
            );
        }
    }
}

#[test]
fn a_table_is_read_alike() {
    let table = [
        b"L\xedp,T\xe6ng \xaei\xd3m\n".as_slice(),
        b"L\xedp 10A1,\"9,5\"\nH\xe4c sinh gi\xe1i,8\nPh\xf4 huynh,7\n",
    ]
    .concat();
    let tabs = table.split(|byte| *byte == b',').collect::<Vec<_>>().join(&b'\t');
    let (_folder, loaded) = read(&[("a.csv", &table), ("b.tsv", &pasted(&tabs))]);
    for name in ["a.csv", "b.tsv"] {
        let Some(Slide::Ranking(ranking)) = item(&loaded, name).content.slide() else {
            panic!("{name}: {:?}", loaded.programme.problems)
        };
        assert!(ranking.rows.iter().any(|row| row.name == "Học sinh giỏi"), "{name}: {:?}", ranking.rows);
    }
}

#[test]
fn what_is_doubtful_waits_for_one_line_in_its_sidecar() {
    let shown = |stage: &Stage| {
        stage.item("a.txt").is_some_and(|item| item.hidden.is_none() && is_notice(&item.content))
    };
    let off = |stage: &Stage| stage.item("a.txt").is_some_and(|item| item.hidden == Some(Reason::Broken));
    let mut stage = Stage::new(&[("a.txt", VIQR)]);
    stage.until("off the air", off);
    let problem = stage.programme.problems.first().expect("a problem").clone();
    assert!(problem.message.vi.contains("VIQR, đọc thành: «Họp phụ huynh học sinh (ví dụ)"), "{problem:?}");
    stage.rename_in("a.txt.toml", b"encoding = 'viqr'");
    stage.until("shown once it is confirmed", shown);
    fs::remove_file(stage.path("a.txt.toml")).unwrap();
    stage.until("off again", off);
    // As Notepad names it.
    stage.rename_in("a.txt.toml.txt", b"encoding = 'utf-8'");
    stage.until("as it stands", |stage| {
        stage.item("a.txt").is_some_and(|item| item.hidden.is_none() && item.title.starts_with("Ho.p phu."))
    });
}
