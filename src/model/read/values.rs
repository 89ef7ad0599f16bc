//! The texts of a TOML file, judged together: what was pasted into them may be no Unicode.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::legible::{certain, doubtful, excerpt};
use super::report::Report;
use crate::model::Level;
use crate::model::legacy::{Reader, Verdict, is_damaged, judge};
use crate::words;

/// Reads the texts that are no Unicode, where it is certain how. Answers whether all of them can be read.
pub(super) fn read(table: &mut DeTable, report: &Report) -> bool {
    let mut texts: Vec<(String, Range<usize>, String)> = Vec::new();
    each(table, "", &mut |key, span, text| texts.push((key.to_owned(), span, text.to_string())));
    let units: Vec<&str> = texts.iter().map(|(.., text)| text.as_str()).collect();
    match judge(&units) {
        Verdict::Sound => true,
        Verdict::Certain(reader) => {
            each(table, "", &mut |_, _, text| {
                if let Cow::Owned(read) = reader.read(text) {
                    *text = Cow::Owned(read);
                }
            });
            if let Some((key, span, text)) =
                texts.iter().find(|(.., text)| reader.read(text) != text.as_str())
            {
                let (message, help) = certain(reader, &excerpt(reader, text), None);
                report.note(Level::Notice, span.clone(), Some(key), message, help);
            }
            true
        }
        Verdict::Doubtful(readers) => {
            let mut is_legible = true;
            for (key, span, text) in &texts {
                let own: Vec<Reader> =
                    readers.iter().filter(|reader| reader.concerns(text)).copied().collect();
                if !own.is_empty() || is_damaged(text) {
                    let help = words!(
                        "Đọc đúng thì chép câu trong ngoặc « » dán vào thay; không đúng thì gõ lại bằng bảng mã Unicode.",
                        "If that is right copy it from between the quotes and paste it here; else type it again in Unicode."
                    );
                    report.note(Level::Error, span.clone(), Some(key), doubtful(&own, text), help);
                    is_legible = false;
                }
            }
            is_legible
        }
    }
}

/// Every text in a table, with the dotted path of its key and its place.
fn each<'i>(
    table: &mut DeTable<'i>,
    path: &str,
    found: &mut dyn FnMut(&str, Range<usize>, &mut DeString<'i>),
) {
    for (key, value) in table.iter_mut() {
        each_of(value, &format!("{path}{}", key.get_ref()), found);
    }
}

fn each_of<'i>(
    value: &mut Spanned<DeValue<'i>>,
    key: &str,
    found: &mut dyn FnMut(&str, Range<usize>, &mut DeString<'i>),
) {
    let span = value.span();
    match value.get_mut() {
        DeValue::String(text) => found(key, span, text),
        DeValue::Array(values) => {
            values.iter_mut().zip(1..).for_each(|(value, at)| each_of(value, &format!("{key}.{at}"), found));
        }
        DeValue::Table(table) => each(table, &format!("{key}."), found),
        _ => {}
    }
}
