//! Old versions: what the built player keeps of a folder, and what `bangtin restore` brings back.
#![cfg(target_os = "linux")]

#[path = "wall/display.rs"]
#[allow(dead_code)] // the screens of it are for the wall
mod display;
#[path = "journal/kit.rs"]
#[allow(dead_code)] // the journal of it is for the journal
mod kit;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, SystemTime};

use xxhash_rust::xxh3::xxh3_128;

use display::wait;
use kit::{Place, Player, drop_in, text};

/// Where the copies of the one folder of this place lie.
fn store(place: &Place) -> Option<PathBuf> {
    let kept = place.file().with_file_name("kept");
    fs::read_dir(kept).ok()?.next()?.ok().map(|entry| entry.path())
}

/// What the index says of each version: its file, and whether it is in the folder.
fn index(place: &Place) -> Vec<(String, bool)> {
    let text =
        store(place).and_then(|store| fs::read_to_string(store.join("index")).ok()).unwrap_or_default();
    let of = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        Some((line["path"].as_str()?.to_owned(), line["gone"].is_null()))
    };
    text.lines().filter_map(of).collect()
}

fn wait_for(place: &Place, file: &str, here: bool) {
    wait(file, || index(place).contains(&(file.to_owned(), here)).then_some(()));
}

/// How many copies there are; each is of the bytes that it is called by.
fn copies(place: &Place) -> usize {
    let Some(store) = store(place) else { return 0 };
    let mut count = 0;
    for entry in fs::read_dir(store).expect("listed").flatten() {
        let name = entry.file_name().into_string().expect("UTF-8");
        if name != "index" && name != "lock" && !name.ends_with(".part") {
            let bytes = fs::read(entry.path()).expect("read");
            assert_eq!(name, format!("{:032x}", xxh3_128(&bytes)), "a copy is whole");
            count += 1;
        }
    }
    count
}

