//! Why a workbook cannot be shown, and what else there is to say about one, in words for whoever put it there.

use super::workbook::{Remark, Unread};
use crate::model::{Level, Words};
use crate::words;

impl Unread {
    /// What is wrong, and what to do about it.
    pub fn words(&self) -> (Words, Words) {
        match self {
            Unread::Empty => (
                words!("Tệp này rỗng (0 byte).", "The file is empty (0 bytes)."),
                words!("Hãy chép lại tệp này.", "Copy the file again."),
            ),
            Unread::TooLarge => (
                words!(
                    "Bảng tính này quá lớn, không mở được an toàn.",
                    "The workbook is too large to be opened safely."
                ),
                words!(
                    "Chép riêng bảng cần chiếu sang một tệp Excel mới rồi thả tệp ấy vào.",
                    "Copy the table that is to be shown into a new workbook and use that."
                ),
            ),
            Unread::Locked => (
                words!(
                    "Bảng tính này có mật khẩu nên không mở được.",
                    "The workbook is closed with a password."
                ),
                words!(
                    "Trong Excel chọn Tệp > Thông tin > Bảo vệ sổ làm việc > Mã hóa bằng mật khẩu, xoá mật khẩu rồi lưu lại.",
                    "In Excel choose File > Info > Protect Workbook > Encrypt with Password, delete the password and save."
                ),
            ),
            Unread::Foreign => (
                words!(
                    "Tên tệp là của Excel nhưng nội dung không phải loại .xlsx.",
                    "The name is a workbook's but the content is not of the kind .xlsx."
                ),
                words!(
                    "Mở bằng phần mềm đã tạo ra nó, chọn Lưu thành (Save As), kiểu «Excel Workbook (.xlsx)».",
                    "Open it with the program it was made with and save it as Excel Workbook (.xlsx)."
                ),
            ),
            Unread::Damaged => (
                words!(
                    "Bảng tính này bị hỏng hoặc chép chưa xong.",
                    "The workbook is damaged, or copied only half."
                ),
                words!(
                    "Mở thử bằng Excel rồi lưu lại, hoặc chép lại từ bản gốc.",
                    "Try to open it with Excel and save it again, or copy the original again."
                ),
            ),
            Unread::NoSheet => (
                words!("Bảng tính này không có trang nào đang hiện.", "The workbook has no visible sheet."),
                words!(
                    "Trong Excel cho hiện trang cần chiếu (Unhide) rồi lưu lại.",
                    "Unhide the sheet in Excel and save."
                ),
            ),
            Unread::Unknown(wanted, names) => {
                let names = quoted(names.iter().map(String::as_str));
                (
                    words!("Bảng tính không có trang «{wanted}».", "The workbook has no sheet \"{wanted}\"."),
                    words!(
                        "Các trang trong tệp: {names}. Sửa lại sheet = \"…\".",
                        "Its sheets: {names}. Mend sheet = \"…\"."
                    ),
                )
            }
        }
    }
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let short = |name: &'a str| {
        format!("«{}»", name.chars().filter(|c| !c.is_control()).take(40).collect::<String>())
    };
    names.take(12).map(short).collect::<Vec<_>>().join(", ")
}

/// That of several sheets the first is shown.
pub(super) fn several(first: &str, others: &[&str]) -> Remark {
    let others = quoted(others.iter().copied());
    (
        Level::Notice,
        None,
        words!(
            "Bảng tính có nhiều trang; chỉ chiếu trang «{first}», không chiếu {others}.",
            "Of the workbook's sheets «{first}» is shown, and not {others}."
        ),
        words!(
            "Không phải sửa gì. Muốn chiếu trang khác: ghi sheet = \"tên trang\" trong tệp đi kèm (tên tệp thêm .toml).",
            "Nothing to mend. For another write sheet = \"its name\" into the sidecar (the file's name and .toml)."
        ),
    )
}

/// That a formula has no value.
pub(super) fn faulty(cell: &str, error: &str, row: u32) -> Remark {
    (
        Level::Warning,
        Some(row.saturating_add(1)),
        words!(
            "Công thức ở ô {cell} báo lỗi {error}; màn hình để trống ô ấy.",
            "The formula in {cell} says {error}; the screen leaves the cell empty."
        ),
        words!("Sửa công thức trong Excel rồi lưu lại.", "Mend the formula in Excel and save."),
    )
}

/// That a sheet has more rows than are looked at.
pub(super) fn too_long() -> Remark {
    (
        Level::Warning,
        None,
        words!(
            "Trang này quá dài; chỉ đọc phần đầu.",
            "The sheet is very long; its beginning alone is read."
        ),
        words!(
            "Chọn vùng cần chiếu trong tệp đi kèm (tên tệp thêm .toml): range = \"A1:D40\".",
            "Choose what is to be shown in the sidecar (the file's name and .toml): range = \"A1:D40\"."
        ),
    )
}
