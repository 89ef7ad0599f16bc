//! What is displayed, and what is giving way to it.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::leaving::{Leaving, Was, same_item};
use super::projector::Projector;
use super::reload::playable;
use super::shelf::Shelf;
use super::{Due, GRACE, Shown, far};
use crate::model::dates::minute;
use crate::model::{Authority, Foot, Item, Playlist, Programme, Showing, coming};
use crate::scene::{self, Fonts, Frame, Layer, Look, Node, Scene};

/// What is displayed.
struct Displayed {
    /// `None` is the calm placeholder.
    showing: Option<Showing>,
    page: usize,
    frame: Arc<Frame>,
    /// Layout size of `frame`.
    size: (u32, u32),
    drawn: Drawn,
    /// The frame of a clip that is laid on it.
    film: Option<Node>,
}

/// What a frame was drawn from; equal means it need not be drawn again.
#[derive(PartialEq)]
pub(super) struct Drawn {
    item: Option<usize>,
    page: usize,
    programme: usize,
    /// It leaves room for the ticker.
    foot: bool,
    minute: Option<DateTime<Utc>>,
    /// When the item itself shows something else, in local time: each span of the same ends at another moment.
    changes: Option<NaiveDateTime>,
    size: (u32, u32),
    pictures: usize,
}

/// The one place where frames are kept.
#[derive(Default)]
pub(super) struct Stage {
    displayed: Option<Displayed>,
    leaving: Option<Leaving>,
    /// Since when what is displayed has not been allowed any more.
    barred: Option<DateTime<Utc>>,
    /// What is due is not complete, although another file could be shown.
    pub(super) late: bool,
    paged: Vec<(Arc<Item>, Vec<f64>)>,
    paged_for: Option<(usize, (u32, u32), bool)>,
    last: Option<Arc<Scene>>,
}

impl Stage {
    pub(super) fn is_empty(&self) -> bool {
        self.displayed.is_none()
    }

    /// The item on stage.
    pub(super) fn item(&self) -> Option<&Arc<Item>> {
        self.leaf().map(|(item, _)| item)
    }

    /// The item on stage and its page, whose pictures must not be let go while it is there.
    pub(super) fn leaf(&self) -> Option<(&Arc<Item>, usize)> {
        let displayed = self.displayed.as_ref()?;
        displayed.showing.as_ref().map(|showing| (&showing.item, displayed.page))
    }

    /// The showing that is displayed.
    pub(super) fn showing(&self) -> Option<&Showing> {
        self.displayed.as_ref()?.showing.as_ref()
    }

    /// What is displayed, and the upright size it was laid out for.
    pub(super) fn frame(&self) -> Option<(Arc<Frame>, (u32, u32))> {
        self.displayed.as_ref().map(|displayed| (displayed.frame.clone(), displayed.size))
    }

    /// Lays the frame that is due on the clip that is displayed; the last one stays until there is another.
    pub(super) fn run(&mut self, due: &Due, projector: &Projector) {
        let Some(displayed) = &mut self.displayed else { return };
        let frame = displayed.showing.as_ref().and_then(|showing| projector.frame(showing, due));
        displayed.film = frame.or(displayed.film.take());
    }

    /// Whether what is displayed has the whole screen, beside no zone, and whether what gives way to it has; what is
    /// displayed, where nothing gives way.
    pub(super) fn is_alone(&self) -> (bool, bool) {
        let alone = self.item().is_some_and(|item| item.takes_all());
        (alone, self.leaving.as_ref().map_or(alone, |leaving| leaving.alone))
    }

    /// The page of `item` that is displayed.
    pub(super) fn page_of(&self, item: &Item) -> Option<usize> {
        let displayed = self.displayed.as_ref()?;
        displayed.showing.as_ref().filter(|showing| showing.item.path == item.path).map(|_| displayed.page)
    }

    /// Ends a transition where it stands: the clock stepped.
    pub(super) fn settle(&mut self) {
        self.leaving = None;
        self.barred = None;
    }

    /// Notes the snapshot and the size that pages are counted for, and whether the ticker takes some of it.
    pub(super) fn fit(&mut self, programme: &Arc<Programme>, size: (u32, u32), shared: bool) {
        let key = Some((Arc::as_ptr(programme) as usize, size, shared));
        if self.paged_for != key {
            if self.displayed.as_ref().is_some_and(|d| d.drawn.size != size) {
                self.leaving = None;
            }
            self.paged.clear();
            self.paged_for = key;
        }
    }

