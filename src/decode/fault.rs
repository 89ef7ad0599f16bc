//! Why a picture file cannot be shown, in words for whoever put it there.

use crate::model::Words;
use crate::words;

/// What is wrong with a picture file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No byte in it.
    Empty,
    /// The end is missing: half-copied, or a copy that was broken off.
    Cut,
    /// Complete by its own account, but its content cannot be decoded.
    Damaged,
    /// No picture at all; what it is instead, where that is known.
    NotPicture(Option<&'static str>),
    /// A picture that would take more memory than one may ([`super::MAX_SIDE`], [`super::MAX_PIXEL_BYTES`]).
    TooLarge,
    /// A picture of a rare sub-kind that the decoders do not know.
    Unsupported,
}

impl Fault {
    /// What is wrong, and what to do about it.
    pub fn words(self) -> (Words, Words) {
        let again = || words!("Hãy chép lại tệp này.", "Copy the file again.");
        match self {
            Fault::Empty => (words!("Tệp này rỗng (0 byte).", "The file is empty (0 bytes)."), again()),
            Fault::Cut => (
                words!(
                    "Ảnh này bị cắt dở: phần cuối chưa có (chép chưa xong?).",
                    "The picture is cut off: its end is missing (copied only half?)."
                ),
                again(),
            ),
            Fault::Damaged => (
                words!("Ảnh này bị hỏng, không đọc được.", "The picture is damaged and cannot be read."),
                words!(
                    "Hãy mở thử trên máy tính rồi lưu lại thành PNG hoặc JPEG, hoặc chép lại từ bản gốc.",
                    "Try to open it on a computer and save it again as PNG or JPEG, or copy the original again."
                ),
            ),
            Fault::NotPicture(what) => (not_picture(what), save_as_picture()),
            Fault::TooLarge => (
                words!(
                    "Ảnh này quá lớn, không mở được an toàn.",
                    "The picture is too large to be opened safely."
                ),
                words!(
                    "Hãy thu nhỏ xuống dưới 8000 điểm mỗi cạnh rồi lưu lại.",
                    "Scale it down to less than 8000 pixels a side and save it again."
                ),
            ),
            Fault::Unsupported => (
                words!(
                    "Ảnh này thuộc loại hiếm gặp mà bảng tin chưa đọc được.",
                    "The picture is of a rare kind that the player cannot read."
                ),
                save_as_picture(),
            ),
        }
    }
}

fn not_picture(what: Option<&'static str>) -> Words {
    match what {
        Some(what) => words!(
            "Tên tệp là tên ảnh nhưng nội dung không phải ảnh (thật ra là {what}).",
            "The name is a picture's but the content is not (it is {what})."
        ),
        None => words!(
            "Tên tệp là tên ảnh nhưng nội dung không phải ảnh.",
            "The name is a picture's but the content is not."
        ),
    }
}

fn save_as_picture() -> Words {
    words!(
        "Hãy mở bằng phần mềm đã tạo ra nó, xuất ra ảnh PNG hoặc JPEG rồi chép ảnh đó vào.",
        "Open it with the program it was made with, export a PNG or JPEG and copy that instead."
    )
}
