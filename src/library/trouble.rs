//! What can be wrong with a file besides its content, in words for whoever put it there.

use std::io;

use crate::decode::Fault;
use crate::decode::office::Replaced;
use crate::model::{Level, MAX_PAGES, Ranges, Words, paged};
use crate::words;

/// What is wrong, and what to do about it.
pub(super) type Trouble = (Words, Words);

/// A file that the system does not let us read.
pub(super) fn unreadable(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::PermissionDenied => (
            words!("Không có quyền đọc tệp này.", "There is no permission to read this file."),
            words!(
                "Hãy cho phép mọi người đọc tệp (chmod a+r), hoặc chép lại bằng tài khoản khác.",
                "Allow everyone to read it (chmod a+r), or copy it again from another account."
            ),
        ),
        io::ErrorKind::OutOfMemory => Fault::TooLarge.words(),
        io::ErrorKind::InvalidInput => link(),
        _ => (
            words!("Không đọc được tệp này từ ổ đĩa.", "The file cannot be read from the disk."),
            words!(
                "Hãy chép lại tệp; nếu vẫn lỗi, kiểm tra ổ đĩa.",
                "Copy it again; if that fails, check the disk."
            ),
        ),
    }
}

/// A text that no parser survives.
pub(super) fn unparsed() -> Trouble {
    (
        words!("Không đọc được nội dung tệp này.", "The content of this file cannot be read."),
        words!(
            "Hãy viết lại tệp; các mẫu có sẵn: «bangtin new --help».",
            "Write the file anew; `bangtin new --help` names the templates."
        ),
    )
}

/// A folder that the system does not let us list.
pub(super) fn unlisted() -> Trouble {
    (
        words!("Không đọc được thư mục này.", "The folder cannot be read."),
        words!("Hãy kiểm tra quyền đọc của thư mục.", "Check the permissions of the folder."),
    )
}

/// A symbolic link.
pub(super) fn link() -> Trouble {
    (
        words!(
            "Đây là liên kết (shortcut), không phải tệp thật; vì an toàn nó không được mở.",
            "This is a link, not a file; for safety it is not followed."
        ),
        words!("Hãy chép chính tệp đó vào thư mục.", "Copy the file itself into the folder."),
    )
}

/// A pipe, a device or a socket.
pub(super) fn special() -> Trouble {
    (
        words!(
            "Đây không phải tệp thường (ống dẫn hoặc thiết bị) nên không được mở.",
            "This is no regular file (a pipe or a device) and is not opened."
        ),
        words!("Hãy xoá nó khỏi thư mục.", "Remove it from the folder."),
    )
}

/// A folder inside a playlist.
pub(super) fn nested() -> Trouble {
    (
        words!(
            "Thư mục nằm trong một mục phát không được chiếu.",
            "A folder inside a playlist is not played."
        ),
        words!(
            "Hãy chuyển nó ra ngoài cùng để thành một mục riêng; ảnh dùng trong trang chữ thì để ở đây cũng được.",
            "Move it up to make it a playlist of its own; pictures used by slides may stay."
        ),
    )
}

/// A takeover that never gives the screen back.
pub(super) fn always_takes_over() -> Trouble {
    (
        words!(
            "Mục này chiếm cả màn hình suốt ngày (takeover = true mà không có giờ), các mục khác không lên được.",
            "This playlist has the whole screen all day (takeover = true without hours): nothing else is shown."
        ),
        words!(
            "Thêm giờ vào playlist.toml, ví dụ: hours = \"07:00-07:30\"",
            "Give it hours in playlist.toml, for example: hours = \"07:00-07:30\""
        ),
    )
}

/// A key for the end of a ceremony's hours, where there is no ceremony or it has no hours.
pub(super) fn never_ends_on_time() -> Trouble {
    (
        words!(
            "Mục «ends_on_time» chỉ dùng cho buổi chào cờ có giờ; ở đây không có tác dụng.",
            "`ends_on_time` is for a ceremony with hours; it does nothing here."
        ),
        words!(
            "Thêm giờ vào playlist.toml, ví dụ hours = \"07:00-07:45\", hoặc xoá mục ấy.",
            "Give it hours in playlist.toml, for example hours = \"07:00-07:45\", or delete that key."
        ),
    )
}

/// A ticker that is to have the screen.
pub(super) fn ticker_takes_nothing() -> Trouble {
    (
        words!(
            "Chữ chạy chỉ ở chân màn hình: «takeover» và «ceremony» ở đây không có tác dụng.",
            "The ticker runs at the foot of the screen alone: `takeover` and `ceremony` do nothing here."
        ),
        words!("Xóa hai mục ấy khỏi playlist.toml.", "Take them out of playlist.toml."),
    )
}

/// A sidecar without its file.
pub(super) fn orphan(owner: &str) -> Trouble {
    (
        words!(
            "Tệp cài đặt này không có tệp «{owner}» đi kèm nên không có tác dụng.",
            "These settings belong to no file: there is no `{owner}`."
        ),
        words!(
            "Hãy đổi tên cho khớp với tệp cần cài đặt, hoặc xoá đi.",
            "Rename it to match the file it is for, or delete it."
        ),
    )
}

/// The folder is not there (any more).
pub(super) fn lost() -> Trouble {
    (
        words!(
            "Không thấy thư mục bảng tin; màn hình giữ nội dung đã có và chờ thư mục trở lại.",
            "The noticeboard's folder is not there; the screen keeps what it has and waits for it."
        ),
        words!("Hãy kiểm tra đường dẫn, ổ đĩa hoặc mạng.", "Check the path, the disk or the network."),
    )
}

