//! Files into pixels: every family, every way a file can be bad.

use bangtin::decode::{Family, Fault, Motion, PictureFacts, picture, verify};
use bangtin::model::{Asset, Fit, ItemPath, Picture, Stamp, Want};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use proptest::prelude::*;

use crate::pictures::*;

fn want(space: (u32, u32), fit: Fit) -> Want {
    Want { of: Asset { path: ItemPath::new("x"), stamp: Stamp::default() }, page: 0, space, fit }
}

fn decode(bytes: &[u8], space: (u32, u32), fit: Fit) -> Picture {
    picture(bytes, &want(space, fit)).expect("a sound picture").0
}

fn at(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
    let start = ((y * picture.width + x) * 4) as usize;
    picture.rgba[start..start + 4].try_into().unwrap()
}

fn near(a: [u8; 4], b: [u8; 4]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 6)
}

const FORMATS: [(ImageFormat, Family); 6] = [
    (ImageFormat::Png, Family::Png),
    (ImageFormat::Jpeg, Family::Jpeg),
    (ImageFormat::WebP, Family::WebP),
    (ImageFormat::Bmp, Family::Bmp),
    (ImageFormat::Tiff, Family::Tiff),
    (ImageFormat::Gif, Family::Gif),
];

#[test]
fn every_family_decodes_to_its_own_pixels() {
    for (format, family) in FORMATS {
        let bytes = encode(&halves(64, 32), format);
        let (seen, facts) = picture(&bytes, &want((64, 32), Fit::Contain)).unwrap();
        assert_eq!(facts, PictureFacts { family, width: 64, height: 32, motion: Motion::Still });
        assert_eq!((seen.width, seen.height, seen.rgba.len()), (64, 32, 64 * 32 * 4));
        assert!(near(at(&seen, 3, 16), [255, 0, 0, 255]), "{family:?}: {:?}", at(&seen, 3, 16));
        assert!(near(at(&seen, 60, 16), [0, 0, 255, 255]), "{family:?}");
        assert_eq!(verify(&bytes), Ok(facts));
    }
}

#[test]
fn sixteen_bit_and_grey_sources_become_eight_bit_rgba() {
    let grey = DynamicImage::ImageLuma8(image::GrayImage::from_pixel(8, 8, image::Luma([100])));
    assert_eq!(
        at(&decode(&encode(&grey, ImageFormat::Png), (8, 8), Fit::Contain), 1, 1),
        [100, 100, 100, 255]
    );
    let deep = DynamicImage::from(flat(8, 8, [10, 200, 30]).to_rgb16());
    assert_eq!(at(&decode(&encode(&deep, ImageFormat::Png), (8, 8), Fit::Contain), 1, 1), [10, 200, 30, 255]);
}

#[test]
fn a_picture_comes_no_larger_than_its_space_needs() {
    let bytes = jpeg(400, 300);
    let contained = decode(&bytes, (192, 108), Fit::Contain);
    assert_eq!((contained.width, contained.height), (144, 108));
    let covering = decode(&bytes, (192, 108), Fit::Cover);
    assert_eq!((covering.width, covering.height), (192, 108));
    let small = decode(&bytes, (1920, 1080), Fit::Contain);
    assert_eq!((small.width, small.height), (400, 300));
}

#[test]
fn cover_crops_around_the_middle() {
    // 3 × 1 stripes, the middle one green: a square space sees green alone.
    let stripes = DynamicImage::ImageRgb8(image::RgbImage::from_fn(300, 100, |x, _| {
        image::Rgb(if (100..200).contains(&x) { [0, 200, 0] } else { [200, 0, 0] })
    }));
    let seen = decode(&encode(&stripes, ImageFormat::Png), (50, 50), Fit::Cover);
    assert_eq!((seen.width, seen.height), (50, 50));
    assert!(near(at(&seen, 2, 25), [0, 200, 0, 255]));
    assert!(near(at(&seen, 47, 25), [0, 200, 0, 255]));
}

