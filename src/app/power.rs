//! The display's sleep outside the hours of the screen.

use std::sync::Arc;

use super::television::{Disobeys, Television, can_be_asked};
use crate::model::{Level, Problem, Screen, Sleep, Words};
use crate::words;

/// What was asked of the display last, and how it took it.
pub struct Power {
    asked: Option<(Sleep, bool)>,
    /// Once one is wanted.
    television: Option<Television>,
    /// Why the window system does not let it sleep.
    unable: Option<Words>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Power {
    /// `wake` is called, from any thread, when [`Power::problem`] may have something new to say.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Power {
        Power { asked: None, television: None, unable: None, wake }
    }

    /// Lets the display sleep, or wakes it, when that is not what was asked last. At the start it is always asked: a
    /// player that crashed at night has left it asleep. `display` asks the window system.
    pub fn set(&mut self, (sleep, awake): (Sleep, bool), display: &mut dyn FnMut(bool) -> Result<(), Words>) {
        let before = self.asked.replace((sleep, awake));
        if before == Some((sleep, awake)) {
            return;
        }
        if let Some((other, false)) = before
            && other != sleep
        {
            // Whoever put it to sleep wakes it.
            self.ask(other, true, display);
        }
        self.ask(sleep, awake, display);
    }

    fn ask(&mut self, sleep: Sleep, awake: bool, display: &mut dyn FnMut(bool) -> Result<(), Words>) {
        self.unable = None;
        match sleep {
            // One that cannot sleep needs no waking.
            Sleep::Auto => self.unable = display(awake).err().filter(|_| !awake),
            Sleep::Cec => {
                if self.television.is_none() {
                    self.television = Television::new(self.wake.clone()).ok();
                }
                if let Some(television) = &mut self.television {
                    television.power(awake);
                }
            }
            Sleep::None => {}
        }
    }

    /// Why the display does not sleep as `screen.toml` says, for the staff.
    pub fn problem(&self) -> Option<Problem> {
        match self.asked?.0 {
            Sleep::Auto => self.unable.as_ref().map(unable),
            Sleep::Cec => self.television.as_ref().and_then(Television::trouble).map(disobeys),
            Sleep::None => None,
        }
    }
}

/// What this machine lacks for the display to sleep as `screen` says.
pub fn lacks(screen: &Screen) -> Option<Problem> {
    (screen.sleep == Sleep::Cec && !can_be_asked()).then(|| disobeys(Disobeys::Missing))
}

fn problem(level: Level, message: Words, help: Words) -> Problem {
    Problem { key: Some("sleep".to_owned()), ..Problem::file(level, "screen.toml", message, help) }
}

fn unable(why: &Words) -> Problem {
    let Words { vi, en } = why;
    problem(
        Level::Notice,
        words!(
            "Ngoài giờ, màn hình chỉ đen chứ không ngủ: {vi}.",
            "Outside its hours the screen is black but does not sleep: {en}."
        ),
        words!(
            "Để vậy cũng được (ghi sleep = \"none\" thì dòng này mất). Muốn ngủ: dùng phiên Xfce (X11) hay sway với một màn hình, hoặc sleep = \"cec\" nếu tivi nghe lệnh qua HDMI.",
            "That does no harm (sleep = \"none\" ends this line). To let it sleep: a session of Xfce (X11) or sway with one monitor, or sleep = \"cec\" where a television obeys over HDMI."
        ),
    )
}

fn disobeys(why: Disobeys) -> Problem {
    let (message, help) = match why {
        Disobeys::Missing => (
            words!(
                "Máy này thiếu chương trình cec-client nên không bật, tắt được tivi qua HDMI.",
                "This machine has no cec-client, so the television is not switched over HDMI."
            ),
            words!(
                "Giáo viên tin học cài: sudo apt install cec-utils",
                "Install it: sudo apt install cec-utils"
            ),
        ),
        Disobeys::Hangs => (
            words!(
                "Bộ phát lệnh HDMI-CEC không trả lời nên tivi chưa được bật, tắt; một phút nữa máy thử lại.",
                "The HDMI-CEC adapter does not answer, so the television was not switched; it is tried again in a minute."
            ),
            by_hand(),
        ),
        Disobeys::Refuses => (
            words!(
                "Máy này không mở được bộ phát lệnh HDMI-CEC nên không bật, tắt được tivi.",
                "This machine has no HDMI-CEC adapter that can be opened, so the television is not switched."
            ),
            by_hand(),
        ),
    };
    problem(Level::Warning, message, help)
}

fn by_hand() -> Words {
    words!(
        "Máy phải có cổng HDMI biết CEC (Raspberry Pi) hoặc bộ CEC cắm USB, và người dùng thuộc nhóm video, dialout. Thử bằng tay: echo \"standby 0\" | cec-client -s -d 1",
        "The machine needs an HDMI port with CEC (Raspberry Pi) or a CEC adapter on USB, and its user the groups video and dialout. By hand: echo \"standby 0\" | cec-client -s -d 1"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was asked of the window system.
    fn asked(wishes: &[(Sleep, bool)], able: bool) -> (Vec<bool>, Option<Problem>) {
        let mut power = Power::new(Arc::new(|| {}));
        let mut asked = Vec::new();
        for wish in wishes {
            power.set(*wish, &mut |awake| {
                asked.push(awake);
                if able { Ok(()) } else { Err(words!("không", "no")) }
            });
        }
        (asked, power.problem())
    }

    #[test]
    fn the_window_system_is_asked_once_per_change_and_at_the_start() {
        use Sleep::{Auto, None};
        for (wishes, wanted) in [
            (&[(Auto, true), (Auto, true)][..], &[true][..]),
            (&[(Auto, true), (Auto, false), (Auto, false), (Auto, true)], &[true, false, true]),
            (&[(Auto, false)], &[false]),
            (&[(None, true), (None, false)], &[]),
            (&[(Auto, false), (None, false)], &[false, true]),
            (&[(None, false), (Auto, false)], &[false]),
        ] {
            assert_eq!(asked(wishes, true), (wanted.to_vec(), Option::None), "{wishes:?}");
        }
    }

    #[test]
    fn what_cannot_sleep_is_told_when_it_should() {
        assert_eq!(asked(&[(Sleep::Auto, true)], false).1, None);
        let told = asked(&[(Sleep::Auto, true), (Sleep::Auto, false)], false).1.unwrap();
        assert_eq!((told.level, told.key.as_deref()), (Level::Notice, Some("sleep")));
        assert_eq!(asked(&[(Sleep::Auto, false), (Sleep::None, false)], false).1, None);
    }
}
