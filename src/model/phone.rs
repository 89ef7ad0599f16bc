//! Telephone numbers as Vietnam writes them (domain.md §3).

/// Digits of a number for `tel:`: only digits and a leading `+`.
pub fn digits(written: &str) -> String {
    written.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// The number in groups, divided by single ordinary spaces: `(0225) 3xxx xxx`, `0912 345 678`, `1800 1096`.
/// `None` when it has none of the forms that a Vietnamese number has.
pub fn grouped(written: &str) -> Option<String> {
    if !written.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+().-".contains(c)) {
        return None;
    }
    let digits = digits(written);
    let home = digits.strip_prefix("+84").map_or(digits.clone(), |rest| format!("0{rest}"));
    if !home.is_ascii() || home.contains('+') {
        return None;
    }
    let sizes: &[usize] = match (home.get(..2)?, home.len()) {
        // Hà Nội and TP. Hồ Chí Minh have the two short area codes.
        ("02", 11) if home.starts_with("024") || home.starts_with("028") => &[3, 4, 4],
        ("02", 11) => &[4, 4, 3],
        ("03" | "05" | "07" | "08" | "09", 10) => &[4, 3, 3],
        ("18" | "19", 8) if home.get(2..4) == Some("00") => &[4, 4],
        ("18" | "19", 10) if home.get(2..4) == Some("00") => &[4, 3, 3],
        // 111, 113, 114, 115; 1022, 1080.
        ("11", 3) | ("10", 4) => return Some(home),
        _ => return None,
    };
    let mut rest = home.as_str();
    let mut groups = Vec::new();
    for size in sizes {
        let (group, after) = rest.split_at(*size);
        groups.push(group.to_owned());
        rest = after;
    }
    if home.starts_with("02") {
        groups[0] = format!("({})", groups[0]);
    }
    Some(groups.join(" "))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    // Numbers here are the forms of domain.md with neutral digits, not anybody's telephone.
    #[test]
    fn numbers_are_grouped_by_their_form() {
        for (written, expected) in [
            ("18001096", Some("1800 1096")),
            ("1800.1096", Some("1800 1096")),
            ("0912345678", Some("0912 345 678")),
            ("+84 912 345 678", Some("0912 345 678")),
            ("0225 3000 000", Some("(0225) 3000 000")),
            ("(0225)3.000.000", Some("(0225) 3000 000")),
            ("02430000000", Some("(024) 3000 0000")),
            ("113", Some("113")),
            ("091234567", None),
            ("0112345678", None),
            ("hỏi bảo vệ", None),
            ("0912 345 678 máy lẻ 2", None),
            ("", None),
            ("+", None),
        ] {
            assert_eq!(grouped(written).as_deref(), expected, "{written}");
        }
    }
}
