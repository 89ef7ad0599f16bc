//! Why a condition on time is not obeyed, for people.

use crate::model::Misread;
use crate::words;

/// The crate's complaint, for people: where reading stopped.
pub(super) fn unreadable(text: &str, error: &str) -> Misread {
    // A syntax error begins " --> 1:COLUMN".
    let column = error.lines().next().and_then(|line| line.rsplit_once(':')?.1.trim().parse::<usize>().ok());
    let rest: String = text.chars().skip(column.unwrap_or(1).saturating_sub(1)).collect();
    let message = if rest.is_empty() {
        words!("«{text}» còn thiếu phần cuối.", "`{text}` lacks its end.")
    } else {
        words!("Không đọc được «{rest}» trong «{text}».", "`{rest}` cannot be read in `{text}`.")
    };
    Misread {
        message,
        help: words!(
            "Viết như: 2026 Feb 13-2026 Dec 31 Mo-Fr 07:00-11:30,13:30-17:00; PH off. Hoặc dùng from, to, days, hours.",
            "Write like: 2026 Feb 13-2026 Dec 31 Mo-Fr 07:00-11:30,13:30-17:00; PH off. Or use from, to, days, hours."
        ),
    }
}

pub(super) fn nothing() -> Misread {
    Misread {
        message: words!("Chưa có gì trong ô này.", "There is nothing here."),
        help: words!("Xóa cả dòng nếu lúc nào cũng chiếu.", "Take the line out to show it always."),
    }
}

pub(super) fn by_the_sun(text: &str) -> Misread {
    Misread {
        message: words!(
            "«{text}» dùng giờ mặt trời, mà màn hình không biết mình ở đâu.",
            "`{text}` goes by the sun, and the screen does not know where it stands."
        ),
        help: words!("Viết giờ đồng hồ, ví dụ 06:00-18:00.", "Write hours of the clock, as in 06:00-18:00."),
    }
}

pub(super) fn school_holidays(text: &str) -> Misread {
    Misread {
        message: words!(
            "«{text}» dùng SH (kỳ nghỉ của học sinh); ở đây chỉ có PH.",
            "`{text}` uses SH (school holidays); here there is PH alone."
        ),
        help: words!(
            "Dùng PH: đó là ngày lễ và mọi ngày nghỉ ghi ở mục [holidays] của screen.toml hay trong tệp lịch .ics.",
            "Use PH: public holidays and every day off of [holidays] in screen.toml or of an .ics file."
        ),
    }
}

pub(super) fn only_closes(text: &str) -> Misread {
    Misread {
        message: words!(
            "«{text}» chỉ nói khi nào nghỉ, không nói khi nào chiếu.",
            "`{text}` only says when to stay off, not when to show."
        ),
        help: words!(
            "Viết lúc chiếu trước, ví dụ: 24/7; PH off.",
            "Say when to show first, as in: 24/7; PH off."
        ),
    }
}
