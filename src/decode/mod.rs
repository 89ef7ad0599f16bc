//! One file's bytes into pixels at the size of the space they are wanted for.
//!
//! Common pictures are decoded here: pure Rust, bounded in memory ([`MAX_SIDE`], [`MAX_PIXEL_BYTES`]). Documents,
//! drawings and pictures of phones are decoded by a process of their own ([`Workers`]), clips by FFmpeg's ([`clip`]). Whatever the bytes are,
//! the answer is a complete picture or a [`Fault`] that a clerk can be told; a panic of a decoder is caught by whoever
//! runs it, and is one more damaged file. What a file is, is decided by its content; its name only earns a notice when
//! it says otherwise.

mod answer;
mod archive;
pub mod avif;
pub mod clip;
mod colour;
mod drawing;
mod family;
mod fault;
mod fit;
mod glance;
mod inks;
mod limits;
mod motion;
pub mod moving;
mod number;
pub mod office;
mod pdf;
mod phone;
mod photo;
mod runs;
mod scaled;
mod unread;
mod walls;
mod whole;
mod work;
mod workbook;
mod worker;

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits};

use crate::model::{Film, Picture, Sheet, Want, parts};

use colour::Colours;
use photo::Plane;

pub use family::{Family, is_pdf, other};
pub use fault::Fault;
pub use glance::glance;
pub use limits::confine;
pub use motion::Motion;
pub use walls::{ROLE as BEHIND, Walls, become_behind};
pub use work::work;
pub use workbook::{Book, Remark, Unread, WORKBOOK, workbook};
pub use worker::{ROLE, Workers};

/// Longest side of a picture that is decoded, in pixels: the largest texture of the GPUs we met (tech.md §1).
pub const MAX_SIDE: u32 = 16384;

/// Most memory that the pixels of one picture may take while it is decoded, in bytes (tech.md §7).
pub const MAX_PIXEL_BYTES: u64 = 256 << 20;

/// How many of a file's first bytes say what it is.
pub const HEAD: usize = 1024;

/// What opening a file taught about it. Boxed: ten thousand pictures have room for the largest kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Facts {
    /// A picture.
    Picture(PictureFacts),
    /// A document: the size of each page, at least one. It joins the programme with them.
    Pages(Vec<Sheet>),
    /// A document that was made into pages, fonts that are not its own, and what it is.
    Converted(Vec<Sheet>, Box<(office::Replaced, &'static str)>),
    /// A clip, which joins the same way.
    Clip(Box<Film>),
}

/// What decoding a picture taught about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureFacts {
    /// What the content is, whatever the name says.
    pub family: Family,
    /// Width in pixels as seen (upright).
    pub width: u32,
    /// Height in pixels as seen (upright).
    pub height: u32,
    /// Whether it moves.
    pub motion: Motion,
}

/// Decodes a picture, or the one of its [`parts`] that `want` names by its page, for `want`'s space: upright, never larger
/// than the space needs or the source has.
///
/// # Errors
/// A [`Fault`] when the bytes are no picture, not the whole of one, damaged, too large to decode safely, or without such
/// a part.
pub fn picture(bytes: &[u8], want: &Want) -> Result<(Picture, PictureFacts), Fault> {
    // A part is cut out of the whole.
    let source = read(bytes, Some(want).filter(|want| want.page == 0))?;
    let facts = source.facts();
    let source = if want.page == 0 { source } else { source.part(want.page)? };
    let space = if source.lies_down() { (want.space.1, want.space.0) } else { want.space };
    let colours = source.colours.as_ref();
    let sized = match source.pixels {
        Pixels::Whole(pixels) => fit::resize(pixels, space, want.fit, colours)?,
        Pixels::Planes(planes) => photo::paint(&planes, space, want.fit, colours)?,
    };
    let mut upright = DynamicImage::ImageRgba8(sized);
    upright.apply_orientation(source.orientation);
    let rgba = upright.into_rgba8();
    let (width, height) = rgba.dimensions();
    let rgba = rgba.into_raw();
    let mean = fit::mean(&rgba);
    Ok((Picture { want: want.clone(), width, height, rgba, mean }, facts))
}

/// Decodes a whole picture and throws the pixels away: what `check` knows about a file.
///
/// # Errors
/// The same as [`picture`].
pub fn verify(bytes: &[u8]) -> Result<PictureFacts, Fault> {
    read(bytes, None).map(|source| source.facts())
}

