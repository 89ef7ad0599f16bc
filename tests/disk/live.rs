//! The folder while it is watched: every way a file comes, changes and goes.

use std::fs;
use std::io::Write;
use std::sync::atomic::Ordering::Relaxed;

use bangtin::model::{Asset, Fit, Level, Reason, Stamp, Want};

use crate::load::{folder, set_modified};
use crate::pictures::*;
use crate::stage::Stage;

/// Another picture of about the same make.
fn other() -> Vec<u8> {
    encode(&flat(1300, 30, [10, 90, 200]), image::ImageFormat::Png)
}

#[test]
fn what_is_there_at_the_start_plays_and_is_not_fresh() {
    let mut stage = Stage::new(&[("a.png", &png(1300, 8)), ("b/c.txt", "Xin chào".as_bytes())]);
    stage.until_plays("a.png");
    stage.until_plays("b/c.txt");
    let picture = stage.decode("a.png");
    assert_eq!((picture.width, picture.height), (64, 1));
    assert!(stage.fresh.is_empty());
}

#[test]
fn a_file_renamed_in_plays_at_once_and_is_fresh() {
    let mut stage = Stage::new(&[("a.png", &png(1300, 8))]);
    stage.rename_in("b.png", &other());
    stage.until_plays("b.png");
    assert_eq!(stage.fresh, ["b.png"]);
    assert_eq!(stage.decode("b.png").mean, [10, 90, 200]);
}

#[test]
fn a_growing_file_is_invisible_until_it_is_closed() {
    let bytes = other();
    let mut stage = Stage::new(&[("a.png", &png(1300, 8))]);
    let mut file = fs::File::create(stage.path("b.png")).unwrap();
    file.write_all(&bytes[..bytes.len() / 2]).unwrap();
    stage.until("b.png pending", |stage| stage.hidden("b.png") == Some(Reason::Pending));
    stage.sentinel();
    assert_eq!(stage.hidden("b.png"), Some(Reason::Pending));
    file.write_all(&bytes[bytes.len() / 2..]).unwrap();
    stage.sentinel();
    assert_eq!(stage.hidden("b.png"), Some(Reason::Pending), "complete, and nobody can know");
    drop(file);
    stage.until_plays("b.png");
    assert_eq!(stage.fresh, ["b.png"]);
    stage.decode("b.png");
}

#[test]
fn a_file_that_is_overwritten_keeps_its_old_self_until_it_is_closed() {
    let bytes = other();
    let mut stage = Stage::new(&[("a.png", &png(1300, 8))]);
    stage.decode("a.png");
    let old = stage.item("a.png").unwrap().stamp;
    let mut file = fs::File::create(stage.path("a.png")).unwrap();
    file.write_all(&bytes[..bytes.len() / 2]).unwrap();
    stage.sentinel();
    assert!(stage.plays("a.png"));
    assert_eq!(stage.item("a.png").unwrap().stamp, old);
    file.write_all(&bytes[bytes.len() / 2..]).unwrap();
    drop(file);
    stage.until("the new version", |stage| stage.item("a.png").is_some_and(|item| item.stamp != old));
    assert!(stage.plays("a.png"));
    assert_eq!(stage.fresh, ["a.png"]);
    assert_eq!(stage.decode("a.png").mean, [10, 90, 200]);
}

#[test]
fn the_old_bytes_of_a_file_that_is_overwritten_cannot_be_had() {
    let mut stage = Stage::new(&[("a.png", &png(1300, 8))]);
    let old = stage.item("a.png").unwrap();
    let mut file = fs::File::create(stage.path("a.png")).unwrap();
    file.write_all(b"x").unwrap();
    stage.sentinel();
    // Nobody has decoded the old one, and its bytes are gone: nothing half-written answers for it.
    let want = Want {
        of: Asset { path: old.path.clone(), stamp: old.stamp },
        page: 0,
        space: (8, 8),
        fit: Fit::Contain,
    };
    stage.library.want(vec![want.clone()]);
    stage.until("the failure", |stage| stage.failed.contains(&want));
    stage.until("a snapshot without it", |stage| stage.hidden("a.png") == Some(Reason::Pending));
    file.write_all(&[0; 100]).unwrap();
}

