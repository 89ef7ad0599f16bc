//! A ceremony: what the keys do, in tables and at random.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use super::tests::{SIZE, item, layer, picture};
use super::*;
use crate::model::fixture::{named, ranked};
use crate::model::{Key, Lang, Rank, Screen, When};
use crate::scene::{Frame, Node};

const ZONE: chrono_tz::Tz = chrono_tz::Asia::Ho_Chi_Minh;

/// This time of Monday, 30 November 2026, in Hải Phòng.
pub(super) fn monday(hour: u32, minute: u32, second: u32) -> DateTime<Utc> {
    let time = NaiveDate::from_ymd_opt(2026, 11, 30).and_then(|day| day.and_hms_opt(hour, minute, second));
    ZONE.from_local_datetime(&time.unwrap()).single().unwrap().to_utc()
}

pub(super) fn still(name: usize) -> Arc<Item> {
    item(name, 1, 8, When::always())
}

pub(super) fn list(folder: &str, when: &str, rank: Rank, items: Vec<Arc<Item>>) -> Arc<Playlist> {
    let items = items.into_iter().map(Arc::unwrap_or_clone).collect();
    let list = Arc::unwrap_or_clone(named(folder, ranked(rank, when, items)));
    Arc::new(Playlist { ceremony: rank == Rank::Takeover, ..list })
}

/// The loop (0, 1), on Monday from 7:00 to 7:45 a ceremony of `steps`, and 21 as something urgent.
pub(super) fn folder(steps: Vec<Arc<Item>>, urgent: bool) -> News {
    let mut lists = vec![
        list("", "", Rank::Loop, vec![still(0), still(1)]),
        list("chao-co", "Mo 07:00-07:45", Rank::Takeover, steps),
    ];
    if urgent {
        lists.push(list("khan-cap", "", Rank::Urgent, vec![still(21)]));
    }
    News::Programme {
        programme: Arc::new(Programme::new(Screen::bare(ZONE), lists, Vec::new())),
        fresh: Vec::new(),
    }
}

/// Four pictures, of which the third takes 5 s.
pub(super) fn steps() -> Vec<Arc<Item>> {
    let timed = Item { timed: true, ..Arc::unwrap_or_clone(item(12, 1, 5, When::always())) };
    vec![still(10), still(13), Arc::new(timed), still(15)]
}

pub(super) struct Yard {
    pub(super) show: Show,
    pub(super) fonts: Fonts,
    pub(super) now: DateTime<Utc>,
}

impl Yard {
    pub(super) fn at(now: DateTime<Utc>) -> Yard {
        let mut yard = Yard { show: Show::new(), fonts: Fonts::embedded(), now };
        yard.turn(vec![folder(steps(), false)]);
        yard
    }

    /// Turns until every wish is granted; the name and page of what is shown.
    pub(super) fn turn(&mut self, mut news: Vec<News>) -> String {
        loop {
            let step = self.show.step(self.now, SIZE, std::mem::take(&mut news), &mut self.fonts);
            if step.wants.is_empty() {
                let name = |shown: Shown| format!("{}.{}", shown.item.title, shown.page + 1);
                return step.shown.map_or("—".into(), name);
            }
            news = step.wants.iter().map(picture).collect();
        }
    }

    pub(super) fn scene(&mut self) -> Arc<Scene> {
        self.show.step(self.now, SIZE, Vec::new(), &mut self.fonts).scene.expect("a scene")
    }

    pub(super) fn press(&mut self, keys: &[Key]) -> String {
        self.turn(keys.iter().map(|key| News::Key(*key)).collect())
    }

    pub(super) fn wait(&mut self, seconds: i64) -> String {
        self.now += TimeDelta::seconds(seconds);
        self.turn(Vec::new())
    }
}

#[test]
fn a_person_leads_through_the_steps() {
    let mut yard = Yard::at(monday(7, 0, 0));
    assert_eq!(yard.turn(Vec::new()), "10.1", "the first step stays until a key comes");
    assert_eq!(yard.wait(600), "10.1");
    assert_eq!(yard.press(&[Key::Next]), "13.1");
    assert_eq!(yard.press(&[Key::Next]), "12.1");
    assert_eq!(yard.wait(4), "12.1");
    assert_eq!(yard.wait(1), "15.1", "a timed step ends by itself");
    assert_eq!(yard.press(&[Key::Next]), "15.1", "after the last step nothing comes");
    assert_eq!(yard.press(&[Key::Previous]), "12.1");
    assert_eq!(yard.press(&[Key::Freeze]), "12.1");
    assert_eq!(yard.wait(60), "12.1", "frozen");
    assert_eq!(yard.press(&[Key::First]), "10.1");
    assert_eq!(yard.press(&[Key::Last]), "15.1");
    assert_eq!(yard.press(&[Key::Digit(2), Key::Enter]), "13.1");
    assert_eq!(yard.press(&[Key::Digit(9), Key::Enter]), "13.1", "there is no such step");
    assert_eq!(yard.press(&[Key::Enter]), "13.1");
    assert_eq!(yard.press(&[Key::Blank]), "—");
    assert_eq!(yard.press(&[Key::Blank]), "13.1");
    assert_eq!(yard.press(&[Key::Release]), "10.1", "what the schedule says");
}

