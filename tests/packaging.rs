//! The scripts behind `make`, in a home of their own.
//!
//! The machines that run tests have no systemd running, so `systemctl` is a stub that writes down what it
//! is asked; the unit itself is read by the real `systemd-analyze` where there is one.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// A home with a prefix and a folder to play, whose names a school might choose.
struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new(systemd_runs: bool) -> Home {
        let home = Home { dir: tempfile::tempdir().expect("a temporary directory") };
        let verdict = if systemd_runs { 0 } else { 1 };
        let log = home.at("systemctl.log");
        home.stub("systemctl", &format!("echo \"$@\" >>'{}'\nexit {verdict}", log.display()));
        home
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// A script of `packaging/` for someone who came over ssh: without a display.
    fn command(&self, name: &str) -> Command {
        let path = format!("{}:{}", self.at("stub").display(), std::env::var("PATH").expect("PATH"));
        let mut command = Command::new(packaging(name));
        command.env("HOME", self.dir.path()).env("PATH", path);
        for name in ["XDG_CONFIG_HOME", "DISPLAY", "WAYLAND_DISPLAY"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, name: &str, arguments: &[&Path]) -> Output {
        self.command(name).args(arguments).output().expect("the script runs")
    }

    /// A program that is found before the machine's own.
    fn stub(&self, name: &str, text: &str) {
        script(&self.at("stub").join(name), &format!("#!/bin/sh\n{text}\n"));
    }

    /// need.sh on a machine that has nothing yet: how it ended, and what it said.
    fn need(&self, what: &str) -> (Option<i32>, String) {
        let output = self.run("need.sh", &[Path::new(what)]);
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    }

    fn install(&self) -> Output {
        let bangtin = Path::new(env!("CARGO_BIN_EXE_bangtin"));
        self.run("install.sh", &[bangtin, &self.prefix(), &self.folder()])
    }

    fn uninstall(&self) -> Output {
        self.run("uninstall.sh", &[&self.prefix()])
    }

    fn prefix(&self) -> PathBuf {
        self.at(".local")
    }

    fn folder(&self) -> PathBuf {
        self.at("bảng tin")
    }

    fn unit(&self) -> PathBuf {
        self.at(".config/systemd/user/bangtin.service")
    }

    fn entry(&self) -> PathBuf {
        self.at(".config/autostart/bangtin.desktop")
    }

    fn asked_of_systemctl(&self) -> String {
        fs::read_to_string(self.at("systemctl.log")).unwrap_or_default()
    }
}

fn packaging(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging").join(name)
}

fn script(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("its folder");
    fs::write(path, text).expect("the script");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("an executable script");
}

fn assert_done(output: &Output) {
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn under_systemd_a_unit_plays_the_seeded_folder_and_starts_again_whatever_happens() {
    let home = Home::new(true);
    assert_done(&home.install());

    let unit = fs::read_to_string(home.unit()).expect("the unit");
    let start = format!(
        "ExecStart=\"{}/bin/bangtin\" play \"{}\"\n",
        home.prefix().display(),
        home.folder().display()
    );
    assert!(unit.contains(&start), "{unit}");
    for line in [
        "Restart=always",
        "StartLimitIntervalSec=0",
        "TimeoutStartSec=infinity",
        "After=graphical-session.target",
    ] {
        assert!(unit.lines().any(|l| l == line), "{line} is not in\n{unit}");
    }
    let asked = home.asked_of_systemctl();
    // Not waited for: where no display has been passed on yet, the unit waits for one.
    let restart = "--user restart --no-block bangtin.service";
    for line in ["--user daemon-reload", "--user enable --quiet bangtin.service", restart] {
        assert!(asked.lines().any(|l| l == line), "{line} was not asked:\n{asked}");
    }
    assert!(home.prefix().join("bin/bangtin").is_file());
    assert!(home.folder().join("screen.toml").is_file());
    // The seeded folder is whole: what its slides refer to came with it, and is not played by itself.
    let bangtin = |verb: &str| {
        let output = Command::new(home.prefix().join("bin/bangtin"))
            .arg(verb)
            .arg(home.folder())
            .arg("--json")
            .output();
        output.expect("the installed player runs")
    };
    assert_done(&bangtin("check"));
    let when = String::from_utf8(bangtin("when").stdout).expect("UTF-8");
    assert!(when.contains("Đường dây nóng.toml") && !when.contains("emblem.png"), "{when}");
    assert!(!home.entry().exists(), "two starters would fight over one screen");
}

#[test]
fn systemd_reads_the_unit_without_a_word() {
    let home = Home::new(true);
    assert_done(&home.install());
    let Ok(verdict) = Command::new("systemd-analyze")
        .args(["--user", "verify"])
        .arg(home.unit())
        .env("XDG_RUNTIME_DIR", home.dir.path())
        .output()
    else {
        return; // No systemd on this machine: nothing can read a unit here.
    };
    assert_eq!((verdict.status.code(), String::from_utf8_lossy(&verdict.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn without_systemd_an_autostart_entry_runs_the_supervising_loop() {
    let home = Home::new(false);
    assert_done(&home.install());
    let entry = fs::read_to_string(home.entry()).expect("the entry");
    let prefix = home.prefix();
    let start = format!(
        "Exec=\"{0}/lib/bangtin/supervise\" \"{0}/bin/bangtin\" \"{1}\"\n",
        prefix.display(),
        home.folder().display()
    );
    assert!(entry.contains(&start), "{entry}");
    assert!(prefix.join("lib/bangtin/supervise").is_file());
    assert!(!home.unit().exists());
}

#[test]
fn a_folder_that_the_school_already_has_is_left_alone_by_both() {
    for systemd_runs in [true, false] {
        let home = Home::new(systemd_runs);
        fs::create_dir(home.folder()).expect("the school's folder");
        fs::write(home.folder().join("Họp phụ huynh.txt"), "Họp phụ huynh").expect("the school's notice");
        assert_done(&home.install());
        assert_done(&home.install()); // an update
        assert_done(&home.uninstall());

        let left: Vec<_> =
            fs::read_dir(home.folder()).expect("the folder").flatten().map(|e| e.file_name()).collect();
        assert_eq!(left, ["Họp phụ huynh.txt"]);
        let gone =
            [home.unit(), home.entry(), home.prefix().join("bin/bangtin"), home.prefix().join("lib/bangtin")];
        for path in gone {
            assert!(!path.exists(), "{} is left behind", path.display());
        }
        if systemd_runs {
            let asked = home.asked_of_systemctl();
            assert!(asked.lines().any(|l| l == "--user disable --quiet --now bangtin.service"), "{asked}");
        }
    }
}

#[test]
fn a_path_that_a_unit_would_misread_is_refused_before_anything_is_written() {
    let home = Home::new(true);
    let bangtin = Path::new(env!("CARGO_BIN_EXE_bangtin"));
    for folder in [home.at("100% tin"), home.at("$HOME"), PathBuf::from("bang-tin")] {
        let output = home.run("install.sh", &[bangtin, &home.prefix(), &folder]);
        assert_eq!(output.status.code(), Some(2), "{}", folder.display());
        assert!(!home.prefix().exists() && !folder.exists() && !home.unit().exists());
    }
}

#[test]
fn the_loop_starts_a_player_that_ended_and_ends_with_its_player() {
    let home = Home::new(false);
    let player = home.at("player");
    // The first showing ends by itself; the second tells when it was not ended.
    let once = home.at("once");
    script(
        &player,
        &format!(
            "#!/bin/sh\necho \"$@\"\n[ -e '{0}' ] && sleep 5 >/dev/null && echo still playing\n: >'{0}'\n",
            once.display()
        ),
    );
    let mut supervise = Command::new(packaging("supervise.sh"))
        .args([&player, &home.folder()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the loop runs");
    let mut lines = BufReader::new(supervise.stdout.take().expect("its output"));
    let expected = format!("play {}\n", home.folder().display());
    for start in 1..=2 {
        let mut line = String::new();
        lines.read_line(&mut line).expect("a line");
        assert_eq!(line, expected, "start {start}");
    }
    kill_process(Pid::from_child(&supervise), Signal::TERM).expect("sent");
    // Both hold the pipe: it closes when neither is left.
    let mut rest = String::new();
    lines.read_to_string(&mut rest).expect("the end of the pipe");
    assert_eq!(rest, "");
    assert!(supervise.wait().expect("the loop ended").success());
}

#[test]
fn uninstall_leaves_nothing_behind_even_where_systemd_cannot_be_reached() {
    let home = Home::new(true);
    assert_done(&home.install());
    let link = home.at(".config/systemd/user/default.target.wants/bangtin.service");
    fs::create_dir(link.parent().expect("a parent")).expect("its folder");
    std::os::unix::fs::symlink(home.unit(), &link).expect("what systemctl enable makes");
    home.stub("systemctl", "exit 1");
    assert_done(&home.uninstall());
    assert!(fs::symlink_metadata(&link).is_err(), "the unit would be looked for at every login");
    assert!(!home.unit().exists());
}

#[test]
fn uninstall_takes_the_loop_and_its_player_off_the_screen() {
    let home = Home::new(false);
    assert_done(&home.install());
    let player = home.at("player");
    script(&player, "#!/bin/sh\necho plays\nexec sleep 20\n");
    let mut supervise = Command::new(home.prefix().join("lib/bangtin/supervise"))
        .args([&player, &home.folder()])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the loop runs");
    let mut lines = BufReader::new(supervise.stdout.take().expect("its output"));
    lines.read_line(&mut String::new()).expect("the player plays");
    assert_done(&home.uninstall());
    // Both hold the pipe: it closes when neither is left. A loop that was left would play again.
    let mut again = String::new();
    lines.read_line(&mut again).expect("the end of the pipe");
    let _ = supervise.kill();
    assert_eq!(again, "");
    supervise.wait().expect("the loop ended");
}

#[test]
fn a_folder_that_cannot_be_made_is_said_before_anything_is_written() {
    let home = Home::new(true);
    fs::write(home.at("share"), "").expect("a file where a folder should be");
    let bangtin = Path::new(env!("CARGO_BIN_EXE_bangtin"));
    let output = home.run("install.sh", &[bangtin, &home.prefix(), &home.at("share/bang-tin")]);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("Không tạo được thư mục") && said.contains("share/bang-tin"), "{said}");
    assert!(!home.prefix().exists() && !home.unit().exists());
}

#[test]
fn a_rust_that_is_missing_or_too_old_is_said_in_words() {
    let home = Home::new(false);
    for (cargo, found) in [("exit 127", "chưa có"), ("echo 'cargo 1.65.0'", "1.65.0")] {
        home.stub("cargo", cargo);
        let (code, said) = home.need("play");
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains(&format!("Cần Rust 1.95 trở lên (ở đây: {found})")), "{said}");
        assert!(said.contains("https://rustup.rs"), "{said}");
    }
}

#[test]
fn what_is_missing_is_asked_of_apt_in_one_go_and_said_where_that_fails() {
    let home = Home::new(false);
    let log = home.at("sudo.log");
    home.stub("cargo", "echo 'cargo 1.95.0'");
    home.stub("ldconfig", ":"); // no library at all
    home.stub("id", "echo 1000");
    home.stub("apt-get", "exit 1");
    home.stub("sudo", &format!("echo \"$@\" >>'{}'", log.display()));

    let (code, said) = home.need("install");
    assert_eq!(code, Some(0), "{said}");
    let asked = fs::read_to_string(&log).expect("sudo was called");
    assert_eq!(asked.lines().count(), 1, "one password is enough: {asked}");
    // The screen may come after an install over ssh: its libraries are wanted without a display too.
    for package in ["libvulkan1", "mesa-vulkan-drivers", "libx11-6", "libxkbcommon-x11-0"] {
        assert!(asked.contains(package) && said.contains(package), "{package}: {asked}{said}");
    }
    let (code, said) = home.need("play");
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("libx11-6"), "headless play needs no window: {said}");

    // A user whom sudo does not know, as Debian makes them.
    home.stub("sudo", "exit 1");
    let (code, said) = home.need("install");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("su -") && said.contains("apt-get install --no-install-recommends"), "{said}");
}

#[test]
fn play_fills_the_screen_or_says_that_there_is_none_and_plays_headless() {
    let home = Home::new(false);
    home.stub("bangtin", "echo \"$@\"");
    let play = |display: &str| {
        let mut command = home.command("play.sh");
        command.arg(home.at("stub/bangtin")).arg("playlists").env("DISPLAY", display).env("TMPDIR", "/tmp");
        let output = command.output().expect("the script runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (text(output.stdout), text(output.stderr))
    };
    assert_eq!(play(":0"), ("play playlists\n".to_owned(), String::new()));
    let (ran, said) = play("");
    assert_eq!(ran, "play playlists --headless --picture /tmp/bangtin.png\n");
    assert!(said.contains("không có màn hình") && said.contains("/tmp/bangtin.png"), "{said}");
}
