//! The rows of the journal into totals: one pass, and nothing kept of a row.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use chrono::NaiveDate;

use super::Question;
use super::changes::{Change, Found, Listed};
use super::days::{LocalDays, monday, weeks};
use super::form::Form;
use crate::journal::{Cut, Event, Kind, Showing};
use crate::model::{TOPICS, topic_number};

/// Screen time: how often, and how long together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Airtime {
    /// Times that something came on: a document of several pages counts once, with its first page.
    pub showings: u64,
    /// How long, in milliseconds; what plays in two zones at once counts in both.
    pub millis: i64,
}

impl Airtime {
    fn add(&mut self, other: Airtime) {
        self.showings += other.showings;
        self.millis += other.millis;
    }
}

/// What one file had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// As `when --json` names it.
    pub path: String,
    /// As it was called last.
    pub title: String,
    /// The last one that it was about.
    pub topic: Option<String>,
    /// The journal's name of its kind of slide or file.
    pub kind: String,
    /// What it had.
    pub airtime: Airtime,
    /// Milliseconds since 1970 UTC: when it was first on within the period.
    pub first: i64,
    /// When it last left.
    pub last: i64,
    /// Local days on which it was on.
    pub days: u32,
    day: NaiveDate,
}

/// What one screen had, and what is recorded of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its name.
    pub name: String,
    /// What it played.
    pub airtime: Airtime,
    /// When its record begins and ends within the period, milliseconds since 1970 UTC.
    pub recorded: Range<i64>,
}

/// Why a screen played nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Power failed, or the player was killed.
    Lost,
    /// Somebody switched off the machine or left the player.
    Shutdown,
    /// A person blanked the screen.
    Blank,
    /// Nothing was due.
    Empty,
    /// Outside of the screen's hours.
    Dark,
}

impl Why {
    fn of(row: &Event) -> Why {
        match (row.kind, row.detail.as_deref()) {
            (Kind::Blank, _) => Why::Blank,
            (Kind::Empty, _) => Why::Empty,
            (Kind::Dark, _) => Why::Dark,
            (_, Some("shutdown")) => Why::Shutdown,
            _ => Why::Lost,
        }
    }
}

/// Times in which a screen played nothing, for one reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outage {
    /// How many.
    pub count: u64,
    /// How long together, in milliseconds.
    pub millis: i64,
}

/// Everything a report tells, as sums. Its size follows the number of files, screens and weeks, not of rows.
#[derive(Debug)]
pub struct Totals {
    /// All that was asked for.
    pub all: Airtime,
    /// The plan's eight in their order, then others in the order in which they came; `None` is what has no topic.
    pub topics: Vec<(Option<String>, Airtime)>,
    /// By the Monday of each week, from the first to the last of the period that has begun.
    pub weeks: BTreeMap<NaiveDate, Airtime>,
    /// By form, in the plan's order.
    pub forms: BTreeMap<Form, Airtime>,
    /// By screen, in the order in which they came.
    pub screens: Vec<Screen>,
    /// Local days on which anything was on.
    pub days: u32,
    /// Showings that something ended before their time, by what.
    pub cuts: BTreeMap<Cut, u64>,
    /// By screen and reason.
    pub outages: BTreeMap<(String, Why), Outage>,
    /// Of the folder.
    pub changes: Listed,
    /// What was in the folder when its record began.
    pub found: Vec<Found>,
    /// Of the player, and gaps of the journal.
    pub faults: Listed,
    items: HashMap<String, Item>,
    /// When each screen of which anything is recorded was first started.
    starts: HashMap<String, i64>,
    asked: Asked,
}

/// What is counted.
#[derive(Debug)]
struct Asked {
    question: Question,
    span: Range<i64>,
    days: LocalDays,
    /// The last day that was counted.
    day: Option<NaiveDate>,
}

impl Totals {
    /// Nothing yet.
    pub fn new(question: &Question) -> Totals {
        let topics = (1..=TOPICS).map(|number| (Some(format!("1.{number}")), Airtime::default()));
        let topics = topics.filter(|(topic, _)| question.topic.is_none() || *topic == question.topic);
        let span = question.period.span(question.zone);
        Totals {
            all: Airtime::default(),
            topics: topics.collect(),
            weeks: weeks(&question.period, question.today()),
            forms: Form::ALL.map(|form| (form, Airtime::default())).into(),
            screens: Vec::new(),
            days: 0,
            cuts: BTreeMap::new(),
            outages: BTreeMap::new(),
            changes: Listed::default(),
            found: Vec::new(),
            faults: Listed::default(),
            items: HashMap::new(),
            starts: HashMap::new(),
            asked: Asked {
                question: question.clone(),
                days: LocalDays::new(question.zone, span.start),
                day: None,
                span,
            },
        }
    }

    /// Counts a row for the part of it that lies in the period. Rows come in order of their beginning.
    pub fn showing(&mut self, row: &Showing) {
        let Some(part) = self.part(row.began, Some(row.ended)) else { return };
        let screen = self.screen(&row.screen, &part);
        let question = &self.asked.question;
        if !question.wants_screen(&row.screen) || !question.wants_topic(row.topic.as_deref()) {
            return;
        }
        let airtime = Airtime {
            showings: u64::from(row.page.is_none_or(|page| page <= 1)),
            millis: part.end - part.start,
        };
        self.all.add(airtime);
        self.screens[screen].airtime.add(airtime);
        self.of_topic(row.topic.as_deref().map(topic_number)).add(airtime);
        self.forms.entry(Form::of(row)).or_default().add(airtime);
        if let Some(cut) = row.cut {
            *self.cuts.entry(cut).or_default() += 1;
        }
        if !self.items.contains_key(&row.item) {
            self.items.insert(row.item.clone(), Item::new(row, part.start));
        }
        self.by_day(row, part, airtime.showings);
    }