/// Items of the tests whose number leaves 2 when divided by 3 are texts, of more than one page.
#[test]
fn the_pages_of_a_step_are_turned_by_hand() {
    let mut yard = Yard::at(monday(7, 0, 0));
    yard.turn(vec![folder(vec![still(14), still(10)], false)]);
    assert_eq!(yard.press(&[Key::First]), "14.1");
    assert_eq!(yard.press(&[Key::Next]), "14.2");
    assert_eq!(yard.wait(60), "14.2");
    assert_eq!(yard.press(&[Key::Next]), "10.1");
    assert_eq!(yard.press(&[Key::Previous]), "14.2", "back to the last page");
}

#[test]
fn keys_mean_nothing_in_the_loop() {
    let mut yard = Yard::at(monday(10, 0, 0));
    let on = yard.turn(Vec::new());
    let keys = [
        Key::Next,
        Key::Previous,
        Key::First,
        Key::Last,
        Key::Freeze,
        Key::Digit(1),
        Key::Enter,
        Key::Release,
    ];
    assert_eq!(yard.press(&keys), on);
    assert_eq!(yard.show.overrides().operator, None);
}

#[test]
fn it_begins_early_by_a_key_and_ends_late_when_forgotten() {
    let in_the_loop = |on: String| ["0.1", "1.1"].contains(&on.as_str());
    let mut yard = Yard::at(monday(5, 59, 59));
    assert!(in_the_loop(yard.press(&[Key::Next])), "more than an hour early");
    yard.now = monday(6, 30, 0);
    assert_eq!(yard.press(&[Key::Next]), "10.1");
    assert_eq!(yard.press(&[Key::Next]), "13.1");
    assert!(in_the_loop(yard.wait(15 * 60)), "forgotten before it began");
    yard.now = monday(7, 44, 0);
    assert_eq!(yard.press(&[Key::Last]), "15.1");
    assert_eq!(yard.wait(15 * 60), "15.1", "it does not end while a person may be at it");
    assert_eq!(yard.wait(59), "15.1");
    assert!(in_the_loop(yard.wait(1)), "a quarter of an hour after its end");
}

#[test]
fn it_ends_with_its_hours_where_its_playlist_says_so() {
    let News::Programme { programme, .. } = folder(steps(), false) else { panic!("no folder") };
    let on_time = |list: &Arc<Playlist>| {
        let ends_on_time = list.ceremony;
        Arc::new(Playlist { ends_on_time, ..Playlist::clone(list) })
    };
    let lists = programme.playlists.iter().map(on_time).collect();
    let programme = Arc::new(Programme::new(programme.screen.clone(), lists, Vec::new()));
    let mut yard = Yard::at(monday(6, 55, 0));
    yard.turn(vec![News::Programme { programme, fresh: Vec::new() }]);
    assert_eq!(yard.press(&[Key::Next]), "10.1", "begun early");
    yard.wait(300);
    yard.now = monday(7, 44, 58);
    assert_eq!(yard.press(&[Key::Next, Key::Freeze]), "13.1");
    assert_eq!(yard.wait(1), "13.1");
    assert_eq!(yard.show.step(yard.now, SIZE, Vec::new(), &mut yard.fonts).wake_at, monday(7, 45, 0));
    assert!(["0.1", "1.1"].contains(&yard.wait(1).as_str()), "on the second");
    assert_eq!(yard.show.overrides().operator, None);
}

#[test]
fn what_is_urgent_stands_before_the_ceremony_and_leaves_it_where_it_was() {
    let mut yard = Yard::at(monday(7, 0, 0));
    yard.press(&[Key::Next]);
    assert_eq!(yard.turn(vec![folder(steps(), true)]), "21.1");
    assert_eq!(yard.press(&[Key::Next]), "21.1");
    assert_eq!(yard.turn(vec![folder(steps(), false)]), "12.1");
}

#[test]
fn a_step_that_is_removed_gives_its_place_to_the_next() {
    let mut yard = Yard::at(monday(7, 0, 0));
    yard.press(&[Key::Next]);
    assert_eq!(yard.turn(vec![folder(vec![still(10), still(15)], false)]), "15.1");
}

#[test]
fn a_clock_that_is_set_back_leaves_the_ceremony_where_it_is() {
    let mut yard = Yard::at(monday(7, 30, 0));
    yard.press(&[Key::Next]);
    assert_eq!(yard.wait(-600), "13.1");
}

