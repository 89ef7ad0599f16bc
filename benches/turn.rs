//! What one turn asks of law 1, in a folder of twenty files and of ten thousand, and what a week of it is to tell.
//! `on_air` is to take no more than 10 µs with ten thousand, and 20 µs on the mean of all turns of a day with a
//! thousand rules; a week's `when` no more than 50 ms.

use std::path::Path;
use std::sync::Arc;

use bangtin::cli::when;
use bangtin::decode::Workers;
use bangtin::library;
use bangtin::model::{
    Content, Day, Fit, Freshness, Hours, Item, ItemPath, Lang, Overrides, Playlist, Programme, Rank, Screen,
    Stamp, Transition, When, on_air,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const SIZES: [usize; 2] = [20, 10_000];

/// Ten in the morning on 24 November 2026 in Vietnam.
fn morning() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_489_200, 0).unwrap_or_default()
}

/// The last day of a file, as each name of a file may have one.
fn last_day(number: usize) -> When {
    let date = NaiveDate::from_ymd_opt(2026, 11, 1 + (number % 30) as u32).map(Day::Of);
    When::easy(None, date, &[], &[]).unwrap_or_default()
}

/// One of a thousand rules, each with hours of its own: a file comes or goes at every quarter of an hour.
fn rule(number: usize) -> When {
    let (quarter, longer) = (number as u32 % 96, number as u32 / 96 % 11);
    let hours = Hours { from: quarter * 15, to: (quarter + 32 + longer) * 15 % 1440 };
    let hours = Hours { to: if hours.to == 0 { 1440 } else { hours.to }, ..hours };
    When::easy(None, None, &[], &[hours]).unwrap_or_default()
}

/// Four playlists with `items` files in all, each in season as `when` says of its number.
fn programme(items: usize, when: impl Fn(usize) -> When) -> Programme {
    let item = |number: usize| Item {
        path: ItemPath::new(format!("{number:05}.jpg")),
        stamp: Stamp::default(),
        content: Content::Picture,
        title: String::new(),
        topic: None,
        when: when(number),
        duration: TimeDelta::seconds(8 + (number % 5) as i64),
        timed: false,
        weight: 1,
        rank: Rank::Loop,
        transition: Transition::default(),
        fit: Fit::default(),
        fresh: Freshness::default(),
        volume: 0,
        hidden: None,
    };
    let playlist = |index: usize| {
        let items =
            (0..items).filter(|number| number % 4 == index).map(|number| Arc::new(item(number))).collect();
        Arc::new(Playlist {
            folder: index.to_string(),
            name: index.to_string(),
            title: index.to_string(),
            when: When::always(),
            ceremony: false,
            ends_on_time: false,
            ticker: false,
            shuffled: false,
            items,
        })
    };
    let screen = Screen::bare(chrono_tz::Asia::Ho_Chi_Minh);
    Programme::new(screen, (0..4).map(playlist).collect(), Vec::new())
}

/// Every turn: the block is known.
#[divan::bench(args = SIZES)]
fn turn(bencher: Bencher, items: usize) {
    let programme = programme(items, last_day);
    let (overrides, now) = (Overrides::default(), morning());
    on_air(&programme, &overrides, now);
    bencher.bench_local(|| on_air(&programme, &overrides, black_box(now)));
}

/// The first turn after the folder changed, and the first of a day.
#[divan::bench(args = SIZES)]
fn first_turn(bencher: Bencher, items: usize) {
    let first = |programme: &mut Programme| on_air(programme, &Overrides::default(), morning());
    bencher.with_inputs(|| programme(items, |_| When::always())).bench_local_refs(first);
}

/// The same where every file has a last day.
#[divan::bench(args = SIZES)]
fn first_turn_dated(bencher: Bencher, items: usize) {
    let first = |programme: &mut Programme| on_air(programme, &Overrides::default(), morning());
    bencher.with_inputs(|| programme(items, last_day)).bench_local_refs(first);
}

/// Turn after turn through eleven days and their blocks, ten thousand files by a thousand rules: the mean is what a
/// turn costs with its share of the blocks.
#[divan::bench(sample_count = 100, sample_size = 1000)]
fn turns_of_days(bencher: Bencher) {
    let programme = programme(10_000, rule);
    let (overrides, mut now) = (Overrides::default(), morning());
    bencher.bench_local(|| {
        now = on_air(&programme, &overrides, black_box(now)).until;
        now
    });
}

/// What `when --for 7d` prints of a folder that is read.
fn week(programme: &Programme) -> String {
    when::text(programme, morning(), morning() + TimeDelta::days(7), Lang::Vi)
}

/// The sample noticeboard's week.
#[divan::bench]
fn week_of_the_sample(bencher: Bencher) {
    let sample = || {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("playlists");
        Arc::into_inner(
            library::load(&folder, morning(), &Workers::of(env!("CARGO_BIN_EXE_bangtin"))).programme,
        )
        .expect("nobody else has it")
    };
    bencher.with_inputs(sample).bench_local_refs(|programme| week(programme));
}

/// The week of ten thousand files by a thousand rules.
#[divan::bench]
fn week_of_a_thousand_rules(bencher: Bencher) {
    bencher.with_inputs(|| programme(10_000, rule)).bench_local_refs(|programme| week(programme));
}
