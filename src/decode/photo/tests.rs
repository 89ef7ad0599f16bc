//! Photographs that libjpeg-turbo stored, beside what another decoder makes of them.

use std::fs;
use std::path::Path;

use super::*;
use crate::decode::{fit, scaled};
use crate::model::Fit;

/// Of 203 × 157 pixels each.
fn file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/photo");
    fs::read(folder.join(name).with_extension("jpg")).unwrap()
}

#[test]
fn whatever_the_blocks_are_they_become_what_another_decoder_makes_of_them() {
    for name in ["1x1", "2x1", "1x2", "2x2", "grey", "marks", "codes"] {
        let bytes = file(name);
        for (least, size) in [((90, 70), (102, 79)), ((50, 30), (51, 40)), ((20, 20), (26, 20))] {
            let made = planes(&bytes, least).unwrap_or_else(|| panic!("{name} at {least:?}"));
            assert_eq!((made[0].width, made[0].height), size, "{name}");
            let ours = paint(&made, least, Fit::Contain, None).unwrap();
            let theirs = scaled::jpeg(&bytes, least).unwrap();
            let theirs = fit::resize(theirs, least, Fit::Contain, None).unwrap();
            assert_eq!(ours.dimensions(), theirs.dimensions(), "{name}");
            let off: Vec<u8> = ours.iter().zip(theirs.iter()).map(|(a, b)| a.abs_diff(*b)).collect();
            let mean = off.iter().map(|off| f64::from(*off)).sum::<f64>() / off.len() as f64;
            assert!(
                mean < 3.0 && off.iter().max() < Some(&25),
                "{name} at {least:?}: {mean}, {:?}",
                off.iter().max()
            );
        }
    }
}

#[test]
fn marks_and_other_codes_change_no_sample() {
    let of = |name: &str| planes(&file(name), (90, 70)).unwrap().remove(1).samples;
    assert!(of("marks") == of("2x2") && of("codes") == of("2x2"));
    assert!(of("1x1") != of("2x2"));
}

#[test]
fn what_saves_nothing_or_is_stored_otherwise_is_left_to_others() {
    assert!(planes(&file("2x2"), (102, 79)).is_some());
    assert!(planes(&file("2x2"), (103, 79)).is_none(), "nothing is saved");
    assert!(planes(&file("order"), (90, 70)).is_none(), "it comes in several scans");
    assert!(scaled::jpeg(&file("order"), (90, 70)).is_some());
}

#[test]
fn a_photograph_that_is_cut_or_damaged_is_none_or_some_picture() {
    for name in ["2x2", "marks", "grey"] {
        let whole = file(name);
        // Its end mark, and the bits that fill the last byte.
        assert!(planes(&whole[..whole.len() - 2], (20, 20)).is_some());
        for end in (0..whole.len() - 8).step_by(7) {
            assert!(planes(&whole[..end], (20, 20)).is_none(), "{name} cut at {end}");
        }
        let mut dice = 1_u32;
        for _ in 0..2000 {
            let mut damaged = whole.clone();
            for _ in 0..3 {
                dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = (dice >> 8) as usize % damaged.len();
                damaged[at] = dice as u8;
            }
            for made in planes(&damaged, (20, 20)).iter().flatten() {
                assert_eq!(made.samples.len(), made.width as usize * made.height as usize);
            }
        }
    }
}