fn restore(place: &Place, arguments: &[&str]) -> Output {
    let mut command = place.bangtin();
    command.arg("restore").arg(place.folder()).args(arguments);
    command.stderr(std::process::Stdio::piped());
    command.output().expect("bangtin starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Brings something back.
fn back(place: &Place, arguments: &[&str]) {
    let output = restore(place, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

/// Asks for what cannot be had.
fn refused(place: &Place, arguments: &[&str], why: &str) {
    let output = restore(place, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", said(&output));
    assert!(said(&output).contains(why), "{arguments:?}: {}", said(&output));
}

/// The list: number, file, whether there is another version in its place.
fn list(place: &Place) -> Vec<(u64, String, bool)> {
    let output = restore(place, &["--json"]);
    assert!(output.status.success(), "{}", said(&output));
    let of = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).ok()?;
        Some((line["number"].as_u64()?, line["path"].as_str()?.to_owned(), line["replaced"].as_bool()?))
    };
    String::from_utf8_lossy(&output.stdout).lines().filter_map(of).collect()
}

fn names(place: &Place) -> Vec<(String, bool)> {
    list(place).into_iter().map(|(_, path, replaced)| (path, replaced)).collect()
}

fn read(place: &Place, file: &str) -> String {
    fs::read_to_string(place.folder().join(file)).unwrap_or_default()
}

/// A folder that plays, and whose files are kept.
fn playing(files: &[(&str, &str)]) -> (Place, Player) {
    let place = Place::new(files);
    let player = place.play();
    for (file, _) in files {
        wait_for(&place, file, true);
    }
    (place, player)
}

#[test]
fn what_was_replaced_or_deleted_comes_back_and_goes_and_comes_back() {
    let (place, _player) =
        playing(&[("Họp.txt", "Một"), ("cchc/Quy chế.txt", "Quy chế"), ("screen.toml", "")]);
    assert!(list(&place).is_empty());
    let modified = fs::metadata(place.folder().join("cchc/Quy chế.txt")).unwrap().modified().unwrap();

    drop_in(&place.folder(), "Họp.txt", "Hai".as_bytes());
    wait_for(&place, "Họp.txt", false);
    fs::remove_dir_all(place.folder().join("cchc")).unwrap();
    wait_for(&place, "cchc/Quy chế.txt", false);
    assert_eq!(names(&place), [("cchc/Quy chế.txt".into(), false), ("Họp.txt".into(), true)]);
    let told = said(&restore(&place, &[]));
    assert!(
        told.contains("bị xoá") && told.contains("bị thay") && told.contains("cchc/Quy chế.txt"),
        "{told}"
    );

    back(&place, &["cchc/Quy chế.txt"]);
    assert_eq!(read(&place, "cchc/Quy chế.txt"), "Quy chế");
    assert_eq!(fs::metadata(place.folder().join("cchc/Quy chế.txt")).unwrap().modified().unwrap(), modified);

    // Each time the version that is there gives way and is kept.
    for (now, other) in [("Một", "Hai"), ("Hai", "Một"), ("Một", "Hai")] {
        back(&place, &["Họp.txt"]);
        assert_eq!(read(&place, "Họp.txt"), now);
        assert_eq!(names(&place), [("Họp.txt".into(), true)], "{other} is kept");
    }
    // By its number, and by the way to it from where one stands.
    fs::remove_file(place.folder().join("Họp.txt")).unwrap();
    wait("both are lost", || (list(&place).len() == 2).then_some(()));
    let oldest = list(&place).last().unwrap().0.to_string();
    back(&place, &[&oldest]);
    assert_eq!(read(&place, "Họp.txt"), "Hai");
    fs::remove_file(place.folder().join("Họp.txt")).unwrap();
    back(&place, &[place.folder().join("Họp.txt").to_str().unwrap()]);
    assert!(!read(&place, "Họp.txt").is_empty());
    assert_eq!(copies(&place), 4);
    let left = fs::read_dir(place.folder())
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(".bangtin"));
    assert_eq!(left.count(), 0, "nothing of the work is left in the folder");
}

#[test]
fn nothing_is_written_over() {
    let (place, player) = playing(&[("a.txt", "Một"), ("b.txt", "Bê"), ("sub/c.txt", "Xê")]);
    fs::remove_file(place.folder().join("a.txt")).unwrap();
    fs::remove_dir_all(place.folder().join("sub")).unwrap();
    wait_for(&place, "a.txt", false);
    wait_for(&place, "sub/c.txt", false);
    drop(player);
    refused(&place, &["a.txt", "--as", "b.txt"], "không ghi đè");
    assert_eq!(read(&place, "b.txt"), "Bê");
    refused(&place, &["a.txt", "--as", "../b.txt"], "ra ngoài thư mục");
    refused(&place, &["z.txt"], "Không giữ bản cũ nào");
    refused(&place, &["99"], "Không có bản cũ số 99");
    refused(&place, &["b.txt"], "Không giữ bản cũ nào");
    // Not through a link, out of the folder.
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), place.folder().join("sub")).unwrap();
    refused(&place, &["sub/c.txt"], "không ghi đè");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    // Anywhere that is asked for by its whole path, for a folder that this machine may only read.
    let out = elsewhere.path().join("c.txt");
    back(&place, &["sub/c.txt", "--as", out.to_str().unwrap()]);
    assert_eq!(fs::read_to_string(&out).unwrap(), "Xê");
    back(&place, &["a.txt", "--as", "mới/a cũ.txt"]);
    assert_eq!(read(&place, "mới/a cũ.txt"), "Một");
    // A present version too large to be kept stays.
    fs::write(place.folder().join("b.txt"), "Bê hai").unwrap();
    let large = fs::File::options().write(true).open(place.folder().join("b.txt")).unwrap();
    large.set_len((64 << 20) + 1).unwrap();
    refused(&place, &["b.txt"], "lớn hơn 64 MB");
    assert_eq!(large.metadata().unwrap().len(), (64 << 20) + 1);
    // What rots on the disk is not brought back as if it were the file.
    let copy = format!("{:032x}", xxh3_128("Bê".as_bytes()));
    fs::write(store(&place).unwrap().join(copy), "Bẹ").unwrap();
    refused(&place, &["b.txt", "--as", "b cũ.txt"], "bị hỏng");
    assert!(!place.folder().join("b cũ.txt").exists());
}

