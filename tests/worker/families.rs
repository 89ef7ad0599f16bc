//! Files of every family that is read in the player's own process, with which something happened on their way: read, decoded
//! and laid out as the player does it. Seeded, so that a failure can be looked at again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use bangtin::decode::{Workers, glance};
use bangtin::library::{Loaded, load};
use bangtin::model::{Content, Film, Item, Picture, Play, Reel, Screen, Want};
use bangtin::scene::{self, Fonts, Look};
use chrono::{DateTime, TimeDelta, Utc};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use tempfile::TempDir;

use crate::dice::{Dice, misprint};
use crate::kit::program;

/// Mutants of each family. With those of `mutants` they are more than two thousand.
const MUTANTS: u64 = 100;

/// Of how many mutants one is laid out as well: letters take longer than anything else here.
const LAID_OUT: usize = 5;

const SIZE: (u32, u32) = (320, 180);

/// Panics of any thread, caught or not: where they were, and why.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn now() -> DateTime<Utc> {
    "2026-11-24T02:00:00Z".parse().unwrap()
}

fn files(folder: &str, extension: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            match path.extension().is_some_and(|found| found == extension) {
                _ if path.is_dir() => folders.push(path),
                true => found.push(fs::read(&path).unwrap()),
                false => {}
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has files called .{extension}");
    found
}

/// A picture in which every format has something to pack.
fn drawn(format: ImageFormat) -> Vec<u8> {
    let picture = RgbaImage::from_fn(120, 80, |x, y| {
        let edge = if (x / 20 + y / 20) % 2 == 0 { 255 } else { 90 };
        Rgba([(x * 2) as u8, (y * 3) as u8, (x ^ y) as u8, edge])
    });
    let picture = DynamicImage::ImageRgba8(picture);
    let picture = if format == ImageFormat::Jpeg { DynamicImage::from(picture.to_rgb8()) } else { picture };
    let mut file = Cursor::new(Vec::new());
    if format == ImageFormat::Png {
        // Not packed: another bit is another picture, and not a broken one.
        let encoder =
            PngEncoder::new_with_quality(&mut file, CompressionType::Uncompressed, FilterType::Paeth);
        picture.write_with_encoder(encoder).unwrap();
    } else {
        picture.write_to(&mut file, format).unwrap();
    }
    file.into_inner()
}

/// True checksums for the chunks of a PNG, so that what is in them is looked at.
fn mended(mut png: Vec<u8>) -> Vec<u8> {
    let mut at = 8;
    while let Some(head) = png.get(at..at + 8) {
        let length = u32::from_be_bytes(head[..4].try_into().unwrap()) as usize;
        let Some(end) = at.checked_add(8 + length).filter(|end| end + 4 <= png.len()) else { break };
        let sum = png[at + 4..end].iter().fold(!0u32, |sum, byte| {
            (0..8)
                .fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
        });
        png[end..end + 4].copy_from_slice(&(!sum).to_be_bytes());
        at = end + 4;
    }
    png
}

/// A workbook one of whose parts was misprinted, and packed again.
fn reprinted(dice: &mut Dice, workbook: &[u8]) -> Vec<u8> {
    let Ok(mut book) = zip::ZipArchive::new(Cursor::new(workbook)) else {
        // One with a password is no archive.
        let mut bytes = workbook.to_vec();
        dice.mutate(&mut bytes);
        return bytes;
    };
    let chosen = dice.below(book.len());
    let mut made = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..book.len() {
        let mut part = book.by_index(number).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if number == chosen && dice.below(2) == 0 {
            misprint(dice, &mut bytes);
        } else if number == chosen {
            dice.mutate(&mut bytes);
        }
        let name = part.name().unwrap().into_owned();
        made.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        made.write_all(&bytes).unwrap();
    }
    made.finish().unwrap().into_inner()
}

/// What a mutant of seed `seed` of these files is.
fn mutant(extension: &str, files: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mut dice = Dice::new(seed + 1);
    let mut bytes = files[seed as usize / 2 % files.len()].clone();
    let text = ["toml", "csv", "txt", "md", "url", "ics"].contains(&extension);
    match (extension, seed % 2) {
        ("xlsx", 0) => return reprinted(&mut dice, &bytes),
        (_, 0) if text => misprint(&mut dice, &mut bytes),
        // One bit, deep in the picture: its structure holds.
        ("png" | "jpg" | "webp" | "gif" | "bmp" | "tiff", 0) => {
            let body = bytes.len() / 3;
            let at = body + dice.below(bytes.len() - body);
            bytes[at] ^= 1 << dice.below(8);
        }
        _ => dice.mutate(&mut bytes),
    }
    if extension == "png" { mended(bytes) } else { bytes }
}

/// Every mutant of a family, each in a file of its own.
fn folder(extension: &str, files: &[Vec<u8>], path: impl Fn(u64) -> String) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..MUTANTS {
        let path = folder.path().join(path(seed));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, mutant(extension, files, seed)).unwrap();
    }
    folder
}