#[test]
fn a_replaced_file_is_fresh_a_touched_one_is_not() {
    let mut stage = Stage::new(&[("a.png", &png(1300, 8)), ("b.png", &png(1300, 9))]);
    stage.rename_in("a.png", &other());
    stage.until("a.png fresh", |stage| stage.fresh == ["a.png"]);
    // Its hash is known from decoding it: touching keeps even its stamp, and with it its picture.
    stage.decode("b.png");
    let stamp = stage.item("b.png").unwrap().stamp;
    set_modified(&stage.path("b.png"), 2_000_000);
    stage.sentinel();
    assert_eq!(stage.item("b.png").unwrap().stamp, stamp);
    // The stamp still answers for the file.
    stage.library.want(Vec::new());
    stage.pictures.clear();
    stage.decode("b.png");
    assert_eq!(stage.fresh, ["a.png"]);
}

#[test]
fn a_time_that_is_set_after_the_copy_is_no_other_version() {
    // Samba and rsync close the file first and give it its old time afterwards.
    let mut stage = Stage::new(&[("a.png", &png(1300, 8))]);
    stage.rename_in("b.png", &other());
    stage.until_plays("b.png");
    let stamp = stage.item("b.png").unwrap().stamp;
    for seconds in 1_500_000..1_500_020 {
        set_modified(&stage.path("b.png"), seconds);
    }
    stage.sentinel();
    assert_eq!(stage.item("b.png").unwrap().stamp, stamp);
    assert_eq!(stage.fresh, ["b.png"]);
    assert!(stage.failed.is_empty());
}

#[test]
fn a_picture_comes_although_its_time_is_set_while_it_is_decoded() {
    let mut stage = Stage::new(&[("a.png", &png(1300, 8)), ("b.png", &other())]);
    let want = stage.want("b.png");
    for seconds in 1_500_000..1_500_020 {
        set_modified(&stage.path("b.png"), seconds);
        stage.library.want(Vec::new());
        stage.library.want(vec![want.clone()]);
    }
    // As `show` does: what is wanted is what the newest snapshot has. A file caught in between may be a new one to it.
    stage.until("the picture", |stage| {
        let Some(item) = stage.item("b.png") else { return false };
        let of = Asset { path: item.path.clone(), stamp: item.stamp };
        let want = Want { of, page: 0, ..want.clone() };
        stage.library.want(vec![want.clone()]);
        stage.pictures.iter().any(|picture| picture.want == want)
    });
}

#[test]
fn same_size_and_other_bytes_are_fresh_when_the_old_bytes_are_known() {
    let bytes = encode(&flat(1300, 10, [1, 2, 3]), image::ImageFormat::Bmp);
    let mut stage = Stage::new(&[("a.bmp", &bytes)]);
    stage.decode("a.bmp");
    let new = encode(&flat(1300, 10, [9, 2, 3]), image::ImageFormat::Bmp);
    assert_eq!(new.len(), bytes.len());
    stage.rename_in("a.bmp", &new);
    stage.until("a.bmp fresh", |stage| stage.fresh == ["a.bmp"]);
    assert_eq!(stage.decode("a.bmp").mean, [9, 2, 3]);
}

#[test]
fn a_deleted_file_goes_and_comes_back_stale() {
    let bytes = other();
    let mut stage = Stage::new(&[("a.png", &bytes), ("b.png", &png(1300, 8))]);
    stage.decode("a.png");
    fs::remove_file(stage.path("a.png")).unwrap();
    stage.until("a.png gone", |stage| stage.item("a.png").is_none());
    stage.rename_in("a.png", &bytes);
    stage.until_plays("a.png");
    fs::rename(stage.path("b.png"), stage.path("c.png")).unwrap();
    stage.until("the new name", |stage| stage.plays("c.png") && stage.item("b.png").is_none());
    assert!(stage.fresh.is_empty(), "{:?}", stage.fresh);
}

