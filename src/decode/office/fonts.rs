//! The fonts that a document asks for, and those that its PDF has in their place.

use std::collections::BTreeSet;

/// Fonts of signs: what stands in for them is chosen by sign, and nobody reads it.
const SIGNS: [&str; 6] = ["opensymbol", "symbol", "wingdings", "webdings", "marlett", "starsymbol"];

/// Fonts of Microsoft's, and free ones whose letters are as wide.
const TWINS: [(&str, &str); 5] = [
    ("arial", "liberationsans"),
    ("timesnewroman", "liberationserif"),
    ("couriernew", "liberationmono"),
    ("calibri", "carlito"),
    ("cambria", "caladea"),
];

/// Most fonts that are named of a document.
const NAMED: usize = 6;

/// Fonts that the machine lacks, and what is shown instead of them. Both are empty, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Asked for and missing.
    pub missing: Vec<String>,
    /// Shown instead.
    pub instead: Vec<String>,
    /// All of these are as wide as what they stand in for: no line is of another length.
    pub alike: bool,
}

/// Adds the fonts that a part of a document asks for; `name` is in small letters.
pub(super) fn ask(name: &str, text: &str, asked: &mut BTreeSet<String>) {
    let mut add = |font: &str| {
        let font = plain(font);
        if !font.is_empty() && !font.starts_with('+') {
            asked.insert(font);
        }
    };
    let is = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
    if is(&["word/document", "word/styles", "word/header", "word/footer"]) {
        for tag in tags(text, "<w:rFonts") {
            ["w:ascii", "w:hAnsi"].into_iter().filter_map(|key| attribute(tag, key)).for_each(&mut add);
        }
    } else if is(&["ppt/slides/", "ppt/slidemasters/", "ppt/slidelayouts/", "ppt/theme/", "word/theme/"]) {
        tags(text, "<a:latin").filter_map(|tag| attribute(tag, "typeface")).for_each(&mut add);
    } else if name == "xl/styles.xml" {
        let fonts = text.split_once("<fonts").and_then(|(_, rest)| rest.split_once("</fonts>"));
        tags(fonts.map_or("", |(fonts, _)| fonts), "<name")
            .filter_map(|tag| attribute(tag, "val"))
            .for_each(&mut add);
    } else if name == "content.xml" || name == "styles.xml" {
        // A font has a name in the document, by which its styles call it, and a family.
        let faces: Vec<(&str, &str)> = tags(text, "<style:font-face")
            .filter_map(|tag| Some((attribute(tag, "style:name")?, attribute(tag, "svg:font-family")?)))
            .collect();
        let called: BTreeSet<&str> = tags(text, "<style:text-properties")
            .filter_map(|tag| attribute(tag, "style:font-name"))
            .collect();
        faces.iter().filter(|(face, _)| called.contains(face)).for_each(|(_, family)| add(family));
    }
}

/// The beginnings of the elements of a name, up to the end of their attributes.
fn tags<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(name).filter_map(move |(at, _)| {
        let tag = text.get(at + name.len()..)?;
        let tag = tag.get(..tag.find('>')?)?;
        tag.starts_with(|c: char| c.is_whitespace()).then_some(tag)
    })
}

