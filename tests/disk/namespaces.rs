//! What needs a part of the system to be otherwise: tests that run once more in namespaces of their own.

use std::fs;
use std::process::Command;

use bangtin::model::Reason;

use crate::inside::inside;
use crate::load::{folder, set_modified};
use crate::pictures::{encode, flat, png};
use crate::stage::Stage;

/// Where the system watches nothing, the folder is polled; the same where its kind is not to be trusted.
#[test]
fn without_watches_the_folder_is_polled() {
    let setup = "echo 0 > /proc/sys/user/max_inotify_watches";
    if !inside("namespaces::without_watches_the_folder_is_polled", "-Ur", setup) {
        return;
    }
    let bytes = encode(&flat(1300, 30, [10, 90, 200]), image::ImageFormat::Png);
    let slide = "kind = \"praise\"\nname = \"A\"\nreason = \"B\"\nimage = \"media/anh.png\"";
    let mut stage = Stage::new(&[("a.png", &png(1300, 8)), ("s.toml", slide.as_bytes())]);
    assert!(notify::recommended_watcher(|_| ()).is_ok_and(|mut watcher| {
        notify::Watcher::watch(&mut watcher, stage.folder.path(), notify::RecursiveMode::NonRecursive)
            .is_err()
    }));
    // Half of it, and a pause as a slow network makes them: it is stable, and not complete.
    fs::write(stage.path("b.png"), &bytes[..bytes.len() / 2]).unwrap();
    stage.until("b.png broken", |stage| stage.hidden("b.png") == Some(Reason::Broken));
    fs::write(stage.path("b.png"), &bytes).unwrap();
    stage.until_plays("b.png");
    assert_eq!(stage.fresh, ["b.png"]);
    fs::create_dir(stage.path("media")).unwrap();
    fs::write(stage.path("media/anh.png"), &bytes).unwrap();
    stage.until("the slide's picture", |stage| stage.image("s.toml").is_some());
    fs::remove_file(stage.path("a.png")).unwrap();
    stage.until("a.png gone", |stage| stage.item("a.png").is_none());
    assert!(says_unwatched(&stage));
}

fn says_unwatched(stage: &Stage) -> bool {
    let mut problems = stage.programme.problems.iter();
    problems.any(|problem| problem.file.is_empty() && problem.help.vi.contains("max_user_watches"))
}

/// Enough for the folder and some of its playlists.
#[test]
fn when_watches_run_out_the_folder_is_polled_and_says_so() {
    let setup = "echo 3 > /proc/sys/user/max_inotify_watches";
    if !inside("namespaces::when_watches_run_out_the_folder_is_polled_and_says_so", "-Ur", setup) {
        return;
    }
    let (first, second) = (png(1300, 8), png(1300, 9));
    let mut stage = Stage::new(&[("a/1.png", &first)]);
    assert!(!says_unwatched(&stage), "one is enough");
    for playlist in ["b", "c", "d"] {
        fs::create_dir(stage.path(playlist)).unwrap();
        fs::write(stage.path(playlist).join("1.png"), &first).unwrap();
    }
    for playlist in ["a", "b", "c", "d"] {
        stage.until_plays(&format!("{playlist}/1.png"));
        let more = format!("{playlist}/2.png");
        fs::write(stage.path(&more), &second).unwrap();
        stage.until_plays(&more);
    }
    assert!(says_unwatched(&stage));
}

/// A television is up sooner than the file server.
#[test]
fn a_share_that_is_mounted_late_is_found() {
    if !inside("namespaces::a_share_that_is_mounted_late_is_found", "-Urm", "true") {
        return;
    }
    let whole = folder(&[]);
    let (share, tin) = (whole.path().join("share"), whole.path().join("tin"));
    let mount =
        |arguments: &[&str]| assert!(Command::new("mount").args(arguments).status().unwrap().success());
    let [from, to] = [&share, &tin].map(|path| path.to_str().unwrap());
    [from, to].iter().for_each(|dir| fs::create_dir(dir).unwrap());
    mount(&["-t", "tmpfs", "share", from]);
    fs::write(share.join("a.png"), png(1300, 8)).unwrap();
    set_modified(&share.join("a.png"), 1_000_000);

    let mut stage = Stage::of(whole, |path| path.join("tin"));
    assert!(stage.programme.problems.is_empty() && stage.programme.playlists.is_empty());
    mount(&["--bind", from, to]);
    stage.until_plays("a.png");
    assert!(stage.fresh.is_empty(), "{:?}", stage.fresh);
    fs::write(tin.join("b.png"), png(1300, 9)).unwrap();
    stage.until_plays("b.png");
}
