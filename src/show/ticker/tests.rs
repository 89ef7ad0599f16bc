use std::collections::BTreeSet;

use chrono::TimeZone;

use super::super::tests::{SIZE, item};
use super::super::{Show, Step};
use super::*;
use crate::model::fixture::{VIETNAM, dated, named, playlist, ticker};
use crate::model::{Content, Key, News, Playlist, Slide, When};
use crate::scene::Node;

const LONG: [&str; 3] = [
    "Tra cứu, nộp hồ sơ và thanh toán trực tuyến trên Cổng Dịch vụ công quốc gia",
    "Sáu nội dung: thể chế, thủ tục, bộ máy, công vụ, tài chính công, chính quyền số",
    "Văn phòng công khai, minh bạch thủ tục hành chính và quy trình giải quyết",
];

/// A screen with a footer and a slide that stays, and the ticker's lines in files of their own.
struct Wall {
    show: Show,
    fonts: Fonts,
    now: DateTime<Utc>,
    size: (u32, u32),
}

fn screen() -> Screen {
    Screen { footer: Some(Foot::Line("Đường dây nóng".to_owned())), ..Screen::bare(VIETNAM) }
}

fn lines(name: &str, when: &str, text: &str) -> Item {
    Item { content: Content::Lines(vec![text.to_owned()]), ..dated(name, 10, when) }
}

fn slide(name: usize, rank: Rank, when: &str) -> Item {
    let when = if when.is_empty() { When::always() } else { When::parse(when).unwrap() };
    Item { rank, ..Arc::unwrap_or_clone(item(name, 1, 3600, when)) }
}

fn folder(screen: Screen, slides: Vec<Item>, texts: &[&str]) -> News {
    let texts = texts.iter().map(|text| lines(text, "", text)).collect();
    whole(screen, slides, ticker("", texts))
}

fn whole(screen: Screen, slides: Vec<Item>, ticker: Arc<Playlist>) -> News {
    let main = slides.into_iter().map(|slide| {
        let name = slide.title.clone();
        named(&name, playlist(When::always(), vec![slide]))
    });
    let lists = main.chain([ticker]).collect();
    News::Programme { programme: Arc::new(Programme::new(screen, lists, Vec::new())), fresh: Vec::new() }
}

/// What of the ticker is on the screen, and where each text begins and ends; twice what is on it twice.
fn texts(layer: &Layer, frame: &Frame) -> Vec<(String, f32, f32)> {
    let of = |node: &Node| match node {
        Node::Text { text, x, .. } => {
            let wide = text.buffer.layout_runs().map(|run| run.line_w).fold(0.0, f32::max);
            let x = x - layer.shift;
            (x + wide > 0.0 && x < layer.place.w).then(|| (text.key.string.clone(), x, x + wide))
        }
        _ => None,
    };
    frame.nodes.iter().filter_map(of).collect()
}

impl Wall {
    fn new() -> Wall {
        let now = Utc.with_ymd_and_hms(2026, 11, 24, 1, 0, 0).unwrap();
        Wall { show: Show::new(), fonts: Fonts::embedded(), now, size: SIZE }
    }

    fn turn(&mut self, news: Vec<News>) -> Step {
        self.show.step(self.now, self.size, news, &mut self.fonts)
    }

    fn after(&mut self, millis: i64) -> Step {
        self.now += TimeDelta::milliseconds(millis);
        self.turn(Vec::new())
    }

    /// What another screen with this folder, which has just been switched on, shows now.
    fn restarted(&mut self) -> Step {
        let programme = self.show.programme().unwrap().clone();
        let news = vec![News::Programme { programme, fresh: Vec::new() }];
        Show::new().step(self.now, self.size, news, &mut self.fonts)
    }

