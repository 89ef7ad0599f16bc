//! Where a line may end, by sense: what belongs together stays together.
//!
//! Vietnamese writes a space between syllables, not between words, so a breaker that only sees spaces
//! divides "hành / chính". There is no dictionary here; the short list below holds the compounds that a
//! school's notices are full of, and costs, not bans, keep narrow columns possible.

use std::collections::HashSet;
use std::sync::LazyLock;

/// May the line end between two tokens, and how bad is it?
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Join {
    /// Never, unless the group alone is wider than the line ("15 phút", "lớp 10A1", "số 76/NQ-CP").
    Hard,
    /// At this cost; 0 is the best place to end a line.
    Soft(f32),
}

/// The cost between two words of which nothing is known.
pub(super) const PLAIN: f32 = 2.0;

/// Words whose number follows: "số 76/NQ-CP", "lớp 10A1".
const BEFORE_NUMBER: &str = "\
    số, điều, khoản, mục, lớp, khối, ngày, tháng, năm, quý, tuần, tiết, khóa, khoá, trang, phòng, \
    tầng, đợt, kỳ, lần, thứ, bước, mức, phần, chương, câu, mẫu";
/// Words that rather keep the number after them: "giai đoạn 2021-2030", "Thông tư 21/2019/TT-BGDĐT".
const BEFORE_SIGN: &str = "đoạn, tư, định, quyết, thị, luận, hoạch, luật, lệnh";
/// Words that count what the number before them says: "15 phút", "8 điểm".
const AFTER_NUMBER: &str = "\
    phút, giờ, giây, ngày, tháng, năm, tuần, bộ, bản, lần, km, m, cm, kg, %, đồng, triệu, tỷ, nghìn, \
    em, lớp, trường, điểm, người, bước, trang";
/// Words that lean on what follows: a line does not end with them if it can be helped.
const LEANING: &str = "\
    của, và, về, cho, trong, theo, tại, với, để, là, các, những, một, từ, đến, do, khi, có, không, \
    được, bị, sự, việc, ở, hoặc, mà, thì, sẽ, đã, đang, cần, hãy, mỗi, mọi, bằng, qua, trên, dưới, \
    giữa, nhà, công, vì";
/// Compounds that notices of a school are full of.
static COMPOUNDS: LazyLock<HashSet<&str>> = LazyLock::new(|| COMPOUND_WORDS.split(", ").collect());
const COMPOUND_WORDS: &str = "\
    an toàn, ban hành, biên chế, biểu dương, bản sao, bảo đảm, bộ máy, chuyển trường, chuyển đổi, \
    chào cờ, chính phủ, chính quyền, chính sách, chính thức, chính trị, chính xác, chương trình, \
    chấp hành, chất lượng, chỉ số, chỉ thị, chỉ tiêu, chỉ đạo, chủ trương, chủ yếu, chủ đề, cá nhân, \
    cán bộ, công chức, công dân, công khai, công tác, công vụ, căn cước, cơ chế, cơ quan, cạnh tranh, \
    cải cách, cải thiện, cấp huyện, cấp xã, cập nhật, cổng dịch, cộng hiền, doanh nghiệp, dịch vụ, \
    giai đoạn, giao thông, giám hiệu, giáo dục, giáo viên, giải pháp, giải quyết, gương mẫu, hiệu lực, \
    hiệu quả, hiệu trưởng, hoàn thiện, hoàn thành, hài lòng, hành chính, hành động, hướng dẫn, hải phòng, \
    hệ thống, học bạ, học sinh, hồ sơ, hội nghị, khen thưởng, không gian, kinh doanh, kinh tế, \
    kiến nghị, kế hoạch, kết luận, kết quả, kịp thời, liên tục, lãnh đạo, lệ phí, minh bạch, mô hình, \
    môi trường, môn học, mở rộng, mục tiêu, nghĩa vụ, nghị quyết, người dân, nhiệm vụ, nhà nước, \
    nhà trường, nhân dân, nhân viên, nâng cao, năm học, năng lực, nội dung, phong trào, pháp luật, \
    phát triển, phản ánh, phối hợp, phổ biến, phụ huynh, phục vụ, quan trọng, quy chế, quy trình, \
    quy định, quyết định, quản lý, quốc gia, quốc hội, sinh hoạt, sáng tạo, sắp xếp, sổ gốc, \
    thanh toán, theo dõi, thi đua, thành phần, thành phố, thành tích, thành ủy, thái độ, thí sinh, \
    thông báo, thông tin, thúc đẩy, thường xuyên, thể chế, thống nhất, thời hạn, thủ tướng, thủ tục, \
    thực hiện, tiên tiến, tiếp nhận, toàn diện, triển khai, trung tâm, trung ương, trách nhiệm, \
    trường học, trạng thái, trọng tâm, trực tiếp, trực tuyến, tuyên truyền, tuyển sinh, tài chính, \
    tăng cường, tư pháp, tập thể, tổ chức, tổng thể, tổng đài, viên chức, văn bản, văn phòng, \
    vận động, vệ sinh, vụ công, xuất sắc, xác nhận, xây dựng, xã hội, yêu cầu, ý nghĩa, điều hành, \
    điện thoại, điện tử, đoàn trường, đào tạo, đánh giá, đô thị, đúng hẹn, đơn giản, đơn vị, \
    đường dây, đạo đức, đầu tư, đẩy mạnh, đặc thù, đề nghị, địa chỉ, địa phương, đội ngũ, đứng đầu, \
    ủy ban, ứng dụng, đột phá, điển hình, khuyết tật, sự nghiệp, công lập, làm việc, ngày làm, lắng nghe, \
    nghiệp vụ, ngoại khóa, phức tạp, cửa số, par index, sở gdđt, ubnd thành, ubnd xã, thường vụ, tinh thần, tiếp theo, \
    tổng hợp, trường hợp, ủy quyền, đồng bộ, cấp ủy, giao tiếp, ứng xử, chuyên đề, gia đình, định hướng";