#[test]
fn what_happens_while_nobody_plays_is_seen_afterwards() {
    let (place, player) = playing(&[("a.txt", "Một"), ("b.txt", "Bê"), ("c.txt", "Xê")]);
    drop(player);
    fs::remove_file(place.folder().join("a.txt")).unwrap();
    fs::rename(place.folder().join("c.txt"), place.folder().join("d.txt")).unwrap();
    assert!(names(&place).contains(&("a.txt".into(), false)));
    let _player = place.play();
    wait_for(&place, "a.txt", false);
    wait_for(&place, "d.txt", true);
    // What only has another name is not lost.
    assert_eq!(names(&place), [("a.txt".into(), false)]);
}

#[test]
fn a_folder_that_is_told_of_piece_by_piece_is_kept_to_its_last_file() {
    let place = Place::new(&[("0000.txt", "Một")]);
    let name = |n: usize| place.folder().join(format!("{n:04}.txt"));
    (1..2500).for_each(|n| fs::hard_link(name(0), name(n)).unwrap());
    let player = place.play();
    wait_for(&place, "2499.txt", true);
    assert_eq!(index(&place).len(), 2500);
    drop(player);
    fs::remove_file(name(7)).unwrap();
    let _player = place.play();
    wait_for(&place, "0007.txt", false);
}

#[test]
fn a_version_that_no_player_has_seen_gives_way_and_is_kept() {
    let (place, player) = playing(&[("a.txt", "Một")]);
    drop(player);
    drop_in(&place.folder(), "a.txt", "Hai".as_bytes());
    back(&place, &["a.txt"]);
    assert_eq!(read(&place, "a.txt"), "Một");
    assert_eq!(names(&place), [("a.txt".into(), true)]);
    back(&place, &["a.txt"]);
    assert_eq!(read(&place, "a.txt"), "Hai");
}

#[test]
fn what_was_replaced_is_called_so_also_when_its_successor_is_deleted() {
    let (place, _player) = playing(&[("Họp.txt", "Một")]);
    for (count, text) in [(1, "Hai"), (2, "Ba")] {
        drop_in(&place.folder(), "Họp.txt", text.as_bytes());
        wait(text, || (index(&place).iter().filter(|(_, here)| !here).count() == count).then_some(()));
    }
    let replaced = || [("Họp.txt".to_owned(), true), ("Họp.txt".to_owned(), true)];
    assert_eq!(names(&place), replaced());
    fs::remove_file(place.folder().join("Họp.txt")).unwrap();
    wait("all are old", || (list(&place).len() == 3).then_some(()));
    assert_eq!(names(&place)[0], ("Họp.txt".to_owned(), false));
    assert_eq!(names(&place)[1..], replaced());
}

#[test]
fn a_folder_that_is_not_there_is_not_taken_for_empty() {
    let (place, player) = playing(&[("a.txt", "Một")]);
    drop(player);
    let away = place.folder().with_file_name("away");
    fs::rename(place.folder(), &away).unwrap();
    refused(&place, &["1"], "Không có thư mục");
    let nowhere =
        place.bangtin().args(["restore", "/không/có"]).stderr(std::process::Stdio::piped()).output().unwrap();
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(said(&nowhere).contains("Không có thư mục «/không/có»"), "{}", said(&nowhere));
    fs::create_dir(place.folder()).unwrap();
    assert!(list(&place).is_empty(), "a share may be about to be mounted");
    fs::remove_dir(place.folder()).unwrap();
    fs::rename(&away, place.folder()).unwrap();
    let _player = place.play();
    drop_in(&place.folder(), "b.txt", b"B");
    wait_for(&place, "b.txt", true);
    assert!(index(&place).contains(&("a.txt".into(), true)));
}

