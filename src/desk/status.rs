//! What the player does with a file, in words that need no explaining.

use chrono::{Datelike, NaiveDateTime, NaiveTime};

use crate::model::{Content, Item, Playlist, Reason, Screen, Slide, clock_is_set, dates, paged};

/// How a status is marked: by colour, by shape and by its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// In the loop.
    On,
    /// Comes by itself.
    Waits,
    /// Off the air, as someone wanted it.
    Off,
    /// Someone has to do something.
    Bad,
}

impl Mark {
    /// Class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Mark::On => "on",
            Mark::Waits => "waits",
            Mark::Off => "off",
            Mark::Bad => "bad",
        }
    }
}

/// What the player does with a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Status {
    pub mark: Mark,
    /// Two words or three.
    pub label: String,
    /// The rest of it: when, how often, what to do. May be empty.
    pub detail: String,
}

/// The status of an item that is hidden for `reason` at local time `at`.
pub(super) fn status(
    screen: &Screen,
    (playlist, item): (&Playlist, &Item),
    reason: Option<Reason>,
    at: NaiveDateTime,
) -> Status {
    let Some(reason) = reason else { return playing(item) };
    let when = playlist.season(item, screen);
    let opens = || when.opens(at).map_or_else(String::new, |opens| moment(opens, at));
    let (mark, label, detail) = match reason {
        Reason::Expired => {
            let day = when.last_day(at).map(dates::short);
            let label = day.map_or_else(|| "Đã hết hạn".to_owned(), |day| format!("Hết hạn ngày {day}"));
            (Mark::Off, label, "Xoá đi, hoặc đổi ngày để chiếu tiếp.".to_owned())
        }
        Reason::NotYet if !clock_is_set(at) => {
            let detail = "Máy đang chạy sai ngày giờ; đặt lại cho đúng thì tệp tự lên theo hẹn.";
            (Mark::Bad, "Chờ đặt lại giờ".to_owned(), detail.to_owned())
        }
        Reason::NotYet => (Mark::Waits, "Chưa đến ngày".to_owned(), starting("Bắt đầu chiếu", &opens())),
        Reason::Hours if playlist.waits_for_a_key() => {
            let detail = "Lên màn hình khi có người bấm bút trình chiếu hoặc bàn phím.";
            (Mark::Waits, "Chờ bấm phím".to_owned(), detail.to_owned())
        }
        Reason::Hours => (Mark::Waits, "Ngoài giờ chiếu".to_owned(), starting("Chiếu lại", &opens())),
        Reason::Draft => {
            let detail = "Tên có dấu _ ở đầu; bỏ dấu đó thì tệp được chiếu.";
            (Mark::Off, "Bản nháp".to_owned(), detail.to_owned())
        }
        Reason::Broken => {
            let detail = "Vì sao và cách sửa ghi ở đầu trang.";
            (Mark::Bad, "Không chiếu được".to_owned(), detail.to_owned())
        }
        Reason::Placeholder => {
            let detail = "Thay mọi chỗ [cần điền] bằng nội dung thật thì tệp được chiếu.";
            (Mark::Bad, "Chờ điền nội dung".to_owned(), detail.to_owned())
        }
        Reason::Unsupported => {
            (Mark::Off, "Không chiếu loại này".to_owned(), "Làm cách nào khác ghi ở đầu trang.".to_owned())
        }
        Reason::Pending => {
            (Mark::Waits, "Đang chép…".to_owned(), "Chép xong tệp sẽ tự lên màn hình.".to_owned())
        }
        Reason::Converting => {
            let detail = "Xong thì tệp tự lên màn hình; có khi mất vài phút.";
            (Mark::Waits, "Đang chuyển đổi…".to_owned(), detail.to_owned())
        }
        Reason::Takeover => {
            (Mark::Waits, "Tạm nhường".to_owned(), "Một mục khác đang dùng cả màn hình.".to_owned())
        }
    };
    Status { mark, label, detail }
}

