//! Why an office document cannot be shown, in words for whoever put it there.

use crate::model::Words;
use crate::words;

/// What is wrong with an office document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// LibreOffice, or the part of it that opens such a document, is not installed.
    Missing,
    /// No byte in it.
    Empty,
    /// The end is missing: half-copied, or a copy that was broken off.
    Cut,
    /// It cannot be unpacked.
    Damaged,
    /// It is something else; what, where that is known.
    Foreign(Option<&'static str>),
    /// There are programs in it.
    Macros,
    /// It opens with a password alone.
    Locked,
    /// It is larger than one that is opened, or unpacks to more.
    TooLarge,
    /// LibreOffice could not open it.
    Refused,
    /// LibreOffice needed more time or memory than it is given.
    TooHeavy,
    /// LibreOffice took too long, perhaps because of the machine.
    Slow,
    /// No process could be started, or no file could be written.
    NoRoom,
}

impl Fault {
    /// Whether the fault may be the machine's: then it is tried again, although the file stays as it is.
    pub fn may_pass(self) -> bool {
        matches!(self, Fault::Missing | Fault::Slow | Fault::NoRoom)
    }

    /// What is wrong, and what to do about it.
    pub fn words(self) -> (Words, Words) {
        let again = || words!("Hãy chép lại tệp này.", "Copy the file again.");
        match self {
            Fault::Missing => (
                words!(
                    "Máy chiếu bảng tin chưa có LibreOffice nên chưa chiếu được tệp Word, PowerPoint, Excel cũ.",
                    "The player's machine has no LibreOffice, so office documents cannot be shown."
                ),
                words!(
                    "Nhờ giáo viên tin học chạy một lệnh: sudo apt install --no-install-recommends {PACKAGES}. Trong khi chờ, hãy lưu thành PDF rồi chép vào.",
                    "Ask the IT teacher to run one command: sudo apt install --no-install-recommends {PACKAGES}. Until then save it as a PDF."
                ),
            ),
            Fault::Empty => (words!("Tệp này rỗng (0 byte).", "The file is empty (0 bytes)."), again()),
            Fault::Cut => (
                words!(
                    "Tệp này bị cắt dở: phần cuối chưa có (chép chưa xong?).",
                    "The file is cut off: its end is missing (copied only half?)."
                ),
                again(),
            ),
            Fault::Damaged => (
                words!("Tệp này bị hỏng, không đọc được.", "The file is damaged and cannot be read."),
                save_as_pdf(),
            ),
            Fault::Foreign(what) => (foreign(what), save_as_pdf()),
            Fault::Macros => (
                words!(
                    "Tệp này có macro (chương trình nằm trong tệp) nên vì an toàn không được mở.",
                    "There are macros (programs) in the file; for safety it is not opened."
                ),
                words!(
                    "Lưu lại thành .docx, .pptx hoặc .xlsx (không có macro), hoặc thành PDF, rồi chép tệp mới vào.",
                    "Save it as .docx, .pptx or .xlsx, which have none, or as a PDF, and copy that."
                ),
            ),
            Fault::Locked => (
                words!("Tệp này có mật khẩu nên không mở được.", "The file is locked with a password."),
                words!(
                    "Hãy mở bằng mật khẩu, lưu lại không có mật khẩu, hoặc lưu thành PDF, rồi chép vào.",
                    "Open it with the password, save it without one, or as a PDF, and copy that."
                ),
            ),
            Fault::TooLarge => (
                words!(
                    "Tệp này quá lớn, không mở được an toàn.",
                    "The file is too large to be opened safely."
                ),
                words!(
                    "Hãy nén ảnh trong tệp (Nén ảnh / Compress Pictures) rồi lưu lại, hoặc lưu thành PDF.",
                    "Compress the pictures in it and save it again, or save it as a PDF."
                ),
            ),
            Fault::Refused => (
                words!(
                    "LibreOffice không mở được tệp này: tệp hỏng, hoặc có mật khẩu.",
                    "LibreOffice cannot open the file: it is damaged, or locked with a password."
                ),
                save_as_pdf(),
            ),
            Fault::TooHeavy => (
                words!(
                    "Tệp này quá nặng: LibreOffice chuyển đổi mãi chưa xong nên phải bỏ.",
                    "The file is too heavy: LibreOffice needed too much time or memory."
                ),
                save_as_pdf(),
            ),
            Fault::Slow => (
                words!(
                    "Chuyển đổi tệp này quá 2 phút chưa xong nên phải dừng; bảng tin sẽ tự thử lại.",
                    "LibreOffice took more than 2 minutes for the file; it is tried again by itself."
                ),
                save_as_pdf(),
            ),
            Fault::NoRoom => (
                words!(
                    "Máy không cho chạy LibreOffice hoặc không còn chỗ ghi (hết bộ nhớ, đầy ổ đĩa?).",
                    "The system has no process, or no room on the disk, for LibreOffice."
                ),
                words!("Hãy báo cho giáo viên tin học.", "Tell the IT teacher."),
            ),
        }
    }
}

/// Debian's packages of what is needed.
const PACKAGES: &str =
    "libreoffice-impress-nogui libreoffice-writer-nogui libreoffice-calc-nogui fonts-liberation2";

fn foreign(what: Option<&'static str>) -> Words {
    match what {
        Some(what) => words!(
            "Tên tệp là của Word, PowerPoint hay Excel nhưng nội dung không phải (thật ra là {what}).",
            "The name is an office document's but the content is not (it is {what})."
        ),
        None => words!(
            "Tên tệp là của Word, PowerPoint hay Excel nhưng nội dung không phải.",
            "The name is an office document's but the content is not."
        ),
    }
}

fn save_as_pdf() -> Words {
    words!(
        "Hãy mở thử trên máy tính, lưu thành PDF (Tệp > Lưu như > PDF) rồi chép PDF ấy vào.",
        "Try to open it on a computer, save it as a PDF and copy that."
    )
}
