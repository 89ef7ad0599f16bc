//! The disk: what a picture costs to decode, and what the size of the folder costs.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex};

use bangtin::decode::{self, Workers};
use bangtin::library::{Hooks, Library, load};
use bangtin::model::{Asset, Fit, ItemPath, News, Programme, Stamp, Want};
use divan::{Bencher, black_box};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use tempfile::TempDir;

fn main() {
    divan::main();
}

/// Something like a photo: broad shapes, and noise that a JPEG has to work for.
fn photo(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)) >> 28;
        let wave = |scale: f32| 100.0 + 90.0 * ((x as f32) / scale).sin() * ((y as f32) / scale).cos();
        Rgb([wave(180.0), wave(310.0), wave(97.0)].map(|value| value as u8 + noise as u8))
    });
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut file, format).expect("RGB fits every format");
    file.into_inner()
}

fn screen() -> Want {
    let of = Asset { path: ItemPath::new("a"), stamp: Stamp::default() };
    Want { of, page: 0, space: (1920, 1080), fit: Fit::Contain }
}

fn decode(bencher: Bencher, file: Vec<u8>) {
    bencher.bench(|| decode::picture(black_box(&file), &screen()).expect("sound"));
}

#[divan::bench]
fn decode_jpeg_1080p(bencher: Bencher) {
    decode(bencher, photo(1920, 1080, ImageFormat::Jpeg));
}

#[divan::bench]
fn decode_jpeg_12_megapixels(bencher: Bencher) {
    decode(bencher, photo(4000, 3000, ImageFormat::Jpeg));
}

#[divan::bench]
fn decode_png_1080p(bencher: Bencher) {
    decode(bencher, photo(1920, 1080, ImageFormat::Png));
}

/// A folder of so many pictures, each a few bytes and each with the day that it goes in its name.
fn folder(files: u32) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let picture = photo(8, 8, ImageFormat::Png);
    for n in 0..files {
        let (day, month) = (n % 28 + 1, n / 28 % 12 + 1);
        let name = format!("Thông báo {n} (đến {day}-{month}-2099).png");
        fs::write(folder.path().join(name), &picture).expect("room on the disk");
    }
    folder
}

/// A watched folder, and its bell.
struct Watched {
    library: Library,
    bell: Arc<(Mutex<bool>, Condvar)>,
}

impl Watched {
    fn open(folder: &Path) -> Watched {
        let bell = Arc::new((Mutex::new(false), Condvar::new()));
        let rung = bell.clone();
        let hooks = Hooks {
            wake: Arc::new(move || {
                *rung.0.lock().expect("nobody panics here") = true;
                rung.1.notify_all();
            }),
            monotonic: {
                let start = now();
                Arc::new(move || now() - start)
            },
            present: chrono::DateTime::UNIX_EPOCH,
            workers: Workers::of(env!("CARGO_BIN_EXE_bangtin")),
        };
        Watched { library: Library::open(folder, hooks).expect("threads"), bell }
    }

    /// Waits for a snapshot that pleases.
    fn until(&self, pleases: impl Fn(&Programme) -> bool) {
        loop {
            let (rung, bell) = &*self.bell;
            let mut rung = rung.lock().expect("nobody panics here");
            while !*rung {
                rung = bell.wait(rung).expect("nobody panics here");
            }
            *rung = false;
            drop(rung);
            let pleased =
                |news: &News| matches!(news, News::Programme { programme, .. } if pleases(programme));
            if self.library.news().iter().any(pleased) {
                return;
            }
        }
    }
}

#[allow(clippy::disallowed_methods)] // the clock of a benchmark is the real one
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

/// From nothing to the first snapshot: what the first picture waits for.
#[divan::bench(args = [10, 10_000], sample_count = 20)]
fn first_snapshot(bencher: Bencher, files: u32) {
    let folder = folder(files);
    bencher.bench_local(|| {
        let watched = Watched::open(folder.path());
        watched.until(|_| true);
        watched
    });
}

/// From the rename to the snapshot that has the file.
#[divan::bench(args = [10, 10_000], sample_count = 50)]
fn add_one_file(bencher: Bencher, files: u32) {
    let (folder, outside) = (folder(files), tempfile::tempdir().expect("a temporary folder"));
    let watched = Watched::open(folder.path());
    watched.until(|_| true);
    let picture = photo(8, 8, ImageFormat::Png);
    let count = AtomicU32::new(0);
    let prepare = || -> (PathBuf, ItemPath) {
        let name = format!("mới {}.png", count.fetch_add(1, Relaxed));
        let path = outside.path().join(&name);
        fs::write(&path, &picture).expect("room on the disk");
        (path, ItemPath::new(name))
    };
    bencher.with_inputs(prepare).bench_local_values(|(path, name)| {
        fs::rename(path, folder.path().join(name.os())).expect("one file system");
        watched.until(|programme| programme.find(&name).is_some());
    });
}

/// The whole truth about a folder, every picture decoded.
#[divan::bench(sample_count = 10)]
fn load_a_thousand_pictures(bencher: Bencher) {
    let folder = folder(1000);
    let workers = Workers::of(env!("CARGO_BIN_EXE_bangtin"));
    bencher.bench_local(|| load(folder.path(), chrono::DateTime::UNIX_EPOCH, &workers));
}
