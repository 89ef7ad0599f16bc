//! Scores into ranks, from TOML and from tables alike.

use std::collections::HashSet;

use toml::de::DeValue;

use super::{is_blank, thousands};
use crate::model::read::Resolve;
use crate::model::read::table::{Table, quoted};
use crate::model::read::text::essential;
use crate::model::read::value::Value;
use crate::model::{Level, Ranked, Ranking, Slide, Words};
use crate::words;

/// Lines of a ranking that are shown, best first: more than any school has classes, and no more pages than a
/// person would wait for.
pub(in crate::model::read) const MOST: usize = 100;
/// The largest score, also below zero.
const LARGEST: f64 = 1e6;

/// Who, and the score in hundredths; `None`: there is none that can be read.
pub(in crate::model::read) type Entry = (String, Option<i64>);

pub(in crate::model::read) fn ranking(table: &Table, _: &Resolve) -> Slide {
    let heading = table.essential("heading");
    let mut entries: Vec<Entry> = Vec::new();
    let mut known = HashSet::new();
    let mut sound = true;
    let rows = table.need("rows");
    for value in rows.iter().flat_map(Value::list) {
        let (entry, good) = table.report.spare(|| row(&value));
        sound &= good;
        if let Some((name, _)) = &entry
            && !known.insert(name.clone())
        {
            let (message, help) = twice(name);
            value.note(Level::Warning, message, help);
        }
        entries.extend(entry);
    }
    if entries.iter().all(|(_, score)| score.is_none()) {
        if sound { table.report.blank() } else { table.report.count_fault() }
    }
    if let Some(rows) = rows.filter(|_| entries.len() > MOST) {
        let (message, help) = too_many(entries.len());
        rows.note(Level::Warning, message, help);
    }
    let labels = ["Lớp", "Điểm"].map(str::to_owned);
    Slide::Ranking(ranked(heading, labels, entries, table.line("source")))
}

/// `None` while its name or its score is still to be filled in.
fn row(value: &Value) -> Option<Entry> {
    let Some(table) = value.table() else {
        value.wrong(
            words!("một dòng trong ngoặc nhọn", "a line in braces"),
            "[{ name = \"Lớp 10A1\", score = 98.5 }]",
        );
        return None;
    };
    let name = table.need("name").and_then(|value| essential(&value));
    let score = table.need("score").map(|value| if is_blank(&value) { None } else { Some(score(&value)) });
    table.finish(&[]);
    match score {
        Some(None) => None,
        score => Some((name?, score.flatten().flatten())),
    }
}

/// A number without quotes, or one in quotes as Vietnamese writes it.
fn score(value: &Value) -> Option<i64> {
    let DeValue::String(text) = value.raw() else {
        return value.number(-LARGEST..=LARGEST).map(|number| (number * 100.0).round() as i64);
    };
    parse(text).map_err(|(message, help)| value.fault(message, help)).ok()
}

/// A score as people write it, in hundredths: "98,5", "98.5", "1.234,5", "-2".
pub(in crate::model::read) fn parse(text: &str) -> Result<i64, (Words, Words)> {
    let text = text.trim();
    let digits = text.strip_prefix(['-', '−']).unwrap_or(text);
    let groups: Vec<&str> = digits.split('.').collect();
    let grouped = |groups: &[&str]| {
        let first = groups.first().is_some_and(|first| (1..=3).contains(&first.len()) && *first != "0");
        groups.len() > 1 && first && groups.iter().skip(1).all(|group| group.len() == 3)
    };
    let plain = match digits.split_once(',') {
        Some((whole, decimals)) if grouped(&whole.split('.').collect::<Vec<_>>()) => {
            format!("{}.{decimals}", whole.replace('.', ""))
        }
        Some((whole, decimals)) => format!("{whole}.{decimals}"),
        None if groups.len() == 2 && grouped(&groups) => return Err(two_ways(text)),
        None if grouped(&groups) => digits.replace('.', ""),
        None => digits.to_owned(),
    };
    let readable = plain.starts_with(|c: char| c.is_ascii_digit())
        && plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number: Option<f64> = plain.parse().ok().filter(|number| readable && *number <= LARGEST);
    let Some(number) = number else { return Err(no_number(text)) };
    let hundredths = (number * 100.0).round() as i64;
    Ok(if text.starts_with(['-', '−']) { -hundredths } else { hundredths })
}

