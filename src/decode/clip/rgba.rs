//! A frame as a still picture.

use yuv::{YuvBiPlanarImage, YuvConversionMode, yuv_nv12_to_rgba};

use crate::decode::fit::mean;
use crate::model::{Picture, Still, Want};

/// `still` as the picture that answers `want`; black where it has fewer bytes than its size says.
pub(super) fn picture(still: &Still, want: &Want) -> Picture {
    let (width, height) = still.size;
    let (range, matrix) = still.colours.unwrap_or_default().standard();
    let (luma, chroma) = still.planes.split_at(still.planes.len().min(width as usize * height as usize));
    let image = YuvBiPlanarImage {
        y_plane: luma,
        y_stride: width,
        uv_plane: chroma,
        uv_stride: width,
        width,
        height,
    };
    let mut rgba = [0, 0, 0, 255].repeat(width as usize * height as usize);
    let _ = yuv_nv12_to_rgba(&image, &mut rgba, width * 4, range, matrix, YuvConversionMode::Balanced);
    let mean = mean(&rgba);
    Picture { want: want.clone(), width, height, rgba, mean }
}