    /// Lets time pass by frames of 40 ms, and asserts that every text moves by 12u a second and comes from the right.
    fn watch(&mut self, seconds: i64) -> Vec<Step> {
        let mut steps = vec![self.turn(Vec::new())];
        let moved = 12.0 * 1.8 * 0.04;
        for _ in 0..seconds * 25 {
            let before = seen(steps.last().unwrap());
            let step = self.after(40);
            for (text, x, _) in seen(&step) {
                let came =
                    |(was, from, _): &(String, f32, f32)| *was == text && (from - x - moved).abs() < 0.02;
                let entered = x > self.size.0 as f32 - moved - 0.02;
                assert!(entered || before.iter().any(came), "{text} at {x} was not there: {before:?}");
            }
            steps.push(step);
        }
        steps
    }
}

fn strip(step: &Step) -> Option<&Layer> {
    step.scene.as_ref().unwrap().layers.get(1)
}

fn seen(step: &Step) -> Vec<(String, f32, f32)> {
    strip(step).map(|layer| texts(layer, &layer.frame)).unwrap_or_default()
}

/// Whether any of the pictures on the strip has this text where it is seen.
fn is_seen(step: &Step, text: &str) -> bool {
    let frames =
        strip(step).into_iter().flat_map(|layer| layer.frames().map(move |frame| texts(layer, frame)));
    frames.flatten().any(|(run, ..)| text.starts_with(run.as_str()))
}

#[test]
fn it_runs_by_the_clock_alone_and_without_a_seam() {
    let mut wall = Wall::new();
    wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &LONG)]);
    let steps = wall.watch(120);
    let all: BTreeSet<String> =
        steps.iter().flat_map(|step| seen(step).into_iter().map(|(run, ..)| run)).collect();
    assert!(LONG.iter().all(|text| all.iter().any(|run| text.starts_with(run.as_str()))), "{all:?}");
    // Nothing is laid out for a frame: 120 s are 2592 px, 8 sections of 320 px and a part.
    let mut painted: Vec<_> = steps.iter().map(|step| Arc::as_ptr(&strip(step).unwrap().frame)).collect();
    painted.dedup();
    assert!((8..=10).contains(&painted.len()), "{}", painted.len());
    let last = steps.last().unwrap();
    assert!(last.moving_until.is_some_and(|until| until > wall.now));
    assert_eq!(last.scene.as_ref().unwrap().layers, wall.restarted().scene.unwrap().layers);
}

#[test]
fn a_new_message_joins_at_the_end_and_the_screens_agree_again() {
    let mut wall = Wall::new();
    wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &LONG[..2])]);
    for pause in [0, 3000, 11_000, 17_000, 40_000] {
        wall.after(pause);
        wall.watch(1);
        let before = seen(&wall.after(0));
        let step = wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &LONG)]);
        assert_eq!(seen(&step), before, "it stands where it stood");
        assert!(strip(&step).unwrap().mix.is_none());
        let steps = wall.watch(60);
        assert!(steps.iter().any(|step| is_seen(step, LONG[2])));
        let strips = (strip(&wall.turn(Vec::new())).cloned(), strip(&wall.restarted()).cloned());
        assert_eq!(strips.0, strips.1, "after {pause} ms");
        // And back: its last lap is over or it fades, the others run on.
        wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &LONG[..2])]);
        wall.after(600);
        wall.watch(60);
    }
}

#[test]
fn what_was_deleted_has_faded_within_a_second_and_the_rest_runs_on() {
    let mut wall = Wall::new();
    let with = |texts: &[&str]| folder(screen(), vec![slide(2, Rank::Loop, "")], texts);
    wall.turn(vec![with(&["Một tin ngắn", LONG[0], "Hai tin ngắn", "Ba tin ngắn"])]);
    // Until the one to go is on the strip between others.
    while !(is_seen(&wall.after(40), "Hai tin ngắn") && is_seen(&wall.turn(Vec::new()), "Ba tin ngắn")) {}
    let gone = wall.now;
    let step = wall.turn(vec![with(&["Một tin ngắn", LONG[0], "Ba tin ngắn"])]);
    let layer = strip(&step).unwrap();
    assert_eq!(layer.mix.as_ref().map(|mix| mix.progress), Some(0.0), "the first picture is as the last");
    let has = |frame: &Frame, text: &str| texts(layer, frame).iter().any(|(run, ..)| run == text);
    assert!(has(&layer.mix.as_ref().unwrap().from, "Hai tin ngắn"));
    assert!(!has(&layer.frame, "Hai tin ngắn") && has(&layer.frame, "Ba tin ngắn"));
    let steps = wall.watch(30);
    assert!(steps[1..15].iter().all(|step| strip(step).unwrap().mix.is_some()));
    assert!(steps[15..].iter().all(|step| !is_seen(step, "Hai tin ngắn")), "since {gone}");
}

