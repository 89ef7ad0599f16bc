//! Every TOML block of the documentation is read as the file it says it is, or fails as it says.

use bangtin::model::{Asset, ItemPath, Level, Problem, Stamp, read};

/// A fenced TOML block: where it begins, and its lines.
struct Block<'a> {
    place: String,
    text: &'a str,
}

fn blocks<'a>(name: &str, page: &'a str) -> Vec<Block<'a>> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find("```toml\n") {
        let after = &rest[start + "```toml\n".len()..];
        let end = after.find("\n```").unwrap_or_else(|| panic!("{name}: a block is not closed"));
        let line = page[..page.len() - after.len()].lines().count() + 1;
        found.push(Block { place: format!("{name}:{line}"), text: &after[..end + 1] });
        rest = &after[end..];
    }
    found
}

/// What the named reader says of the block, and whether it made anything of it.
fn read_as(file: &str, text: &str) -> (bool, Vec<Problem>) {
    let asset = |path: &str| Ok(Asset { path: ItemPath::new(path), stamp: Stamp::default() });
    let bytes = text.as_bytes();
    match file {
        "screen.toml" => {
            let (read, problems) = read::screen(bytes, file, &asset, &|_| Err(Default::default()));
            (read.is_some(), problems)
        }
        "playlist.toml" => {
            let (read, problems) = read::playlist(bytes, file);
            (read.is_some(), problems)
        }
        "sidecar.toml" | "a.xlsx.toml" | "a.csv.toml" | "a.txt.toml" => {
            let (read, problems) = read::sidecar(bytes, file);
            (read.is_some(), problems)
        }
        "slide.toml" => {
            let (read, problems) = read::slide(bytes, file, &asset);
            (read.is_some(), problems)
        }
        "theme.toml" => {
            let (read, problems) = read::theme(bytes, file);
            (read.is_some(), problems)
        }
        other => panic!("no reader of {other}"),
    }
}

/// Why the block is not as it says; `None` when it is.
fn fault(block: &Block) -> Option<String> {
    let mut lines = block.text.lines();
    let Some(file) = lines.next().and_then(|line| line.strip_prefix("# file: ")) else {
        return Some("the first line does not say `# file: NAME`".to_owned());
    };
    let (read, problems) = read_as(file, block.text);
    let errors: Vec<&str> = problems
        .iter()
        .filter(|problem| problem.level == Level::Error)
        .map(|problem| problem.message.vi.as_str())
        .collect();
    match lines.next().and_then(|line| line.strip_prefix("# must fail: ")) {
        Some(message) if errors == [message] => None,
        Some(message) => Some(format!("says {errors:?}, not {message:?}")),
        None if read && errors.is_empty() => None,
        None => Some(format!("fails: {errors:?}")),
    }
}

#[test]
fn every_block_of_the_documentation_is_true() {
    let pages =
        [("docs/folder.md", include_str!("../docs/folder.md")), ("README.md", include_str!("../README.md"))];
    for (name, page) in pages {
        let blocks = blocks(name, page);
        assert!(blocks.len() >= 2, "{name} has its blocks");
        for block in blocks {
            assert_eq!(fault(&block), None, "{}", block.place);
        }
    }
}

#[test]
fn a_false_block_is_seen() {
    let of = |text: &'static str| fault(&Block { place: String::new(), text });
    assert!(of("kind = 'flag'\n").is_some());
    assert!(of("# file: slide.toml\nkind = 'flagg'\n").is_some());
    assert!(of("# file: slide.toml\n# must fail: Hỏng.\nkind = 'flag'\n").is_some());
    assert_eq!(of("# file: slide.toml\nkind = 'flag'\n"), None);
}
