//! What is printed of a slide: its title, its words, and how long they take to read.

use chrono::TimeDelta;

use super::{Document, Message, Procedure, Qr, Slide, Table, TableRow, tidy};

/// "Chưa cập nhật", printed for what is missing.
const MISSING: usize = 3;
/// "Cần nhà trường xác nhận".
const CONFIRM: usize = 5;
/// "ngày 15 tháng 7 năm 2021".
const DATE: usize = 6;
/// The shortest time of anything on the wall is enough for an answer whose question is known.
const ANSWER: TimeDelta = TimeDelta::seconds(8);
/// "Thời hạn": most labels have two words.
const LABEL: usize = 2;

impl Slide {
    /// Its name for people: the heading, or what stands in its place. With ordinary spaces.
    pub fn title(&self) -> String {
        tidy::unbound(&match self {
            Slide::Message(slide) => slide.heading.clone(),
            Slide::Several(parts) => parts.first().map(Slide::title).unwrap_or_default(),
            Slide::Document(slide) => format!("{} {}", slide.form, slide.number),
            Slide::Procedure(slide) => slide.name.clone(),
            Slide::Hotline(slide) => slide.heading.clone(),
            Slide::Steps(slide) => slide.heading.clone(),
            Slide::Index(slide) => slide.heading.clone(),
            Slide::Praise(slide) => slide.name.clone(),
            Slide::Poster(slide) => slide.sentence.clone(),
            Slide::Flag => "Quốc kỳ".to_owned(),
            Slide::Ranking(slide) => slide.heading.clone(),
            Slide::Table(slide) => slide.heading.clone(),
            Slide::Countdown(slide) => slide.heading.clone(),
            Slide::Agenda(slide) => slide.heading.clone(),
            Slide::Quiz(slide) => slide.question.clone(),
        })
    }

    /// How long one showing lasts when no dwell is given: as long as it takes to read; a quiz as long as its
    /// question stands, and then its answer.
    pub fn dwell(&self) -> TimeDelta {
        self.asks().map_or_else(|| self.reading(), |asks| asks + ANSWER)
    }

    /// How long the question of a quiz stands before its answer, when the dwell allows; `None` of other kinds.
    pub fn asks(&self) -> Option<TimeDelta> {
        let Slide::Quiz(quiz) = self else { return None };
        Some(quiz.reveal.unwrap_or_else(|| self.reading()))
    }

    /// max(8 s, 3 s × ⌈N/45⌉ + 0.4 s × N) for N tiếng printed (design.md): three seconds to find one's place on
    /// each page, then 150 tiếng a minute.
    fn reading(&self) -> TimeDelta {
        let words = i64::try_from(self.words()).unwrap_or(i64::MAX / 4000);
        let reading = 3000 * ((words + 44) / 45) + 400 * words;
        TimeDelta::milliseconds(reading.max(8000))
    }

    /// Tiếng printed, labels included.
    fn words(&self) -> usize {
        match self {
            Slide::Message(slide) => message(slide),
            Slide::Several(parts) => parts.iter().map(Slide::words).sum(),
            Slide::Document(slide) => document(slide),
            Slide::Procedure(slide) => procedure(slide),
            Slide::Hotline(slide) => {
                let rows = slide.rows.iter().map(|row| of(&row.label) + of(&row.number) + some(&row.hours));
                of(&slide.heading) + rows.sum::<usize>() + code(&slide.qr) + some(&slide.source)
            }
            Slide::Steps(slide) => {
                of(&slide.heading)
                    + all(&slide.steps)
                    + code(&slide.qr)
                    + some(&slide.source)
                    + confirm(slide.confirm)
            }
            // Two words a bar: its year and its value.
            Slide::Index(slide) => {
                of(&slide.heading)
                    + of(&slide.name)
                    + of(&slide.unit)
                    + 2 * slide.bars.len()
                    + of(&slide.source)
            }
            Slide::Praise(slide) => of(&slide.name) + of(&slide.reason) + some(&slide.source),
            Slide::Poster(slide) => of(&slide.sentence) + some(&slide.source),
            Slide::Flag => 0,
            Slide::Countdown(slide) => of(&slide.heading) + 1,
            // Each option has its letter.
            Slide::Quiz(slide) => {
                of(&slide.question) + slide.options.len() + all(&slide.options) + some(&slide.source)
            }
            Slide::Agenda(slide) => {
                let steps = slide.steps.iter().map(|step| 1 + of(&step.text));
                of(&slide.heading) + steps.sum::<usize>() + some(&slide.source)
            }
            // Its rank and its score are a word each, as are the heads of the columns.
            Slide::Ranking(slide) => {
                let rows = slide.rows.iter().map(|row| of(&row.name) + 2);
                of(&slide.heading) + 3 + rows.sum::<usize>() + some(&slide.source)
            }
            Slide::Table(slide) => sheet(slide),
        }
    }
}