fn playing(item: &Item) -> Status {
    let mut detail = match item.content {
        Content::Lines(_) => "Chạy ở chân màn hình".to_owned(),
        _ => format!("Mỗi vòng {}\u{a0}lần, {}", item.weight, dates::length(item.duration).vi),
    };
    if let Some(pages) = item.pages() {
        detail = format!("{pages}\u{a0}trang. {detail}");
    }
    if !item.when.is_always() {
        detail = format!("{detail}; {}", item.when.words().vi);
    }
    Status { mark: Mark::On, label: "Đang phát".to_owned(), detail }
}

fn starting(what: &str, moment: &str) -> String {
    if moment.is_empty() { String::new() } else { format!("{what} {moment}.") }
}

/// A time to come as one says it at local time `now`: "lúc 13:30 hôm nay", "ngày mai" (from midnight on),
/// "lúc 07:00 Thứ Hai, 30/11/2026".
pub(super) fn moment(time: NaiveDateTime, now: NaiveDateTime) -> String {
    let date = time.date();
    let day = match (date - now.date()).num_days() {
        0 => "hôm nay".to_owned(),
        1 => "ngày mai".to_owned(),
        _ => format!("{}, {}", dates::weekday(date.weekday()), dates::short(date)),
    };
    if time.time() == NaiveTime::MIN { day } else { format!("lúc {} {day}", dates::clock(time)) }
}

