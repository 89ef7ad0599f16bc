//! Texts and pictures by key: optional or essential, whole or without their `[cần điền]` lines.

use super::Resolve;
use super::table::{Table, quoted};
use super::value::{Text, Value};
use crate::model::{Asset, Level, Qr, phone, tidy};
use crate::words;

impl Table<'_, '_> {
    /// A text on one line; `None` when absent, empty, or still to be filled in.
    pub(super) fn line(&self, key: &'static str) -> Option<String> {
        given(&self.get(key)?)
    }

    /// A text on one line that the slide cannot do without. Absent or empty: a fault; still to be filled in:
    /// the slide waits. Either way the answer is empty.
    pub(super) fn essential(&self, key: &'static str) -> String {
        self.need(key).and_then(|value| essential(&value)).unwrap_or_else(|| {
            self.report.blank();
            String::new()
        })
    }

    /// A list of lines, without those that are still to be filled in; a single text is a list of one.
    pub(super) fn lines(&self, key: &'static str) -> Vec<String> {
        self.get(key).map(|value| value.list().iter().filter_map(given).collect()).unwrap_or_default()
    }

    /// A picture by its path. When it is refused the slide goes on without it.
    pub(super) fn picture(&self, key: &'static str, asset: &Resolve) -> Option<Asset> {
        let value = self.get(key)?;
        let path = value.string()?;
        if tidy::is_placeholder(path) {
            value.placeholder();
            return None;
        }
        asset(path).map_err(|why| value.refuse(why)).ok()
    }

    /// `"https://…"`, `"tel:…"`, or `{ target = "…", label = "…" }`.
    pub(super) fn qr(&self, key: &'static str) -> Option<Qr> {
        let value = self.get(key)?;
        let Some(table) = value.table() else { return target(&value) };
        let code = table.need("target").and_then(|value| target(&value));
        let label = table.line("label");
        table.finish(&[]);
        let code = code?;
        Some(Qr { label: label.unwrap_or(code.label), ..code })
    }
}

/// The text on one line, unless it is empty or still to be filled in.
fn given(value: &Value) -> Option<String> {
    match value.text()? {
        Text::Given(text) => Some(text.replace('\n', " ")).filter(|text| !text.is_empty()),
        Text::Blank => None,
    }
}

/// As [`given`], where an empty text is a fault.
pub(super) fn essential(value: &Value) -> Option<String> {
    let Text::Given(text) = value.text()? else { return None };
    if text.trim().is_empty() {
        let key = &value.key;
        value.fault(
            words!("Mục «{key}» còn trống.", "`{key}` is empty."),
            words!(
                "Ghi nội dung, hoặc ghi \"[cần điền]\" nếu chưa có.",
                "Write the text, or \"[cần điền]\" while there is none."
            ),
        );
        return None;
    }
    Some(text.replace('\n', " "))
}

/// Longest address that is printed whole beside its code, in characters: two lines of body text. Nobody types more.
const PRINTED: usize = 60;

/// The longest address that still scans at the size wall.md gives a code, in bytes (version 10 at level M holds 213).
pub(super) const LONGEST: usize = 200;

fn target(value: &Value) -> Option<Qr> {
    let written = value.string()?.trim();
    if tidy::is_placeholder(written) {
        value.placeholder();
        return None;
    }
    let code = address(written);
    if code.is_none() {
        let written = quoted(written);
        value.note(
            Level::Error,
            words!("Mã QR không nhận địa chỉ «{written}».", "A QR code does not take \"{written}\"."),
            words!(
                "Ghi địa chỉ web đầy đủ như \"https://dichvucong.gov.vn\", hoặc \"tel:\" và số điện thoại.",
                "Write a whole address such as \"https://dichvucong.gov.vn\", or \"tel:\" and a number."
            ),
        );
    }
    code
}

/// The code of an address that every phone opens: web, telephone, mail. `None` of any other, and of one that is
/// over [`LONGEST`] or shows another host than it leads to.
pub(super) fn address(written: &str) -> Option<Qr> {
    let (scheme, rest) = written.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme == "tel" {
        let target = format!("tel:{}", phone::digits(rest));
        return phone::grouped(rest).map(|number| Qr { target, label: tidy::line(&number) });
    }
    let usable =
        written.len() <= LONGEST && written.chars().all(|c| c.is_ascii_graphic() || c.is_alphabetic());
    let label = match scheme.as_str() {
        "https" | "http" => {
            let place = rest.strip_prefix("//")?.trim_end_matches('/');
            let host = place.split(['/', '?', '#']).next()?;
            (host.contains('.') && !host.contains('@')).then(|| printed(place, host))
        }
        "mailto" => rest.split('?').next().filter(|person| person.contains('@')).map(str::to_owned),
        _ => None,
    };
    let label = label.filter(|_| usable)?;
    Some(Qr { target: written.to_owned(), label: tidy::line(&label) })
}

/// What is printed of an address: all of it, or of a long one where it leads.
fn printed(place: &str, host: &str) -> String {
    if place.chars().count() > PRINTED { format!("{host}/…") } else { place.to_owned() }
}