    /// Puts on stage what is due, if it is complete; `before` is what gives way to it on an empty stage.
    pub(super) fn place(&mut self, due: &Due, shelf: &Shelf, fonts: &mut Fonts) {
        self.late = false;
        let target = match &due.air.showing {
            None => None,
            Some(showing) => {
                let page = self.page_at(showing, due, fonts).0;
                let wants = scene::wants(&showing.item, page, due.screen(Some(showing)), due.size);
                if !shelf.complete(&showing.item, &wants) {
                    let mut others = self.showing().into_iter().chain(due.next);
                    self.late = others.any(|other| other.item.path != showing.item.path);
                    return self.wait(due, shelf, fonts);
                }
                Some(showing.clone())
            }
        };
        self.barred = None;
        self.show(target, due, shelf, fonts);
    }

    /// What is due is not complete: what is displayed stays, as long as it may.
    pub(super) fn wait(&mut self, due: &Due, shelf: &Shelf, fonts: &mut Fonts) {
        let Some(displayed) = &self.displayed else { return };
        let showing = displayed.showing.clone();
        let allowed = |showing: &Showing| {
            let path = &showing.item.path;
            // A person may begin a ceremony before its hours and end it after them.
            let whole = || due.programme.find(path).is_some_and(|(_, item)| item.hidden.is_none());
            playable(due.programme, path, due.now) || showing.by == Authority::Operator && whole()
        };
        if showing.as_ref().is_none_or(allowed) {
            self.barred = None;
            return self.redraw(due, shelf, fonts);
        }
        let since = *self.barred.get_or_insert(due.now);
        if due.now >= since + GRACE {
            self.barred = None;
            self.show(None, due, shelf, fonts);
        }
    }

    fn show(&mut self, showing: Option<Showing>, due: &Due, shelf: &Shelf, fonts: &mut Fonts) {
        let (page, page_from) = match &showing {
            Some(showing) => self.page_at(showing, due, fonts),
            None => (0, due.now),
        };
        let same = self.displayed.as_ref().is_some_and(|d| d.page == page && same_item(&d.showing, &showing));
        if same {
            if let Some(displayed) = &mut self.displayed {
                displayed.showing = showing;
            }
            return self.redraw(due, shelf, fonts);
        }
        let from = match self.displayed.take() {
            Some(Displayed { showing, frame, drawn, film, .. }) => {
                Some(Was { showing, frame: scene::with_film(&frame, film.as_ref()), foot: drawn.foot })
            }
            None => self.give_way(due, shelf, fonts),
        };
        let (frame, drawn) = self.draw(showing.as_ref(), page, due, shelf, fonts);
        self.leaving = from.and_then(|was| was.leave(&showing, page_from, due));
        let size = scene::layout_size(&due.programme.screen, due.size);
        self.displayed = Some(Displayed { showing, page, frame, size, drawn, film: None });
    }

    /// On an empty stage inside a transition: the last page of what was on before, if it is complete.
    fn give_way(&mut self, due: &Due, shelf: &Shelf, fonts: &mut Fonts) -> Option<Was> {
        let before = due.before.as_ref()?;
        let page = self.last_page(&before.item, due, fonts);
        let wants = scene::wants(&before.item, page, due.screen(Some(before)), due.size);
        if !shelf.complete(&before.item, &wants) {
            return None;
        }
        let (frame, drawn) = self.draw(Some(before), page, due, shelf, fonts);
        Some(Was { showing: Some(before.clone()), frame, foot: drawn.foot })
    }

    /// Draws the displayed page anew where the minute, the folder or the size changed.
    fn redraw(&mut self, due: &Due, shelf: &Shelf, fonts: &mut Fonts) {
        let Some(mut displayed) = self.displayed.take() else { return };
        let screen = due.screen(displayed.showing.as_ref());
        let held = displayed.showing.as_ref().is_none_or(|Showing { item, .. }| {
            shelf.complete(item, &scene::wants(item, displayed.page, screen, due.size))
        });
        // A replaced or deleted picture is no longer held: its frame stays as it is, clock and all.
        if held && displayed.drawn != drawn(displayed.showing.as_ref(), displayed.page, due, shelf) {
            let (frame, drawn) = self.draw(displayed.showing.as_ref(), displayed.page, due, shelf, fonts);
            if *frame != *displayed.frame {
                displayed.frame = frame;
            }
            displayed.size = scene::layout_size(&due.programme.screen, due.size);
            displayed.drawn = drawn;
        }
        self.displayed = Some(displayed);
    }

