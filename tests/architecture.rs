//! The rooms of `src/`: who may know whom, who reads the clock, and how long a file may get.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may know; calls go down only.
const ROOMS: [(&str, &[&str]); 11] = [
    ("model", &[]),
    ("library", &["model", "decode"]),
    ("decode", &["model"]),
    ("scene", &["model"]),
    ("gpu", &["model", "scene"]),
    ("show", &["model", "scene"]),
    ("desk", &["model"]),
    ("journal", &["model"]),
    ("report", &["model", "journal"]),
    ("app", &["model", "library", "decode", "scene", "gpu", "show", "desk", "journal"]),
    ("cli", &["model", "library", "decode", "scene", "gpu", "show", "desk", "journal", "report", "app"]),
];

/// Crates that one room alone may know: swapping one is that room's affair.
const OUTSIDE: [(&str, &str); 5] =
    [("wgpu", "gpu"), ("winit", "app"), ("notify", "library"), ("clap", "cli"), ("rusqlite", "journal")];

/// Where time is read.
const CLOCK: &str = "src/app/clock.rs";
const READS: [&str; 4] = ["Instant::now", "SystemTime::now", "Utc::now", "Local::now"];

const LINES: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `folder`.
fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            files(&entry, out);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            out.push(entry);
        }
    }
}

/// Each file of `src/`: its path from the root, its room (none for `lib.rs` and `main.rs`), its text.
fn sources() -> Vec<(String, Option<String>, String)> {
    let mut paths = Vec::new();
    files(&root().join("src"), &mut paths);
    assert!(paths.len() > 30, "the files of src/ are found");
    let describe = |path: PathBuf| {
        let shown = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let parts: Vec<&str> = shown.split('/').collect();
        let room = (parts.len() > 2).then(|| parts[1].to_owned());
        (shown.clone(), room, fs::read_to_string(path).unwrap())
    };
    paths.into_iter().map(describe).collect()
}

/// The code in `source`: comments, strings and characters are blank.
fn code(source: &str) -> String {
    let mut out = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(hashes) = raw_string(rest) {
            let end = format!("\"{}", "#".repeat(hashes));
            let open = hashes + 2;
            rest[open..].find(&end).map_or(rest.len(), |at| open + at + end.len())
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' && is_character(rest) {
            quoted(rest, '\'')
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        out.push(' ');
        rest = &rest[skipped..];
    }
    out
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        match &rest.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// How many `#` a raw string has that begins here.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// A character literal, not a lifetime.
fn is_character(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    match chars.next() {
        Some('\\') => true,
        Some(_) => chars.next() == Some('\''),
        None => false,
    }
}

fn quoted(rest: &str, end: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == end => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The first names of every path that begins with `prefix` in `code`, through braces too.
fn names_after(code: &str, prefix: &str) -> BTreeSet<String> {
    let code: String = code
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" ::", "::")
        .replace(":: ", "::")
        .replace("{ ", "{");
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c| word(c) || c == ':') {
            continue;
        }
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            out.insert(rest.chars().take_while(|c| word(*c)).collect());
            continue;
        };
        let mut depth = 1;
        let mut name = String::new();
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && c == ',') {
                out.insert(name.trim_start().chars().take_while(|c| word(*c)).collect());
                name.clear();
            } else {
                name.push(c);
            }
            if depth == 0 {
                break;
            }
        }
    }
    out.remove("");
    out
}

/// The rooms that `code` knows. A path of `super` that climbs out of its room counts like one of `crate`.
fn known(code: &str) -> BTreeSet<String> {
    let mut names = names_after(code, "crate::");
    for climb in ["super::", "super::super::", "super::super::super::"] {
        names.extend(names_after(code, climb));
    }
    // The macro for sentences in both languages lives in `model` and is exported at the top.
    if names.contains("words") {
        names.insert("model".into());
    }
    let rooms: Vec<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    names.into_iter().filter(|name| rooms.contains(&name.as_str())).collect()
}

#[test]
fn rooms_know_only_what_lies_below_them() {
    let mut wrong = Vec::new();
    for (file, room, source) in sources() {
        let Some(room) = room else { continue };
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{file}: {room} is no room of the table"));
            continue;
        };
        for other in known(&code(&source)) {
            let beside = root().join(&file).with_file_name(format!("{other}.rs")).exists();
            let own_part = beside || root().join(format!("src/{room}/{other}.rs")).exists();
            if other != room && !own_part && !allowed.contains(&other.as_str()) {
                wrong.push(format!("{file}: {room} may not know {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_has_no_way_up() {
    for (room, allowed) in ROOMS {
        for below in allowed {
            let (_, theirs) = ROOMS.iter().find(|(name, _)| name == below).expect("a room");
            assert!(!theirs.contains(&room), "{room} and {below} know each other");
        }
    }
}

#[test]
fn outside_crates_have_one_room() {
    let mut wrong = Vec::new();
    for (file, room, source) in sources() {
        let code = code(&source);
        for (outside, home) in OUTSIDE {
            let used = !names_after(&code, &format!("{outside}::")).is_empty();
            if used && room.as_deref() != Some(home) {
                wrong.push(format!("{file}: {outside} belongs to {home}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn time_is_read_in_one_place() {
    let mut wrong = Vec::new();
    for (file, _, source) in sources() {
        let code = code(&source);
        wrong.extend(
            READS
                .iter()
                .filter(|read| file != CLOCK && code.contains(**read))
                .map(|read| format!("{file}: {read}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_fit_the_head() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(file, _, source)| (file, source.lines().count()))
        .filter(|(_, lines)| *lines > LINES)
        .map(|(file, lines)| format!("{file}: {lines} lines, {LINES} at most"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn the_reader_of_paths_sees_what_the_compiler_sees() {
    let rooms = |source: &str| known(&code(source)).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(rooms("use crate::gpu::Window;"), "gpu");
    assert_eq!(rooms("use crate::{\n    model::{Color, Want},\n    scene,\n};"), "model scene");
    assert_eq!(rooms("fn f() -> crate::show::Step { crate :: app::run() }"), "app show");
    assert_eq!(rooms("use super::super::library::Disk;"), "library");
    assert_eq!(rooms("let w = crate::words!(\"a\", \"b\");"), "model");
    assert_eq!(rooms("// use crate::gpu;\n/* crate::gpu /* x */ crate::gpu */ let s = \"crate::gpu\";"), "");
    assert_eq!(rooms("let s = r#\"a\" crate::gpu\"#; let c = '\"'; use crate::cli;"), "cli");
    assert_eq!(rooms("fn f<'a>(x: &'a str) -> crate::scene::Rect { '\\'' }"), "scene");
    assert_eq!(rooms("use subcrate::gpu; use other::crate::gpu;"), "");
}
