//! The page as a whole.

use std::fmt::Write;

use chrono::{DateTime, Datelike, SecondsFormat, Timelike, Utc};

use super::board::{Board, due};
use super::files::title;
use super::html::Safe;
use super::problems::Problems;
use super::status::moment;
use super::{Album, files};
use crate::model::{Showing, dates, outlook};

/// Seconds after which an open page looks for a newer one of itself.
const REFRESH: u32 = 60;

/// Showings that the page sets out after the one on air; the rest stands in the timetable.
const NEXT: usize = 4;

/// The office's page: one HTML file that needs nothing else, without script. Pure.
pub fn page(board: &Board, album: &Album) -> String {
    let mut page = String::with_capacity(64 * 1024);
    let mut outlook = outlook(&board.programme, board.now);
    outlook.extend(board.machine.clone());
    let problems = Problems::of(&board.programme, &outlook);
    write_head(&mut page, board);
    let calm = if problems.is_calm() { " calm" } else { "" };
    let _ = writeln!(page, "<div class=\"top{calm}\">");
    problems.write(&mut page);
    write_screen(&mut page, board, album);
    page.push_str("</div>\n");
    files::write(&mut page, board, album, &problems.numbers());
    page.push_str(HELP);
    page
}

fn write_head(page: &mut String, board: &Board) {
    let now = board.local(board.now);
    let school = Safe(&board.programme.screen.school);
    // Should a text ever slip through unescaped, the policy still runs and loads nothing.
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"refresh\" content=\"{REFRESH}\">\n\
         <title>Tình trạng bảng tin</title>\n<style>\n{}</style>\n</head>\n<body>\n<header>\n",
        include_str!("page.css")
    );
    if !board.programme.screen.school.is_empty() {
        let _ = writeln!(page, "<p class=\"school\">{school}</p>");
    }
    let _ = writeln!(
        page,
        "<h1>Tình trạng bảng tin</h1>\n<p class=\"written\">Viết lúc {}, {} ngày {}</p>\n</header>\n<main>",
        time(board, board.now, &dates::clock(now)),
        dates::weekday(now.weekday()),
        dates::short(now.date())
    );
}

/// A `<time>`: `words` for people, the whole moment for machines.
fn time(board: &Board, at: DateTime<Utc>, words: &str) -> String {
    let exact = at.with_timezone(&board.programme.screen.zone).to_rfc3339_opts(SecondsFormat::Secs, false);
    format!("<time datetime=\"{exact}\">{words}</time>")
}

fn write_screen(page: &mut String, board: &Board, album: &Album) {
    let showings = together(board.showings());
    let on_air = showings.first().filter(|first| first.from <= board.now);
    let next = showings.get(on_air.iter().len()..).unwrap_or_default();
    page.push_str("<section class=\"screen\"><h2>Trên màn hình</h2>\n");
    if board.blank {
        page.push_str(
            "<p class=\"note\">Màn hình đang được tắt tạm (phím B). Bấm B lần nữa để chiếu tiếp.</p>\n",
        );
    }
    match on_air {
        Some(showing) => write_on_air(page, board, album, showing),
        None => write_nothing(page, board, next),
    }
    write_next(page, board, next);
    write_zones(page, board);
    write_timetable(page, board, &showings);
    page.push_str("</section>\n");
}

/// One showing after another of the same file are one to whoever looks.
fn together(showings: Vec<Showing>) -> Vec<Showing> {
    let mut together: Vec<Showing> = Vec::with_capacity(showings.len());
    for showing in showings {
        match together.last_mut() {
            Some(last) if last.item.path == showing.item.path && last.until == showing.from => {
                last.until = showing.until
            }
            _ => together.push(showing),
        }
    }
    together
}

fn write_on_air(page: &mut String, board: &Board, album: &Album, showing: &Showing) {
    page.push_str("<div class=\"now\">");
    files::write_picture(page, album, &showing.item);
    let _ = writeln!(
        page,
        "<p class=\"label\">Đang chiếu lúc {}</p><p class=\"title\"><bdi>{}</bdi></p>\
         <p class=\"where\"><bdi>{}</bdi>, đến {}</p></div>",
        seconds(board, board.now),
        Safe(title(&showing.item)),
        Safe(&showing.playlist.title),
        seconds(board, showing.until)
    );
}