    /// A page as the audience sees it, and what it was drawn from.
    pub(super) fn draw(
        &self,
        showing: Option<&Showing>,
        page: usize,
        due: &Due,
        shelf: &Shelf,
        fonts: &mut Fonts,
    ) -> (Arc<Frame>, Drawn) {
        let screen = due.screen(showing);
        let local = due.programme.local(due.now);
        // A ceremony that somebody began early does not announce itself.
        let on_air =
            |list: &Arc<Playlist>| showing.is_some_and(|showing| Arc::ptr_eq(&showing.playlist, list));
        let coming = coming(due.programme, due.now).filter(|coming| !on_air(&coming.playlist));
        let look = Look {
            screen,
            size: due.size,
            local,
            coming: coming.as_ref(),
            pictures: &|want| shelf.get(want),
        };
        let frame = match showing {
            Some(showing) => scene::frame(&showing.item, page, &look, fonts),
            None => scene::placeholder(&look, fonts),
        };
        (Arc::new(frame), drawn(showing, page, due, shelf))
    }

    /// The page due at this moment, and when it came on.
    pub(super) fn page_at(
        &mut self,
        showing: &Showing,
        due: &Due,
        fonts: &mut Fonts,
    ) -> (usize, DateTime<Utc>) {
        if let Some(page) = showing.page {
            return (page, showing.from);
        }
        let edges = self.edges(showing, due, fonts);
        let page = edges.iter().rposition(|edge| *edge <= due.now).unwrap_or(0);
        (page, edges.get(page).copied().unwrap_or(showing.from))
    }

    /// When each page of a showing comes on; the first at its start.
    fn edges(&mut self, showing: &Showing, due: &Due, fonts: &mut Fonts) -> Vec<DateTime<Utc>> {
        let millis = showing.item.duration.num_milliseconds() as f64;
        let mut at = 0.0;
        let shares = self.pages(&showing.item, due, fonts);
        let mut edges = Vec::with_capacity(shares.len());
        for share in shares {
            edges.push(showing.from + TimeDelta::milliseconds((at * millis).round() as i64));
            at += share;
        }
        edges
    }

    /// The share of its duration that each page of `item` gets.
    pub(super) fn pages(&mut self, item: &Arc<Item>, due: &Due, fonts: &mut Fonts) -> Vec<f64> {
        if let Some((_, shares)) = self.paged.iter().find(|(known, _)| Arc::ptr_eq(known, item)) {
            return shares.clone();
        }
        let shares = scene::pages(item, due.screens.of(Some(item)), due.size, fonts);
        if self.paged.len() >= 16 {
            self.paged.remove(0);
        }
        self.paged.push((item.clone(), shares.clone()));
        shares
    }

    /// The last page of `item`.
    pub(super) fn last_page(&mut self, item: &Arc<Item>, due: &Due, fonts: &mut Fonts) -> usize {
        self.pages(item, due, fonts).len().saturating_sub(1)
    }

    /// The pages that come next, in order: the next one of the item that is due, and the first of those after it.
    pub(super) fn ahead(&mut self, due: &Due, fonts: &mut Fonts) -> Vec<(Arc<Item>, usize)> {
        let mut ahead = Vec::new();
        if let Some(showing) = &due.air.showing {
            let next = self.page_at(showing, due, fonts).0 + 1;
            if next <= self.last_page(&showing.item, due, fonts) {
                ahead.push((showing.item.clone(), next));
            }
        }
        ahead.extend(due.next.iter().map(|next| (next.item.clone(), 0)));
        ahead
    }