#[test]
fn a_killed_copy_leaves_the_air_when_it_is_decoded_and_returns_when_copied_again() {
    let bytes = jpeg(1300, 100);
    let mut stage = Stage::new(&[("a.png", &png(1300, 8))]);
    fs::write(stage.path("b.jpg"), &bytes[..bytes.len() / 2]).unwrap();
    stage.until_plays("b.jpg");
    let want = stage.want("b.jpg");
    stage.until("the failure", |stage| stage.failed.contains(&want));
    stage.until("b.jpg broken", |stage| stage.hidden("b.jpg") == Some(Reason::Broken));
    let problem = stage.programme.problems.iter().find(|problem| problem.file == "b.jpg").unwrap();
    assert!(problem.message.vi.contains("cắt dở"));
    fs::write(stage.path("b.jpg"), &bytes).unwrap();
    stage.until_plays("b.jpg");
    stage.decode("b.jpg");
    assert!(stage.programme.problems.iter().all(|problem| problem.file != "b.jpg"));
}

#[test]
fn a_half_copied_picture_of_the_start_is_pending_before_it_is_broken() {
    let bytes = jpeg(1300, 100);
    let stage = folder(&[("a.jpg", &bytes[..bytes.len() / 2])]);
    let mut stage = Stage::of(stage, |path| path.to_owned());
    stage.want("a.jpg");
    stage.until("a.jpg pending", |stage| stage.hidden("a.jpg") == Some(Reason::Pending));
    stage.until("a.jpg broken", |stage| stage.hidden("a.jpg") == Some(Reason::Broken));
}

#[test]
fn a_text_of_this_moment_waits_at_the_start() {
    let stage = folder(&[("a.toml", b"kind = \"flag\"")]);
    let mut stage = Stage::of(stage, |path| path.to_owned());
    assert_eq!(stage.hidden("a.toml"), Some(Reason::Pending));
    stage.until_plays("a.toml");
    assert!(stage.fresh.is_empty(), "it was there at the start");
}

#[test]
fn a_link_to_a_file_has_no_writer_and_is_believed_after_a_while() {
    let mut stage = Stage::new(&[("a.png", &png(1300, 8))]);
    let outside = folder(&[("x.png", &other())]);
    fs::hard_link(outside.path().join("x.png"), stage.path("b.png")).unwrap();
    stage.until_plays("b.png");
    assert_eq!(stage.fresh, ["b.png"]);
}

#[test]
fn broken_settings_keep_the_last_good_ones() {
    let mut stage = Stage::new(&[
        ("screen.toml", "school = \"Trường A\"".as_bytes()),
        ("b/playlist.toml", b"dwell = \"12s\""),
        ("b/c.png", &png(1300, 8)),
    ]);
    assert_eq!(stage.programme.screen.school, "Trường A");
    let dwell = |stage: &Stage| stage.item("b/c.png").map(|item| item.duration.num_seconds());
    for (file, bad) in [("screen.toml", "school = [".as_bytes()), ("b/playlist.toml", b"dwell = true")] {
        fs::write(stage.path(file), bad).unwrap();
        let named = |stage: &Stage| stage.programme.problems.iter().any(|problem| problem.file == file);
        stage.until("the problem", named);
    }
    assert_eq!(stage.programme.screen.school, "Trường A");
    assert_eq!(dwell(&stage), Some(12));
    fs::write(stage.path("screen.toml"), "school = \"Trường B\"").unwrap();
    stage.until("the new name", |stage| stage.programme.screen.school == "Trường B");
    fs::remove_file(stage.path("screen.toml")).unwrap();
    fs::remove_file(stage.path("b/playlist.toml")).unwrap();
    stage.until("bare", |stage| stage.programme.screen.school.is_empty() && dwell(stage) == Some(10));
}

#[test]
fn a_sidecar_comes_and_goes() {
    let mut stage = Stage::new(&[("a.png", &png(1300, 8))]);
    let dwell = |stage: &Stage| stage.item("a.png").map(|item| item.duration.num_seconds());
    fs::write(stage.path("a.png.toml"), "dwell = \"25s\"").unwrap();
    stage.until("25 s", |stage| dwell(stage) == Some(25));
    fs::remove_file(stage.path("a.png.toml")).unwrap();
    stage.until("10 s", |stage| dwell(stage) == Some(10));
}