/// What kind of thing a file is, and the class of its drawn card.
pub(super) fn kind(item: &Item) -> (&'static str, &'static str) {
    match &item.content {
        Content::Picture => ("Ảnh", "picture"),
        Content::Animation(_) => ("Ảnh động", "picture"),
        Content::Pages(_) if item.path.shown().to_lowercase().ends_with(".xlsx") => ("Excel", "picture"),
        // A picture may be so long that it has pages.
        Content::Pages(_) => (paged(item.path.shown()).unwrap_or("Ảnh"), "picture"),
        Content::Clip(_) => ("Video", "picture"),
        Content::Lines(_) => ("Chữ chạy", "ticker"),
        Content::Later(what) => (what, "later"),
        Content::Slide(slide) => match **slide {
            Slide::Message(_) | Slide::Several(_) => ("Thông điệp", "message"),
            Slide::Document(_) => ("Văn bản", "document"),
            Slide::Procedure(_) => ("Thủ tục", "procedure"),
            Slide::Hotline(_) => ("Đường dây nóng", "hotline"),
            Slide::Steps(_) => ("Các bước", "steps"),
            Slide::Index(_) => ("Chỉ số", "index"),
            Slide::Praise(_) => ("Biểu dương", "praise"),
            Slide::Poster(_) => ("Áp phích", "poster"),
            Slide::Flag => ("Quốc kỳ", "flag"),
            Slide::Ranking(_) => ("Bảng xếp hạng", "ranking"),
            Slide::Table(_) => ("Bảng", "table"),
            Slide::Countdown(_) => ("Đếm ngược", "countdown"),
            Slide::Agenda(_) => ("Chương trình", "agenda"),
            Slide::Quiz(_) => ("Câu hỏi", "quiz"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sample::{board, item};

    #[test]
    fn every_reason_has_its_words() {
        let mon = "Mo 07:00-11:30";
        let table = [
            ("", None, Mark::On, "Đang phát", "Mỗi vòng 1 lần, 10 giây"),
            (
                "2026 Nov 20-2026 Nov 30",
                None,
                Mark::On,
                "Đang phát",
                "Mỗi vòng 1 lần, 10 giây; từ 20/11 đến 30/11/2026",
            ),
            (
                "2025 Feb 13-2025 Dec 31",
                Some(Reason::Expired),
                Mark::Off,
                "Hết hạn ngày 31/12/2025",
                "Xoá đi",
            ),
            (
                "2027 Jun 01-2027 Jul 15",
                Some(Reason::NotYet),
                Mark::Waits,
                "Chưa đến ngày",
                "Bắt đầu chiếu Thứ Ba, 01/6/2027.",
            ),
            (
                "2026 Nov 25-2026 Nov 25",
                Some(Reason::NotYet),
                Mark::Waits,
                "Chưa đến ngày",
                "Bắt đầu chiếu ngày mai.",
            ),
            (
                "Tu 13:30-17:00",
                Some(Reason::Hours),
                Mark::Waits,
                "Ngoài giờ chiếu",
                "Chiếu lại lúc 13:30 hôm nay.",
            ),
            (
                mon,
                Some(Reason::Hours),
                Mark::Waits,
                "Ngoài giờ chiếu",
                "Chiếu lại lúc 07:00 Thứ Hai, 30/11/2026.",
            ),
            ("", Some(Reason::Draft), Mark::Off, "Bản nháp", "bỏ dấu đó"),
            ("", Some(Reason::Broken), Mark::Bad, "Không chiếu được", "cách sửa"),
            ("", Some(Reason::Placeholder), Mark::Bad, "Chờ điền nội dung", "[cần điền]"),
            ("", Some(Reason::Unsupported), Mark::Off, "Không chiếu loại này", "đầu trang"),
            ("", Some(Reason::Pending), Mark::Waits, "Đang chép…", "tự lên màn hình"),
            ("", Some(Reason::Converting), Mark::Waits, "Đang chuyển đổi…", "tự lên màn hình"),
            ("", Some(Reason::Takeover), Mark::Waits, "Tạm nhường", "cả màn hình"),
        ];
        let folder = board(Vec::new(), Vec::new());
        let playlist = folder.programme.playlists.first().unwrap();
        let now = folder.local(folder.now);
        for (when, reason, mark, label, detail) in table {
            let item = item("a.png", when, None);
            if matches!(reason, None | Some(Reason::Expired | Reason::NotYet | Reason::Hours)) {
                assert_eq!(item.when.hidden(now), reason, "{when}");
            }
            let status = status(&folder.programme.screen, (playlist, &item), reason, now);
            assert_eq!((status.mark, status.label.as_str()), (mark, label));
            let said = status.detail.replace('\u{a0}', " ");
            assert!(said.contains(detail), "{said:?} lacks {detail:?}");
        }
    }

    #[test]
    fn what_runs_in_the_ticker_takes_no_turn() {
        let folder = board(Vec::new(), Vec::new());
        let playlist = folder.programme.playlists.first().unwrap();
        let lines = Item { content: Content::Lines(vec!["Một tin".to_owned()]), ..item("a.txt", "", None) };
        let status = status(&folder.programme.screen, (playlist, &lines), None, folder.local(folder.now));
        assert_eq!((status.label.as_str(), status.detail.as_str()), ("Đang phát", "Chạy ở chân màn hình"));
    }

    #[test]
    fn the_playlist_opens_the_file() {
        let folder = board(Vec::new(), Vec::new());
        let mut playlist = Playlist::clone(folder.programme.playlists.first().unwrap());
        playlist.when = crate::model::When::parse("Th 09:00-10:00").unwrap();
        let status = status(
            &folder.programme.screen,
            (&playlist, &item("a.png", "", None)),
            Some(Reason::Hours),
            folder.local(folder.now),
        );
        assert_eq!(status.detail, "Chiếu lại lúc 09:00 Thứ Năm, 26/11/2026.");
    }

    #[test]
    fn what_a_dark_screen_hides_comes_back_with_its_light() {
        let folder = board(Vec::new(), Vec::new());
        let playlist = folder.programme.playlists.first().unwrap();
        let lit = crate::model::When::parse("06:30-17:30").unwrap();
        let screen = Screen { lit, ..folder.programme.screen.clone() };
        let night = "2026-11-25T03:52:00".parse().unwrap();
        let status = status(&screen, (playlist, &item("a.png", "", None)), Some(Reason::Hours), night);
        assert_eq!(status.detail, "Chiếu lại lúc 06:30 hôm nay.");
    }

    #[test]
    fn a_file_with_a_date_waits_for_a_clock_that_was_never_set() {
        let folder = board(Vec::new(), Vec::new());
        let playlist = folder.programme.playlists.first().unwrap();
        let item = item("a.png", "1900 Jan 01-2026 Nov 30", None);
        let boot = "1970-01-01T08:00:00".parse().unwrap();
        let status = status(&folder.programme.screen, (playlist, &item), item.when.hidden(boot), boot);
        assert_eq!((status.mark, status.label.as_str()), (Mark::Bad, "Chờ đặt lại giờ"));
    }
}
