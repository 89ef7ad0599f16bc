//! What a file is, by its first bytes and by its name.

use image::ImageFormat;

/// A kind of picture file that is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each is the name of a file format
pub enum Family {
    Png,
    Jpeg,
    WebP,
    Bmp,
    Tiff,
    Gif,
    Svg,
    Heic,
    Avif,
}

impl Family {
    /// Every family.
    pub const ALL: [Family; 9] = [
        Family::Png,
        Family::Jpeg,
        Family::WebP,
        Family::Bmp,
        Family::Tiff,
        Family::Gif,
        Family::Svg,
        Family::Heic,
        Family::Avif,
    ];

    /// The family of a file's content; `None` when it is none of them.
    pub fn of(bytes: &[u8]) -> Option<Family> {
        let known = image::guess_format(bytes).ok();
        let known =
            known.and_then(|format| Family::ALL.into_iter().find(|family| family.format() == Some(format)));
        known.or_else(|| match bytes {
            _ if is_avif(bytes) => Some(Family::Avif),
            _ if is_heic(bytes) => Some(Family::Heic),
            _ => is_svg(bytes).then_some(Family::Svg),
        })
    }

    /// The family that a file-name extension (without dot, any case) promises.
    pub fn of_extension(extension: &str) -> Option<Family> {
        let extension = extension.to_ascii_lowercase();
        Family::ALL.into_iter().find(|family| family.extensions().contains(&extension.as_str()))
    }

    /// The extensions that promise it, the usual one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Family::Png => &["png"],
            Family::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Family::WebP => &["webp"],
            Family::Bmp => &["bmp", "dib"],
            Family::Tiff => &["tif", "tiff"],
            Family::Gif => &["gif"],
            Family::Svg => &["svg"],
            Family::Heic => &["heic", "heif"],
            Family::Avif => &["avif"],
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Family::Png => "PNG",
            Family::Jpeg => "JPEG",
            Family::WebP => "WebP",
            Family::Bmp => "BMP",
            Family::Tiff => "TIFF",
            Family::Gif => "GIF",
            Family::Svg => "SVG",
            Family::Heic => "HEIC",
            Family::Avif => "AVIF",
        }
    }

    /// Whether it is decoded by another process.
    pub fn is_foreign(self) -> bool {
        self.format().is_none()
    }

    /// What it is called by the decoders in this process; `None`: another process decodes it.
    pub(super) fn format(self) -> Option<ImageFormat> {
        Some(match self {
            Family::Png => ImageFormat::Png,
            Family::Jpeg => ImageFormat::Jpeg,
            Family::WebP => ImageFormat::WebP,
            Family::Bmp => ImageFormat::Bmp,
            Family::Tiff => ImageFormat::Tiff,
            Family::Gif => ImageFormat::Gif,
            Family::Svg | Family::Heic | Family::Avif => return None,
        })
    }
}

/// Whether a file is a picture in HEIC: of its own brand, or of the family's with that among the compatible ones.
fn is_heic(bytes: &[u8]) -> bool {
    has_brand(bytes, &[b"heic", b"heix", b"heim", b"heis"])
}

/// Whether a file is a picture in AVIF, or a film whose first frame is one.
fn is_avif(bytes: &[u8]) -> bool {
    has_brand(bytes, &[b"avif", b"avis"])
}

/// Whether one of these stands among a file's brands (ISO 14496-12, 4.3).
fn has_brand(bytes: &[u8], wanted: &[&[u8; 4]]) -> bool {
    let [a, b, c, d, b'f', b't', b'y', b'p', brands @ ..] = bytes else { return false };
    let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
    let brands = brands.get(..length.saturating_sub(8)).unwrap_or(brands).as_chunks::<4>().0;
    brands.iter().any(|brand| wanted.contains(&brand))
}

/// Whether a file is a drawing in SVG: its root element is named in its first bytes ([`super::HEAD`]).
fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..super::HEAD).unwrap_or(bytes);
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    text.starts_with(b"<") && head.windows(4).any(|mark| mark == b"<svg")
}

/// Whether a file that begins with these bytes is a PDF: some programs write a little before its mark.
pub fn is_pdf(head: &[u8]) -> bool {
    Family::of(head).is_none() && head.windows(5).any(|mark| mark == b"%PDF-")
}

/// What a file is that is no picture, where its first bytes say so: the clerk renamed it, or a phone did.
pub fn other(bytes: &[u8]) -> Option<&'static str> {
    if is_pdf(bytes) {
        return Some("PDF");
    }
    match bytes {
        [b'P', b'K', 3, 4, ..] => Some("Office/ZIP"),
        // An archive of nothing.
        [b'P', b'K', 5, 6, ..] => Some("ZIP"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("Office 97-2003"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some("video MP4"),
        _ => None,
    }
}
