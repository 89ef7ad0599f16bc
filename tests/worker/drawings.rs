//! Drawings in SVG: what they may refer to, and what they may take.

use std::fs;

use bangtin::decode::{Fault, Workers};
use bangtin::model::{Asset, Fit, ItemPath, Picture, Stamp, Want};

use crate::kit::{file, program};

fn draw(svg: &[u8], space: (u32, u32), fit: Fit) -> Result<Picture, Fault> {
    let of = Asset { path: ItemPath::new("a.svg"), stamp: Stamp::default() };
    Workers::of(program()).page(file(svg), &Want { of, page: 0, space, fit })
}

fn svg(inside: &str) -> Vec<u8> {
    format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='40' height='20'>{inside}</svg>")
        .into_bytes()
}

fn at(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
    let at = ((y * picture.width + x) * 4) as usize;
    picture.rgba[at..at + 4].try_into().unwrap()
}

#[test]
fn a_drawing_is_sharp_at_any_size_whole_or_cropped() {
    let drawing = svg(
        "<rect width='40' height='20' fill='#c81e1e'/><rect x='15' width='10' height='20' fill='#14a028'/>",
    );
    let whole = draw(&drawing, (1600, 1600), Fit::Contain).unwrap();
    assert_eq!((whole.width, whole.height), (1600, 800));
    // The edge is where it belongs, to the pixel.
    assert_eq!((at(&whole, 599, 5), at(&whole, 600, 5)), ([200, 30, 30, 255], [20, 160, 40, 255]));
    let cropped = draw(&drawing, (100, 200), Fit::Cover).unwrap();
    assert_eq!((cropped.width, cropped.height), (100, 200));
    assert!(cropped.rgba.as_chunks::<4>().0.iter().all(|pixel| *pixel == [20, 160, 40, 255]), "its middle");
    let letters = fs::read("tests/files/svg/chu.svg").unwrap();
    let letters = draw(&letters, (640, 360), Fit::Contain).unwrap();
    let white = letters.rgba.as_chunks::<4>().0.iter().filter(|pixel| **pixel == [255; 4]).count();
    assert!(white > 3000, "letters of a font that nobody has are drawn in ours: {white}");
    assert_eq!(at(&letters, 0, 0), [0; 4], "and the corners are see-through");
}

#[test]
fn nothing_outside_of_a_drawing_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let red = image::RgbImage::from_pixel(8, 8, image::Rgb([255, 0, 0]));
    red.save(folder.path().join("red.png")).unwrap();
    fs::write(folder.path().join("red.svg"), svg("<rect width='40' height='20' fill='red'/>")).unwrap();
    let ground = "<rect width='40' height='20' fill='#14a028'/>";
    let path = folder.path().display();
    for outside in [
        format!("<image href='{path}/red.png' width='40' height='20'/>"),
        format!("<image xlink:href='file://{path}/red.png' width='40' height='20'/>"),
        format!("<image xlink:href='{path}/red.svg' width='40' height='20'/>"),
        format!("<use href='{path}/red.svg#a'/>"),
        "<image href='http://127.0.0.1/red.png' width='40' height='20'/>".to_owned(),
        format!(
            "<style>@import url('{path}/red.css'); rect {{ fill: url({path}/red.svg#a) #14a028 }}</style>"
        ),
        "<script>document.documentElement.innerHTML = ''</script>".to_owned(),
    ] {
        let picture = draw(&svg(&format!("{ground}{outside}")), (40, 20), Fit::Contain).unwrap();
        assert!(picture.rgba.as_chunks::<4>().0.iter().all(|pixel| pixel[0] < 100), "{outside}");
    }
    let entity = format!(
        "<!DOCTYPE svg [<!ENTITY outside SYSTEM 'file://{path}/red.svg'>]>{}",
        String::from_utf8(svg("<text>&outside;</text>")).unwrap()
    );
    assert!(draw(entity.as_bytes(), (40, 20), Fit::Contain).is_err());
}

#[test]
fn a_drawing_that_takes_too_much_costs_itself() {
    let laughs = |depth: usize| {
        let entities: String =
            (1..depth).map(|n| format!("<!ENTITY e{n} '{}'>", format!("&e{};", n - 1).repeat(10))).collect();
        let root = String::from_utf8(svg(&format!("<text>&e{};</text>", depth - 1))).unwrap();
        format!("<!DOCTYPE svg [<!ENTITY e0 'ha'>{entities}]>{root}").into_bytes()
    };
    assert!(draw(&laughs(12), (40, 20), Fit::Contain).is_err(), "a thousand million laughs");
    let deep =
        svg(&format!("{}<rect width='9' height='9'/>{}", "<g>".repeat(200_000), "</g>".repeat(200_000)));
    let uses: String = (1..40)
        .map(|n| format!("<g id='g{n}'>{}</g>", format!("<use href='#g{}'/>", n - 1).repeat(10)))
        .collect();
    let uses = svg(&format!("<g id='g0'><rect width='9' height='9'/></g>{uses}<use href='#g39'/>"));
    let blur = svg(
        "<filter id='f' x='-9e9' y='-9e9' width='9e18' height='9e18'><feGaussianBlur stdDeviation='9e9'/></filter><rect width='40' height='20' filter='url(#f)'/>",
    );
    let huge = b"<svg xmlns='http://www.w3.org/2000/svg' width='9e30' height='9e30'><rect width='9e30' height='9e30'/></svg>".to_vec();
    let none = b"<svg xmlns='http://www.w3.org/2000/svg' width='0' height='-4'/>".to_vec();
    for (name, drawing) in [("deep", deep), ("uses", uses), ("blur", blur), ("huge", huge), ("none", none)] {
        // Drawn or refused: what comes back is a picture of the space, or the reason.
        let made = draw(&drawing, (40, 20), Fit::Contain);
        println!("{name}: {:?}", made.as_ref().map(|picture| (picture.width, picture.height)));
        assert!(!matches!(made, Err(Fault::NoWorker)));
        if let Ok(picture) = made {
            assert_eq!(picture.rgba.len() as u32, picture.width * picture.height * 4);
        }
    }
    assert_eq!(
        draw(&svg("<g visibility='hidden'><rect width='9' height='9'/></g>"), (40, 20), Fit::Contain).err(),
        Some(Fault::Blank)
    );
    let cut = fs::read("tests/files/svg/cairo.svg").unwrap();
    assert_eq!(draw(&cut[..cut.len() / 2], (40, 20), Fit::Contain).err(), Some(Fault::Cut));
}