#[test]
fn every_exif_orientation_stands_upright() {
    // Where the red half (stored left) is seen, and the size in a 100 × 50 space.
    for (orientation, red, size) in [
        (1, (0.1, 0.5), (80, 40)),
        (2, (0.9, 0.5), (80, 40)),
        (3, (0.9, 0.5), (80, 40)),
        (4, (0.1, 0.5), (80, 40)),
        (5, (0.5, 0.1), (25, 50)),
        (6, (0.5, 0.1), (25, 50)),
        (7, (0.5, 0.9), (25, 50)),
        (8, (0.5, 0.9), (25, 50)),
    ] {
        let bytes = turned_jpeg(&halves(80, 40), orientation);
        let seen = decode(&bytes, (100, 50), Fit::Contain);
        assert_eq!((seen.width, seen.height), size, "orientation {orientation}");
        let (x, y) = ((red.0 * size.0 as f64) as u32, (red.1 * size.1 as f64) as u32);
        assert!(near(at(&seen, x, y), [254, 0, 0, 255]), "orientation {orientation}: {:?}", at(&seen, x, y));
        let facts = verify(&bytes).unwrap();
        assert_eq!((facts.width, facts.height), if orientation > 4 { (40, 80) } else { (80, 40) });
    }
}

#[test]
fn print_colours_of_adobe_become_screen_colours() {
    // Adobe stores 255 minus the ink. Pure cyan ink, then half black, then magenta as YCCK.
    for (transform, stored, seen) in [
        (0, [0, 255, 255, 255], [0, 255, 255, 255]),
        (0, [255, 255, 255, 128], [128, 128, 128, 255]),
        (0, [0, 0, 0, 0], [0, 0, 0, 255]),
        // YCCK: Y, Cb, Cr of the inks' complement; no ink at all is Y = 0.
        (2, [0, 128, 128, 255], [255, 255, 255, 255]),
        (2, [255, 128, 128, 255], [0, 0, 0, 255]),
        (2, [76, 85, 255, 255], [0, 255, 255, 255]),
    ] {
        let picture = decode(&adobe_jpeg(transform, stored), (16, 16), Fit::Contain);
        assert!(near(at(&picture, 8, 8), seen), "{transform} {stored:?} gave {:?}", at(&picture, 8, 8));
    }
}

#[test]
fn transparency_is_premultiplied_and_resized_without_dark_edges() {
    let half =
        RgbaImage::from_fn(64, 64, |x, _| if x < 32 { Rgba([255, 0, 0, 128]) } else { Rgba([0, 255, 0, 0]) });
    let seen = decode(&encode(&half.into(), ImageFormat::Png), (32, 32), Fit::Contain);
    assert_eq!(at(&seen, 2, 16), [128, 0, 0, 128]);
    assert_eq!(at(&seen, 30, 16), [0, 0, 0, 0]);
    for pixel in seen.rgba.as_chunks::<4>().0 {
        assert!(pixel[1] == 0, "the invisible green bleeds: {pixel:?}");
        assert!(pixel[0] <= pixel[3], "not premultiplied: {pixel:?}");
    }
    assert!(near([seen.mean[0], seen.mean[1], seen.mean[2], 0], [255, 0, 0, 0]));
}

#[test]
fn a_file_cut_anywhere_fails() {
    for (format, family) in FORMATS {
        let whole = encode(&pattern(97, 61), format);
        let step = (whole.len() / 400).max(1);
        let lengths = (1..whole.len()).step_by(step).chain(whole.len().saturating_sub(40)..whole.len());
        for length in lengths {
            let cut = verify(&whole[..length]);
            assert!(cut.is_err(), "{family:?} cut to {length} of {} decodes", whole.len());
            if length > 64 {
                assert_eq!(cut, Err(Fault::Cut), "{family:?} cut to {length} of {}", whole.len());
            }
        }
        assert!(verify(&whole).is_ok());
    }
}

