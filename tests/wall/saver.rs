//! The screensaver under Wayland, asked of a real sway: weston does not know the protocol.

use std::os::unix::fs::FileTypeExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::display::{Killed, wait};
use crate::{bangtin, folder_with_red};

/// A headless sway.
struct Sway {
    _server: Killed,
    runtime: PathBuf,
}

impl Sway {
    /// Starts a compositor with its sockets in `runtime`.
    fn start(runtime: &Path) -> Sway {
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(runtime, private).expect("a private directory");
        let mut command = Command::new("sway");
        command
            .args(["-c", "/dev/null"])
            .current_dir(runtime)
            .env("HOME", runtime)
            .env("XDG_RUNTIME_DIR", runtime)
            .env("WLR_BACKENDS", "headless")
            .env("WLR_RENDERER", "pixman")
            .env("WLR_LIBINPUT_NO_DEVICES", "1")
            .env_remove("SWAYSOCK")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
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

    /// The socket whose name begins so.
    fn socket(&self, name: &str) -> Option<PathBuf> {
        let mut entries = std::fs::read_dir(&self.runtime).ok()?.flatten();
        let found = entries.find(|entry| {
            entry.file_name().to_string_lossy().starts_with(name)
                && entry.file_type().is_ok_and(|kind| kind.is_socket())
        });
        found.map(|entry| entry.path())
    }

    /// Every window.
    fn windows(&self) -> Vec<Value> {
        let socket = self.socket("sway-ipc.").expect("sway's own socket");
        let asked = Command::new("swaymsg").args(["-r", "-t", "get_tree"]).env("SWAYSOCK", socket).output();
        let tree = serde_json::from_slice(&asked.expect("swaymsg runs").stdout).unwrap_or_default();
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
    let display = wait("sway's display", || sway.socket("wayland-"));
    let mut command = bangtin();
    command.arg("play").arg(folder.path()).env("WAYLAND_DISPLAY", display);
    let _player = Killed(command.env("XDG_RUNTIME_DIR", runtime.path()).spawn().expect("bangtin starts"));
    let inhibits = |window: &Value| {
        window["visible"] == true
            && window["fullscreen_mode"] == 1
            && window["inhibit_idle"] == true
            && window["idle_inhibitors"]["application"] == "enabled"
    };
    wait("a window that keeps the screen awake", || sway.windows().iter().any(inhibits).then_some(()));
}