/// Reads the folder as the player does, and makes of it what the player makes; how many files are still to be seen.
fn play(folder: &Path, fonts: &mut Fonts) -> usize {
    let loaded = load(folder, now(), &Workers::of(program()));
    let screen = &loaded.programme.screen;
    let items = loaded.programme.playlists.iter().flat_map(|list| &list.items);
    let seen: Vec<&Arc<Item>> = items.filter(|item| item.hidden.is_none()).collect();
    for (number, item) in seen.iter().enumerate() {
        if let Ok(file) = File::open(folder.join(item.path.os())) {
            let _ = glance(&file);
        }
        let pictures: Vec<Arc<Picture>> =
            scene::wants(item, 0, screen, SIZE).iter().filter_map(|want| decoded(&loaded, want)).collect();
        if let Content::Animation(film) = &item.content {
            run(&loaded, item, film);
        }
        if number % LAID_OUT == 0 {
            lay_out(item, screen, &pictures, fonts);
        }
    }
    seen.len()
}

fn decoded(loaded: &Loaded, want: &Want) -> Option<Arc<Picture>> {
    let picture = loaded.decode_now(want).ok()?;
    let (width, height) = want.space;
    assert!((1..=width).contains(&picture.width) && (1..=height).contains(&picture.height), "{want:?}");
    assert_eq!(picture.rgba.len() as u32, picture.width * picture.height * 4, "{want:?}");
    Some(picture)
}

/// Has a frame from the second lap.
fn run(loaded: &Loaded, item: &Item, film: &Film) {
    let start = film.length + TimeDelta::milliseconds(1);
    let reel = Reel::new(Play { of: item.asset(), film: film.clone(), size: (60, 40), start });
    loaded.fill(&reel);
    if let Some(still) = reel.at(start) {
        assert_eq!(still.planes.len() as u32, still.size.0 * still.size.1 * 4);
    }
}

fn lay_out(item: &Item, screen: &Screen, pictures: &[Arc<Picture>], fonts: &mut Fonts) {
    let find = |want: &Want| pictures.iter().find(|picture| picture.want == *want).cloned();
    let local = now().naive_utc();
    let look = Look { screen, size: SIZE, local, coming: None, pictures: &find };
    let shares = scene::pages(item, screen, SIZE, fonts);
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{}: {shares:?}", item.path.shown());
    scene::frame(item, shares.len() - 1, &look, fonts);
}

/// What is left of a family's mutants; at least `least` are still to be seen.
struct Family {
    extension: &'static str,
    files: Vec<Vec<u8>>,
    least: usize,
}

