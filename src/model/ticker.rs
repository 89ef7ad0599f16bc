//! What runs at the foot of the screen.

use chrono::{DateTime, Utc};

use super::{Content, Programme};

/// What the ticker runs at a moment, and until when that is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// One message each, in order: those of `screen.toml`, then those of the folder. Empty: there is no ticker.
    pub lines: Vec<String>,
    /// When the answer changes next, or is to be asked for again.
    pub until: DateTime<Utc>,
}

/// What the ticker runs at `now`, whoever has the screen.
pub fn running(programme: &Programme, now: DateTime<Utc>) -> Running {
    let day = programme.day(now);
    let members = programme.ticker.members.iter();
    let in_season = members.filter(|line| day.ticker(line).iter().any(|season| season.contains(&now)));
    let items = in_season.filter_map(|line| programme.at(line.place));
    let written = items.flat_map(|(_, item)| match &item.content {
        Content::Lines(lines) => lines.as_slice(),
        _ => &[],
    });
    let lines = programme.screen.ticker.iter().chain(written).cloned().collect();
    Running { lines, until: day.next_line(now) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture::{VIETNAM, at, dated, item, line, playlist, programme, ranked, ticker};
    use crate::model::{Item, Rank, Screen, When, day_plan, hidden, showings};

    fn lines(path: &str, when: &str, lines: &[&str]) -> Item {
        let content = Content::Lines(lines.iter().map(|line| (*line).to_owned()).collect());
        Item { content, ..dated(path, 10, when) }
    }

    #[test]
    fn what_runs_follows_the_calendar_of_the_folder_and_of_each_file() {
        let list = ticker(
            "2026 Nov",
            vec![
                lines("a.txt", "", &["một", "hai"]),
                lines("b.txt", "1900 Jan 01-2026 Nov 24", &["ba"]),
                lines("c.txt", "12:00-13:00", &["bốn"]),
            ],
        );
        let screen = Screen { ticker: vec!["luôn".into()], ..Screen::bare(VIETNAM) };
        let main = playlist(When::always(), vec![item("x.png", 10)]);
        let folder = Programme::new(screen, vec![main, list], Vec::new());
        let table = [
            ("2026-10-31 23:59:59", "luôn", "2026-11-01 00:00:00"),
            ("2026-11-24 11:59:59", "luôn một hai ba", "2026-11-24 12:00:00"),
            ("2026-11-24 12:00:00", "luôn một hai ba bốn", "2026-11-24 13:00:00"),
            ("2026-11-24 13:00:00", "luôn một hai ba", "2026-11-25 00:00:00"),
            ("2026-11-25 00:00:00", "luôn một hai", "2026-11-25 12:00:00"),
        ];
        for (now, said, until) in table {
            let running = running(&folder, at(now));
            assert_eq!((running.lines.join(" ").as_str(), running.until), (said, at(until)), "{now}");
        }
        // It takes no turn, and neither cuts the day nor moves the loop.
        let (from, until) = (at("2026-11-24 11:59:55"), at("2026-11-24 12:00:15"));
        let seen: Vec<String> = showings(&folder, from, until).map(|showing| line(&showing)).collect();
        let expected = ["x.png 11:59:50-12:00:00", "x.png 12:00:00-12:00:10", "x.png 12:00:10-12:00:20"];
        assert_eq!(seen, expected);
        let told: Vec<_> = hidden(&folder, from)
            .iter()
            .map(|(_, item, why)| format!("{} {}", item.title, why.name()))
            .collect();
        assert_eq!(told, ["c.txt hours"]);
    }

    #[test]
    fn the_plan_of_a_day_has_it_but_for_the_hours_of_a_takeover() {
        let takeover = ranked(Rank::Takeover, "07:00-08:00", vec![item("t", 10)]);
        let folder =
            programme(VIETNAM, vec![takeover, ticker("", vec![lines("a.txt", "06:00-09:00", &["một"])])]);
        let plan = day_plan(&folder, at("2026-11-24 12:00:00"));
        let hour = |at: DateTime<Utc>| at.with_timezone(&VIETNAM).format("%H").to_string();
        let told = plan
            .seasons
            .iter()
            .map(|(item, span)| format!("{} {}-{}", item.path.shown(), hour(span.start), hour(span.end)));
        assert_eq!(told.collect::<Vec<_>>(), ["t 07-08", "a.txt 06-07", "a.txt 08-09"]);
        let told: Vec<_> =
            hidden(&folder, at("2026-11-24 07:30:00")).iter().map(|(.., why)| why.name()).collect();
        assert_eq!(told, ["takeover"]);
    }
}