#[test]
fn links_pipes_and_large_files_are_never_kept() {
    let (place, _player) = playing(&[("a.txt", "Một")]);
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(secret.path(), "bí mật").unwrap();
    std::os::unix::fs::symlink(secret.path(), place.folder().join("link.txt")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        place.folder().join("pipe.txt"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
        0,
    )
    .unwrap();
    let large = place.folder().join(".part");
    fs::File::create(&large).unwrap().set_len((64 << 20) + 1).unwrap();
    fs::rename(&large, place.folder().join("large.png")).unwrap();
    // A file that becomes a link is gone.
    fs::remove_file(place.folder().join("a.txt")).unwrap();
    std::os::unix::fs::symlink(secret.path(), place.folder().join("a.txt")).unwrap();
    wait_for(&place, "a.txt", false);
    drop_in(&place.folder(), "z.txt", b"Z");
    wait_for(&place, "z.txt", true);
    let known: Vec<String> = index(&place).into_iter().map(|(path, _)| path).collect();
    assert_eq!(known, ["a.txt", "z.txt"]);
    assert_eq!(copies(&place), 2);
}

#[test]
fn a_player_that_is_killed_while_it_copies_leaves_no_half_copy() {
    let place = Place::new(&[("a.txt", "Một")]);
    let mut caught = 0;
    for round in 0..8u8 {
        let bytes: Vec<u8> = (0..40u32 << 20).map(|at| (at as u8).wrapping_mul(31) ^ round).collect();
        fs::write(place.folder().join("x.png"), bytes).unwrap();
        let file = fs::File::options().write(true).open(place.folder().join("x.png")).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + u64::from(round)))
            .unwrap();
        let player = place.play();
        let is_part = |path: &Path| path.extension().is_some_and(|end| end == "part");
        let part = |place: &Place| {
            let entries = fs::read_dir(store(place)?).ok()?.flatten();
            entries.map(|entry| entry.path()).find(|path| {
                is_part(path)
                    && fs::metadata(path).is_ok_and(|part| part.len() > (u64::from(round) + 1) << 20)
            })
        };
        let seen = wait("a copy", || part(&place));
        drop(player);
        caught += usize::from(seen.exists());
        copies(&place);
    }
    assert!(caught > 0, "at least one was killed in the middle");
    let _player = place.play();
    wait_for(&place, "x.png", true);
    copies(&place);
    let store = store(&place).unwrap();
    let parts = || {
        fs::read_dir(&store)
            .unwrap()
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().ends_with(".part"))
    };
    wait("what was left is gone", || (parts().count() == 0).then_some(()));
}

#[test]
fn a_store_that_cannot_be_written_costs_the_copies_alone() {
    let place = Place::new(&[("a (1s).txt", &text("A", 2)), ("b (1s).txt", &text("B", 2))]);
    let kept = place.file().with_file_name("kept");
    fs::create_dir_all(kept.parent().unwrap()).unwrap();
    fs::write(&kept, "in the way").unwrap();
    let mut player = place.play();
    player.lines(3);
    place.wait_for_page("không ghi được bản cũ");
    fs::remove_file(&kept).unwrap();
    drop_in(&place.folder(), "c.txt", "Xê".as_bytes());
    for file in ["a (1s).txt", "b (1s).txt", "c.txt"] {
        wait_for(&place, file, true);
    }
    let page = place.folder().join("_tinh-trang.html");
    wait("the page is calm again", || {
        (!fs::read_to_string(&page).ok()?.contains("không ghi được bản cũ")).then_some(())
    });
}

#[test]
fn only_play_keeps() {
    let place = Place::new(&[("a.txt", "Một")]);
    for verb in ["check", "when"] {
        assert!(place.bangtin().arg(verb).arg(place.folder()).output().unwrap().status.success(), "{verb}");
    }
    assert!(list(&place).is_empty());
    refused(&place, &["a.txt"], "Không giữ bản cũ nào");
    assert!(said(&restore(&place, &[])).contains("không giữ bản cũ nào"));
    assert!(store(&place).is_none());
    // A picture that a text shows and that lies in no playlist, settings and drafts are kept too.
    let png = include_bytes!("../media/emblem.png");
    fs::create_dir(place.folder().join("media")).unwrap();
    fs::write(place.folder().join("media/e.png"), png).unwrap();
    let slide = "kind = \"message\"\nheading = \"Ví dụ\"\npoints = [\"Một\"]\nimage = \"media/e.png\"\n";
    fs::write(place.folder().join("b.toml"), slide).unwrap();
    fs::write(place.folder().join("_nháp.txt"), "Nháp").unwrap();
    fs::write(place.folder().join("a.txt.toml"), "dwell = \"9s\"\n").unwrap();
    let _player = place.play();
    for file in ["a.txt", "a.txt.toml", "b.toml", "_nháp.txt", "media/e.png"] {
        wait_for(&place, file, true);
    }
    fs::remove_file(place.folder().join("media/e.png")).unwrap();
    wait_for(&place, "media/e.png", false);
    back(&place, &["media/e.png"]);
    assert_eq!(fs::read(place.folder().join("media/e.png")).unwrap(), png);
}
