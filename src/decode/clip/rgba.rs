//! A frame as a still picture, with the same arithmetic as shaders/film.wgsl.

use crate::model::{Colours, Picture, Still, Want};

use crate::decode::fit::mean;

/// `still` as the picture that answers `want`.
pub(super) fn picture(still: &Still, want: &Want) -> Picture {
    let (width, height) = still.size;
    let colours = still.colours.unwrap_or_default();
    let (columns, whole) = (width as usize, width as usize * height as usize);
    let (luma, chroma) = still.planes.split_at(whole.min(still.planes.len()));
    let mut rgba = Vec::with_capacity(whole * 4);
    for (y, row) in luma.chunks_exact(columns.max(1)).enumerate() {
        let tints = chroma.get(y / 2 * columns..).unwrap_or_default();
        for (pair, tint) in row.chunks(2).zip(tints.chunks_exact(2)) {
            for luma in pair {
                let [r, g, b] = rgb(colours, *luma, tint);
                rgba.extend([r, g, b, 255]);
            }
        }
    }
    rgba.resize(whole * 4, 255);
    let mean = mean(&rgba);
    Picture { want: want.clone(), width, height, rgba, mean }
}

fn rgb(colours: Colours, luma: u8, tint: &[u8]) -> [u8; 3] {
    let ([black, scale], [to_red, red_green, blue_green, to_blue]) = colours.conversion();
    let [blue, red] = [0, 1].map(|at| (f32::from(tint.get(at).copied().unwrap_or(128)) - 128.0) / 255.0);
    let y = (f32::from(luma) / 255.0 - black) * scale;
    [y + to_red * red, y + red_green * red + blue_green * blue, y + to_blue * blue]
        .map(|c| (c.clamp(0.0, 1.0) * 255.0).round() as u8)
}
