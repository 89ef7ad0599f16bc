//! Which monitor the audience looks at, and which one is the operator's.

use winit::event_loop::ActiveEventLoop;
use winit::monitor::MonitorHandle;

use crate::model::Words;
use crate::words;

/// How the connector of a panel that is built into its machine is called, under X11 and Wayland alike.
const BUILT_IN: [&str; 3] = ["eDP", "LVDS", "DSI"];

/// The audience's monitor, and where there are several the operator's.
#[derive(Clone, Debug)]
pub struct Monitors {
    /// Has the picture.
    pub audience: MonitorHandle,
    /// Is free for the operator's view; `None` when the audience's was asked for by number, for then another player
    /// may have the others.
    pub operator: Option<MonitorHandle>,
}

impl Monitors {
    /// Monitor `number`, counted from 1. Without a number: the only one, or else the operator's is the laptop's own
    /// panel, the main one where none is built in, and the audience's is the first of the others: the projector.
    ///
    /// # Errors
    /// When there is no monitor, or not so many.
    pub fn choose(event_loop: &ActiveEventLoop, number: Option<usize>) -> Result<Monitors, Words> {
        let mut all: Vec<MonitorHandle> = event_loop.available_monitors().collect();
        let count = all.len();
        if count == 0 {
            // winit would make up a main one of a single pixel. The supervisor starts the player until one is on.
            return Err(words!(
                "Chưa có màn hình nào được bật hoặc cắm vào máy.",
                "no monitor is switched on or plugged in"
            ));
        }
        let n = number.unwrap_or(1);
        let missing = || {
            words!(
                "Không có màn hình số {n}; máy này có {count} màn hình.",
                "no monitor {n}; this machine has {count}"
            )
        };
        if let Some(number) = number {
            let audience = number.checked_sub(1).and_then(|index| all.into_iter().nth(index));
            return Ok(Monitors { audience: audience.ok_or_else(missing)?, operator: None });
        }
        let names: Vec<String> = all.iter().map(|monitor| monitor.name().unwrap_or_default()).collect();
        let main = event_loop.primary_monitor().and_then(|main| all.iter().position(|other| *other == main));
        let (audience, operator) = roles(&names, main);
        let operator = operator.and_then(|index| all.get(index).cloned());
        let audience = if audience < count { Some(all.swap_remove(audience)) } else { None };
        Ok(Monitors { audience: audience.ok_or_else(missing)?, operator })
    }
}

/// The places of the audience's and the operator's monitor among those of these `names`, of which `main` is the main
/// one.
fn roles(names: &[String], main: Option<usize>) -> (usize, Option<usize>) {
    if names.len() < 2 {
        return (0, None);
    }
    let built_in = names.iter().position(|name| BUILT_IN.iter().any(|start| name.starts_with(start)));
    let operator = built_in.or(main).unwrap_or(0);
    (usize::from(operator == 0), Some(operator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_laptop_and_a_projector_the_projector_is_the_audiences() {
        for (names, main, expected) in [
            (&["HDMI-1"][..], Some(0), (0, None)),
            (&["eDP-1"], Some(0), (0, None)),
            (&["eDP-1", "HDMI-1"], Some(0), (1, Some(0))),
            (&["HDMI-1", "eDP-1"], Some(0), (0, Some(1))),
            (&["HDMI-1", "eDP-1"], None, (0, Some(1))),
            (&["VGA-1", "LVDS-1"], Some(1), (0, Some(1))),
            (&["DP-1", "HDMI-1"], Some(1), (0, Some(1))),
            (&["DP-1", "HDMI-1"], None, (1, Some(0))),
            (&["DP-1", "eDP-1", "HDMI-1"], Some(1), (0, Some(1))),
        ] {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(roles(&names, main), expected, "{names:?} {main:?}");
        }
    }
}