#[test]
fn folders_come_and_go() {
    let mut stage = Stage::new(&[("a.png", &png(1300, 8))]);
    // Copied: the folder first, then what is in it.
    fs::create_dir(stage.path("b")).unwrap();
    fs::write(stage.path("b/1.png"), other()).unwrap();
    stage.until_plays("b/1.png");
    // Renamed in, complete.
    let outside = folder(&[("c/1.png", &other()), ("c/2.txt", "Xin chào".as_bytes())]);
    fs::rename(outside.path().join("c"), stage.path("c")).unwrap();
    stage.until("c", |stage| stage.plays("c/1.png") && stage.plays("c/2.txt"));
    // Watched from now on.
    stage.rename_in("c/3.png", &other());
    stage.until_plays("c/3.png");
    fs::remove_dir_all(stage.path("b")).unwrap();
    stage.until("b gone", |stage| stage.item("b/1.png").is_none());
    // The same name again: a new directory needs a new watch.
    fs::create_dir(stage.path("b")).unwrap();
    stage.rename_in("b/4.png", &other());
    stage.until_plays("b/4.png");
    stage.rename_in("b/5.png", &other());
    stage.until_plays("b/5.png");
    fs::rename(stage.path("c"), stage.path("_c")).unwrap();
    stage.until("c a draft", |stage| stage.hidden("_c/1.png") == Some(Reason::Draft));
    assert!(stage.item("c/1.png").is_none());
}

#[test]
fn a_deleted_folder_keeps_its_last_snapshot_until_it_is_back() {
    let bytes = other();
    let whole =
        folder(&[("tin/a.png", &bytes), ("tin/b/c.png", &png(1300, 8)), ("tin/d.toml", b"kind = \"flag\"")]);
    for name in ["tin/a.png", "tin/b/c.png", "tin/d.toml"] {
        set_modified(&whole.path().join(name), 1_000_000);
    }
    let mut stage = Stage::of(whole, |path| path.join("tin"));
    stage.decode("a.png");
    fs::remove_dir_all(stage.path("tin")).unwrap();
    let lost = |stage: &Stage| stage.programme.problems.iter().any(|problem| problem.file.is_empty());
    stage.until("the loss", lost);
    for path in ["a.png", "b/c.png", "d.toml"] {
        assert!(stage.plays(path), "{path}: {}", stage.describe());
    }
    fs::create_dir_all(stage.path("tin")).unwrap();
    fs::write(stage.path("tin/a.png"), &bytes).unwrap();
    fs::write(stage.path("tin/d.toml"), b"kind = \"flag\"").unwrap();
    stage.until("the return", |stage| !lost(stage) && stage.plays("a.png") && stage.plays("d.toml"));
    assert!(stage.fresh.is_empty(), "{:?}", stage.fresh);
    stage.rename_in("tin/e.png", &other());
    stage.until_plays("e.png");
    stage.decode("a.png");
}

#[test]
fn a_folder_that_is_moved_away_keeps_its_pictures_wanted() {
    let whole = folder(&[("tin/a.png", &other())]);
    let mut stage = Stage::of(whole, |path| path.join("tin"));
    let item = stage.item("a.png").unwrap();
    fs::rename(stage.path("tin"), stage.path("elsewhere")).unwrap();
    stage.until("the loss", |stage| !stage.programme.problems.is_empty());
    let want = Want {
        of: Asset { path: item.path.clone(), stamp: item.stamp },
        page: 0,
        space: (8, 8),
        fit: Fit::Contain,
    };
    stage.library.want(vec![want.clone()]);
    fs::rename(stage.path("elsewhere"), stage.path("tin")).unwrap();
    stage.until("the picture", |stage| stage.pictures.iter().any(|picture| picture.want == want));
    assert!(stage.failed.is_empty(), "a folder that is away fails nothing");
}

#[test]
fn a_missing_folder_is_waited_for() {
    let mut stage = Stage::of(folder(&[]), |path| path.join("chưa có"));
    assert_eq!(stage.programme.problems.len(), 1);
    assert_eq!(stage.programme.problems[0].level, Level::Error);
    fs::create_dir(stage.path("chưa có")).unwrap();
    stage.rename_in("chưa có/a.png", &other());
    stage.until_plays("a.png");
    assert!(stage.programme.problems.is_empty());
}

#[test]
fn an_emptied_folder_is_empty() {
    let mut stage = Stage::new(&[("a.png", &other())]);
    fs::remove_file(stage.path("a.png")).unwrap();
    stage.until("emptiness", |stage| stage.programme.playlists.is_empty());
}

