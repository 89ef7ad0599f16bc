use serde_json::{Value, json};

use super::*;
use crate::model::fixture::{self, VIETNAM, at, dated, item, notices};

fn programme(items: Vec<Item>) -> Programme {
    fixture::programme(VIETNAM, vec![notices(items)])
}

#[test]
fn the_contract() {
    let hidden = |path: &str, reason| Item { hidden: Some(reason), ..item(path, 10) };
    let programme = programme(vec![
        item("thong-bao/a.png", 10),
        dated("thong-bao/b.png", 15, "2026 Nov 20-2026 Nov 30"),
        dated("thong-bao/cũ.png", 10, "2025 Feb 13-2025 Dec 31"),
        dated("thong-bao/mới.png", 10, "2027 Jun 01-2027 Jul 15"),
        dated("thong-bao/sáng.png", 10, "Mo 07:00-11:30"),
        hidden("thong-bao/_nháp.png", Reason::Draft),
        hidden("thong-bao/hỏng.png", Reason::Broken),
    ]);
    let (from, until) = (at("2026-11-24 00:00:12"), at("2026-11-24 00:00:40"));
    let answer: Value = serde_json::from_str(&json(&programme, from, until)).unwrap();
    let on_air = |from: &str, until: &str, item: &str| {
        json!({
            "from": format!("2026-11-24T{from}+07:00"), "until": format!("2026-11-24T{until}+07:00"), "zone": "main",
            "playlist": "thong-bao", "item": item, "pages": null, "title": item,
        })
    };
    let expected = json!({
        // The one that is on air at the first moment is whole.
        "on_air": [
            on_air("00:00:10", "00:00:25", "thong-bao/b.png"),
            on_air("00:00:25", "00:00:35", "thong-bao/a.png"),
            on_air("00:00:35", "00:00:50", "thong-bao/b.png"),
        ],
        "hidden": [
            { "item": "thong-bao/cũ.png", "reason": "expired" },
            { "item": "thong-bao/mới.png", "reason": "not-yet" },
            { "item": "thong-bao/sáng.png", "reason": "hours" },
            { "item": "thong-bao/_nháp.png", "reason": "draft" },
            { "item": "thong-bao/hỏng.png", "reason": "broken" },
        ],
    });
    assert_eq!(answer, expected);
}

#[test]
fn the_ticker_is_a_zone_of_its_own() {
    let lines = Item {
        content: Content::Lines(vec!["Họp phụ huynh".to_owned()]),
        ..dated("chu-chay/họp.txt", 10, "07:00-24:00")
    };
    let folder =
        fixture::programme(VIETNAM, vec![notices(vec![item("a.png", 60)]), fixture::ticker("", vec![lines])]);
    let (from, until) = (at("2026-11-24 23:59:00"), at("2026-11-25 00:01:00"));
    let answer: Value = serde_json::from_str(&json(&folder, from, until)).unwrap();
    let told: Vec<_> = answer["on_air"].as_array().unwrap().iter().collect();
    assert_eq!(told.len(), 3, "{answer}");
    let expected = json!({
        "from": "2026-11-24T07:00:00+07:00", "until": "2026-11-25T00:00:00+07:00", "zone": "ticker",
        "playlist": "chu-chay", "item": "chu-chay/họp.txt", "pages": null, "title": "chu-chay/họp.txt",
    });
    assert_eq!(*told[0], expected);
    assert!(told[1..].iter().all(|entry| entry["zone"] == "main"), "{answer}");
    let said = text(&folder, from, until, Lang::Vi);
    assert!(said.contains("(chu-chay/họp.txt): chữ chạy ở chân màn hình"), "{said}");
}