fn families() -> Vec<Family> {
    let family = |extension, files, least| Family { extension, files, least };
    let with = |format, folder: &str, extension| [vec![drawn(format)], files(folder, extension)].concat();
    let lines = |text: &str| vec![text.as_bytes().to_vec()];
    vec![
        family("png", vec![drawn(ImageFormat::Png)], 20),
        family("png", files("tests/files/colour", "png"), 0),
        family("png", files("tests/files/moving", "png"), 0),
        family("jpg", with(ImageFormat::Jpeg, "tests/files/colour", "jpg"), 20),
        family("webp", with(ImageFormat::WebP, "tests/files/moving", "webp"), 10),
        family("gif", with(ImageFormat::Gif, "tests/files/moving", "gif"), 20),
        family("bmp", vec![drawn(ImageFormat::Bmp)], 20),
        family("tiff", vec![drawn(ImageFormat::Tiff)], 20),
        family("xlsx", files("tests/files/tables", "xlsx"), 10),
        family(
            "csv",
            lines("Lớp;Tổng điểm;Ghi chú\n10A1;98,5;\n10A2;\"97,25\";\"vệ sinh; nề nếp\"\n10A3;1.234;\n"),
            50,
        ),
        family(
            "url",
            lines("[InternetShortcut]\r\nURL=https://thptconghien.haiphong.edu.vn/?a=1&b=%20\r\n"),
            20,
        ),
        family(
            "txt",
            lines(
                "Họp phụ huynh lúc 07:30\n- Ngày 30-11-2026 tại hội trường\n- Mang theo sổ liên lạc\n\nMời đúng giờ.\n",
            ),
            50,
        ),
        family(
            "md",
            lines(
                "# Họp phụ huynh\n\n- **Ngày** 30-11-2026\n- [Cổng](https://dichvucong.gov.vn)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
            ),
            50,
        ),
        family(
            "ics",
            lines(
                "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261120\r\nDTEND;VALUE=DATE:20261122\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Nghỉ\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            ),
            0,
        ),
        family("toml", files("playlists", "toml"), 20),
    ]
}

#[test]
fn whatever_happened_to_a_file_costs_no_more_than_itself() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.lock().unwrap().push(panic.to_string());
        usual(panic);
    }));
    let mut fonts = Fonts::embedded();
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for Family { extension, files, least } in families() {
        let folder = folder(extension, &files, |seed| format!("{seed:03}.{extension}"));
        let seen = play(folder.path(), &mut fonts);
        assert!(seen >= least, "{seen} of {MUTANTS} mutants of .{extension} are still to be seen");
        *left.entry(extension.to_owned()).or_default() += seen;
    }
    // Settings of folders, of files, and of the screen.
    let settings = [
        (
            "playlist",
            "title = \"Ví dụ\"\nhours = \"07:00-11:30\"\ndays = [\"T2\", \"T4-T6\"]\ndwell = \"12s\"\nweight = 2\ntransition = { kind = \"fade\", duration = \"600ms\" }\n",
        ),
        (
            "x.txt",
            "from = \"13/02\"\nto = 2026-12-31\nfit = \"cover\"\ntopic = \"1.1\"\nwhen = \"2026 Feb-Dec Mo-Fr 07:00-11:30; PH off\"\n",
        ),
        ("screen", include_str!("../../playlists/screen.toml")),
    ];
    for (name, text) in settings {
        let files = [text.as_bytes().to_vec()];
        for seed in 0..MUTANTS / 2 {
            let folder = tempfile::tempdir().unwrap();
            let list = folder.path().join("a");
            fs::create_dir(&list).unwrap();
            fs::write(list.join("x.txt"), "Ví dụ\n- một ý").unwrap();
            let at = if name == "screen" { folder.path() } else { &list };
            fs::write(at.join(format!("{name}.toml")), mutant("toml", &files, seed)).unwrap();
            play(folder.path(), &mut fonts);
        }
    }
    println!("still to be seen, of {MUTANTS} each: {left:?}");
    let panics = PANICS.lock().unwrap();
    assert!(panics.is_empty(), "decoders that stumbled, if only over bad files: {panics:#?}");
}
