//! Documents that take more than there is: each costs itself, and is named.

use std::io::Write;

use bangtin::decode::Workers;
use bangtin::library;
use bangtin::model::{Fit, Level, Want};
use rustix::process::{Pid, Signal, kill_process};

use crate::kit::{Watched, document, until, workers_on};

/// A stream object.
fn stream(entries: &str, bytes: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{bytes}\nendstream", bytes.len())
}

/// Forms that draw each other ten times each: 10^12 of them in the end.
fn endless() -> Vec<u8> {
    let form = |number: usize| {
        let (next, draws) = match number {
            16 => (String::new(), "q Q".to_owned()),
            _ => (format!("/XObject << /F {} 0 R >>", number + 1), "/F Do ".repeat(10)),
        };
        stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Resources << {next} >>"), &draws)
    };
    let forms: Vec<String> = (5..=16).map(form).collect();
    document("/XObject << /F 5 0 R >>", "/F Do", &forms)
}

/// A picture that is packed twice: some kilobytes, which unpack to 4 GiB of white.
fn absurd() -> Vec<u8> {
    let image = "/Type /XObject /Subtype /Image /Width 65000 /Height 65000 /ColorSpace /DeviceGray /BitsPerComponent 8 \
                 /Filter [/ASCIIHexDecode /FlateDecode /FlateDecode]";
    let packed: String = packed(&white(4 << 30)).iter().map(|byte| format!("{byte:02x}")).collect();
    document("/XObject << /I 5 0 R >>", "200 0 0 100 0 0 cm /I Do", &[stream(image, &packed)])
}

/// Bytes as zlib packs them.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    zlib.write_all(bytes).unwrap();
    zlib.finish().unwrap()
}

/// That many bytes of 255 as zlib packs them: what it makes of 1 MiB, again and again.
fn white(length: u64) -> Vec<u8> {
    const PART: usize = 1 << 20;
    let mut deflate = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    deflate.write_all(&[255; PART]).unwrap();
    // Ends at a whole byte, and is not the last block.
    deflate.flush().unwrap();
    let part = deflate.get_ref().clone();
    // Adler-32 of so many times 255: the sum, and the sum of the sums.
    let n = u128::from(length);
    let (low, high) = ((1 + 255 * n) % 65521, (n + 255 * n * (n + 1) / 2) % 65521);
    let mut file = vec![0x78, 0xda];
    file.extend(part.repeat((length / PART as u64) as usize));
    file.extend([0x03, 0x00]); // an empty last block
    file.extend(((high << 16 | low) as u32).to_be_bytes());
    file
}

/// The first page of a file of a folder.
fn first_page(file: &str, watched: &Watched) -> Want {
    let programme = watched.programme.as_ref().unwrap();
    let mut items = programme.playlists.iter().flat_map(|list| &list.items);
    let item = items.find(|item| item.path.shown() == file).unwrap();
    Want { of: item.asset(), page: 0, space: (640, 360), fit: Fit::Contain }
}

#[test]
fn a_document_without_end_or_measure_is_named_and_leaves_the_air() {
    for (file, bytes) in [("vô tận.pdf", endless()), ("quá cỡ.pdf", absurd())] {
        let mut watched = Watched::new();
        watched.put(file, &bytes);
        watched.until_plays(file);
        watched.library.want(vec![first_page(file, &watched)]);
        let problem = watched.problem(file);
        assert_eq!(problem.level, Level::Error, "{problem:?}");
        println!("{file}: {}", problem.message.vi);
        // And the next one is opened as ever.
        let good = std::fs::read("tests/files/pdf/ke-hoach.pdf").unwrap();
        watched.put("tốt.pdf", &good);
        watched.until_plays("tốt.pdf");
    }
}

#[test]
fn a_worker_that_is_killed_or_stands_still_costs_its_picture() {
    for (file, signal) in [("giết.pdf", Signal::KILL), ("đứng.pdf", Signal::STOP)] {
        let mut watched = Watched::new();
        let path = watched.put(file, &endless());
        watched.until_plays(file);
        watched.library.want(vec![first_page(file, &watched)]);
        let worker = until("a worker", || workers_on(&path).first().copied());
        kill_process(Pid::from_raw(worker).unwrap(), signal).unwrap();
        let problem = watched.problem(file);
        assert_eq!(problem.level, Level::Error, "{problem:?}");
        until("its end", || workers_on(&path).is_empty().then_some(()));
    }
}

#[test]
fn without_a_worker_everything_else_plays() {
    let watched = Watched::new();
    watched.put("a.pdf", &endless());
    watched.put("b.txt", "Xin chào".as_bytes());
    let loaded =
        library::load(watched.folder.path(), chrono::DateTime::UNIX_EPOCH, &Workers::of("/không/có"));
    let hidden = |file: &str| {
        let mut items = loaded.programme.playlists.iter().flat_map(|list| &list.items);
        items.find(|item| item.path.shown() == file).map(|item| item.hidden.is_some())
    };
    assert_eq!((hidden("a.pdf"), hidden("b.txt")), (Some(true), Some(false)));
    let problem = loaded.programme.problems.iter().find(|problem| problem.file == "a.pdf").unwrap();
    assert!(problem.help.vi.contains("giáo viên tin học"), "{problem:?}");
}
