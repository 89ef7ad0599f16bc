//! The screensaver under Wayland, asked of a real sway: weston does not know the protocol.

use std::fs::File;
use std::os::unix::fs::FileTypeExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::display::{Killed, wait};
use crate::{bangtin, folder_with_red};

/// A headless sway, which writes down what it does.
pub struct Sway {
    _server: Killed,
    runtime: PathBuf,
}

impl Sway {
    /// Starts a compositor with its sockets in `runtime`.
    pub fn start(runtime: &Path) -> Sway {
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(runtime, private).expect("a private directory");
        let mut command = Command::new("sway");
        command
            .args(["-d", "-c", "/dev/null"])
            .current_dir(runtime)
            .env("HOME", runtime)
            .env("XDG_RUNTIME_DIR", runtime)
            .env("WLR_BACKENDS", "headless")
            .env("WLR_RENDERER", "pixman")
            .env("WLR_LIBINPUT_NO_DEVICES", "1")
            .env_remove("SWAYSOCK")
            .stdout(Stdio::null())
            .stderr(File::create(runtime.join("log")).expect("a log"));
        if rustix::process::geteuid().is_root() {
            // Sway refuses to run as root.
            const NOBODY: u32 = 65534;
            std::os::unix::fs::chown(runtime, Some(NOBODY), Some(NOBODY)).expect("given away");
            command.uid(NOBODY).gid(NOBODY);
        }
        let server = Killed(command.spawn().expect("sway runs (make test installs it)"));
        let sway = Sway { _server: server, runtime: runtime.to_path_buf() };
        wait("sway's sockets", || Some(()).filter(|()| sway.socket("sway-ipc.").is_some()));
        sway
    }

    /// What it has written down.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.runtime.join("log")).expect("sway's log")
    }

    /// Plays `folder` on it.
    pub fn play(&self, folder: &Path, more: &[&str]) -> Killed {
        let display = wait("sway's display", || self.socket("wayland-"));
        let mut command = bangtin();
        command.arg("play").arg(folder).args(more).env("WAYLAND_DISPLAY", display);
        Killed(command.env("XDG_RUNTIME_DIR", &self.runtime).spawn().expect("bangtin starts"))
    }

    /// The socket whose name begins so.
    fn socket(&self, name: &str) -> Option<PathBuf> {
        let mut entries = std::fs::read_dir(&self.runtime).ok()?.flatten();
        let found = entries.find(|entry| {
            entry.file_name().to_string_lossy().starts_with(name)
                && entry.file_type().is_ok_and(|kind| kind.is_socket())
        });
        found.map(|entry| entry.path())
    }

    fn ask(&self, arguments: &[&str]) -> Value {
        let socket = self.socket("sway-ipc.").expect("sway's own socket");
        let asked = Command::new("swaymsg").arg("-r").args(arguments).env("SWAYSOCK", socket).output();
        serde_json::from_slice(&asked.expect("swaymsg runs").stdout).unwrap_or_default()
    }

    /// Closes every window, as a person would.
    pub fn close_windows(&self) {
        self.ask(&["[title=.*] kill"]);
    }

    /// Every window.
    fn windows(&self) -> Vec<Value> {
        let tree = self.ask(&["-t", "get_tree"]);
        let mut windows = Vec::new();
        collect(tree, &mut windows);
        windows
    }
}

fn collect(mut node: Value, windows: &mut Vec<Value>) {
    for below in ["nodes", "floating_nodes"] {
        if let Value::Array(nodes) = node[below].take() {
            nodes.into_iter().for_each(|node| collect(node, windows));
        }
    }
    if node["pid"].is_number() {
        windows.push(node);
    }
}

#[test]
fn the_screen_does_not_go_idle_under_wayland() {
    let (runtime, folder) = (tempfile::tempdir().expect("a directory"), folder_with_red());
    let sway = Sway::start(runtime.path());
    let _player = sway.play(folder.path(), &[]);
    let inhibits = |window: &Value| {
        window["visible"] == true
            && window["fullscreen_mode"] == 1
            && window["inhibit_idle"] == true
            && window["idle_inhibitors"]["application"] == "enabled"
    };
    wait("a window that keeps the screen awake", || sway.windows().iter().any(inhibits).then_some(()));
}
