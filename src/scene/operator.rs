//! The operator's view: what a person who leads a ceremony needs to know, on a display that the audience does not see.
//!
//! It is read at arm's length, so its type is half of the wall's; grid and dark theme are the same. What stands still
//! has its place: only digits change from second to second.

use std::sync::Arc;

use chrono::TimeDelta;
use chrono_tz::UTC;

use super::grid::{Grid, Role};
use super::layout::{Layout, Page};
use super::text::{Block, Style};
use super::{Cue, Cues, Fonts, Frame, Layer, Led, Rect, Scene, Timer};
use crate::model::{Color, Lang, Screen, Sizes, Theme, Words, dates};
use crate::words;

/// Type sizes in u.
const SIZES: Sizes = Sizes { display: 8.0, title: 5.0, heading: 4.0, body: 3.2, note: 2.6 };
/// The share that the slide on air has, of the width or of the height of an upright window; the next one has the rest.
const MAIN: f32 = 0.56;
/// Where the digits of a time stand, as a share of the column.
const ELAPSED: f32 = 0.38;
/// Height of the strip under the slide on air that says what keeps it from the audience, in body lines.
const STRIP: f32 = 1.4;

/// The view on a window of `size` pixels.
pub fn operator(cues: &Cues, size: (u32, u32), lang: Lang, fonts: &mut Fonts) -> Scene {
    let theme = Theme { sizes: SIZES, ..Theme::dark() };
    let screen = Screen { theme, ..Screen::bare(UTC) };
    let grid = Grid::new(&screen, size);
    let layout = Layout::new(grid, &screen.theme, fonts);
    let mut view = View { cues, lang, layout, page: Page::default(), small: Vec::new() };
    view.draw();
    let View { page, small, .. } = view;
    let mut scene = Scene::full(size, 0, Arc::new(Frame { ground: screen.theme.ground, nodes: page.nodes }));
    scene.layers.extend(small);
    scene
}

/// A view in the making.
struct View<'a> {
    cues: &'a Cues,
    lang: Lang,
    layout: Layout<'a>,
    page: Page,
    /// The slides in small.
    small: Vec<Layer>,
}

