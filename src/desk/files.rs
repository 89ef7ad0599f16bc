//! Every file, by playlist: what it looks like, and when it plays.

use std::collections::HashMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Album;
use super::board::{Board, LISTED, Listed};
use super::html::Safe;
use super::status::{Status, kind, status};
use crate::model::{Item, Playlist};

/// Writes the list of files; `numbers` leads from a file to what there is to do about it.
pub(super) fn write(page: &mut String, board: &Board, album: &Album, numbers: &HashMap<&str, usize>) {
    let total: usize = board.programme.playlists.iter().map(|playlist| playlist.items.len()).sum();
    let _ = writeln!(page, "<section><h2>Các tệp <span class=\"count\">{total}</span></h2>");
    if total == 0 {
        page.push_str(
            "<p>Thư mục chưa có tệp nào. Chép ảnh hoặc thông báo vào đây là màn hình chiếu ngay.</p>\n",
        );
    }
    let at = board.local(board.now);
    for Listed { playlist, items } in board.listed() {
        write_heading(page, playlist);
        page.push_str("<ul class=\"files\">\n");
        for (item, reason) in items {
            let status = status(&board.programme.screen, (playlist, item), reason, at);
            write_file(page, album, numbers, item, &status);
        }
        page.push_str("</ul>\n");
    }
    if total > LISTED {
        let _ = writeln!(
            page,
            "<p class=\"rest\">… và {} tệp nữa. Chúng vẫn được chiếu; trang này chỉ kể {LISTED} tệp đầu.</p>",
            total - LISTED
        );
    }
    page.push_str("</section>\n");
}

fn write_heading(page: &mut String, playlist: &Playlist) {
    let _ = write!(page, "<h3><bdi>{}</bdi></h3>\n<p class=\"where\">", Safe(&playlist.title));
    if playlist.folder.is_empty() {
        page.push_str("Ngay trong thư mục chính");
    } else {
        let _ = write!(page, "Thư mục <bdi>{}</bdi>", Safe(&playlist.folder));
    }
    if !playlist.when.is_always() {
        let _ = write!(page, "; chiếu {}", Safe(&playlist.when.words().vi));
    }
    page.push_str("</p>\n");
}

fn write_file(
    page: &mut String,
    album: &Album,
    numbers: &HashMap<&str, usize>,
    item: &Item,
    status: &Status,
) {
    let _ = write!(page, "<li class=\"{}\">", status.mark.class());
    write_picture(page, album, item);
    let _ = write!(page, "<div><p class=\"title\"><bdi>{}</bdi></p>", Safe(title(item)));
    let _ = write!(page, "<p class=\"status\"><b>{}</b>", Safe(&status.label));
    if !status.detail.is_empty() {
        let _ = write!(page, "<br>{}", Safe(&status.detail));
    }
    if let Some(number) = numbers.get(item.path.shown()) {
        let _ = write!(page, " <a href=\"#viec-{number}\">Xem việc số {number}</a>");
    }
    let _ = writeln!(page, "</p><p class=\"where\"><bdi>{}</bdi></p></div></li>", Safe(name(item)));
}

/// The file's name without its folder.
fn name(item: &Item) -> &str {
    item.path.shown().rsplit('/').next().unwrap_or_default()
}

/// What people call the file: its title, or its name while it has none.
pub(super) fn title(item: &Item) -> &str {
    if item.title.is_empty() { name(item) } else { &item.title }
}

/// What a file looks like on the screen, or else a card that says what kind of thing it is.
pub(super) fn write_picture(page: &mut String, album: &Album, item: &Item) {
    let (word, class) = kind(item);
    let title = Safe(title(item));
    let asset = item.asset();
    let _ = match album.get(&asset) {
        Some(jpeg) => write!(
            page,
            "<img class=\"thumb\" alt=\"{word}: {title}\" src=\"data:image/jpeg;base64,{}\">",
            STANDARD.encode(jpeg)
        ),
        // The title stands beside it.
        None => write!(
            page,
            "<div class=\"thumb card {class}\" aria-hidden=\"true\"><span>{}</span><b>{title}</b></div>",
            Safe(word)
        ),
    };
}