/// A decoded file, as it was stored.
struct Source {
    family: Family,
    /// Width and height as stored.
    size: (u32, u32),
    /// No fewer than were wanted.
    pixels: Pixels,
    /// What its numbers mean, where that is not sRGB.
    colours: Option<Colours>,
    orientation: Orientation,
    motion: Motion,
}

/// The pixels of a file, as they were stored.
enum Pixels {
    Whole(DynamicImage),
    /// Those of a photograph, light and colours apart.
    Planes(Vec<Plane>),
}

impl Source {
    fn lies_down(&self) -> bool {
        lies_down(self.orientation)
    }

    fn facts(&self) -> PictureFacts {
        let (w, h) = self.size;
        let (width, height) = if self.lies_down() { (h, w) } else { (w, h) };
        PictureFacts { family: self.family, width, height, motion: self.motion }
    }

    /// The part that is page `page`, from 1.
    fn part(self, page: u32) -> Result<Source, Fault> {
        let Source { pixels: Pixels::Whole(mut pixels), orientation, .. } = self else {
            return Err(Fault::Damaged);
        };
        pixels.apply_orientation(orientation);
        let pixels = Pixels::Whole(part(&pixels, page)?);
        Ok(Source { pixels, orientation: Orientation::NoTransforms, ..self })
    }
}

/// Whether the stored rows are columns of the upright picture.
fn lies_down(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// The part of an upright picture that is its page `page`, from 1.
fn part(pixels: &DynamicImage, page: u32) -> Result<DynamicImage, Fault> {
    let parts = parts((pixels.width(), pixels.height()));
    let part = parts.get(page as usize - 1).ok_or(Fault::Damaged)?;
    Ok(pixels.crop_imm(part.x, part.y, part.width, part.height))
}

/// Reads all pixels, or of a photograph as many as `want` needs. The header is judged before anything is allocated for
/// them.
fn read(bytes: &[u8], want: Option<&Want>) -> Result<Source, Fault> {
    if bytes.is_empty() {
        return Err(Fault::Empty);
    }
    let family = Family::of(bytes).ok_or_else(|| Fault::NotPicture(family::other(bytes)))?;
    // The decoder's own idea of a half-read header is "damaged"; a short file is told from a bad one here.
    let cut_or = |fault: Fault| if whole::is_whole(family, bytes) { fault } else { Fault::Cut };
    let format = family.format().ok_or(Fault::Unsupported)?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits_of_pixels());
    let mut decoder = match reader.into_decoder() {
        Ok(decoder) => decoder,
        Err(ImageError::Limits(_)) => return Err(Fault::TooLarge),
        Err(error) => return Err(cut_or(fault(error))),
    };
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > MAX_PIXEL_BYTES {
        return Err(Fault::TooLarge);
    }
    if !whole::is_whole(family, bytes) {
        return Err(Fault::Cut);
    }
    if width == 0 || height == 0 {
        return Err(Fault::Damaged);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let size = (width, height);
    let least = want.map(|want| {
        let space = if lies_down(orientation) { (want.space.1, want.space.0) } else { want.space };
        fit::least(size, space, want.fit)
    });
    let least = least.filter(|_| family == Family::Jpeg);
    let scaled = || scaled::jpeg(bytes, least?);
    let inked = || inks::jpeg(bytes, profile.as_deref()?);
    let pixels = match least.and_then(|least| photo::planes(bytes, least)) {
        Some(planes) => Pixels::Planes(planes),
        None => Pixels::Whole(match scaled().or_else(inked) {
            Some(pixels) => pixels,
            None => DynamicImage::from_decoder(decoder).map_err(fault)?,
        }),
    };
    let colours = profile.and_then(|profile| Colours::of(&profile));
    let motion = motion::of(family, size, &mut Cursor::new(bytes));
    Ok(Source { family, size, pixels, colours, orientation, motion })
}

/// What a decoder in this process may take.
fn limits_of_pixels() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_PIXEL_BYTES);
    limits
}

/// Says a decoder's error in our words.
fn fault(error: ImageError) -> Fault {
    match error {
        ImageError::Limits(_) => Fault::TooLarge,
        ImageError::Unsupported(_) => Fault::Unsupported,
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Fault::Cut,
        _ => Fault::Damaged,
    }
}