    /// The scene of this moment; the same `Arc` as last time where nothing changed. `strip` is the ticker's, when it
    /// is seen and when this is the first scene.
    pub(super) fn scene(
        &mut self,
        due: &Due,
        blanked: bool,
        shelf: &Shelf,
        ahead: &[(Arc<Item>, usize)],
        strip: impl FnOnce(bool, bool) -> Option<Layer>,
    ) -> Option<Arc<Scene>> {
        let displayed = self.displayed.as_ref()?;
        self.leaving.take_if(|leaving| due.now >= leaving.end());
        let mix = self.leaving.as_ref().filter(|_| !blanked).map(|leaving| leaving.mix(due.now));
        let screen = &due.programme.screen;
        let ahead = ahead.iter().flat_map(|(item, page)| due.wants(item, *page));
        let film = displayed.film.as_ref().filter(|_| !blanked);
        let frame = match film {
            _ if blanked => Arc::new(scene::blank()),
            // What moves as a whole is one picture; at rest the clip alone is drawn anew.
            Some(film) if mix.is_some() => scene::with_film(&displayed.frame, Some(film)),
            _ => displayed.frame.clone(),
        };
        let mut scene = Scene::full(displayed.size, screen.turn, frame);
        if mix.is_none() {
            scene.layers.extend(film.and_then(|film| scene::film_layer(film, displayed.frame.ground)));
        }
        if let Some(layer) = scene.layers.first_mut() {
            layer.mix = mix;
        }
        // A slide that had the screen to itself goes first.
        let free = self.leaving.as_ref().is_none_or(|leaving| leaving.foot);
        scene.layers.extend(strip(displayed.drawn.foot && free && !blanked, self.last.is_none()));
        scene.ahead = ahead.filter_map(|want| shelf.get(&want)).collect();
        match &self.last {
            Some(last) if **last == scene => {}
            _ => self.last = Some(Arc::new(scene)),
        }
        self.last.clone()
    }

    /// What is displayed, for whoever keeps a record. `None` for the placeholder.
    pub(super) fn shown(&mut self, due: &Due, fonts: &mut Fonts) -> Option<Shown> {
        let displayed = self.displayed.as_ref()?;
        let (showing, page) = (displayed.showing.clone()?, displayed.page);
        let pages = self.pages(&showing.item, due, fonts).len();
        let Showing { playlist, item, from, until, by, .. } = showing;
        Some(Shown { playlist, item, page, pages, from, until, by })
    }

    /// When the transition under way ends.
    pub(super) fn moving_until(&self) -> Option<DateTime<Utc>> {
        self.leaving.as_ref().map(Leaving::end)
    }

    /// When the stage changes next by itself, besides moving.
    pub(super) fn wake_at(&mut self, due: &Due, fonts: &mut Fonts) -> DateTime<Utc> {
        let mut at = due.air.until.min(far(due.now));
        if let Some(leaving) = &self.leaving {
            at = at.min(leaving.end());
        }
        if let Some(since) = self.barred {
            at = at.min(since + GRACE);
        }
        let Some(displayed) = &self.displayed else { return at };
        if displayed.drawn.minute.is_some() {
            at = at.min(minute(due.now) + TimeDelta::minutes(1));
        }
        if let Some(changes) = displayed.drawn.changes {
            at = at.min(due.now + (changes - due.programme.local(due.now)));
        }
        if let Some(showing) = displayed.showing.clone().filter(|showing| showing.page.is_none()) {
            let edge = self.edges(&showing, due, fonts).into_iter().find(|edge| *edge > due.now);
            at = at.min(edge.unwrap_or(at));
        }
        at
    }
}

/// What a frame of this page would be drawn from now.
pub(super) fn drawn(showing: Option<&Showing>, page: usize, due: &Due, shelf: &Shelf) -> Drawn {
    let screen = due.screen(showing);
    let mut wants = scene::chrome_wants(screen, due.size);
    wants.extend(showing.iter().flat_map(|s| scene::wants(&s.item, page, screen, due.size)));
    Drawn {
        item: showing.map(|showing| Arc::as_ptr(&showing.item) as usize),
        page,
        programme: Arc::as_ptr(due.programme) as usize,
        foot: screen.footer == Some(Foot::Ticker),
        changes: showing.and_then(|showing| showing.item.changes(due.programme.local(due.now))),
        minute: (screen.header || showing.is_none()).then(|| minute(due.now)),
        size: due.size,
        pictures: wants.iter().filter(|want| shelf.get(want).is_some()).count(),
    }
}
