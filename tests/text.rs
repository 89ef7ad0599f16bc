//! Whatever stands in a text file, it is read or named: no panic, and every problem can be drawn.

use bangtin::cli::{check, new::TEMPLATES};
use bangtin::model::{Asset, ItemPath, Lang, Level, Problem, Stamp, Words, read};
use proptest::prelude::*;

/// What every reader says of the same bytes, and whether each made anything of them.
fn all_readers(bytes: &[u8]) -> Vec<(bool, Vec<Problem>)> {
    let asset = |path: &str| {
        if path.len().is_multiple_of(2) {
            Err(Words::default())
        } else {
            Ok(Asset { path: ItemPath::new(path), stamp: Stamp::default() })
        }
    };
    let theme = |_: &str| Ok((ItemPath::new("media/a.toml"), bytes.to_vec()));
    fn of<T>((read, problems): read::Outcome<T>) -> (bool, Vec<Problem>) {
        (read.is_some(), problems)
    }
    vec![
        of(read::slide(bytes, "a", &asset)),
        of(read::sidecar(bytes, "a")),
        of(read::playlist(bytes, "a")),
        of(read::screen(bytes, "a", &asset, &theme)),
        of(read::theme(bytes, "a")),
        of(read::plain(bytes, "a")),
        of(read::markdown(bytes, "a", &asset)),
    ]
}

fn hold(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    for (read, problems) in all_readers(bytes) {
        let named = problems.iter().any(|problem| problem.level == Level::Error);
        assert!(read || named, "nothing is refused in silence");
        for problem in &problems {
            assert!(!problem.message.vi.is_empty() || problem.help.vi.starts_with("Sửa lại đường dẫn"));
            assert!(
                problem.line.is_none_or(|line| line >= 1 && line as usize <= text.matches('\n').count() + 1)
            );
        }
        check::report(&problems, &|_| Some(text.clone()), Lang::Vi, true);
        check::json(&problems, Lang::En);
    }
}

/// What clerks, editors and copies put into a file where it does not belong.
const SPLINTERS: &[&str] = &[
    "",
    "\"",
    "'",
    "\"\"\"",
    "“",
    "[",
    "]",
    "{",
    "}",
    "=",
    "\n",
    "\r",
    "\0",
    ",",
    "#",
    ".",
    "\\",
    "\u{feff}",
    "\u{202e}",
    "ẳ",
    "ca\u{302}\u{300}n",
    "[cần điền",
    "1e999",
    "-1",
    "nan",
    "0x",
    "99999999999999999999",
    "2025-02-31",
    "a.b.c = 1\n",
    "[[lines]]\n",
    "kind = \"",
    "tel:",
    "https://",
    "- ",
    "* * *\n",
    "![](",
    "`",
];

proptest! {
    #[test]
    fn mangled_templates_are_read_or_named(
        at in 0..TEMPLATES.len(),
        uncomment: bool,
        edits in prop::collection::vec((0usize..3000, 0usize..20, 0..SPLINTERS.len()), 1..6),
    ) {
        let mut text = TEMPLATES[at].1.to_owned();
        if uncomment {
            text = text.replace("\n#", "\n");
        }
        for (start, length, splinter) in edits {
            let start = text.floor_char_boundary(start % (text.len() + 1));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            text.replace_range(start..end, SPLINTERS[splinter]);
        }
        hold(text.as_bytes());
    }

    #[test]
    fn any_bytes_are_read_or_named(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        hold(&bytes);
    }
}

#[test]
fn what_is_far_too_much_is_named() {
    hold(&vec![b'['; 60_000]);
    hold(&vec![b'x'; 10_000_000]);
    hold("a\n".repeat(30_000).as_bytes());
    hold("# a\n- ".repeat(10_000).as_bytes());
    hold(&vec![b'>'; 60_000]);
}