fn no_number(text: &str) -> (Words, Words) {
    let text = quoted(text);
    (
        words!("Điểm «{text}» không phải là số.", "The score \"{text}\" is not a number."),
        words!("Ghi số, ví dụ 98,5 hoặc 98.5.", "Write a number, such as 98.5."),
    )
}

/// "1.234" is a thousand and more to a Vietnamese, and one and a bit to a spreadsheet in English.
fn two_ways(text: &str) -> (Words, Words) {
    let text = quoted(text);
    (
        words!("Điểm «{text}» có thể đọc theo hai cách.", "The score \"{text}\" can be read in two ways."),
        words!(
            "Bỏ dấu chấm nếu là hàng nghìn; thay bằng dấu phẩy nếu là phần thập phân.",
            "Leave the point out if it groups thousands; write a comma if it begins the decimals."
        ),
    )
}

/// That somebody stands twice in a ranking.
pub(in crate::model::read) fn twice(name: &str) -> (Words, Words) {
    let name = quoted(name);
    (
        words!("«{name}» ghi hai lần.", "\"{name}\" stands twice."),
        words!("Xóa dòng cũ, chỉ giữ một dòng.", "Keep one line and delete the other."),
    )
}

/// That not all lines are shown.
pub(in crate::model::read) fn too_many(rows: usize) -> (Words, Words) {
    let counted = thousands(&rows.to_string());
    (
        words!(
            "Bảng có {counted} dòng; màn hình chỉ chiếu {MOST} dòng điểm cao nhất.",
            "The table has {rows} lines; the {MOST} with the highest scores are shown."
        ),
        words!("Bớt dòng, hoặc chia thành nhiều bảng.", "Leave lines out, or make several tables."),
    )
}

/// The highest score first; who has the same one shares the rank and stands in the order that was written. Those
/// without a score come last. `labels` are the heads of the two columns.
pub(in crate::model::read) fn ranked(
    heading: String,
    labels: [String; 2],
    mut entries: Vec<Entry>,
    source: Option<String>,
) -> Ranking {
    entries.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    entries.truncate(MOST);
    let scores: Vec<i64> = entries.iter().filter_map(|(_, score)| *score).collect();
    let decimals = [100, 10].iter().take_while(|unit| scores.iter().any(|score| score % **unit != 0)).count();
    let row = |(name, score): Entry| Ranked {
        name,
        rank: score.map(|score| scores.partition_point(|other| *other > score) + 1),
        score: score.map(|score| shown(score, decimals)),
    };
    let [who, what] = labels;
    Ranking { heading, who, what, rows: entries.into_iter().map(row).collect(), source }
}

