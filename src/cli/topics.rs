//! `bangtin when --topics`: how much of the screen each topic of the plan has.

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::Serialize;

use super::check::harmless;
use crate::model::{Lang, Programme, TOPICS, TopicTime, dates, topic_name, topic_times};
use crate::words;

/// The shape of `when --topics --json`; it is a contract.
#[derive(Serialize)]
struct Answer<'a> {
    from: String,
    until: String,
    topics: Vec<Topic<'a>>,
    missing: Vec<&'a str>,
}

#[derive(Serialize)]
struct Topic<'a> {
    /// `null` for what has no topic.
    topic: Option<&'a str>,
    showings: u32,
    seconds: f64,
}

/// The machine-readable shape.
pub fn json(programme: &Programme, at: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let time = |time: DateTime<Utc>| {
        time.with_timezone(&programme.screen.zone).to_rfc3339_opts(SecondsFormat::AutoSi, false)
    };
    let times = topic_times(programme, at, until);
    let topics = times.iter().map(entry).collect();
    let answer = Answer { from: time(at), until: time(until), topics, missing: missing(&times) };
    // Serialising plain strings and numbers into memory cannot fail.
    serde_json::to_string_pretty(&answer).unwrap_or_default()
}

fn entry(TopicTime { topic, showings, airtime }: &TopicTime) -> Topic<'_> {
    let seconds = airtime.num_milliseconds() as f64 / 1000.0;
    Topic { topic: topic.as_deref(), showings: *showings, seconds }
}

/// What a person wants to read: minutes and showings of every topic, and which of the plan's have none.
pub fn text(programme: &Programme, at: DateTime<Utc>, until: DateTime<Utc>, lang: Lang) -> String {
    let moment = |time: DateTime<Utc>| {
        let local = programme.local(time);
        format!("{} {}", dates::clock(local), dates::short(local.date()))
    };
    let (from, to) = (moment(at), moment(until));
    let heading = words!(
        "Thời lượng từng chuyên đề (mục II.1 của kế hoạch), từ {from} đến {to}:",
        "Airtime by topic (section II.1 of the plan), from {from} to {to}:"
    );
    let times = topic_times(programme, at, until);
    let mut said = format!("{}\n", heading.get(lang));
    for time in &times {
        line(&mut said, time, lang);
    }
    let missing = missing(&times);
    for topic in &missing {
        let about = topic_name(topic).unwrap_or_default();
        let (vi, en) = (about.vi, about.en);
        let warning = words!(
            "Cần xem: chuyên đề {topic} không được chiếu lượt nào ({vi}).",
            "Warning: topic {topic} is never on air ({en})."
        );
        let _ = writeln!(said, "{}", warning.get(lang));
    }
    if let Some(topic) = missing.first() {
        let help = words!(
            "Trang hay thư mục nói về chuyên đề nào thì ghi chuyên đề ấy, ví dụ: topic = \"{topic}\".",
            "Say what a slide or a folder is about, as in: topic = \"{topic}\"."
        );
        let _ = writeln!(said, "{}", help.get(lang));
    }
    said.truncate(said.trim_end().len());
    said
}

fn line(said: &mut String, TopicTime { topic, showings, airtime }: &TopicTime, lang: Lang) {
    let about = topic.as_deref().and_then(topic_name).unwrap_or_default();
    let name = match topic {
        Some(topic) => format!("{topic}  {}", about.get(lang)),
        None => words!("chưa ghi chuyên đề", "without a topic").get(lang).to_owned(),
    };
    // To the nearest minute; what is on air at all is not nothing.
    let minutes = (*airtime + TimeDelta::seconds(30)).num_minutes().max(i64::from(*showings > 0));
    let told = words!("{minutes:>5} phút {showings:>6} lượt", "{minutes:>5} min {showings:>6} showings");
    // Writing to a String cannot fail.
    let _ = writeln!(said, "{}  {}", told.get(lang), harmless(name.trim_end()));
}

/// The plan's topics that have nothing.
fn missing(times: &[TopicTime]) -> Vec<&str> {
    let silent = times.iter().take(TOPICS).filter(|time| time.showings == 0);
    silent.filter_map(|time| time.topic.as_deref()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Item;
    use crate::model::fixture::{at, item, one};

    fn folder() -> Programme {
        let about = |path: &str, topic: &str| Item { topic: Some(topic.into()), ..item(path, 10) };
        one(vec![
            about("a.png", "1.1"),
            about("b.png", "1.6"),
            about("c.png", "TTHC\u{1b}"),
            item("d.png", 10),
        ])
    }

    #[test]
    fn a_person_reads_minutes_showings_and_what_is_missing() {
        let from = at("2026-11-24 07:00:00");
        let said = text(&folder(), from, from + TimeDelta::hours(1), Lang::Vi);
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(
            lines[0],
            "Thời lượng từng chuyên đề (mục II.1 của kế hoạch), từ 07:00 24/11/2026 đến 08:00 24/11/2026:"
        );
        assert_eq!(
            lines[1],
            "   15 phút     90 lượt  1.1  Quan điểm, chủ trương của Đảng, chính sách pháp luật của Nhà nước về CCHC"
        );
        assert!(lines[2].starts_with("    0 phút      0 lượt  1.2  Tầm quan trọng"), "{said}");
        assert_eq!(
            lines[9..11],
            ["   15 phút     90 lượt  TTHC\u{fffd}", "   15 phút     90 lượt  chưa ghi chuyên đề"]
        );
        assert_eq!(
            lines.iter().filter(|line| line.starts_with("Cần xem: chuyên đề 1.")).count(),
            6,
            "{said}"
        );
        assert!(lines.last().unwrap().ends_with("ví dụ: topic = \"1.2\"."), "{said}");
        assert!(text(&folder(), from, from + TimeDelta::hours(1), Lang::En).contains("Warning: topic 1.8"));
    }

    #[test]
    fn json_has_the_agreed_shape() {
        let from = at("2026-11-24 07:00:00");
        let read: serde_json::Value =
            serde_json::from_str(&json(&folder(), from, from + TimeDelta::hours(1))).unwrap();
        assert_eq!(read["from"], "2026-11-24T07:00:00+07:00");
        assert_eq!(read["topics"][0], serde_json::json!({"topic": "1.1", "showings": 90, "seconds": 900.0}));
        assert_eq!(read["topics"][9]["topic"], serde_json::Value::Null);
        assert_eq!(read["missing"], serde_json::json!(["1.2", "1.3", "1.4", "1.5", "1.7", "1.8"]));
    }
}
