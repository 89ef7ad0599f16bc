//! Pictures of phones.

use std::fs;

use bangtin::decode::{Fault, Workers};
use bangtin::model::{Asset, Fit, ItemPath, Picture, Stamp, Want};

use crate::kit::{file, program};

fn draw(bytes: &[u8], space: (u32, u32), fit: Fit) -> Result<Picture, Fault> {
    let of = Asset { path: ItemPath::new("a.heic"), stamp: Stamp::default() };
    Workers::of(program()).page(file(bytes), &Want { of, page: 0, space, fit })
}

fn at(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
    let at = ((y * picture.width + x) * 4) as usize;
    picture.rgba[at..at + 4].try_into().unwrap()
}

/// Whether a colour is another one, but for what compression costs.
fn near(a: [u8; 4], b: [u8; 4]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 6)
}

#[test]
fn a_heic_has_its_colours_its_size_and_what_one_sees_through() {
    let quarters = fs::read("tests/files/heic/bon-mau.heic").unwrap();
    let sheets = Workers::of(program()).sheets(file(&quarters)).unwrap();
    assert_eq!((sheets[0].width, sheets[0].height), (1280.0, 960.0));
    let small = draw(&quarters, (320, 320), Fit::Contain).unwrap();
    assert_eq!((small.width, small.height), (320, 240));
    let colours = [(80, 60), (240, 60), (80, 180), (240, 180)].map(|(x, y)| at(&small, x, y));
    let wanted = [[200, 30, 30, 255], [20, 160, 40, 255], [30, 60, 200, 255], [240, 240, 240, 255]];
    assert!(colours.into_iter().zip(wanted).all(|(a, b)| near(a, b)), "{colours:?}");
    let whole = draw(&quarters, (5000, 5000), Fit::Contain).unwrap();
    assert_eq!((whole.width, whole.height), (1280, 960), "a photograph never grows");
    let glass = fs::read("tests/files/heic/trong-suot.heic").unwrap();
    let glass = draw(&glass, (640, 480), Fit::Contain).unwrap();
    assert!(at(&glass, 100, 240)[3] < 6 && near(at(&glass, 500, 240), [20, 160, 40, 255]));
}

#[test]
fn a_heic_that_is_cut_off_is_said_to_be() {
    let quarters = fs::read("tests/files/heic/bon-mau.heic").unwrap();
    let cut = &quarters[..quarters.len() - 500];
    assert_eq!(draw(cut, (320, 320), Fit::Contain).err(), Some(Fault::Cut));
}
