//! Steps and their times.

use chrono::NaiveTime;
use toml::de::DeValue;

use super::{count, is_blank};
use crate::model::read::Resolve;
use crate::model::read::table::Table;
use crate::model::read::text::essential;
use crate::model::read::value::Value;
use crate::model::{Agenda, AgendaStep, Level, Misread, Slide, dates, parse_clock};
use crate::words;

/// More steps than that are no agenda of a day.
const MOST: usize = 30;

pub(in crate::model::read) fn agenda(table: &Table, _: &Resolve) -> Slide {
    let heading = table.essential("heading");
    let mut steps: Vec<AgendaStep> = Vec::new();
    let mut sound = true;
    if let Some(given) = table.need("steps") {
        count(&given, 1..=MOST);
        for value in given.list() {
            let (step, good) = table.report.spare(|| step(&value));
            sound &= good;
            if let (Some(step), Some(before)) = (&step, steps.last())
                && step.time < before.time
            {
                early(&value, step.time, before.time);
            }
            steps.extend(step);
        }
    }
    if steps.is_empty() {
        if sound { table.report.blank() } else { table.report.count_fault() }
    }
    steps.sort_by_key(|step| step.time);
    Slide::Agenda(Agenda { heading, steps, source: table.line("source") })
}

/// `None` while its time or its text is faulty, or still to be filled in.
fn step(value: &Value) -> Option<AgendaStep> {
    let Some(table) = value.table() else {
        value.wrong(
            words!("giờ và việc trong ngoặc nhọn", "a time and a text in braces"),
            "[{ time = \"07:00\", text = \"…\" }]",
        );
        return None;
    };
    let time = table.need("time").filter(|value| !is_blank(value)).and_then(|value| time(&value));
    let text = table.need("text").and_then(|value| essential(&value));
    table.finish(&[]);
    Some(AgendaStep { time: time?, text: text? })
}

/// `"07:15"`, `"7h15"`, or TOML's own `07:15:00`.
fn time(value: &Value) -> Option<NaiveTime> {
    let read = match value.raw() {
        DeValue::String(text) => parse_clock(text),
        DeValue::Datetime(given) if given.date.is_none() => {
            let given = given.to_string();
            given.parse().or_else(|_| parse_clock(&given))
        }
        _ => {
            value.wrong(words!("giờ", "a time of day"), "\"07:15\"");
            return None;
        }
    };
    read.map_err(|Misread { message, help }| value.fault(message, help)).ok()
}

fn early(value: &Value, time: NaiveTime, before: NaiveTime) {
    let [time, before] = [time, before].map(dates::time);
    value.note(
        Level::Warning,
        words!(
            "Việc lúc {time} ghi sau việc lúc {before}; màn hình xếp lại theo giờ.",
            "The step at {time} stands after the one at {before}; they are shown in order of time."
        ),
        words!("Xem lại giờ của hai việc này.", "Look again at the two times."),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reason;
    use crate::model::read::slide;

    type Shown = Vec<(String, String)>;

    /// What is shown of an agenda with these `steps`, and the key of each problem.
    fn read(steps: &str) -> (Option<Shown>, Option<Reason>, Vec<(Level, String)>) {
        let text = format!("kind = 'agenda'\nheading = 'A'\nsteps = [{steps}]");
        let (read, problems) = slide(text.as_bytes(), "a.toml", &|_| Err(Default::default()));
        let hidden = read.as_ref().and_then(|read| read.hidden);
        let shown = read.map(|read| match read.content.slide() {
            Some(Slide::Agenda(agenda)) => {
                agenda.steps.clone().into_iter().map(|step| (dates::time(step.time), step.text)).collect()
            }
            other => panic!("{other:?}"),
        });
        let key = |problem: crate::model::Problem| (problem.level, problem.key.unwrap_or_default());
        (shown, hidden, problems.into_iter().map(key).collect())
    }

    #[test]
    fn a_bad_step_is_named_and_the_others_play() {
        let good = "{ time = '7h', text = 'B' }, { time = 07:30:00, text = 'C' }";
        let both =
            || Some([("07:00", "B"), ("07:30", "C")].map(|(time, text)| (time.into(), text.into())).to_vec());
        assert_eq!(read(good), (both(), None, Vec::new()));
        for (bad, level, key) in [
            ("{ time = '25:00', text = 'A' }", Level::Error, "steps.1.time"),
            ("{ time = '24:00', text = 'A' }", Level::Error, "steps.1.time"),
            ("{ time = 7, text = 'A' }", Level::Error, "steps.1.time"),
            ("{ time = 2026-11-30, text = 'A' }", Level::Error, "steps.1.time"),
            ("{ text = 'A' }", Level::Error, "steps.1.time"),
            ("{ time = '06:30' }", Level::Error, "steps.1.text"),
            ("{ time = '06:30', text = '' }", Level::Error, "steps.1.text"),
            ("'A'", Level::Error, "steps.1"),
            ("{ time = '[cần điền]', text = 'A' }", Level::Warning, "steps.1.time"),
            ("{ time = '06:30', text = '[cần điền]' }", Level::Warning, "steps.1.text"),
        ] {
            assert_eq!(
                read(&format!("{bad}, {good}")),
                (both(), None, vec![(level, key.to_owned())]),
                "{bad}"
            );
        }
    }

    #[test]
    fn steps_stand_in_order_of_time() {
        let (shown, _, problems) = read("{ time = '07:30', text = 'B' }, { time = '07:00', text = 'A' }");
        let texts: Vec<_> = shown.iter().flatten().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["A", "B"]);
        assert_eq!(problems, [(Level::Warning, "steps.2".to_owned())]);
    }

    #[test]
    fn with_no_step_at_all_there_is_no_agenda() {
        assert_eq!(read("{ time = '25:00', text = 'A' }").0, None);
        assert_eq!(read(&"{ time = '07:00', text = 'A' }, ".repeat(MOST + 1)).0, None);
        let (shown, hidden, _) = read("{ time = '07:00', text = '[cần điền]' }");
        assert_eq!((shown, hidden), (Some(Vec::new()), Some(Reason::Placeholder)));
    }
}