#[test]
fn an_end_filled_with_zeros_is_cut_too() {
    // Explorer and torrent clients reserve the whole size first.
    for (format, family) in [FORMATS[0], FORMATS[1], FORMATS[5]] {
        let mut file = encode(&pattern(97, 61), format);
        let half = file.len() / 2;
        file[half..].fill(0);
        assert!(verify(&file).is_err(), "{family:?}");
    }
}

#[test]
fn what_follows_the_end_of_a_jpeg_does_not_matter() {
    for tail in [vec![0; 500], b"MotionPhoto_Data".to_vec(), jpeg(8, 8)] {
        let file = [jpeg(40, 30), tail].concat();
        assert_eq!(verify(&file).map(|facts| (facts.width, facts.height)), Ok((40, 30)));
    }
}

#[test]
fn the_end_of_a_thumbnail_is_not_the_end_of_the_picture() {
    // A thumbnail with its own EOI lies in an APP1 segment, as cameras store it.
    let (picture, thumbnail) = (jpeg(97, 61), jpeg(16, 16));
    let mut file = picture[..2].to_vec();
    file.extend([0xFF, 0xE1]);
    file.extend((thumbnail.len() as u16 + 2).to_be_bytes());
    file.extend(&thumbnail);
    file.extend(&picture[2..]);
    assert!(verify(&file).is_ok());
    assert_eq!(verify(&file[..file.len() / 2]), Err(Fault::Cut));
}

#[test]
fn a_tiff_whose_strips_are_missing_fails() {
    // Directory first, pixels last: the order scanners use and the image crate's encoder does not.
    let mut file = b"II*\0\x08\0\0\0\x08\0".to_vec();
    let (width, height, data) = (64u32, 64u32, 8 + 2 + 8 * 12 + 4);
    let tags =
        [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, data), (278, height), (279, 4096)];
    for (tag, value) in tags {
        file.extend([&(tag as u16).to_le_bytes()[..], &[4, 0, 1, 0, 0, 0], &value.to_le_bytes()].concat());
    }
    file.extend([0; 4]);
    file.extend([77; 4096]);
    assert!(verify(&file).is_ok(), "{:?}", verify(&file));
    for length in data as usize..file.len() {
        assert!(verify(&file[..length]).is_err(), "cut to {length}");
    }
}

#[test]
fn bombs_are_refused_by_their_header() {
    for (width, height) in [(50_000, 50_000), (16_384, 16_384), (20_000, 1), (u32::MAX / 2, 3)] {
        assert_eq!(verify(&bomb_png(width, height)), Err(Fault::TooLarge), "{width} × {height}");
    }
    // A JPEG of 65 500 × 65 500 is four bytes in the header.
    let mut file = jpeg(16, 16);
    let frame = file.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    file[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xDC, 0xFF, 0xDC]);
    assert_eq!(verify(&file), Err(Fault::TooLarge));
}

#[test]
fn what_is_no_picture_is_named() {
    assert_eq!(verify(b""), Err(Fault::Empty));
    assert_eq!(verify(&[0x5A; 100_000]), Err(Fault::NotPicture(None)));
    assert_eq!(verify(b"%PDF-1.7 ..."), Err(Fault::NotPicture(Some("PDF"))));
    assert_eq!(verify(b"\0\0\0\x18ftypisom\0\0\0\0"), Err(Fault::NotPicture(Some("video MP4"))));
    assert_eq!(verify(b"PK\x03\x04 docx"), Err(Fault::NotPicture(Some("Office/ZIP"))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Zapped bytes: any answer but a panic, a hang or a partial picture.
    #[test]
    fn zapped_bytes_never_hurt(
        which in 0..FORMATS.len(),
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24),
    ) {
        let mut file = encode(&pattern(48, 31), FORMATS[which].0);
        for (place, value) in hits {
            let place = place.index(file.len());
            file[place] = value;
        }
        if let Ok((seen, _)) = picture(&file, &want((64, 64), Fit::Contain)) {
            prop_assert_eq!(seen.rgba.len(), (seen.width * seen.height * 4) as usize);
            prop_assert!(seen.width <= 64 && seen.height <= 64);
        }
    }
}