fn message(slide: &Message) -> usize {
    let body = slide.body.iter().map(|para| of(&para.text));
    of(&slide.heading) + body.sum::<usize>() + code(&slide.qr) + some(&slide.source) + confirm(slide.confirm)
}

fn document(slide: &Document) -> usize {
    let date = slide.date.map_or(MISSING, |_| DATE);
    let issuer = slide.issuer.as_deref().map_or(MISSING, of);
    of(&slide.form) + 1 + of(&slide.number) + date + issuer + of(&slide.summary) + some(&slide.source)
}

fn procedure(slide: &Procedure) -> usize {
    let s = slide;
    let posted = [
        &s.subject,
        &s.deadline,
        &s.fee,
        &s.place,
        &s.authority,
        &s.copies,
        &s.result,
        &s.basis,
        &s.decision,
    ];
    let texts = posted.iter().map(|field| LABEL + field.as_deref().map_or(MISSING, of)).sum::<usize>();
    let lists = [&s.papers, &s.steps].iter().map(|list| LABEL + all(list).max(MISSING)).sum::<usize>();
    let given = s.conditions.iter().chain(&s.form);
    let extra = given.map(|text| LABEL + of(text)).sum::<usize>();
    of(&s.name) + texts + lists + extra + LABEL + 1 + code(&s.qr) + confirm(s.confirm)
}

fn sheet(slide: &Table) -> usize {
    let heads = slide.columns.iter().map(|column| of(&column.head));
    let rows = slide.rows.iter().map(|row| match row {
        TableRow::Cells(cells) => all(cells),
        TableRow::Section(name) => of(name),
    });
    of(&slide.heading) + heads.chain(rows).sum::<usize>() + code(&slide.qr) + some(&slide.source)
}

fn of(text: &str) -> usize {
    text.split_whitespace().count()
}

fn some(text: &Option<String>) -> usize {
    text.as_deref().map_or(0, of)
}

fn all(texts: &[String]) -> usize {
    texts.iter().map(|text| of(text)).sum()
}

fn code(qr: &Option<Qr>) -> usize {
    qr.as_ref().map_or(0, |qr| of(&qr.label))
}

fn confirm(printed: bool) -> usize {
    if printed { CONFIRM } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Poster, Quiz};

    fn poster(words: usize) -> Slide {
        Slide::Poster(Poster { sentence: vec!["chữ"; words].join(" "), ..Poster::default() })
    }

    #[test]
    fn dwell_follows_the_words() {
        let seconds = |slide: Slide| slide.dwell().num_milliseconds() as f64 / 1000.0;
        assert_eq!(seconds(Slide::Flag), 8.0);
        assert_eq!(seconds(poster(12)), 8.0, "3 + 4.8 is under the least");
        assert_eq!(seconds(poster(45)), 21.0, "one page: 3 + 18");
        assert_eq!(seconds(poster(46)), 24.4, "two pages: 6 + 18.4");
        assert_eq!(seconds(poster(229)), 109.6, "the seed's longest paragraph: 6 pages, 18 + 91.6");
    }

    #[test]
    fn a_quiz_asks_and_then_answers() {
        let quiz = |reveal| {
            let options = vec!["Có".to_owned(), "Không".to_owned()];
            Slide::Quiz(Quiz { question: "Có không?".to_owned(), options, reveal, ..Quiz::default() })
        };
        let twenty = Some(TimeDelta::seconds(20));
        assert_eq!((quiz(twenty).asks(), quiz(twenty).dwell()), (twenty, TimeDelta::seconds(28)));
        assert_eq!((quiz(None).asks(), quiz(None).dwell()), (Some(ANSWER), TimeDelta::seconds(16)));
        assert_eq!(Slide::Flag.asks(), None);
    }

    #[test]
    fn words_bound_to_their_number_count_as_words() {
        let slide = Slide::Poster(Poster { sentence: tidy::line("lớp 10A1"), ..Poster::default() });
        assert_eq!(slide.words(), 2);
        assert_eq!(slide.title(), "lớp 10A1");
    }
}