/// The system gives no more watches.
pub(super) fn unwatched() -> Trouble {
    (
        words!(
            "Máy này đã hết lượt theo dõi thư mục nên bảng tin tự xem lại cả thư mục 2 giây một lần; tệp mới lên chậm hơn một chút.",
            "This machine has no watches left, so the whole folder is looked at every two seconds; new files take a little longer."
        ),
        words!(
            "Giáo viên tin học tăng fs.inotify.max_user_watches và fs.inotify.max_user_instances (sysctl) rồi chạy lại bảng tin.",
            "Raise fs.inotify.max_user_watches and fs.inotify.max_user_instances (sysctl), then start the player again."
        ),
    )
}

/// The player's own fault: reading the folder made it panic.
pub(super) fn stumbled() -> Trouble {
    (
        words!(
            "Bảng tin gặp lỗi khi đọc thư mục này; màn hình giữ nội dung đã có và đang đọc lại.",
            "The player failed while it read this folder; the screen keeps what it has and reads it again."
        ),
        words!(
            "Nếu dòng này không tự mất, hãy lấy tệp vừa thả vào ra khỏi thư mục rồi báo cho giáo viên tin học.",
            "If this line stays, take out the file that was dropped last and tell the IT teacher."
        ),
    )
}

/// What the number of a document's pages and those that were chosen of them have to be told; `file` is its path.
pub(super) fn of_pages(file: &str, count: usize, chosen: Option<&Ranges>) -> Option<(Level, Trouble)> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let Some(chosen) = chosen else {
        let choose = words!(
            "Muốn chọn trang khác, tạo tệp «{name}.toml» bên cạnh, ghi một dòng: pages = \"1-3,7\"",
            "To choose others, write a file `{name}.toml` beside it with the line: pages = \"1-3,7\""
        );
        let many = words!(
            "Tệp có {count} trang; chỉ {MAX_PAGES} trang đầu được chiếu.",
            "The file has {count} pages; the first {MAX_PAGES} are shown."
        );
        return (count > MAX_PAGES).then_some((Level::Warning, (many, choose)));
    };
    let beyond = chosen.iter().map(|(_, last)| *last).max().filter(|last| *last as usize > count)?;
    let none = chosen.iter().all(|(first, _)| *first as usize > count);
    let help = words!(
        "Sửa dòng pages trong «{name}.toml»: số trang từ 1 đến {count}.",
        "Mend the line `pages` in `{name}.toml`: pages count from 1 to {count}."
    );
    Some(if none {
        let said = words!(
            "Không trang nào được chọn có trong tệp (tệp chỉ có {count} trang) nên không chiếu được.",
            "None of the pages that were chosen is in the file, which has {count}: it is not shown."
        );
        (Level::Error, (said, help))
    } else {
        let said = words!(
            "Tệp chỉ có {count} trang, không có trang {beyond}; các trang khác vẫn chiếu.",
            "The file has {count} pages and no page {beyond}; the others are shown."
        );
        (Level::Warning, (said, help))
    })
}

/// A clip that is to sound and cannot.
pub(super) fn mute() -> Trouble {
    (
        words!("Video này không có tiếng; hình vẫn chiếu.", "The clip has no sound; its picture is shown."),
        words!(
            "Nếu phải có tiếng: chép lại từ bản gốc.",
            "If there should be sound, copy the original again."
        ),
    )
}

/// Ends of names that are as good as each other for a document.
const ENDS: [&[&str]; 8] = [
    &["pptx", "ppsx", "potx"],
    &["ppt", "pps", "pot"],
    &["docx", "dotx"],
    &["doc", "dot"],
    &["xls", "xlt"],
    &["odp", "otp"],
    &["odt", "ott"],
    &["ods", "ots"],
];

/// That a document is named as another kind of document; `is`: the end that names of its kind have.
pub(super) fn of_end(file: &str, is: &str) -> Option<Trouble> {
    let end = file.rsplit('.').next().unwrap_or_default().to_lowercase();
    let alike = |ends: &&[&str]| ends.contains(&end.as_str()) && ends.contains(&is);
    let program = paged(&format!(".{is}")).unwrap_or("Excel");
    let said = (
        words!(
            "Tên tệp nói là .{end} nhưng nội dung là .{is} ({program}); vẫn chiếu được.",
            "The name says .{end}, the content is .{is} ({program}); it is shown all the same."
        ),
        words!("Nên đổi đuôi tên thành .{is}.", "Better end its name in .{is}."),
    );
    (end != is && !ENDS.iter().any(alike)).then_some(said)
}

/// What is told of the fonts of a document that the machine does not have.
pub(super) fn of_fonts(fonts: &Replaced) -> Option<Trouble> {
    let (missing, instead) = (fonts.missing.join(", "), fonts.instead.join(", "));
    let said = if fonts.alike {
        words!(
            "Máy chiếu bảng tin thiếu phông {missing}, đã thay bằng {instead}, chữ rộng như nhau nên dòng không đổi.",
            "The player's machine lacks the font {missing}; {instead} stands in, whose letters are as wide."
        )
    } else {
        words!(
            "Máy chiếu bảng tin thiếu phông {missing}, đã thay bằng {instead}; dòng chữ có thể dài ngắn khác bản gốc.",
            "The player's machine lacks the font {missing}; {instead} stands in, and lines may be of another length."
        )
    };
    let help = words!(
        "Xem lại trên màn hình. Muốn giống hệt: lưu thành PDF, hoặc nhờ giáo viên tin học cài phông ấy vào máy.",
        "Look at the screen. To have it as it was, save it as a PDF, or have the IT teacher install that font."
    );
    (!missing.is_empty()).then_some((said, help))
}
