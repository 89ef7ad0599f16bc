//! A real X server (or Wayland compositor) of our own, and what is on its screen.

use std::fs;
use std::io::Read;
use std::os::fd::{AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat, KEY_PRESS_EVENT, KEY_RELEASE_EVENT};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// How long a condition may take before the test gives up. Not an assertion on speed.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A child that does not outlive the test.
pub struct Killed(pub Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// RGB rows of a screen.
#[derive(Clone, PartialEq)]
pub struct Shot {
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<[u8; 3]>,
}

impl Shot {
    pub fn at(&self, x: usize, y: usize) -> [u8; 3] {
        self.rgb[y * self.width + x]
    }

    /// Whether every pixel is `color`, within rounding.
    pub fn is_all(&self, color: [u8; 3]) -> bool {
        self.rgb.iter().all(|pixel| near(*pixel, color))
    }
}

pub fn near(a: [u8; 3], b: [u8; 3]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= 3)
}

/// An Xvfb with a connection to look at it.
pub struct X {
    pub server: Killed,
    pub name: String,
    pub connection: RustConnection,
    root: u32,
    size: (u16, u16),
}

impl X {
    /// Starts a server of `size` pixels on a free display.
    pub fn start(size: (u16, u16)) -> X {
        let screen = format!("{}x{}x24", size.0, size.1);
        X::run(Command::new("Xvfb").args(["-screen", "0", &screen]), size)
    }

    /// Starts X.Org on its dummy driver, whose monitors have mode `modes` on a screen of `size` pixels; its files lie
    /// in `place`. `more` goes before the sections of its configuration.
    pub fn org(place: &Path, modes: &str, size: (u16, u16), more: &str) -> X {
        let (config, (width, height)) = (place.join("xorg.conf"), size);
        let text = format!(
            r#"{more}
            Section "Device"
                Identifier "device"
                Driver "dummy"
            EndSection
            Section "Monitor"
                Identifier "monitor"
                HorizSync 5-1000
                VertRefresh 5-200
            EndSection
            Section "Screen"
                Identifier "screen"
                Device "device"
                Monitor "monitor"
                DefaultDepth 24
                SubSection "Display"
                    Modes "{modes}"
                    Virtual {width} {height}
                EndSubSection
            EndSection"#
        );
        fs::write(&config, text).expect("written");
        let mut server = Command::new("/usr/lib/xorg/Xorg");
        server.arg("-config").arg(config).arg("-logfile").arg(place.join("log"));
        X::run(&mut server, size)
    }

    /// Starts this server, whose screen has `size` pixels, on a free display.
    fn run(server: &mut Command, size: (u16, u16)) -> X {
        let (reader, writer) = std::io::pipe().expect("a pipe for -displayfd");
        let writer: OwnedFd = writer.into();
        let fd = writer.as_raw_fd();
        rustix::io::fcntl_setfd(&writer, rustix::io::FdFlags::empty()).expect("inheritable");
        let server = server
            .args(["-displayfd", &fd.to_string(), "-nolisten", "tcp", "-noreset"])
            .stderr(Stdio::null())
            .spawn()
            .expect("the X server runs (make test installs it)");
        drop(writer);
        let name = format!(":{}", read_line(reader));
        let (connection, screen) = x11rb::connect(Some(&name)).expect("the X server answers");
        let root = connection.setup().roots[screen].root;
        X { server: Killed(server), name, connection, root, size }
    }