impl View<'_> {
    fn draw(&mut self) {
        let content = self.layout.grid.content;
        let gap = self.layout.u(3.0);
        let top = content.y + self.head() + self.layout.u(1.5);
        let bottom = content.y + content.h - self.keys() - gap;
        let whole = Rect { y: top, h: bottom - top, ..content };
        let side = if self.layout.grid.portrait() {
            let below = self.current(Rect { h: whole.h * MAIN, ..whole }) + gap;
            Rect { y: below, h: bottom - below, ..whole }
        } else {
            let main = Rect { w: (whole.w - gap) * MAIN, ..whole };
            self.current(main);
            Rect { x: main.x + main.w + gap, w: whole.w - gap - main.w, ..whole }
        };
        let times = self.times(side);
        self.next(Rect { h: side.h - times - gap, ..side });
    }

    fn say(&self, words: Words) -> String {
        words.get(self.lang).to_owned()
    }

    /// One line, shortened where it has to be.
    fn line(&mut self, text: &str, role: Role, width: f32) -> Block {
        let style = self.layout.style(role);
        let text = self.layout.fonts.shortened(text, style, width, 1);
        self.layout.fonts.set(text.into_iter().collect(), style, width)
    }

    /// What is led, and the clock; gives their height.
    fn head(&mut self) -> f32 {
        let content = self.layout.grid.content;
        let clock = match self.cues.led {
            Some(_) => dates::clock_seconds(self.cues.local),
            None => dates::clock(self.cues.local),
        };
        let clock = self.line(&clock, Role::Display, content.w);
        let x = content.x + content.w - clock.width;
        self.page.text(&clock, x, content.y, self.layout.theme.text);
        let title = match &self.cues.led {
            Some(led) => led.title.clone(),
            None => self.say(words!("Theo lịch thường", "By the schedule")),
        };
        let title = self.line(&title, Role::Title, x - content.x - self.layout.u(3.0));
        let y = content.y + clock.style.baseline() - title.style.baseline();
        self.page.text(&title, content.x, y, self.layout.theme.text);
        clock.height
    }

    /// What is on air, and why it may not be seen; gives the y below both.
    fn current(&mut self, area: Rect) -> f32 {
        let cues = self.cues;
        let label = match &cues.led {
            Some(Led { step: (step, steps), page: (_, 1), .. }) => {
                words!("Bước {step}/{steps} · đang chiếu", "Step {step}/{steps} · on screen")
            }
            Some(Led { step: (step, steps), page: (page, pages), .. }) => words!(
                "Bước {step}/{steps}, trang {page}/{pages} · đang chiếu",
                "Step {step}/{steps}, page {page}/{pages} · on screen"
            ),
            None => words!("Đang chiếu", "On screen"),
        };
        let strip = self.layout.style(Role::Body).leading * STRIP;
        let room = Rect { h: area.h - strip - self.layout.u(1.0), ..area };
        let slide = self.cue(&label, &cues.current, room);
        let place = Rect { y: slide.y + slide.h + self.layout.u(1.0), h: strip, ..slide };
        if let Some((said, ground, color)) = self.state() {
            self.page.fill(place, ground);
            let inside = self.layout.u(1.5);
            let said = self.say(said);
            let said = self.line(&said, Role::Strong, place.w - 2.0 * inside);
            self.page.text(&said, place.x + inside, place.y + (strip - said.height) / 2.0, color);
        }
        place.y + strip
    }

    /// Why the audience does not see the step, or why it does not go on.
    fn state(&self) -> Option<(Words, Color, Color)> {
        let (cues, theme) = (self.cues, self.layout.theme);
        let step = cues.led.as_ref().map(|led| led.step.0);
        match step {
            _ if cues.blanked => Some((
                words!("Đã tắt hình: người xem thấy màn hình đen", "Blanked: the audience sees black"),
                theme.ceremony,
                theme.on_ceremony,
            )),
            Some(step) if cues.urgent => Some((
                words!(
                    "Tin khẩn đang chiếu; buổi lễ đứng ở bước {step}",
                    "Urgent news is on; the ceremony stands at step {step}"
                ),
                theme.urgent,
                theme.on_urgent,
            )),
            None if cues.urgent => {
                Some((words!("Tin khẩn đang chiếu", "Urgent news is on"), theme.urgent, theme.on_urgent))
            }
            _ if cues.led.as_ref().is_some_and(|led| led.frozen) => Some((
                words!("Đang giữ bước này, không tự chuyển", "This step stays until a key comes"),
                theme.raised,
                theme.text,
            )),
            _ => None,
        }
    }

    fn next(&mut self, area: Rect) {
        let label = words!("Tiếp theo", "Next");
        match &self.cues.next {
            Some(next) => {
                self.cue(&label, next, area);
            }
            None => {
                let none = match self.cues.led {
                    Some(_) => words!("Hết: đây là bước cuối", "Nothing: this is the last step"),
                    None => words!("Chưa có gì", "Nothing"),
                };
                let y = self.label(&label, area);
                let none = self.say(none);
                let none = self.line(&none, Role::Lead, area.w);
                self.page.text(&none, area.x, y, self.layout.theme.text);
            }
        }
    }

    /// Writes a label at the top of `area`; gives the y below it.
    fn label(&mut self, label: &Words, area: Rect) -> f32 {
        let label = self.line(&self.say(label.clone()), Role::NoteStrong, area.w);
        self.page.text(&label, area.x, area.y, self.layout.theme.accent)
    }

    /// A slide in small as large as it fits in `area`, under its label and its title; gives its place.
    fn cue(&mut self, label: &Words, cue: &Cue, area: Rect) -> Rect {
        let y = self.label(label, area);
        let title = self.line(&cue.title, Role::Heading, area.w);
        self.page.text(&title, area.x, y, self.layout.theme.text);
        let y = y + self.layout.style(Role::Heading).leading + self.layout.u(1.0);
        let (w, h) = (self.cues.screen.0.max(1) as f32, self.cues.screen.1.max(1) as f32);
        let scale = (area.w / w).min((area.y + area.h - y).max(1.0) / h);
        let place = Rect { x: area.x.round(), y: y.round(), w: (w * scale).round(), h: (h * scale).round() };
        // A slide as dark as the ground has an edge all the same.
        let edge = self.layout.u(0.25).ceil();
        let around =
            Rect { x: place.x - edge, y: place.y - edge, w: place.w + 2.0 * edge, h: place.h + 2.0 * edge };
        self.page.fill(around, self.layout.theme.raised);
        self.small.push(Layer { size: self.cues.screen, ..Layer::still(place, cue.frame.clone()) });
        place
    }

    /// Elapsed and remaining time at the foot of `area`, or what begins a ceremony; gives their height.
    fn times(&mut self, area: Rect) -> f32 {
        let Some(led) = &self.cues.led else { return self.how_to_begin(area) };
        let waits = words!("chờ bấm phím", "waits for a key");
        let rows = [
            (words!("Bước này", "Step"), led.step_time, waits),
            (words!("Buổi lễ", "Ceremony"), led.time, words!("", "")),
        ];
        let high = self.layout.style(Role::Title).leading + self.layout.u(2.0);
        let height = rows.len() as f32 * high + self.layout.u(3.0) * (rows.len() - 1) as f32;
        let mut y = area.y + area.h - height;
        for (label, timer, open) in rows {
            self.timer(&label, timer, open, Rect { y, h: high, ..area });
            y += high + self.layout.u(3.0);
        }
        height
    }

    fn timer(&mut self, label: &Words, timer: Timer, open: Words, area: Rect) {
        let theme = self.layout.theme;
        let over = timer.remaining.is_some_and(|left| left < TimeDelta::zero());
        let (rest, color) = match timer.remaining.map(|left| digits(left.abs())) {
            None => (open, theme.quiet),
            Some(late) if over => (words!("quá giờ {late}", "{late} over"), theme.ceremony),
            Some(left) => (words!("còn {left}", "{left} left"), theme.text),
        };
        let line = self.layout.style(Role::Title).baseline();
        let on = |style: Style| area.y + line - style.baseline();
        let label = self.line(&self.say(label.clone()), Role::Body, area.w);
        self.page.text(&label, area.x, on(label.style), theme.quiet);
        let role = if timer.remaining.is_some() { Role::Strong } else { Role::Body };
        let rest = self.line(&self.say(rest), role, area.w);
        self.page.text(&rest, area.x + area.w - rest.width, on(rest.style), color);
        let elapsed = self.line(&digits(timer.elapsed), Role::Title, area.w);
        let x = area.x + (area.w * ELAPSED).max(label.width + self.layout.u(2.0));
        self.page.text(&elapsed, x, on(elapsed.style), theme.text);
        let bar = Rect { y: area.y + area.h - self.layout.u(1.0), h: self.layout.u(0.8), ..area };
        self.page.fill(bar, theme.raised);
        if let Some(left) = timer.remaining {
            let whole = (timer.elapsed + left).num_seconds().max(1) as f32;
            let share = if over { 1.0 } else { (timer.elapsed.num_seconds() as f32 / whole).min(1.0) };
            let color = if over { theme.ceremony } else { theme.accent };
            self.page.fill(Rect { w: bar.w * share, ..bar }, color);
        }
    }

    /// What the first key would begin, at the foot of `area`; gives its height.
    fn how_to_begin(&mut self, area: Rect) -> f32 {
        let (said, role, color) = match &self.cues.startable {
            Some(title) => {
                (words!("Nhấn → để bắt đầu {title}", "Press → to begin: {title}"), Role::Strong, true)
            }
            None => (
                words!("Chưa có buổi lễ nào để bắt đầu", "There is no ceremony to begin now"),
                Role::Body,
                false,
            ),
        };
        let said = self.say(said);
        let said = self.layout.heading(&said, role, area.w);
        let color = if color { self.layout.theme.ceremony } else { self.layout.theme.quiet };
        self.page.text(&said, area.x, area.y + area.h - said.height, color);
        said.height
    }

    /// What the keys do, at the foot of the window; gives the height.
    fn keys(&mut self) -> f32 {
        let (cues, content) = (self.cues, self.layout.grid.content);
        let mut keys = vec![];
        if let Some(led) = &cues.led {
            let at_start = led.step.0 == 1 && led.page.0 == 1;
            keys.push(("→".to_owned(), words!("Tiếp", "Next"), cues.next.is_some()));
            keys.push(("←".to_owned(), words!("Lùi", "Back"), !at_start));
        } else if cues.startable.is_some() {
            keys.push(("→".to_owned(), words!("Bắt đầu buổi lễ", "Begin"), true));
        }
        let blank =
            if cues.blanked { words!("Hiện hình", "Show again") } else { words!("Tắt hình", "Blank") };
        keys.push(("B".to_owned(), blank, true));
        if let Some(led) = &cues.led {
            let freeze =
                if led.frozen { words!("Thôi giữ", "Go on") } else { words!("Giữ bước", "Hold") };
            keys.push(("F".to_owned(), freeze, true));
            keys.push(("Esc".to_owned(), words!("Về lịch thường", "To the schedule"), led.in_hand));
            let number = cues.typed.map_or(self.say(words!("Số", "Number")), |number| number.to_string());
            keys.push((format!("{number}, Enter"), words!("Tới bước ấy", "Go to step"), true));
        }
        self.caps(&keys, content)
    }

    /// Keys as caps with words beside them, in as many rows as they need at the foot of `area`; gives the height.
    fn caps(&mut self, keys: &[(String, Words, bool)], area: Rect) -> f32 {
        let theme = self.layout.theme;
        let [inside, beside, apart] = [1.2, 1.0, 3.0].map(|n| self.layout.u(n));
        let high = self.layout.style(Role::Note).leading * 1.4;
        let mut rows: Vec<Vec<(Block, Block, bool)>> = vec![Vec::new()];
        let mut x = 0.0;
        for (cap, words, works) in keys {
            let cap = self.line(cap, Role::NoteStrong, area.w);
            let words = self.line(words.get(self.lang), Role::Note, area.w);
            let width = cap.width + 2.0 * inside + beside + words.width;
            if x > 0.0 && x + width > area.w {
                rows.push(Vec::new());
                x = 0.0;
            }
            x += width + apart;
            rows.last_mut().into_iter().for_each(|row| row.push((cap.clone(), words.clone(), *works)));
        }
        let height = rows.len() as f32 * high * 1.25;
        let mut y = area.y + area.h - height;
        for row in rows {
            let mut x = area.x;
            for (cap, words, works) in row {
                let color = if works { theme.text } else { theme.muted };
                let width = cap.width + 2.0 * inside;
                self.page.fill(Rect { x, y, w: width, h: high }, theme.raised);
                let middle = y + (high - cap.height) / 2.0;
                self.page.text(&cap, x + inside, middle, color);
                let color = if works { theme.quiet } else { theme.muted };
                self.page.text(&words, x + width + beside, middle, color);
                x += width + beside + words.width + apart;
            }
            y += high * 1.25;
        }
        height
    }
}

/// "0:05", "12:34", "1:02:03".
fn digits(length: TimeDelta) -> String {
    let seconds = length.num_seconds().max(0);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_in_digits() {
        for (seconds, told) in [(-1, "0:00"), (0, "0:00"), (5, "0:05"), (754, "12:34"), (3723, "1:02:03")] {
            assert_eq!(digits(TimeDelta::seconds(seconds)), told);
        }
    }
}
