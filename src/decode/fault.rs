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
    /// A drawing of which nothing is to be seen.
    Blank,
    /// A document that opens with a password alone.
    Locked,
    /// Named as a document and none; what it is instead, where that is known.
    NotDocument(Option<&'static str>),
    /// The worker that was at it died: it asked for too much memory, or fell over the file.
    Died,
    /// A worker was at it for as long as one may be.
    Slow,
    /// No worker could be started: the system has no process or no memory to give.
    NoWorker,
    /// The program that opens it is not installed.
    NoConverter,
}

impl Fault {
    /// Whether the fault is the machine's: then it is tried again, although the file stays as it is.
    pub fn may_pass(self) -> bool {
        self == Fault::NoConverter
    }

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
            Fault::Blank => (
                words!(
                    "Hình vẽ này mở được nhưng không có gì để thấy.",
                    "The drawing opens, but nothing of it is to be seen."
                ),
                save_as_picture(),
            ),
            Fault::Locked => (
                words!("Tệp này có mật khẩu nên không mở được.", "The file is locked with a password."),
                words!(
                    "Hãy mở bằng mật khẩu, lưu lại thành PDF không có mật khẩu rồi chép vào.",
                    "Open it with the password, save it as a PDF without one and copy that."
                ),
            ),
            Fault::NotDocument(what) => not_document(what),
            Fault::Died => (
                words!(
                    "Đang đọc tệp này thì chương trình đọc bị dừng: tệp hỏng, hoặc đòi quá nhiều bộ nhớ.",
                    "Reading the file ended the program that reads: it is damaged, or takes too much memory."
                ),
                save_as_picture(),
            ),
            Fault::Slow => (
                words!(
                    "Tệp này quá nặng: mở mãi chưa xong nên phải bỏ.",
                    "The file is too heavy: it could not be opened in reasonable time."
                ),
                save_as_picture(),
            ),
            Fault::NoConverter => (
                words!(
                    "Máy chiếu bảng tin chưa có chương trình đọc ảnh AVIF.",
                    "The player's machine has no program that reads pictures in AVIF."
                ),
                words!(
                    "Nhờ giáo viên tin học chạy một lệnh: sudo apt install --no-install-recommends libheif-examples. Hoặc mở ảnh rồi lưu lại thành JPEG.",
                    "Ask the IT teacher to run one command: sudo apt install --no-install-recommends libheif-examples. Or open the picture and save it as JPEG."
                ),
            ),
            Fault::NoWorker => (
                words!(
                    "Máy không mở thêm được chương trình nào để đọc tệp này (hết bộ nhớ?).",
                    "The system has no process to give for reading this file (out of memory?)."
                ),
                words!("Hãy báo cho giáo viên tin học.", "Tell the IT teacher."),
            ),
        }
    }

    /// The same of a file that is a document.
    pub fn words_of_document(self) -> (Words, Words) {
        match self {
            Fault::Cut => (
                words!(
                    "Tệp PDF này bị cắt dở: phần cuối chưa có (chép chưa xong?).",
                    "The PDF is cut off: its end is missing (copied only half?)."
                ),
                words!("Hãy chép lại tệp này.", "Copy the file again."),
            ),
            Fault::Damaged => (
                words!("Tệp PDF này bị hỏng, không đọc được.", "The PDF is damaged and cannot be read."),
                print_anew(),
            ),
            Fault::TooLarge => (words!("Tệp này quá lớn.", "The file is too large."), print_anew()),
            Fault::Unsupported => (
                words!(
                    "Tệp PDF này được mã hoá theo kiểu mà bảng tin chưa đọc được.",
                    "The PDF is encrypted in a way that the player cannot read."
                ),
                print_anew(),
            ),
            Fault::Died | Fault::Slow => (self.words().0, print_anew()),
            other => other.words(),
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

fn not_document(what: Option<&'static str>) -> (Words, Words) {
    let said = match what {
        Some(what) => words!(
            "Tên tệp là PDF nhưng nội dung không phải (thật ra là {what}).",
            "The name is a PDF's but the content is not (it is {what})."
        ),
        None => words!(
            "Tên tệp là PDF nhưng nội dung không phải PDF.",
            "The name is a PDF's but the content is not."
        ),
    };
    let help = words!(
        "Hãy đổi lại đuôi tên cho đúng, hoặc mở bằng phần mềm đã tạo ra nó rồi lưu thành PDF.",
        "Give it the right extension, or save it as a PDF with the program it was made with."
    );
    (said, help)
}

fn print_anew() -> Words {
    words!(
        "Hãy mở thử trên máy tính rồi in ra PDF lần nữa (Tệp > In > Microsoft Print to PDF), hoặc chép lại từ bản gốc.",
        "Try to open it on a computer and print it to PDF anew, or copy the original again."
    )
}

fn save_as_picture() -> Words {
    words!(
        "Hãy mở bằng phần mềm đã tạo ra nó, xuất ra ảnh PNG hoặc JPEG rồi chép ảnh đó vào.",
        "Open it with the program it was made with, export a PNG or JPEG and copy that instead."
    )
}