    /// What the screen shows now.
    pub fn shot(&self) -> Shot {
        let (w, h) = self.size;
        let cookie = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, 0, 0, w, h, !0);
        let data = cookie.expect("asked").reply().expect("a screenshot").data;
        let rgb = data.chunks_exact(4).map(|bgrx| [bgrx[2], bgrx[1], bgrx[0]]).collect();
        Shot { width: w.into(), height: h.into(), rgb }
    }

    /// One pixel of it.
    pub fn pixel(&self, x: i16, y: i16) -> [u8; 3] {
        let cookie = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, 1, 1, !0);
        let data = cookie.expect("asked").reply().expect("a pixel").data;
        [data[2], data[1], data[0]]
    }

    /// One row of it, as the server keeps it.
    pub fn row(&self, y: i16) -> Vec<u8> {
        let cookie = self.connection.get_image(ImageFormat::Z_PIXMAP, self.root, 0, y, self.size.0, 1, !0);
        cookie.expect("asked").reply().expect("a row").data
    }

    /// Waits until the screen is as `wanted` says.
    pub fn wait(&self, what: &str, wanted: impl Fn(&Shot) -> bool) -> Shot {
        wait(what, || Some(self.shot()).filter(&wanted))
    }

    /// Presses a key by its keysym, with Control held or not.
    pub fn press(&self, keysym: u32, control: bool) {
        const CONTROL: u32 = 0xffe3;
        let codes: Vec<u8> = [control.then_some(CONTROL), Some(keysym)]
            .into_iter()
            .flatten()
            .map(|sym| self.code(sym))
            .collect();
        let fake = |kind, code| {
            self.connection
                .xtest_fake_input(kind, code, 0, self.root, 0, 0, 0)
                .expect("sent")
                .check()
                .expect("XTEST")
        };
        codes.iter().for_each(|code| fake(KEY_PRESS_EVENT, *code));
        codes.iter().rev().for_each(|code| fake(KEY_RELEASE_EVENT, *code));
    }

    fn code(&self, keysym: u32) -> u8 {
        let setup = self.connection.setup();
        let (min, max) = (setup.min_keycode, setup.max_keycode);
        let map = self
            .connection
            .get_keyboard_mapping(min, max - min + 1)
            .expect("asked")
            .reply()
            .expect("a keymap");
        let per = usize::from(map.keysyms_per_keycode);
        let index = map.keysyms.chunks(per).position(|syms| syms.contains(&keysym)).expect("the key exists");
        min + index as u8
    }

    /// Screensaver timeout in seconds.
    pub fn screensaver(&self) -> u16 {
        self.connection.get_screen_saver().expect("asked").reply().expect("answered").timeout
    }

    /// Gives the keyboard to the topmost window, as a window manager would.
    pub fn focus_window(&self) {
        let tree = || self.connection.query_tree(self.root).expect("asked").reply().expect("a tree");
        let top = wait("a window", || tree().children.last().copied());
        let parent = x11rb::protocol::xproto::InputFocus::PARENT;
        wait("the focus", || {
            self.connection.set_input_focus(parent, top, x11rb::CURRENT_TIME).ok()?.check().ok()
        });
    }
}

/// Asks `ready` until it answers, for at most [`PATIENCE`].
pub fn wait<T>(what: &str, mut ready: impl FnMut() -> Option<T>) -> T {
    #[allow(clippy::disallowed_methods)] // a test's patience is real time
    let start = Instant::now();
    loop {
        if let Some(found) = ready() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "never came: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn read_line(mut reader: impl Read) -> String {
    let mut line = Vec::new();
    let mut byte = [0];
    while reader.read(&mut byte).expect("Xvfb says its display") == 1 && byte[0] != b'\n' {
        line.push(byte[0]);
    }
    String::from_utf8(line).expect("a number")
}

/// A headless weston.
pub struct Weston {
    pub server: Killed,
    pub socket: String,
    pub runtime: PathBuf,
}

impl Weston {
    /// Starts a compositor of 1280×720 pixels with its socket in `runtime`.
    pub fn start(runtime: &Path) -> Weston {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(runtime, std::fs::Permissions::from_mode(0o700))
            .expect("a private directory");
        let socket = "wall".to_owned();
        let server = Command::new("weston")
            .args(["--backend=headless-backend.so", "--width=1280", "--height=720", "--use-pixman"])
            .args(["--idle-time=0", "--no-config", "--debug", "--socket", &socket])
            .env("XDG_RUNTIME_DIR", runtime)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("weston runs (make test installs it)");
        let path = runtime.join(&socket);
        wait("weston's socket", || path.exists().then_some(()));
        Weston { server: Killed(server), socket, runtime: runtime.to_path_buf() }
    }

    /// What the screen shows now.
    pub fn shot(&self) -> Option<Shot> {
        let place = tempfile::tempdir().expect("a place for the screenshot");
        let done = Command::new("weston-screenshooter")
            .env("XDG_RUNTIME_DIR", &self.runtime)
            .env("WAYLAND_DISPLAY", &self.socket)
            .current_dir(place.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("weston-screenshooter runs");
        let file = std::fs::read_dir(place.path()).ok()?.next()?.ok()?.path();
        assert!(done.success());
        let image = image::open(file).ok()?.to_rgb8();
        let (width, height) = (image.width() as usize, image.height() as usize);
        Some(Shot { width, height, rgb: image.pixels().map(|pixel| pixel.0).collect() })
    }

    /// Waits until the screen is as `wanted` says.
    pub fn wait(&self, what: &str, wanted: impl Fn(&Shot) -> bool) -> Shot {
        wait(what, || self.shot().filter(&wanted))
    }
}
