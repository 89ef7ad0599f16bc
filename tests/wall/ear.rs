//! A loudspeaker of our own: PulseAudio with a sink that leads nowhere, and what is heard on it.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::display::{Killed, wait};

/// Samples a second.
const RATE: f64 = 48_000.0;

/// Louder than that is a sound.
const LOUD: u16 = 2500;

/// Samples of silence that part two sounds.
const PAUSE: u64 = 9600;

/// The loudspeaker.
pub struct Ear {
    _server: Killed,
    _recorder: Killed,
    heard: Arc<Mutex<Heard>>,
    place: TempDir,
}

#[derive(Default)]
struct Heard {
    samples: u64,
    /// When the first sample was, by the one that came the soonest.
    origin: Option<Instant>,
    /// Where sounds began, in samples.
    onsets: Vec<u64>,
    /// Samples since the last loud one.
    quiet: u64,
}

impl Ear {
    /// Starts a server with a socket of its own.
    #[allow(clippy::disallowed_methods)] // a test listens in real time
    pub fn open() -> Ear {
        let place = tempfile::tempdir().expect("a place for the socket");
        let socket = place.path().join("native");
        let mut server = Command::new("pulseaudio");
        server.args(["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--log-level=0"]);
        server.args(["-L", "module-null-sink sink_name=wall rate=48000", "-L"]);
        server.arg(format!("module-native-protocol-unix socket={} auth-anonymous=1", socket.display()));
        server.env("HOME", place.path()).env("XDG_RUNTIME_DIR", place.path());
        let server = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let server = Killed(server.expect("pulseaudio (make test installs it)"));
        wait("the sound server", || socket.exists().then_some(()));
        let mut recorder = Command::new("parec");
        recorder.args(["--raw", "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=10"]);
        recorder.args(["--device=wall.monitor"]).env("PULSE_SERVER", Ear::address(&place));
        let mut recorder = Killed(recorder.stdout(Stdio::piped()).spawn().expect("parec runs"));
        let mut from = recorder.0.stdout.take().expect("piped");
        let heard: Arc<Mutex<Heard>> = Arc::default();
        let hears = heard.clone();
        std::thread::spawn(move || {
            let (mut bytes, mut odd) = ([0; 4096], 0);
            while let Ok(read @ 1..) = from.read(&mut bytes[odd..]) {
                let all = odd + read;
                hears.lock().unwrap().take(&bytes[..all - all % 2], Instant::now());
                odd = all % 2;
                if odd == 1 {
                    bytes[0] = bytes[all - 1];
                }
            }
        });
        wait("the recorder", || (heard.lock().unwrap().samples > 0).then_some(()));
        Ear { _server: server, _recorder: recorder, heard, place }
    }

    fn address(place: &TempDir) -> String {
        let socket: PathBuf = place.path().join("native");
        format!("unix:{}", socket.display())
    }

    /// For `PULSE_SERVER`.
    pub fn server(&self) -> String {
        Ear::address(&self.place)
    }

    /// When sounds began, so far.
    pub fn onsets(&self) -> Vec<Instant> {
        let heard = self.heard.lock().unwrap();
        let origin = heard.origin.expect("it has listened");
        heard.onsets.iter().map(|at| origin + Duration::from_secs_f64(*at as f64 / RATE)).collect()
    }

    /// How long there has been nothing to hear.
    pub fn quiet(&self) -> Duration {
        Duration::from_secs_f64(self.heard.lock().unwrap().quiet as f64 / RATE)
    }
}

impl Heard {
    fn take(&mut self, bytes: &[u8], now: Instant) {
        for pair in bytes.chunks_exact(2) {
            let loud = i16::from_le_bytes([pair[0], pair[1]]).unsigned_abs();
            if loud > LOUD {
                if self.quiet > PAUSE {
                    self.onsets.push(self.samples);
                }
                self.quiet = 0;
            } else {
                self.quiet += 1;
            }
            self.samples += 1;
        }
        let length = Duration::from_secs_f64(self.samples as f64 / RATE);
        let origin = now.checked_sub(length).unwrap_or(now);
        self.origin = Some(self.origin.map_or(origin, |known| known.min(origin)));
    }
}
