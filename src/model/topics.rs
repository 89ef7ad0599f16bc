//! Airtime by topic: what the school's plan asks to be told, and for how long it is.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Programme, Words, zone_showings};
use crate::words;

/// How many topics the plan has: II.1.1 to II.1.8.
pub const TOPICS: usize = 8;

/// The topic of procedures that are posted, which the plan has among its forms (II.2).
pub const POSTED: &str = "TTHC";

/// What one topic has of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicTime {
    /// "1.1" to "1.8", "TTHC" or free words; `None` for what has no topic.
    pub topic: Option<String>,
    /// How often its items are on air.
    pub showings: u32,
    /// How long together.
    pub airtime: TimeDelta,
}

/// What each topic has of the screen in `from..until`: the eight of the plan in their order, also those that have
/// nothing, then others by name, at last what has no topic.
pub fn topic_times(programme: &Programme, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<TopicTime> {
    let mut times: BTreeMap<(bool, Option<String>), (u32, TimeDelta)> = BTreeMap::new();
    for number in 1..=TOPICS {
        times.insert((false, Some(format!("1.{number}"))), (0, TimeDelta::zero()));
    }
    for (_, showing) in zone_showings(programme, from, until) {
        let topic = showing.item.topic.as_deref().map(|topic| topic_number(topic).to_owned());
        // `None` comes last.
        let (showings, airtime) = times.entry((topic.is_none(), topic)).or_default();
        *showings += 1;
        *airtime += showing.until.min(until) - showing.from.max(from);
    }
    let time = |((_, topic), (showings, airtime))| TopicTime { topic, showings, airtime };
    times.into_iter().map(time).collect()
}

/// The topic without the chapter of the plan that may stand before it: "II.1.4" is "1.4".
pub fn topic_number(topic: &str) -> &str {
    topic.trim().trim_start_matches("II.").trim_start()
}

/// What a topic of the plan is about, in its own words; `None` for any other.
pub fn topic_name(topic: &str) -> Option<Words> {
    Some(match topic {
        POSTED => words!("Niêm yết công khai thủ tục hành chính", "Procedures posted for the public"),
        "1.1" => words!(
            "Quan điểm, chủ trương của Đảng, chính sách pháp luật của Nhà nước về CCHC",
            "Policy of the Party and law of the State on administrative reform"
        ),
        "1.2" => words!(
            "Tầm quan trọng, ý nghĩa, mục tiêu và tác động của CCHC",
            "Importance, meaning, aims and effects of the reform"
        ),
        "1.3" => words!(
            "Cải thiện môi trường đầu tư kinh doanh, nâng cao năng lực cạnh tranh",
            "A better climate for business, more competitiveness"
        ),
        "1.4" => words!(
            "Kết quả thực hiện và phương hướng CCHC, các chỉ số",
            "Results and direction of the reform, the indexes"
        ),
        "1.5" => words!("Biểu dương các mô hình, điển hình tiên tiến", "Praise of models to follow"),
        "1.6" => words!("Một số chỉ tiêu chủ yếu thực hiện CCHC", "The main targets of the reform"),
        "1.7" => words!(
            "Ứng dụng công nghệ thông tin trong cải cách thủ tục hành chính",
            "Information technology in administrative procedures"
        ),
        "1.8" => words!(
            "Dịch vụ công trực tuyến, thanh toán trực tuyến, đường dây nóng",
            "Public services online, payment online, hotlines"
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Item;
    use crate::model::fixture::{at, item, one};

    #[test]
    fn every_topic_of_the_plan_is_told_and_every_second_counted() {
        let about = |path: &str, seconds, topic: &str| Item {
            topic: (!topic.is_empty()).then(|| topic.into()),
            ..item(path, seconds)
        };
        let folder = one(vec![
            about("a", 10, "1.1"),
            about("b", 20, "II.1.1"),
            about("c", 10, "TTHC"),
            about("d", 15, "1.8"),
            about("e", 5, ""),
        ]);
        let from = at("2026-11-24 07:00:00");
        let times = topic_times(&folder, from, from + TimeDelta::minutes(10));
        let told: Vec<_> = times
            .iter()
            .map(|time| (time.topic.as_deref().unwrap_or("-"), time.showings, time.airtime.num_seconds()))
            .collect();
        let mut expected = vec![("1.1", 20, 300)];
        expected.extend(["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"].map(|topic| (topic, 0, 0)));
        expected.extend([("1.8", 10, 150), ("TTHC", 10, 100), ("-", 10, 50)]);
        assert_eq!(told, expected);
        assert!(times.iter().take(TOPICS).all(|time| time.topic.as_deref().and_then(topic_name).is_some()));

        // What is on when it begins and when it ends counts for the part within.
        let times = topic_times(&folder, from + TimeDelta::seconds(4), from + TimeDelta::seconds(13));
        assert_eq!((times[0].showings, times[0].airtime), (2, TimeDelta::seconds(9)));
    }
}