/// The joins between neighbouring tokens (split at plain spaces); one fewer than tokens. Words that a
/// non-breaking space holds together are looked at one by one: "ngày làm" leans together in "8\u{a0}ngày làm" too.
pub(super) fn joins(tokens: &[&str]) -> Vec<Join> {
    let parts = tokens.iter().map(|token| token.split('\u{a0}').collect::<Vec<_>>());
    let words: Vec<(&str, bool)> = parts
        .flat_map(|parts| {
            let last = parts.len() - 1;
            parts.into_iter().enumerate().map(move |(index, word)| (word, index == last))
        })
        .collect();
    let bared: Vec<String> = words.iter().map(|(word, _)| bare(word).to_lowercase()).collect();
    let mut joins = Vec::new();
    let mut labelled = false;
    for (pair, word) in words.windows(2).zip(bared.windows(2)) {
        let ([(left, ends), (right, _)], [before, after]) = (pair, word) else { continue };
        if *ends {
            joins.push(join(left, right, before, after, labelled));
        }
        labelled = known(BEFORE_NUMBER, before);
    }
    joins
}

fn join(left: &str, right: &str, before: &str, after: &str, labelled: bool) -> Join {
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let closes = left.ends_with([',', ';', ':', '.', '!', '?']);
    let dash = |token: &str| token.chars().all(|c| "-–—·/".contains(c));
    // Not the number of a document: "15/2026/TT-BGDĐT ngày 24/3/2026" may be divided.
    let amount = number(before) && before.chars().all(|c| c.is_ascii_digit() || ",.-–".contains(c));
    let counted = amount && !labelled && !closes && known(AFTER_NUMBER, after);
    let telephone = digits(left) && digits(right);
    if (known(BEFORE_NUMBER, before) && number(after))
        || counted
        || telephone
        || dash(right)
        || after.is_empty()
    {
        return Join::Hard;
    }
    if closes {
        return Join::Soft(0.0);
    }
    // "kinh tế - xã hội" is one word of two parts.
    if dash(left) {
        return Join::Soft(12.0);
    }
    // A whole date, or "Thông tư 21/2019", on one line where it can be.
    let date = labelled && number(before) && ["tháng", "năm"].contains(&after);
    if date || (known(BEFORE_SIGN, before) && number(after)) {
        return Join::Soft(16.0);
    }
    // Two words of a name ("Cộng Hiền"), not an abbreviation.
    let capital = |token: &str| {
        let mut letters = token.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    };
    let pair = format!("{before} {after}");
    if COMPOUNDS.contains(pair.as_str()) || (capital(left) && capital(right)) {
        return Join::Soft(16.0);
    }
    Join::Soft(if known(LEANING, before) { 5.0 } else { PLAIN })
}

/// Whether `word` is in `list`, whose entries are divided by a comma and a space.
fn known(list: &str, word: &str) -> bool {
    list.split(", ").any(|known| known == word)
}

/// The token without brackets, quotes and stops around it.
fn bare(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric() && c != '%')
}

/// A group of a telephone number: "1800", "(0225)".
fn digits(token: &str) -> bool {
    !token.is_empty() && token.chars().all(|c| c.is_ascii_digit() || "()+".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hard(text: &str) -> Vec<bool> {
        let tokens: Vec<&str> = text.split(' ').collect();
        joins(&tokens).iter().map(|join| *join == Join::Hard).collect()
    }

    #[test]
    fn a_number_keeps_its_label_and_its_unit() {
        assert_eq!(hard("số 76/NQ-CP"), [true]);
        assert_eq!(hard("Lớp 10A1"), [true]);
        assert_eq!(hard("trong 15 phút"), [false, true]);
        assert_eq!(hard("15/2026/TT-BGDĐT ngày 24/3/2026"), [false, true]);
        assert_eq!(hard("ngày 15 tháng 7 năm 2021"), [true, false, true, false, true]);
        assert_eq!(hard("gọi 1800 1096 ngay"), [false, true, false]);
        assert_eq!(hard("kinh tế - xã hội"), [false, true, false, false]);
        assert_eq!(hard("hoặc 15\u{a0}phút nghỉ"), [false, false]);
    }

    #[test]
    fn compounds_cost_more_than_pauses() {
        let joins = joins(&["cải", "cách,", "hành", "chính", "của", "ta"]);
        assert_eq!(joins[0], Join::Soft(16.0));
        assert_eq!(joins[1], Join::Soft(0.0));
        assert_eq!(joins[2], Join::Soft(16.0));
        assert_eq!(joins[4], Join::Soft(5.0));
        assert_eq!(super::joins(&["sau", "8\u{a0}ngày", "làm", "việc"])[1], Join::Soft(16.0));
        assert_eq!(super::joins(&["ngày\u{a0}15", "tháng\u{a0}7"]), [Join::Soft(16.0)]);
    }
}