/// Hundredths as Vietnamese prints them with so many `decimals`: "1.234,5".
fn shown(hundredths: i64, decimals: usize) -> String {
    let whole = thousands(&(hundredths.abs() / 100).to_string());
    let rest = format!("{:02}", hundredths.abs() % 100);
    let rest = rest.get(..decimals).filter(|rest| !rest.is_empty());
    let sign = if hundredths < 0 { "−" } else { "" };
    rest.map_or(format!("{sign}{whole}"), |rest| format!("{sign}{whole},{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::read::slide;
    use crate::model::{Problem, Reason};

    #[test]
    fn scores_are_read_as_people_write_them() {
        for (text, hundredths) in [
            ("98,5", Some(9850)),
            ("98.5", Some(9850)),
            (" 97 ", Some(9700)),
            ("98.333333333", Some(9833)),
            ("0.125", Some(13)),
            ("1.234,5", Some(123_450)),
            ("1.000.000", Some(100_000_000)),
            ("1.000.001", None),
            ("12.345.678", None),
            ("-2,25", Some(-225)),
            ("−2", Some(-200)),
            ("1.234", None),
            ("--2", None),
            ("98,,5", None),
            ("98,5,1", None),
            ("9 8", None),
            ("1e3", None),
            ("nan", None),
            ("inf", None),
            ("", None),
            ("tốt", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(parse(text).ok(), hundredths, "{text}");
        }
    }

    #[test]
    fn the_same_score_shares_a_rank_and_commas_stand_under_each_other() {
        let entry = |name: &str, score| (name.to_owned(), score);
        let entries = [
            entry("A", Some(9700)),
            entry("B", None),
            entry("C", Some(123_450)),
            entry("D", Some(9700)),
            entry("E", Some(-50)),
        ];
        let ranking = ranked(String::new(), Default::default(), entries.to_vec(), None);
        let rows: Vec<_> =
            ranking.rows.iter().map(|row| (row.rank, row.name.as_str(), row.score.as_deref())).collect();
        assert_eq!(
            rows,
            [
                (Some(1), "C", Some("1.234,5")),
                (Some(2), "A", Some("97,0")),
                (Some(2), "D", Some("97,0")),
                (Some(4), "E", Some("−0,5")),
                (None, "B", None),
            ]
        );
    }

    type Shown = Vec<(usize, String)>;

    /// What is shown of a ranking with these `rows`, and the key of each problem.
    fn read(rows: &str) -> (Option<Shown>, Option<Reason>, Vec<(Level, String)>) {
        let text = format!("kind = 'ranking'\nheading = 'A'\nrows = [{rows}]");
        let (read, problems) = slide(text.as_bytes(), "a.toml", &|_| Err(Default::default()));
        let hidden = read.as_ref().and_then(|read| read.hidden);
        let shown = read.map(|read| match read.content.slide() {
            Some(Slide::Ranking(ranking)) => {
                ranking.rows.clone().into_iter().map(|row| (row.rank.unwrap_or(0), row.name)).collect()
            }
            other => panic!("{other:?}"),
        });
        let key = |problem: Problem| (problem.level, problem.key.unwrap_or_default());
        (shown, hidden, problems.into_iter().map(key).collect())
    }

    #[test]
    fn a_bad_line_is_named_and_the_others_play() {
        let good = "{ name = 'B', score = 9 }, { name = 'C', score = '9,5' }";
        let both = vec![(1, "C".to_owned()), (2, "B".to_owned())];
        let last = |name: &str| Some([both.clone(), vec![(0, name.to_owned())]].concat());
        for (bad, shown, level, key) in [
            ("{ name = 'A', score = 'tốt' }", last("A"), Level::Error, "rows.1.score"),
            ("{ name = 'A', score = 1e9 }", last("A"), Level::Error, "rows.1.score"),
            ("{ name = 'A', score = true }", last("A"), Level::Error, "rows.1.score"),
            ("{ name = 'A' }", last("A"), Level::Error, "rows.1.score"),
            ("{ score = 8 }", Some(both.clone()), Level::Error, "rows.1.name"),
            ("'A'", Some(both.clone()), Level::Error, "rows.1"),
            ("{ name = '[cần điền]', score = 8 }", Some(both.clone()), Level::Warning, "rows.1.name"),
            ("{ name = 'A', score = '[cần điền]' }", Some(both.clone()), Level::Warning, "rows.1.score"),
        ] {
            let read = read(&format!("{bad}, {good}"));
            assert_eq!(read, (shown, None, vec![(level, key.to_owned())]), "{bad}");
        }
        let (shown, hidden, problems) = read(&format!("{good}, {{ name = 'B', score = 8 }}"));
        assert_eq!((shown.map(|rows| rows.len()), hidden), (Some(3), None));
        assert_eq!(problems, [(Level::Warning, "rows.3".to_owned())]);
    }

    #[test]
    fn with_no_score_at_all_there_is_no_ranking() {
        assert_eq!(read("{ name = 'A', score = 'tốt' }").0, None);
        let (shown, hidden, _) = read("{ name = 'A', score = '[cần điền]' }");
        assert_eq!((shown, hidden), (Some(Vec::new()), Some(Reason::Placeholder)));
        let many: String = (0..=MOST).map(|n| format!("{{ name = '{n}', score = {n} }}, ")).collect();
        let (shown, _, problems) = read(&many);
        assert_eq!(shown.unwrap_or_default().last(), Some(&(MOST, "1".to_owned())));
        assert_eq!(problems, [(Level::Warning, "rows".to_owned())]);
    }
}