#[test]
fn a_slide_follows_its_picture() {
    let slide = "kind = \"praise\"\nname = \"Lớp 10A1\"\nreason = \"Tốt\"\nimage = \"media/anh.png\"";
    let mut stage = Stage::new(&[("a/1.toml", slide.as_bytes())]);
    assert_eq!(stage.image("a/1.toml"), None);
    fs::create_dir(stage.path("media")).unwrap();
    stage.rename_in("media/anh.png", &png(1300, 8));
    stage.until("the picture", |stage| stage.image("a/1.toml").is_some());
    let old = stage.image("a/1.toml").unwrap();
    stage.rename_in("media/anh.png", &other());
    stage.until("the new picture", |stage| stage.image("a/1.toml").is_some_and(|asset| asset != old));
    let want = Want { of: stage.image("a/1.toml").unwrap(), page: 0, space: (64, 36), fit: Fit::Contain };
    stage.library.want(vec![want.clone()]);
    stage.until("its pixels", |stage| stage.pictures.iter().any(|picture| picture.want == want));
    // A picture that cannot be decoded: the slide goes on without it, and says so.
    stage.rename_in("media/anh.png", b"not a picture at all, only some text");
    stage.until("the bad picture", |stage| stage.image("a/1.toml").is_some_and(|asset| asset != want.of));
    let want = Want { of: stage.image("a/1.toml").unwrap(), page: 0, space: (64, 36), fit: Fit::Contain };
    stage.library.want(vec![want.clone()]);
    stage.until("the failure", |stage| stage.failed.contains(&want) && stage.image("a/1.toml").is_none());
    assert!(stage.plays("a/1.toml"));
    assert!(stage.programme.problems.iter().any(|problem| problem.file == "a/1.toml"));
    fs::remove_dir_all(stage.path("media")).unwrap();
    stage.sentinel();
    assert!(stage.plays("a/1.toml"));
}

#[test]
fn what_is_no_longer_wanted_is_not_decoded() {
    let files: Vec<(String, Vec<u8>)> = (0..200).map(|n| (format!("{n}.png"), png(400, 300))).collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let mut stage = Stage::new(&files);
    let items: Vec<_> = stage.programme.playlists[0].items.clone();
    let want = |stamp: Stamp, n: usize| Want {
        of: Asset { path: items[n].path.clone(), stamp },
        page: 0,
        space: (8, 8),
        fit: Fit::Contain,
    };
    let all: Vec<Want> = (0..items.len()).map(|n| want(items[n].stamp, n)).collect();
    let last = all[items.len() - 1].clone();
    stage.library.want(all);
    stage.library.want(vec![last.clone()]);
    stage.until("the last one", |stage| stage.pictures.iter().any(|picture| picture.want == last));
    let decoded = stage.library.work().decoded.load(Relaxed);
    assert!(decoded < 100, "{decoded} pictures were decoded for one that is wanted");
}

#[test]
fn adding_one_file_to_ten_thousand_is_no_rescan() {
    let folder = folder(&[]);
    let picture = png(1300, 8);
    for n in 0..10_000 {
        fs::write(folder.path().join(format!("{n}.png")), &picture).unwrap();
    }
    let mut stage = Stage::of(folder, |path| path.to_owned());
    assert_eq!(stage.programme.playlists[0].items.len(), 10_000);
    let counted = |stage: &Stage| {
        let work = stage.library.work();
        [&work.listed, &work.looked, &work.opened, &work.parsed, &work.decoded]
            .map(|count| count.load(Relaxed))
    };
    // Their heads are read beside everything else, once something is on the screen.
    stage.library.begin();
    while stage.library.work().opened.load(Relaxed) < 10_000 {
        std::thread::yield_now();
    }
    let before = counted(&stage);
    stage.rename_in("mới.png", &other());
    stage.until_plays("mới.png");
    let after = counted(&stage);
    let [listed, looked, opened, parsed, decoded] = std::array::from_fn(|n| after[n] - before[n]);
    assert_eq!((listed, opened, parsed, decoded), (0, 1, 0, 0), "the new one's head is read");
    assert!(looked <= 3, "{looked} files were looked at");
    assert_eq!(stage.programme.playlists[0].items.len(), 10_001);
}