fn write_nothing(page: &mut String, board: &Board, next: &[Showing]) {
    page.push_str("<div class=\"now\"><p class=\"label\">Lúc này không có tệp nào để chiếu</p>");
    if let Some(next) = next.first() {
        let moment = moment(board.local(next.from), board.local(board.now));
        let _ = write!(page, "<p>Chiếu tiếp {}.</p>", time(board, next.from, &moment));
    }
    page.push_str("</div>\n");
}

fn write_next(page: &mut String, board: &Board, next: &[Showing]) {
    if next.is_empty() {
        return;
    }
    page.push_str("<div class=\"next\"><h3>Tiếp theo</h3>\n<ol>\n");
    for showing in next.iter().take(NEXT) {
        let title = Safe(title(&showing.item));
        let _ = writeln!(page, "<li>{} <bdi>{title}</bdi></li>", seconds(board, showing.from));
    }
    page.push_str("</ol></div>\n");
}

fn seconds(board: &Board, at: DateTime<Utc>) -> String {
    let local = board.local(at);
    let far = local.date() != board.local(board.now).date();
    let words = if far { moment(local, board.local(board.now)) } else { dates::clock_seconds(local) };
    time(board, at, &words)
}

/// What plays beside that, in the other zones.
fn write_zones(page: &mut String, board: &Board) {
    for (zone, part) in board.programme.beside() {
        let titles: Vec<&str> = part.playlists.iter().map(|list| &*list.title).collect();
        let titles = if titles.is_empty() { "chưa có gì".to_owned() } else { titles.join(", ") };
        let _ = writeln!(
            page,
            "<p class=\"where\">Khung <bdi>{}</bdi> bên cạnh: <bdi>{}</bdi></p>",
            Safe(&zone.name),
            Safe(&titles)
        );
    }
}

/// What is on the screen minute by minute until the page is written anew: it tells what is on air now to
/// whoever reads the page later than it was written.
fn write_timetable(page: &mut String, board: &Board, showings: &[Showing]) {
    let due = due(board.now);
    let shown = showings.iter().filter(|showing| showing.from < due);
    let mut minute = None;
    let mut rows = String::new();
    for showing in shown {
        let from = board.local(showing.from);
        if minute != Some((from.hour(), from.minute())) {
            let end = if minute.is_some() { "</td></tr>\n" } else { "" };
            let _ = write!(rows, "{end}<tr><th scope=\"row\">{}</th><td>", dates::clock(from));
            minute = Some((from.hour(), from.minute()));
        }
        let _ = write!(
            rows,
            "<span><small>:{:02}</small> <bdi>{}</bdi></span> ",
            from.second(),
            Safe(title(&showing.item))
        );
    }
    if minute.is_none() {
        return;
    }
    let until = dates::clock(board.local(due));
    let _ = writeln!(
        page,
        "<details><summary>Giờ chiếu từng tệp đến {until}</summary>\n<table>\n{rows}</td></tr>\n</table>\n</details>"
    );
}

/// How to do the three things that a clerk does.
const HELP: &str = "<section class=\"help\"><h2>Cách làm</h2>\n<dl>\n\
    <dt>Thêm</dt><dd>Chép ảnh hoặc thông báo vào thư mục này. Chép xong là màn hình chiếu ngay.</dd>\n\
    <dt>Hẹn ngày</dt><dd>Ghi ngày vào tên tệp, ví dụ <code>Tuyển sinh (từ 01-06-2026 đến 15-07-2026).png</code>. Quá ngày, tệp tự rời màn hình.</dd>\n\
    <dt>Gỡ</dt><dd>Xoá tệp. Muốn giữ lại thì thêm dấu <code>_</code> vào đầu tên tệp.</dd>\n\
    </dl>\n<p class=\"where\">Trang này do máy chiếu tự viết lại khi có thay đổi, và ít nhất 15 phút một lần. \
    Nếu giờ ghi ở đầu trang đã cũ hơn thế, máy chiếu đang tắt hoặc không nối được với thư mục.</p>\n</section>\n\
    </main>\n</body>\n</html>\n";

#[cfg(test)]
mod tests;