fn attribute<'a>(tag: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {key}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// A name as people write it.
fn plain(name: &str) -> String {
    let name = name.replace("&apos;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    let name =
        name.split(',').next().unwrap_or_default().trim_matches(|c: char| "'\" ".contains(c)).to_owned();
    name.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// What the fonts of `pdf` stand in for of those that were `asked` for, on a machine that has `installed` ones.
pub(super) fn replaced(asked: &BTreeSet<String>, pdf: &[u8], installed: &BTreeSet<String>) -> Replaced {
    let used = used(pdf);
    let asks = |font: &str| asked.iter().any(|asked| is_same(font, &letters(asked)));
    let instead: Vec<String> = used
        .iter()
        .filter(|font| !asks(font) && !SIGNS.contains(&font.as_str()))
        .map(|font| installed.iter().find(|name| letters(name) == **font).unwrap_or(font).clone())
        .take(NAMED)
        .collect();
    let has = |font: &str| {
        installed.iter().any(|name| letters(name) == font) || used.iter().any(|used| is_same(used, font))
    };
    let twin = |font: &str| TWINS.iter().find(|(of, _)| *of == font).map(|(_, twin)| *twin);
    let lacks = |font: &&String| {
        let font = letters(font);
        let is_sign = SIGNS.iter().any(|sign| font.starts_with(sign));
        // One whose twin is not there is asked for somewhere and used nowhere.
        !has(&font) && !is_sign && twin(&font).is_none_or(|twin| used.contains(twin))
    };
    let missing: Vec<String> = asked.iter().filter(lacks).take(NAMED).cloned().collect();
    let alike = missing.iter().all(|font| twin(&letters(font)).is_some());
    if missing.is_empty() || instead.is_empty() {
        Replaced::default()
    } else {
        Replaced { missing, instead, alike }
    }
}

/// Whether the font of a PDF is of a family: "arialnarrow" and "arialmt" are no "arial", the last one is.
fn is_same(used: &str, family: &str) -> bool {
    used == family || used.strip_prefix(family).is_some_and(|rest| ["mt", "ps", "psmt"].contains(&rest))
}

/// The families of a PDF's fonts, by their letters: `/BaseFont/ABCDEF+LiberationSans-Bold`.
fn used(pdf: &[u8]) -> BTreeSet<String> {
    const KEY: &[u8] = b"/BaseFont";
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/<>[]()".contains(byte);
    let mut used = BTreeSet::new();
    let mut rest = pdf;
    while let Some(at) = rest.windows(KEY.len()).position(|part| part == KEY) {
        rest = rest.get(at + KEY.len()..).unwrap_or_default();
        let name = rest.trim_ascii_start().strip_prefix(b"/").unwrap_or_default();
        let name = name.get(..name.iter().position(ends).unwrap_or(0)).unwrap_or_default();
        let name = String::from_utf8_lossy(name);
        let name = name.split_once('+').map_or(&*name, |(_, name)| name);
        used.insert(letters(name.split(['-', ',']).next().unwrap_or_default()));
    }
    used.remove("");
    used
}

/// The letters and digits of a name, small.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn fonts_are_asked_for_by_what_is_written_in_them() {
        let of = |name: &str, text: &str| {
            let mut asked = BTreeSet::new();
            ask(name, text, &mut asked);
            asked
        };
        let word = r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun"/><w:rFonts/>"#;
        assert_eq!(of("word/document.xml", word), set(&["Times New Roman"]));
        assert_eq!(of("word/fonttable.xml", word), set(&[]), "a list of what there may be");
        let slide = r#"<a:latin typeface="Calibri" panose="0"/><a:latin typeface="+mn-lt"/><a:ea typeface="Yu Gothic"/>"#;
        assert_eq!(of("ppt/slides/slide1.xml", slide), set(&["Calibri"]));
        assert_eq!(of("ppt/notesslides/notesslide1.xml", slide), set(&[]));
        let sheet = r#"<fonts count="1"><font><name val="Aptos &amp; Co"/></font></fonts><cellStyle><name val="x"/></cellStyle>"#;
        assert_eq!(of("xl/styles.xml", sheet), set(&["Aptos & Co"]));
        let open = r#"<style:font-face style:name="A1" svg:font-family="&apos;Be Vietnam&apos;, sans"/>
            <style:font-face style:name="B" svg:font-family="Noto Sans CJK SC"/>
            <style:text-properties fo:color="red" style:font-name="A1" style:font-name-asian="B"/>"#;
        assert_eq!(of("content.xml", open), set(&["Be Vietnam"]));
    }

    #[test]
    fn what_stands_in_is_named_beside_what_is_missing() {
        let pdf = b"<</Type/Font/BaseFont/BAAAAA+LiberationSans-Bold/X>> <</BaseFont /CAAAAA+OpenSymbol>>";
        let installed = set(&["Liberation Sans", "OpenSymbol"]);
        let of = |asked: &[&str]| replaced(&set(asked), pdf, &installed);
        let liberation = vec!["Liberation Sans".to_owned()];
        assert_eq!(
            of(&["Be Vietnam", "Wingdings 2"]),
            Replaced { missing: vec!["Be Vietnam".into()], instead: liberation.clone(), alike: false }
        );
        assert_eq!(
            of(&["Arial", "Calibri"]),
            Replaced { missing: vec!["Arial".into()], instead: liberation, alike: true }
        );
        assert_eq!(
            of(&["Liberation Sans", "Calibri"]),
            Replaced::default(),
            "nothing stands in for anything"
        );
        assert_eq!(of(&[]), Replaced::default());
    }
}
