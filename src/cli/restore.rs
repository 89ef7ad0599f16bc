//! `bangtin restore`: old versions, listed and brought back.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use serde::Serialize;

use super::args::Restore;
use super::report::home;
use super::say;
use crate::app::clock;
use crate::journal;
use crate::library::{Old, Store};
use crate::model::{ItemPath, Lang, Words, tidy};
use crate::words;

/// One line of `--json`. The names are a contract.
#[derive(Serialize)]
struct Line<'a> {
    number: u64,
    path: &'a str,
    size: u64,
    gone: String,
    replaced: bool,
}

/// Lists what can be brought back, or brings it back.
///
/// # Errors
/// When there is no such version, or it cannot be written.
pub fn restore(args: &Restore, lang: Lang) -> Result<(), Words> {
    let state = journal::state().ok_or_else(|| {
        words!(
            "Máy này không có nơi giữ bản cũ (HOME trống).",
            "this machine has no place for old versions (HOME is not set)"
        )
    })?;
    let store = Store::open(&state.join("kept"), &args.folder);
    let now = clock::utc_now();
    let olds = store.list(now)?;
    if olds.is_empty() && !args.folder.is_dir() {
        let folder = args.folder.display();
        return Err(words!(
            "Không có thư mục «{folder}». Hãy xem lại đường dẫn, hoặc gắn ổ mạng trước; máy này không giữ bản cũ nào của nó.",
            "there is no folder {folder}; check the path, or mount the share first; this machine has no old version of it"
        ));
    }
    let Some(wanted) = &args.wanted else {
        let zone = home(&args.folder).1;
        say(&if args.json {
            json(&olds, zone)
        } else {
            text(&olds, &args.folder, zone).get(lang).to_owned()
        });
        return Ok(());
    };
    let number = number(&olds, &args.folder, wanted)?;
    let brought = store.bring_back(number, args.name.as_deref(), now)?;
    let (path, folder) = (brought.path.display(), args.folder.display());
    let told = match brought.replaced {
        false => words!("Đã lấy lại: {path}\n", "brought back: {path}\n"),
        true => words!(
            "Đã lấy lại: {path}\nBản vừa bị thay cũng được giữ; xem: bangtin restore \"{folder}\"\n",
            "brought back: {path}\nthe version that it replaced is kept too; see bangtin restore \"{folder}\"\n"
        ),
    };
    say(told.get(lang));
    Ok(())
}

/// The number that is meant by a number, or by a path relative to the folder or with it: of a file its latest version.
fn number(olds: &[Old], folder: &Path, wanted: &Path) -> Result<u64, Words> {
    if let Some(number) = wanted.to_str().and_then(|wanted| wanted.parse().ok()) {
        return Ok(number);
    }
    let inside = |path: &Path| path.components().filter(|part| part.as_os_str() != ".").collect::<PathBuf>();
    let tried = [Some(wanted), wanted.strip_prefix(folder).ok()];
    let tried: Vec<ItemPath> = tried.into_iter().flatten().map(|path| ItemPath::new(inside(path))).collect();
    let found = olds.iter().find(|old| tried.iter().any(|path| path.shown() == old.path.shown()));
    found.map(|old| old.number).ok_or_else(|| {
        let wanted = wanted.display();
        words!(
            "Không giữ bản cũ nào của «{wanted}». Xem có những gì: bangtin restore THƯ-MỤC",
            "no old version of {wanted} is kept; bangtin restore FOLDER lists what is"
        )
    })
}

fn json(olds: &[Old], zone: Tz) -> String {
    let line = |old: &Old| {
        let gone = old.gone.with_timezone(&zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
        let line =
            Line { number: old.number, path: old.path.shown(), size: old.size, gone, replaced: old.replaced };
        serde_json::to_string(&line).unwrap_or_default() + "\n"
    };
    olds.iter().map(line).collect()
}

fn text(olds: &[Old], folder: &Path, zone: Tz) -> Words {
    let folder = folder.display();
    if olds.is_empty() {
        return words!(
            "Máy này không giữ bản cũ nào của «{folder}». Bản cũ được giữ 30 ngày khi trình phát đang chạy (bangtin play).\n",
            "this machine has no old version of {folder}; they are kept for 30 days while the player runs (bangtin play)\n"
        );
    }
    // Versions of one minute are told apart by their seconds.
    let minute = |old: &Old| (old.path.shown().to_owned(), old.gone.timestamp().div_euclid(60));
    let exact = olds.iter().map(minute).collect::<HashSet<_>>().len() < olds.len();
    let time = if exact { "%d-%m-%Y %H:%M:%S" } else { "%d-%m-%Y %H:%M" };
    let lines = |lang: Lang| {
        let line = |old: &Old| {
            let gone = old.gone.with_timezone(&zone).format(time);
            let how = match old.replaced {
                true => words!("bị thay", "replaced"),
                false => words!("bị xoá", "deleted "),
            };
            let (number, path) = (old.number, tidy::unbound(&tidy::line(old.path.shown())));
            format!("{number:>6}  {gone}  {}  {:>8}  {path}\n", how.get(lang), size(old.size, lang))
        };
        olds.iter().map(line).collect::<String>()
    };
    let (count, vi, en) = (olds.len(), lines(Lang::Vi), lines(Lang::En));
    words!(
        "{count} bản cũ của «{folder}», bản mất gần đây nhất đứng đầu:\n{vi}Lấy lại: bangtin restore \"{folder}\" SỐ\n",
        "{count} old versions of {folder}, what was lost last first:\n{en}to bring one back: bangtin restore \"{folder}\" NUMBER\n"
    )
}

/// "812 B", "34 kB", "1,2 MB".
fn size(bytes: u64, lang: Lang) -> String {
    let mark = if lang == Lang::Vi { ',' } else { '.' };
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{}{mark}{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_one_minute_are_told_apart_by_their_seconds() {
        let old = |number, gone: &str| Old {
            number,
            path: ItemPath::new("Họp.txt"),
            size: 10,
            gone: gone.parse().expect("a moment"),
            replaced: true,
        };
        let told = |olds: &[Old]| text(olds, Path::new("bảng"), Tz::Asia__Ho_Chi_Minh).vi;
        let [one, two, three] =
            [(1, "2026-11-28T01:02:03Z"), (2, "2026-11-28T01:02:59Z"), (3, "2026-11-28T01:03:00Z")];
        let [one, two, three] = [one, two, three].map(|(number, gone)| old(number, gone));
        let apart = told(&[two.clone(), three]);
        assert!(apart.contains("28-11-2026 08:02  bị thay") && apart.contains("08:03  "), "{apart}");
        let close = told(&[two, one]);
        assert!(close.contains("08:02:59  bị thay") && close.contains("08:02:03  bị thay"), "{close}");
    }
}