#[test]
fn when_nothing_of_it_stays_the_strip_fades_to_what_the_clock_says() {
    let mut wall = Wall::new();
    wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &LONG[..1])]);
    wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &LONG[1..])]);
    let half = wall.after(300);
    let mix = strip(&half).unwrap().mix.clone().unwrap();
    assert!((mix.progress - 0.5).abs() < 0.01);
    let step = wall.after(300);
    assert_eq!(strip(&step), strip(&wall.restarted()));
    // And with the last message the strip empties, and then goes.
    wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &[])]);
    let emptied = wall.after(300);
    assert!(strip(&emptied).unwrap().frame.nodes.is_empty(), "faded to bare ground");
    assert!(emptied.wake_at <= wall.now + HALF);
    let step = wall.after(300);
    assert_eq!(strip(&step), None);
    assert_eq!(step.moving_until, None);
    assert!(says(&step, "Đường dây nóng"), "the foot's line is back");
}

fn says(step: &Step, words: &str) -> bool {
    let frame = &step.scene.as_ref().unwrap().layers[0].frame;
    frame.nodes.iter().any(|node| matches!(node, Node::Text { text, .. } if text.key.string == words))
}

#[test]
fn what_has_the_screen_to_itself_covers_it_and_nothing_moves_in_the_dark() {
    let mut wall = Wall::new();
    let flag = Item { content: Content::of(Slide::Flag), ..slide(5, Rank::Loop, "12:00-13:00") };
    let slides = |extra: Vec<Item>| [vec![slide(2, Rank::Loop, "00:00-12:00,13:00-24:00")], extra].concat();
    let urgent = slide(8, Rank::Urgent, "09:00-10:00");
    let takeover = slide(11, Rank::Takeover, "10:00-11:00");
    let lit = Screen { lit: When::parse("07:00-17:00").unwrap(), ..screen() };
    wall.turn(vec![folder(lit, slides(vec![flag, urgent, takeover]), &LONG)]);
    for (hour, runs) in
        [(8, true), (9, false), (10, false), (11, true), (12, false), (13, true), (17, false), (6, false)]
    {
        let day = if hour < 8 { 25 } else { 24 };
        wall.now = Utc.with_ymd_and_hms(2026, 11, day, 0, 0, 30).unwrap() + TimeDelta::hours(hour - 7);
        // The first is the turn in which the slide is exchanged.
        wall.turn(Vec::new());
        wall.after(700);
        let step = wall.after(700);
        assert_eq!(strip(&step).is_some(), runs, "{hour}");
        assert_eq!(step.moving_until.is_some(), runs, "{hour}");
        assert!(!runs || !says(&step, "Đường dây nóng"));
    }
    wall.now += TimeDelta::hours(2);
    wall.turn(Vec::new());
    wall.after(700);
    assert!(wall.turn(Vec::new()).moving_until.is_some());
    let blank = wall.turn(vec![News::Key(Key::Blank)]);
    assert!(strip(&blank).is_none() && blank.moving_until.is_none());
}

#[test]
fn it_leaves_with_its_season_on_the_second() {
    let mut wall = Wall::new();
    let texts = vec![lines("a", "", LONG[0]), lines("b", "1900 Jan 01-2026 Nov 24", LONG[1])];
    wall.turn(vec![whole(screen(), vec![slide(2, Rank::Loop, "")], ticker("", texts))]);
    let midnight = Utc.with_ymd_and_hms(2026, 11, 24, 17, 0, 0).unwrap();
    wall.now = midnight - TimeDelta::seconds(40);
    while !is_seen(&wall.after(40), LONG[1]) {}
    assert!(wall.turn(Vec::new()).wake_at <= midnight);
    wall.now = midnight - TimeDelta::milliseconds(40);
    wall.turn(Vec::new());
    wall.after(40);
    assert!(!is_seen(&wall.after(600), LONG[1]));
}