#[test]
fn for_people() {
    let programme = programme(vec![
        item("a.png", 10),
        dated("sáng.png", 20, "Mo-Fr 07:00-11:30,13:30-17:00"),
        dated("mai.png", 10, "2026 Nov 25-2026 Nov 25"),
        dated("cũ.png", 10, "2025 Feb 13-2025 Dec 31"),
        Item { hidden: Some(Reason::Draft), ..item("_nháp\u{1b}[31m.png", 10) },
    ]);
    let (from, until) = (at("2026-11-24 10:00:00"), at("2026-11-25 00:01:00"));
    let vi = "\
Thứ Ba, 24/11/2026
  10:00–11:30 và 13:30–17:00
    sáng.png  (sáng.png): 600 lượt, 3 giờ 20 phút
  10:00–24:00
    a.png  (a.png): 3840 lượt, 10 giờ 40 phút

Thứ Tư, 25/11/2026
  00:00–00:01
    a.png  (a.png): 3 lượt, 30 giây
    mai.png  (mai.png): 3 lượt, 30 giây

Không lên màn hình lúc 10:00: 3 mục
  mai.png: chưa đến ngày, chiếu từ 00:00 25/11/2026
  cũ.png: hết hạn ngày 31/12/2025
  _nháp\u{fffd}[31m.png: bản nháp, tên bắt đầu bằng _";
    assert_eq!(text(&programme, from, until, Lang::Vi).replace('\u{a0}', " "), vi);
    let english = text(&programme, from, until, Lang::En);
    assert!(english.starts_with("Tuesday, 24/11/2026\n  10:00–11:30 and 13:30–17:00\n"), "{english}");
    assert!(english.contains("cũ.png: expired on 31/12/2025"), "{english}");
}

#[test]
fn an_item_whose_turn_does_not_come_and_one_that_just_ends() {
    let programme = programme(vec![item("a.png", 10), item("b.png", 10)]);
    // 00:00:10 is an edge of this loop of 20 s.
    let said = text(&programme, at("2026-11-24 00:00:12"), at("2026-11-24 00:00:15"), Lang::Vi);
    let b = said.lines().filter(|line| line.contains("1 lượt, 3\u{a0}giây")).count();
    let other = said.lines().filter(|line| line.contains(": chưa đến lượt trong khoảng này")).count();
    assert_eq!((b, other), (1, 1), "{said}");
    let edge = at("2026-11-24 00:00:10");
    let said = text(&programme, edge - TimeDelta::milliseconds(300), edge, Lang::Vi);
    assert!(said.contains("1 lượt, 1\u{a0}giây"), "{said}");
}

#[test]
fn a_whole_day_and_an_empty_one() {
    let programme = programme(vec![dated("a.png", 10, "2026 Nov 24-2026 Nov 24")]);
    let said = text(&programme, at("2026-11-24 00:00:00"), at("2026-11-26 00:00:00"), Lang::Vi);
    let vi = "\
Thứ Ba, 24/11/2026
  Cả ngày
    a.png  (a.png): 8640 lượt, 24 giờ

Thứ Tư, 25/11/2026
  Không có gì để chiếu.";
    assert_eq!(said.replace('\u{a0}', " "), vi);
}

#[test]
fn a_day_off_is_told_from_the_part_of_a_day_that_is_asked_for() {
    let programme = programme(vec![dated("a.png", 10, "Mo-Fr 07:00-17:00; PH off")]);
    // 1 January 2027 is a Friday.
    let said = text(&programme, at("2027-01-01 00:00:00"), at("2027-01-04 03:52:00"), Lang::Vi);
    let vi = "\
Thứ Sáu, 01/01/2027
  Ngày nghỉ, không có gì để chiếu.

Thứ Bảy, 02/01/2027 đến Chủ nhật, 03/01/2027, mỗi ngày
  Không có gì để chiếu.

Thứ Hai, 04/01/2027
  00:00–03:52: không có gì để chiếu.";
    assert!(said.starts_with(vi), "{said}");
}

#[test]
fn what_a_dark_screen_or_a_key_holds_back_is_said_to_wait_for_it() {
    let ceremony = Playlist { ceremony: true, ..Playlist::clone(&notices(vec![item("b.png", 10)])) };
    let mut folder = fixture::programme(VIETNAM, vec![notices(vec![item("a.png", 10)]), ceremony.into()]);
    folder.screen.lit = When::parse("06:30-17:30").unwrap();
    let said = text(&folder, at("2026-11-24 03:52:00"), at("2026-11-24 04:00:00"), Lang::Vi);
    assert!(said.contains("a.png: ngoài giờ chiếu, chiếu lại 06:30 24/11/2026"), "{said}");
    assert!(said.contains("b.png: chờ người bấm phím"), "{said}");
}

#[test]
fn days_that_are_alike_are_told_together() {
    let programme = programme(vec![item("a.png", 10), dated("b.png", 20, "Fr 07:00-11:30")]);
    let said = text(&programme, at("2026-11-24 00:00:00"), at("2026-12-01 00:00:00"), Lang::Vi);
    let headings: Vec<&str> =
        said.lines().filter(|line| line.starts_with("Thứ") || line.starts_with("Chủ")).collect();
    let expected = [
        "Thứ Ba, 24/11/2026 đến Thứ Năm, 26/11/2026, mỗi ngày",
        "Thứ Sáu, 27/11/2026",
        "Thứ Bảy, 28/11/2026 đến Thứ Hai, 30/11/2026, mỗi ngày",
    ];
    assert_eq!(headings, expected);
    assert_eq!(said.matches("a.png  (a.png): 8640 lượt").count(), 2, "{said}");
}
