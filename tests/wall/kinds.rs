//! One file of each kind that an office drops, on a real screen: each is seen there as `shot` draws it.

use std::fs;
use std::path::Path;

use crate::display::{Killed, Shot, X, near};
use crate::{RED, bangtin, drop_in, is};

/// Made by the programs that an office uses; documents of Office become pages by LibreOffice.
const FILES: [&str; 18] = [
    "heic/bon-mau.heic",
    "avif/bon-mau.avif",
    "svg/cairo.svg",
    "colour/muc-in.jpg",
    "colour/romm-16.png",
    "long/toan-canh.jpg",
    "moving/dia.webp",
    "pdf/ke-hoach.pdf",
    "office/ke-hoach.doc",
    "office/ke-hoach.docx",
    "office/ke-hoach.odt",
    "office/trinh-chieu.odp",
    "tables/thi-dua.csv",
    "tables/thi-dua.xlsx",
    "tables/moi-loai-o.xlsx",
    "text/tcvn3.txt",
    "text/vni.txt",
    "text/windows-1258.txt",
];

/// What is written there by whoever drops it.
const WRITTEN: [(&str, &str); 3] = [
    ("Thông báo.txt", "Nghỉ học chiều thứ Sáu\n\nHọc sinh đã ra về lúc 10 giờ 30."),
    ("Kế hoạch.md", "# Kế hoạch tuần\n\n- Trực ban: **Ví dụ**\n- Họp tổ: Ví dụ\n"),
    ("Cổng dịch vụ công.url", "[InternetShortcut]\nURL=https://dichvucong.gov.vn/\n"),
];

#[test]
fn one_of_each_kind_is_seen_when_it_is_dropped() {
    let (x, folder) = (X::start((1280, 720)), tempfile::tempdir().expect("a folder"));
    let (folder, cache) = (folder.path(), tempfile::tempdir().expect("a folder"));
    drop_in(folder, "a.png", &crate::png(RED, (1280, 720)));
    let mut player = bangtin();
    player.arg("play").arg(folder).env("DISPLAY", &x.name).env("XDG_CACHE_HOME", cache.path());
    let _player = Killed(player.spawn().expect("bangtin starts"));
    x.wait("the picture before them", is(RED));

    let made = FILES.map(|file| {
        let path = Path::new("tests/files").join(file);
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(path).expect("read"))
    });
    let written = WRITTEN.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    for (name, bytes) in made.into_iter().chain(written) {
        drop_in(folder, &name, &bytes);
        let drawn = drawn(folder, cache.path(), &name);
        assert!(!drawn.is_all(RED), "{name}");
        let alike = |shot: &Shot| shot.rgb.iter().zip(&drawn.rgb).all(|(seen, drawn)| near(*seen, *drawn));
        x.wait(&name, alike);
        fs::remove_file(folder.join(&name)).expect("removed");
        x.wait("the picture again", is(RED));
    }
}

/// What `shot` draws of a file of the folder.
fn drawn(folder: &Path, cache: &Path, name: &str) -> Shot {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("shot.png");
    let mut shot = bangtin();
    shot.arg("shot").arg(folder).args(["--size", "1280x720", "--item", name]).arg("--output").arg(&file);
    let done = shot.env("XDG_CACHE_HOME", cache).output().expect("bangtin starts");
    assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    let image = image::open(file).expect("a picture").to_rgb8();
    let (width, height) = (image.width() as usize, image.height() as usize);
    Shot { width, height, rgb: image.pixels().map(|pixel| pixel.0).collect() }
}