#[test]
fn what_has_room_stands_still() {
    let mut wall = Wall::new();
    let step = wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &["Một cửa", "Đúng hẹn"])]);
    let layer = strip(&step).unwrap();
    assert_eq!((layer.shift, &layer.mix, step.moving_until), (0.0, &None, None));
    assert_eq!(seen(&step).len(), 2);
    assert_eq!(wall.show.ticker.wake_at(wall.now), far(wall.now), "nothing wakes for it");
    assert_eq!(strip(&wall.after(60_000)), Some(layer));
}

#[test]
fn with_reduced_motion_pages_fade_and_nothing_shifts() {
    let mut wall = Wall::new();
    let reduced = Screen { reduced_motion: true, ..screen() };
    let mut step = wall.turn(vec![folder(reduced, vec![slide(2, Rank::Loop, "")], &LONG)]);
    let mut pages = BTreeSet::new();
    for _ in 0..12 {
        let turned = step.wake_at;
        wall.now = turned + TimeDelta::milliseconds(150);
        step = wall.turn(Vec::new());
        let layer = strip(&step).unwrap();
        assert_eq!(layer.mix.as_ref().map(|mix| mix.progress), Some(0.5), "half way through a fade");
        assert_eq!(step.moving_until, Some(turned + HALF));
        step = wall.after(150);
        let layer = strip(&step).unwrap();
        assert_eq!((layer.shift, &layer.mix, step.moving_until), (0.0, &None, None));
        let on = seen(&step);
        assert!(on.iter().all(|(_, from, to)| *from > 0.0 && *to < 320.0), "{on:?}");
        pages.extend(on.into_iter().map(|(run, ..)| run));
        assert_eq!(strip(&step), strip(&wall.restarted()));
    }
    let said: Vec<String> = pages.into_iter().collect();
    assert!(LONG.iter().all(|text| said.iter().any(|part| text.ends_with(part.as_str()))), "{said:?}");
}

#[test]
fn however_long_it_is_what_is_painted_stays_small() {
    let hundred: Vec<String> =
        (0..100).map(|n| format!("{n}: {}", "Cải cách hành chính ".repeat(5))).collect();
    let endless = ["x".repeat(10_000), "một hai ".repeat(1_250)];
    for (size, texts) in
        [((3840, 2160), &hundred[..]), ((1920, 1080), &endless[..]), ((1080, 1920), &endless[..1])]
    {
        let mut wall = Wall { size, ..Wall::new() };
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &texts)]);
        for _ in 0..40 {
            let step = wall.after(7_000);
            let layer = strip(&step).unwrap();
            assert!(layer.size.0 <= 4096 && layer.size.1 <= 200, "{:?}", layer.size);
            assert!(layer.shift + layer.place.w <= layer.size.0 as f32, "the canvas reaches the right edge");
            assert!(layer.frame.nodes.len() < 40, "{} nodes", layer.frame.nodes.len());
            let letters: usize = seen(&step).iter().map(|(run, ..)| run.len()).sum();
            assert!(letters > 20 && letters < 2_000, "{letters} letters");
        }
    }
}

#[test]
fn a_clock_that_is_set_back_starts_it_anew() {
    let mut wall = Wall::new();
    wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &LONG[..2])]);
    wall.turn(vec![folder(screen(), vec![slide(2, Rank::Loop, "")], &LONG)]);
    for hours in [-30, 2, -1] {
        wall.now += TimeDelta::hours(hours);
        wall.turn(Vec::new());
        let step = wall.after(40_000);
        assert!(!seen(&step).is_empty());
        assert_eq!(strip(&step), strip(&wall.restarted()));
    }
}
