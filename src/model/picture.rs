//! Decoded pictures, and the wish for them.

use super::{Asset, Fit};

/// A picture that `show` wants: which file, which version, for what space.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Want {
    /// Which file, and which version of it.
    pub of: Asset,
    /// Which page of it, from 0; 0 of a file without pages.
    pub page: u32,
    /// The space in pixels (width, height). The picture comes no larger than this needs.
    pub space: (u32, u32),
    /// Whether it must fill the space: then it comes in the space's shape, cropped around its middle.
    pub fit: Fit,
}

/// The whole desired set, most urgent first; each set replaces the last.
pub type Wants = Vec<Want>;

/// A complete, checked picture, upright.
#[derive(Debug)]
pub struct Picture {
    /// The wish it answers.
    pub want: Want,
    /// Width in pixels, at least 1.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
    /// RGBA, 8 bits, sRGB, alpha premultiplied in sRGB space; `width * height * 4` bytes, rows from the top.
    pub rgba: Vec<u8>,
    /// Mean colour, sRGB: the calm ground around a contained picture is made from it.
    pub mean: [u8; 3],
}
