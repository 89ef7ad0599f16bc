//! A question, its options, and which of them is right.

use super::{count, is_blank};
use crate::model::read::Resolve;
use crate::model::read::table::{Table, quoted};
use crate::model::read::text::essential;
use crate::model::read::value::Value;
use crate::model::{Quiz, Slide, tidy};
use crate::words;

/// Options have the letters A to F.
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=6;
/// How long a question may stand before its answer, in milliseconds: 1 s to 10 minutes.
const REVEAL: (i64, i64) = (1000, 600_000);

pub(in crate::model::read) fn quiz(table: &Table, _: &Resolve) -> Slide {
    let question = table.essential("question");
    let options = table.need("options").map(|value| options(table, &value)).unwrap_or_default();
    let answer = table.need("answer").and_then(|value| {
        let answer = if is_blank(&value) { None } else { answer(&value, &options) };
        if answer.is_none() {
            table.report.blank();
        }
        answer
    });
    let reveal = table.get("reveal").and_then(|value| value.duration(REVEAL.0, REVEAL.1));
    Slide::Quiz(Quiz { question, options, answer: answer.unwrap_or(0), reveal, source: table.line("source") })
}

/// One that is still to be filled in keeps the whole slide off: the letters of the others would change.
fn options(table: &Table, value: &Value) -> Vec<String> {
    count(value, OPTIONS);
    let mut options = Vec::new();
    for option in value.list() {
        match essential(&option) {
            Some(text) => options.push(text),
            None => table.report.blank(),
        }
    }
    options
}

/// By its letter, or by its text.
fn answer(value: &Value, options: &[String]) -> Option<usize> {
    let written = tidy::line(value.string()?);
    let letter = match written.as_bytes() {
        [letter] => usize::from(letter.to_ascii_uppercase()).checked_sub(usize::from(b'A')),
        _ => None,
    };
    let found = letter.filter(|at| *at < options.len());
    let found = found.or_else(|| options.iter().position(|option| *option == written));
    if found.is_none() && !options.is_empty() {
        let letters: Vec<String> = (0..options.len()).map(Quiz::letter).collect();
        let (written, letters) = (quoted(&written), letters.join(", "));
        value.fault(
            words!(
                "Đáp án «{written}» không có trong các lựa chọn.",
                "The answer \"{written}\" is none of the options."
            ),
            words!("Ghi một chữ: {letters}.", "Write one letter: {letters}."),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::model::read::slide;
    use crate::model::{Level, Reason};

    type Read = (Quiz, Option<Reason>);

    fn read(rest: &str) -> (Option<Read>, Vec<(Level, String)>) {
        let text = format!("kind = 'quiz'\nquestion = 'Lớp nào?'\n{rest}");
        let (read, problems) = slide(text.as_bytes(), "a.toml", &|_| Err(Default::default()));
        let read = read.map(|read| match read.content.slide() {
            Some(Slide::Quiz(quiz)) => (quiz.clone(), read.hidden),
            other => panic!("{other:?}"),
        });
        let key = |problem: crate::model::Problem| (problem.level, problem.key.unwrap_or_default());
        (read, problems.into_iter().map(key).collect())
    }

    #[test]
    fn the_answer_is_a_letter_or_a_text() {
        for (answer, at) in [("B", 1), (" a ", 0), ("lớp  10A2", 1)] {
            let (quiz, problems) =
                read(&format!("options = ['Lớp 10A1', 'lớp 10A2']\nanswer = '{answer}'\nreveal = '15s'"));
            let (quiz, hidden) = quiz.unwrap();
            assert_eq!(
                (quiz.answer, quiz.reveal, hidden),
                (at, Some(TimeDelta::seconds(15)), None),
                "{answer}"
            );
            assert_eq!(problems, [], "{answer}");
        }
    }

    #[test]
    fn a_quiz_that_cannot_be_answered_is_not_shown() {
        for (rest, key) in [
            ("options = ['X', 'Y']\nanswer = 'C'", "answer"),
            ("options = ['X', 'Y']\nanswer = 'Z'", "answer"),
            ("options = ['X', 'Y']\nanswer = ''", "answer"),
            ("options = ['X', 'Y']\nanswer = 2", "answer"),
            ("options = ['X', 'Y']", "answer"),
            ("options = ['X']\nanswer = 'A'", "options"),
            ("options = []\nanswer = 'A'", "options"),
            ("answer = 'A'", "options"),
            ("options = ['X', '']\nanswer = 'A'", "options.2"),
            ("options = ['a', 'b', 'c', 'd', 'e', 'f', 'g']\nanswer = 'A'", "options"),
        ] {
            assert_eq!(read(rest), (None, vec![(Level::Error, key.to_owned())]), "{rest}");
        }
        let (quiz, problems) = read("options = ['X', 'Y']\nanswer = 'A'\nreveal = '1h'");
        assert_eq!((quiz, problems), (None, vec![(Level::Error, "reveal".to_owned())]));
    }

    #[test]
    fn what_is_to_be_filled_in_keeps_the_letters_from_changing() {
        for rest in [
            "options = ['X', '[cần điền]', 'Z']\nanswer = 'B'",
            "options = ['X', 'Y']\nanswer = '[cần điền]'",
        ] {
            let (quiz, problems) = read(rest);
            assert_eq!(quiz.map(|(_, hidden)| hidden), Some(Some(Reason::Placeholder)), "{rest}");
            assert!(problems.iter().any(|(level, _)| *level == Level::Warning), "{rest}");
        }
    }
}