#[test]
fn outside_its_hours_the_screen_is_black_until_a_person_begins() {
    let News::Programme { programme, .. } = folder(steps(), false) else { panic!("no folder") };
    let screen = Screen { lit: When::parse("08:00-17:00").unwrap(), ..programme.screen.clone() };
    let late = Programme::new(screen, programme.playlists.clone(), Vec::new());
    let mut yard = Yard::at(monday(6, 30, 0));
    let black = |yard: &mut Yard, news| {
        yard.turn(news);
        let step = yard.show.step(yard.now, SIZE, Vec::new(), &mut yard.fonts);
        *layer(&step).frame == scene::blank()
    };
    assert!(black(&mut yard, vec![News::Programme { programme: Arc::new(late), fresh: Vec::new() }]));
    assert_eq!(yard.press(&[Key::Next]), "10.1");
    assert!(!black(&mut yard, Vec::new()));
    yard.press(&[Key::Release]);
    assert!(black(&mut yard, Vec::new()));
    yard.now = monday(8, 0, 0);
    assert!(!black(&mut yard, Vec::new()));
}

#[test]
fn the_header_counts_the_minutes_until_it_begins() {
    let News::Programme { programme, .. } = folder(steps(), false) else { panic!("no folder") };
    let screen = Screen { header: true, ..programme.screen.clone() };
    let with_header = Arc::new(Programme::new(screen, programme.playlists.clone(), Vec::new()));
    let mut yard = Yard::at(monday(6, 29, 30));
    yard.turn(vec![News::Programme { programme: with_header, fresh: Vec::new() }]);
    let said = |yard: &mut Yard| {
        let scene = yard.show.step(yard.now, SIZE, Vec::new(), &mut yard.fonts).scene.unwrap();
        let text = |node: &Node| match node {
            Node::Text { text, .. } => text.key.string.strip_prefix("sau\u{a0}").map(str::to_owned),
            _ => None,
        };
        scene.layers[0].frame.nodes.iter().find_map(text).unwrap_or_default()
    };
    assert_eq!(said(&mut yard), "");
    for left in (1..=30).rev() {
        yard.now = monday(7, 0, 0) - TimeDelta::minutes(left);
        yard.turn(Vec::new());
        assert_eq!(said(&mut yard), format!("{left}\u{a0}phút"));
    }
    yard.press(&[Key::Next]);
    assert_eq!(said(&mut yard), "", "begun early, it does not announce itself");
}

/// Everything that is written on a frame.
fn words(frame: &Frame) -> Vec<String> {
    let text = |node: &Node| match node {
        Node::Text { text, .. } => Some(text.key.string.clone()),
        _ => None,
    };
    frame.nodes.iter().filter_map(text).collect()
}

/// What the operator's view says in words of its own, after `yard`'s turn.
fn operators_words(yard: &mut Yard) -> Vec<String> {
    let (cues, _) = yard.show.cues(yard.now, SIZE, &mut yard.fonts).expect("a picture is on");
    let view = scene::operator(&cues, (1366, 768), Lang::Vi, &mut yard.fonts);
    let own = words(&view.layers[0].frame);
    assert!(own.len() > 3, "{own:?}");
    own
}

pub(super) fn key() -> impl Strategy<Value = Key> {
    let keys = [Key::Next, Key::Next, Key::Previous, Key::First, Key::Last, Key::Freeze, Key::Enter];
    prop_oneof![4 => prop::sample::select(keys.to_vec()), 1 => (0..10u8).prop_map(Key::Digit)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever was pressed: an urgent item is on air in the turn that brings it, the audience never sees operator
    /// text, and after Esc the screen shows what one shows on which nobody ever pressed a key.
    #[test]
    fn esc_gives_the_screen_back(
        begin in 0..90i64,
        keys in prop::collection::vec((key(), 0..400i64, any::<bool>()), 0..24),
    ) {
        let mut yard = Yard::at(monday(6, 30, 0) + TimeDelta::minutes(begin));
        let mut alone = Yard::at(yard.now);
        let mut urgent = false;
        for (key, seconds, change) in keys {
            yard.now += TimeDelta::seconds(seconds);
            urgent ^= change;
            let mut news = vec![News::Key(key)];
            if change {
                news.push(folder(steps(), urgent));
            }
            alone.now = yard.now;
            alone.turn(news.clone());
            let on = yard.turn(news);
            prop_assert_eq!(urgent, on == "21.1", "{}", on);
            // The audience never sees what is written for the operator, nor that anybody asked for it.
            let written = operators_words(&mut yard);
            let seen = yard.scene();
            prop_assert!(seen == alone.scene());
            let words = seen.layers.iter().flat_map(|layer| words(&layer.frame)).collect::<Vec<_>>();
            prop_assert!(!words.iter().any(|word| written.contains(word)), "{:?}", words);
        }
        yard.press(&[Key::Release]);
        // A slide that a change of the folder found on air may stay to its end.
        let on = yard.wait(60);
        let mut other = Yard::at(yard.now);
        prop_assert_eq!(on, other.turn(vec![folder(steps(), urgent)]));
    }
}
