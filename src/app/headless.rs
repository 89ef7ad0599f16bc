//! The face without a window: the same turn, a line for each change, and the picture on air in a file.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};

use super::leave::Leave;
use super::{Clock, Player, write_png};
use crate::gpu::Offscreen;
use crate::model::{ItemPath, Lang, Stamp, Words, tidy};
use crate::scene::Scene;
use crate::show::Shown;
use crate::words;

/// Plays `folder` without a window until the system asks it to leave. Prints one line per change of what is on the
/// screen, with the moment at which it came, those of another zone than the main one with its name before them; that
/// there is nothing, in `lang`. Keeps the picture in `picture`, if given, as a PNG of `size` pixels.
///
/// # Errors
/// When a picture is asked for and there is no driver to draw it.
pub fn headless(
    folder: &Path,
    clock: Clock,
    size: (u32, u32),
    picture: Option<PathBuf>,
    lang: Lang,
) -> Result<(), Words> {
    let (sender, wakes) = sync_channel(1);
    // A wake carries nothing: one that finds another waiting adds nothing.
    let wake = Arc::new(move || {
        let _ = sender.try_send(());
    });
    let leave = Leave::listen(wake.clone());
    let mut player = Player::open(folder, clock, wake)?;
    let mut camera = match picture {
        Some(file) => {
            Some(Camera { file, size, screen: Offscreen::new(size).map_err(|e| e.words())?, last: None })
        }
        None => None,
    };
    let mut said: HashMap<Option<String>, Option<(ItemPath, Stamp, usize)>> = HashMap::new();
    loop {
        let mut step = player.turn(size, Vec::new());
        if let (Some(camera), Some(scene)) = (&mut camera, &step.scene) {
            camera.take(scene, &mut player)?;
        }
        player.drawn(&mut step, true);
        if step.scene.is_some() {
            let beside = step.zones.iter().map(|(name, shown)| (Some(&**name), shown.as_ref()));
            for (zone, shown) in std::iter::once((None, step.shown.as_ref())).chain(beside) {
                let is = shown.map(|shown| (shown.item.path.clone(), shown.item.stamp, shown.page));
                if said.get(&zone.map(str::to_owned)) != Some(&is) {
                    // Whoever read the lines may be gone; the player plays on.
                    let name = zone.map_or_else(String::new, |zone| format!("[{}]  ", tidy::line(zone)));
                    let _ = writeln!(std::io::stdout(), "{name}{}", line(&player, shown, lang));
                    said.insert(zone.map(str::to_owned), is);
                }
            }
        }
        match wakes.recv_timeout(player.rest(&step)) {
            _ if leave.is_asked() => return Ok(()),
            Ok(()) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

/// "2026-11-30T07:00:00+07:00  cchc/01 thông báo.png  1/2  Tiêu đề", of what came with this turn.
fn line(player: &Player, shown: Option<&Shown>, lang: Lang) -> String {
    let zone = player.programme().map_or(chrono_tz::UTC, |programme| programme.screen.zone);
    let now = player.now().with_timezone(&zone).format("%Y-%m-%dT%H:%M:%S%:z");
    let Some(shown) = shown else {
        let nothing = words!("lúc này không có gì để phát", "nothing to show now");
        return format!("{now}  —  {}", nothing.get(lang));
    };
    let (page, pages) = (shown.page + 1, shown.pages);
    // One line, whatever the file is called.
    let one = |text: &str| tidy::unbound(&tidy::line(text));
    let (path, title) = (one(shown.item.path.shown()), one(&shown.item.title));
    format!("{now}  {path}  {page}/{pages}  {title}")
}

/// Keeps the picture on air in a file.
struct Camera {
    file: PathBuf,
    size: (u32, u32),
    screen: Offscreen,
    last: Option<Arc<Scene>>,
}

impl Camera {
    /// A still has no motion: a transition is shown at its end.
    fn take(&mut self, scene: &Arc<Scene>, player: &mut Player) -> Result<(), Words> {
        let still = scene.at_rest();
        if self.last.as_ref().is_some_and(|last| **last == still) {
            return Ok(());
        }
        let drawn = self.screen.draw(&still, &mut player.fonts).and_then(|_| self.screen.read());
        let rgba = drawn.map_err(|e| e.words())?;
        self.last = Some(Arc::new(still));
        write_png(&self.file, self.size, &rgba)
    }
}