    /// Counts what follows local days: the weeks, and on how many days anything, and this item, was on.
    fn by_day(&mut self, row: &Showing, part: Range<i64>, showings: u64) {
        let item = self.items.get_mut(&row.item);
        let Some(item) = item else { return };
        item.told(row);
        item.airtime.add(Airtime { showings, millis: part.end - part.start });
        item.last = item.last.max(part.end);
        let (mut from, mut showings) = (part.start, showings);
        while from < part.end {
            let (day, until) = self.asked.days.of(from);
            let until = until.min(part.end).max(from + 1);
            self.weeks.entry(monday(day)).or_default().add(Airtime { showings, millis: until - from });
            if item.days == 0 || item.day < day {
                (item.days, item.day) = (item.days + 1, day);
            }
            if self.asked.day.is_none_or(|last| last < day) {
                (self.days, self.asked.day) = (self.days + 1, Some(day));
            }
            (from, showings) = (until, 0);
        }
    }

    /// Counts an event. After every showing: with a topic asked for, changes are those of the items it had.
    pub fn event(&mut self, row: &Event) {
        // The first event of a screen; where it is another, what came before it is not kept any more.
        let first = if row.kind == Kind::Start { row.began } else { i64::MIN };
        let start = *self.starts.entry(row.screen.clone()).or_insert(first);
        let lasts = matches!(row.kind, Kind::Down | Kind::Blank | Kind::Empty | Kind::Dark | Kind::Fault);
        let moment = (!lasts).then_some(row.began);
        let Some(part) = self.part(row.began, row.ended.or(moment)) else { return };
        self.screen(&row.screen, &part);
        if !self.asked.question.wants_screen(&row.screen) {
            return;
        }
        match row.kind {
            Kind::Down | Kind::Blank | Kind::Empty | Kind::Dark => {
                let outage = self.outages.entry((row.screen.clone(), Why::of(row))).or_default();
                outage.count += 1;
                outage.millis += part.end - part.start;
            }
            Kind::Added | Kind::Replaced | Kind::Removed | Kind::Expired | Kind::Rejected => {
                let known = row.item.as_ref().is_some_and(|item| self.items.contains_key(item));
                match self.asked.question.topic.is_none() || known {
                    true if row.began == start => Found::count(&mut self.found, row),
                    true => self.changes.push(Change::of(row)),
                    false => {}
                }
            }
            Kind::Fault | Kind::Gap => self.faults.push(Change::of(row)),
            Kind::Start | Kind::Stop | Kind::Clock => {}
        }
    }

    /// The items, those that were on longest first.
    pub fn items(&self) -> Vec<&Item> {
        let mut items: Vec<&Item> = self.items.values().collect();
        items.sort_by(|a, b| b.airtime.millis.cmp(&a.airtime.millis).then_with(|| a.path.cmp(&b.path)));
        items
    }

    /// The plan's topics that had nothing.
    pub fn empty_topics(&self) -> Vec<&str> {
        let planned = self.topics.iter().filter_map(|(topic, airtime)| Some((topic.as_deref()?, airtime)));
        let empty = planned.filter(|(topic, airtime)| airtime.millis == 0 && is_planned(topic));
        empty.map(|(topic, _)| topic).collect()
    }

    /// The part of a row that lies in the period; what has not ended lasts until now.
    fn part(&self, began: i64, ended: Option<i64>) -> Option<Range<i64>> {
        let Range { start, end } = self.asked.span;
        let ended = ended.unwrap_or_else(|| self.asked.question.now.timestamp_millis().max(began));
        // An event may be a moment.
        let inside = began < end && (ended > start || began == ended && began >= start);
        inside.then(|| began.max(start)..ended.min(end))
    }

    /// Where the screen stands in the list.
    fn screen(&mut self, name: &str, part: &Range<i64>) -> usize {
        let found = self.screens.iter().position(|screen| screen.name == name);
        let place = found.unwrap_or_else(|| {
            self.screens.push(Screen {
                name: name.to_owned(),
                airtime: Airtime::default(),
                recorded: part.clone(),
            });
            self.screens.len() - 1
        });
        let recorded = &mut self.screens[place].recorded;
        *recorded = recorded.start.min(part.start)..recorded.end.max(part.end);
        place
    }

    fn of_topic(&mut self, topic: Option<&str>) -> &mut Airtime {
        let found = self.topics.iter().position(|(known, _)| known.as_deref() == topic);
        let place = found.unwrap_or_else(|| {
            self.topics.push((topic.map(str::to_owned), Airtime::default()));
            self.topics.len() - 1
        });
        &mut self.topics[place].1
    }
}

impl Item {
    fn new(row: &Showing, first: i64) -> Item {
        Item {
            path: row.item.clone(),
            title: row.title.clone(),
            topic: None,
            kind: row.form.clone(),
            airtime: Airtime::default(),
            first,
            last: first,
            days: 0,
            day: NaiveDate::MIN,
        }
    }

    /// Takes over what may have been changed in the file.
    fn told(&mut self, row: &Showing) {
        if self.title != row.title {
            self.title.clone_from(&row.title);
        }
        if self.kind != row.form {
            self.kind.clone_from(&row.form);
        }
        let topic = row.topic.as_deref().map(topic_number);
        if self.topic.as_deref() != topic {
            self.topic = topic.map(str::to_owned);
        }
    }
}

/// Whether the topic is one of the plan's eight.
pub(super) fn is_planned(topic: &str) -> bool {
    (1..=TOPICS).any(|number| topic.strip_prefix("1.") == Some(&number.to_string()))
}
