//! Why a clip cannot be shown, in words for whoever put it there.

use crate::model::Words;
use crate::words;

/// What is wrong with a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// FFmpeg is not installed.
    Missing,
    /// The end is missing: half-copied, or a copy that was broken off.
    Cut,
    /// It cannot be read, or is no clip.
    Damaged,
    /// It has no picture: sound alone.
    NoPicture,
    /// Its frames have more pixels than are decoded ([`super::MAX_PIXELS`]).
    TooLarge,
    /// It is longer than [`super::MAX_LENGTH`].
    TooLong,
    /// It does not say how long it is.
    NoLength,
    /// Looking at it took too long.
    Slow,
    /// The decoder died or hung.
    Stopped,
    /// No process could be started: the system has none or no memory to give.
    NoProcess,
    /// A picture that moves, which its own decoder gave up.
    Picture(crate::decode::Fault),
}

impl Fault {
    /// Whether the fault may be the machine's: then it is tried again, although the file stays as it is.
    pub fn may_pass(self) -> bool {
        matches!(self, Fault::Missing | Fault::Slow | Fault::Stopped | Fault::NoProcess)
    }

    /// What is wrong, and what to do about it.
    pub fn words(self) -> (Words, Words) {
        match self {
            Fault::Missing => (
                words!(
                    "Máy chiếu bảng tin chưa có FFmpeg nên chưa phát được video.",
                    "The player's machine has no FFmpeg, so clips cannot be played."
                ),
                words!(
                    "Nhờ giáo viên tin học chạy một lệnh: sudo apt install --no-install-recommends ffmpeg",
                    "Ask the IT teacher to run one command: sudo apt install --no-install-recommends ffmpeg"
                ),
            ),
            Fault::Cut => (
                words!(
                    "Video này bị cắt dở: phần cuối chưa có (chép chưa xong?).",
                    "The clip is cut off: its end is missing (copied only half?)."
                ),
                words!("Hãy chép lại tệp này.", "Copy the file again."),
            ),
            Fault::Damaged => (
                words!("Video này bị hỏng, không đọc được.", "The clip is damaged and cannot be read."),
                save_anew(),
            ),
            Fault::NoPicture => (
                words!("Tệp này chỉ có tiếng, không có hình.", "The file has sound alone and no picture."),
                words!("Hãy dùng tệp video có hình.", "Use a clip that has a picture."),
            ),
            Fault::TooLarge => (
                words!(
                    "Hình của video này quá lớn, không mở được an toàn.",
                    "The clip's picture is too large to be opened safely."
                ),
                save_anew(),
            ),
            Fault::TooLong => (
                words!("Video này dài quá 3 giờ.", "The clip is longer than 3 hours."),
                words!(
                    "Hãy cắt lấy đoạn cần chiếu rồi lưu thành tệp MP4.",
                    "Cut out the part that is to be shown and save it as MP4."
                ),
            ),
            Fault::NoLength => (
                words!(
                    "Video này không cho biết dài bao lâu nên không xếp lịch được.",
                    "The clip does not say how long it is and cannot be given its time."
                ),
                save_anew(),
            ),
            Fault::Slow => (
                words!(
                    "Video này mở mãi chưa xong nên phải bỏ; bảng tin sẽ tự thử lại.",
                    "The clip could not be opened in reasonable time; it is tried again by itself."
                ),
                save_anew(),
            ),
            Fault::Stopped => (
                words!(
                    "Bộ giải mã không ra hình, hoặc dừng giữa chừng, nên video này phải nhường chỗ; bảng tin sẽ tự thử lại.",
                    "The decoder gave no picture of the clip, or stopped in the middle; it is tried again by itself."
                ),
                save_anew(),
            ),
            Fault::Picture(fault) => fault.words(),
            Fault::NoProcess => (
                words!(
                    "Máy không mở thêm được chương trình nào để phát video này (hết bộ nhớ?).",
                    "The system has no process to give for playing this clip (out of memory?)."
                ),
                words!("Hãy báo cho giáo viên tin học.", "Tell the IT teacher."),
            ),
        }
    }
}

fn save_anew() -> Words {
    words!(
        "Hãy mở thử trên máy tính rồi lưu lại thành MP4 (H.264, 1920 × 1080), hoặc chép lại từ bản gốc.",
        "Try to open it on a computer and save it anew as MP4 (H.264, 1920 × 1080), or copy the original again."
    )
}
