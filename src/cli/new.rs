//! `bangtin new`: commented templates of every kind of slide, of a playlist and of a screen.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Every template by name, in the order in which they are offered.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("message", include_str!("templates/message.toml")),
    ("document", include_str!("templates/document.toml")),
    ("procedure", include_str!("templates/procedure.toml")),
    ("hotline", include_str!("templates/hotline.toml")),
    ("steps", include_str!("templates/steps.toml")),
    ("index", include_str!("templates/index.toml")),
    ("praise", include_str!("templates/praise.toml")),
    ("poster", include_str!("templates/poster.toml")),
    ("flag", include_str!("templates/flag.toml")),
    ("ranking", include_str!("templates/ranking.toml")),
    ("table", include_str!("templates/table.toml")),
    ("countdown", include_str!("templates/countdown.toml")),
    ("agenda", include_str!("templates/agenda.toml")),
    ("quiz", include_str!("templates/quiz.toml")),
    ("playlist", include_str!("templates/playlist.toml")),
    ("screen", include_str!("templates/screen.toml")),
];

/// The template of a kind of slide, of `playlist.toml` or of `screen.toml`.
pub fn template(kind: &str) -> Option<&'static str> {
    TEMPLATES.iter().find(|(name, _)| *name == kind).map(|(_, text)| *text)
}

/// Writes a template to a file that does not exist yet.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when there is a file of that name, which is left as it is; else what the
/// disk says.
pub fn write(template: &str, file: &Path) -> io::Result<()> {
    File::create_new(file)?.write_all(template.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Content, Level, Problem, Reason, read};

    fn worse_than_placeholders(problems: &[Problem]) -> Vec<&Problem> {
        problems
            .iter()
            .filter(|problem| problem.level == Level::Error || problem.level == Level::Notice)
            .collect()
    }

    #[test]
    fn every_template_of_a_slide_reads_and_waits_to_be_filled_in() {
        for (kind, text) in TEMPLATES.iter().filter(|(kind, _)| !matches!(*kind, "playlist" | "screen")) {
            let (read, problems) = read::slide(text.as_bytes(), kind, &|_| Err(Default::default()));
            assert_eq!(worse_than_placeholders(&problems), Vec::<&Problem>::new(), "{kind}");
            let read = read.expect("a template can be read");
            assert!(matches!(read.content, Content::Slide(_)), "{kind}");
            let waits = if *kind == "flag" { None } else { Some(Reason::Placeholder) };
            assert_eq!(read.hidden, waits, "{kind}: an untouched template stays off the wall");
            assert!(text.contains(&format!("kind = \"{kind}\"")));
        }
    }

    #[test]
    fn the_templates_of_settings_read() {
        let (read, problems) = read::playlist(template("playlist").unwrap().as_bytes(), "playlist.toml");
        assert!(read.is_some() && problems.is_empty(), "{problems:?}");
        let none = |_: &str| Err(Default::default());
        let theme = |_: &str| Err(Default::default());
        let (read, problems) =
            read::screen(template("screen").unwrap().as_bytes(), "screen.toml", &none, &theme);
        assert!(read.is_some(), "{problems:?}");
        assert_eq!(worse_than_placeholders(&problems), Vec::<&Problem>::new());
    }

    /// A clerk takes away the `#` and it works.
    #[test]
    fn every_commented_key_reads_when_uncommented() {
        for (kind, text) in TEMPLATES {
            let uncommented: Vec<&str> = text.lines().map(uncommented).collect();
            assert!(uncommented.len() > 3 && uncommented != text.lines().collect::<Vec<_>>(), "{kind}");
            let text = uncommented.join("\n");
            let (bytes, asset) = (text.as_bytes(), |_: &str| Ok(anything()));
            let problems = match *kind {
                "playlist" => read::playlist(bytes, kind).1,
                "screen" => read::screen(bytes, kind, &asset, &|_| Err(Default::default())).1,
                _ => read::slide(bytes, kind, &asset).1,
            };
            assert_eq!(worse_than_placeholders(&problems), Vec::<&Problem>::new(), "{kind}");
        }
    }

    fn uncommented(line: &str) -> &str {
        line.strip_prefix('#').filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase())).unwrap_or(line)
    }

    fn anything() -> crate::model::Asset {
        crate::model::Asset { path: crate::model::ItemPath::new("media/anh.png"), stamp: Default::default() }
    }

    #[test]
    fn an_existing_file_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        write("one", &file).unwrap();
        assert_eq!(write("two", &file).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "one");
        assert!(template("mesage").is_none());
    }
}
