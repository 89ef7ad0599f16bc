//! Frames of clips on a device that is the processor: turned into colours here, and written onto their canvas.
//!
//! As pass `film` such a device takes 31 ms of processor time for a frame at 1080p, this takes 5, or 1 where nothing is
//! scaled (measured: lavapipe of Mesa 22.3, AVX-512). Of the two this one takes chroma to lie in the middle of its
//! 2 × 2 pixels; elsewhere they agree within a few levels of 255.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use yuv::YuvPlanarImage;

use super::device::Gpu;
use super::paint::Painted;
use super::plan::{edges, whole};
use crate::model::{Colours, Still};
use crate::scene::{Frame, Node};

/// What frames are developed in.
#[derive(Default)]
pub(super) struct Developer {
    /// Blue's plane, then red's.
    chroma: Vec<u8>,
    /// The frame in colours.
    own: Vec<u8>,
    /// At the size of its canvas.
    scaled: Vec<u8>,
    resizer: Resizer,
}

/// A frame, and what of it a canvas shows.
struct Part<'a> {
    still: &'a Still,
    colours: Colours,
    /// Left, top, width and height in pixels of the frame.
    place: [f64; 4],
}

impl Developer {
    /// Writes the frame of `canvas` onto it, if that is a clip's and nothing else; how many bytes that took.
    pub fn develop(&mut self, gpu: &Gpu, canvas: &Painted) -> Option<u64> {
        let (width, height) = canvas.size;
        let part = part(&canvas.frame, canvas.size)?;
        let convert = match canvas.texture.format().remove_srgb_suffix() {
            wgpu::TextureFormat::Bgra8Unorm => yuv::yuv420_to_bgra_bilinear,
            wgpu::TextureFormat::Rgba8Unorm => yuv::yuv420_to_rgba_bilinear,
            _ => return None,
        };
        let (columns, rows) = part.still.size;
        self.own.resize(columns as usize * rows as usize * 4, 0);
        let image = planar(part.still, &mut self.chroma)?;
        let (range, matrix) = part.colours.standard();
        convert(&image, &mut self.own, columns * 4, range, matrix).ok()?;

        let whole = part.place == [0.0, 0.0, f64::from(width), f64::from(height)];
        let pixels = if whole && canvas.size == part.still.size {
            &self.own
        } else {
            scale(&part, &self.own, canvas.size, &mut self.scaled, &mut self.resizer)?;
            &self.scaled
        };
        let texture = &canvas.texture;
        let layout =
            wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(width * 4), rows_per_image: None };
        gpu.queue.write_texture(texture.as_image_copy(), pixels, layout, texture.size());
        Some(pixels.len() as u64)
    }
}

/// The clip's frame that covers the whole of `frame`, and is all of it.
fn part(frame: &Frame, (width, height): (u32, u32)) -> Option<Part<'_>> {
    let [Node::Film { still, rect, clip }] = &frame.nodes[..] else { return None };
    let ([left, top, right, bottom], _) = whole(still.size, rect);
    let seen = edges(clip);
    let covers = left.max(seen[0]) <= 0.0
        && top.max(seen[1]) <= 0.0
        && right.min(seen[2]) >= width as f32
        && bottom.min(seen[3]) >= height as f32;
    let across = f64::from(still.size.0) / f64::from(right - left);
    let down = f64::from(still.size.1) / f64::from(bottom - top);
    let place = [
        f64::from(-left) * across,
        f64::from(-top) * down,
        f64::from(width) * across,
        f64::from(height) * down,
    ];
    covers.then_some(Part { still, colours: still.colours?, place })
}

/// `still` with its chroma taken apart, into `chroma`.
fn planar<'a>(still: &'a Still, chroma: &'a mut Vec<u8>) -> Option<YuvPlanarImage<'a, u8>> {
    let (width, height) = still.size;
    let (luma, pairs) = still.planes.split_at_checked(width as usize * height as usize)?;
    let pairs = pairs.as_chunks::<2>().0;
    chroma.resize(pairs.len() * 2, 0);
    let (blue, red) = chroma.split_at_mut(pairs.len());
    for ((pair, blue), red) in pairs.iter().zip(&mut *blue).zip(&mut *red) {
        [*blue, *red] = *pair;
    }
    Some(YuvPlanarImage {
        y_plane: luma,
        y_stride: width,
        u_plane: blue,
        u_stride: width / 2,
        v_plane: red,
        v_stride: width / 2,
        width,
        height,
    })
}

/// What `part` says of the frame in `own`, at the size of `to`. On this thread alone: others may be busy with a photograph
/// for longer than a frame has.
fn scale(part: &Part, own: &[u8], to: (u32, u32), scaled: &mut Vec<u8>, resizer: &mut Resizer) -> Option<()> {
    let [left, top, width, height] = part.place;
    let (columns, rows) = part.still.size;
    let own = ImageRef::new(columns, rows, own, PixelType::U8x4).ok()?;
    scaled.resize(to.0 as usize * to.1 as usize * 4, 0);
    let mut scaled = Image::from_slice_u8(to.0, to.1, scaled, PixelType::U8x4).ok()?;
    // However it was rounded, it ends where the frame does.
    let within =
        |start: f64, length: f64, whole: u32| length.min((f64::from(whole) - start) * (1.0 - f64::EPSILON));
    let filter = ResizeAlg::Convolution(FilterType::Bilinear);
    let options = ResizeOptions::new().use_alpha(false).resize_alg(filter);
    let options = options.crop(left, top, within(left, width, columns), within(top, height, rows));
    resizer.resize(&own, &mut scaled, &options).ok()
}
