//! Pictures in other spaces than sRGB, beside what lcms makes of them.

use std::fs;

use bangtin::decode::picture;
use bangtin::model::{Asset, Fit, ItemPath, Stamp, Want};

/// The pixels that reach the screen, at the picture's own size.
fn decoded(name: &str) -> Vec<[u8; 4]> {
    let of = Asset { path: ItemPath::new(name), stamp: Stamp::default() };
    let want = Want { of, page: 0, space: (96, 64), fit: Fit::Contain };
    let bytes = fs::read(format!("tests/files/colour/{name}")).unwrap();
    let (picture, _) = picture(&bytes, &want).unwrap();
    picture.rgba.as_chunks::<4>().0.to_vec()
}

/// What lcms makes of it, premultiplied.
fn by_lcms(name: &str) -> Vec<[u8; 4]> {
    let picture = image::open(format!("tests/files/colour/{name}-lcms.png")).unwrap().into_rgba8();
    let premultiplied = |[r, g, b, a]: [u8; 4]| {
        let [r, g, b] = [r, g, b].map(|c| (f32::from(c) * f32::from(a) / 255.0).round() as u8);
        [r, g, b, a]
    };
    picture.pixels().map(|pixel| premultiplied(pixel.0)).collect()
}

/// The mean and the largest difference of a number.
fn difference(one: &[[u8; 4]], other: &[[u8; 4]]) -> (f64, u8) {
    assert_eq!(one.len(), other.len());
    let all = || one.as_flattened().iter().zip(other.as_flattened()).map(|(a, b)| a.abs_diff(*b));
    (all().map(f64::from).sum::<f64>() / all().count() as f64, all().max().unwrap_or(0))
}

#[test]
fn the_colours_of_a_profile_are_those_that_lcms_sees() {
    for name in ["adobe.jpg", "romm-16.png", "adobe-kinh.png", "xam.jpg"] {
        let (mean, most) = difference(&decoded(name), &by_lcms(name.split('.').next().unwrap()));
        println!("{name}: {mean:.2} in the mean, {most} at most");
        // Two decoders of JPEG differ by some steps themselves.
        assert!(mean < 1.0 && most <= 8, "{name}: {mean:.2} in the mean, {most} at most");
    }
}

#[test]
fn inks_are_the_colours_that_their_profile_says() {
    let (mean, most) = difference(&decoded("muc-in.jpg"), &by_lcms("muc-in"));
    println!("muc-in.jpg: {mean:.2} in the mean, {most} at most");
    // lcms looks nearer at the darkest; by rule of thumb, without the profile, it is ten times as much.
    assert!(mean < 3.0, "{mean:.2} in the mean, {most} at most");
    let thumb = image::open("tests/files/colour/muc-in.jpg").unwrap().into_rgba8();
    let thumb: Vec<[u8; 4]> = thumb.pixels().map(|pixel| pixel.0).collect();
    assert!(difference(&thumb, &by_lcms("muc-in")).0 > 3.0 * mean);
}

#[test]
fn a_profile_matters() {
    let raw = image::open("tests/files/colour/adobe.jpg").unwrap().into_rgba8();
    let raw: Vec<[u8; 4]> = raw.pixels().map(|pixel| pixel.0).collect();
    assert!(difference(&raw, &by_lcms("adobe")).0 > 5.0, "the numbers themselves are other colours");
    let srgb = image::open("tests/files/colour/srgb.jpg").unwrap().into_rgba8();
    let srgb: Vec<[u8; 4]> = srgb.pixels().map(|pixel| pixel.0).collect();
    assert_eq!(decoded("srgb.jpg"), srgb, "sRGB is left as it is");
}
