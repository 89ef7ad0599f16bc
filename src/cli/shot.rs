//! `bangtin shot`: what the screen shows at a time, by the same `Show` and renderer.

use std::sync::Arc;

use super::args::Shot;
use crate::app::write_png;
use crate::gpu;
use crate::library::Loaded;
use crate::model::{Content, Item, ItemPath, News, Words};
use crate::scene::{self, Fonts, Look, Scene};
use crate::show::Show;
use crate::words;

/// Writes the picture. Same folder, time and size: same bytes.
///
/// # Errors
/// When the folder or the item is not there, there is no driver, or the file cannot be written.
pub fn shot(args: Shot) -> Result<(), Words> {
    let loaded = super::load(&args.folder)?;
    let mut fonts = Fonts::embedded();
    let scene = match &args.item {
        Some(path) => item(&loaded, &args, path, &mut fonts)?,
        None => on_air(&loaded, &args, &mut fonts)?,
    };
    let (width, height, rgba) = gpu::offscreen(&scene, &mut fonts).map_err(|e| e.words())?;
    write_png(&args.output, (width, height), &rgba)
}

/// One step of a fresh `Show` that already holds every picture it asks for, and another with the frames of its clips.
fn on_air(loaded: &Loaded, args: &Shot, fonts: &mut Fonts) -> Result<Arc<Scene>, Words> {
    let now = super::moment(loaded, args.at);
    let mut pictures = Vec::new();
    loop {
        let programme = News::Programme { programme: loaded.programme.clone(), fresh: Vec::new() };
        let news = std::iter::once(programme).chain(pictures.iter().cloned()).collect();
        let mut show = Show::new();
        let mut step = show.step(now, args.size, news, fonts);
        if step.wants.is_empty() {
            if !step.reels.is_empty() {
                step.reels.iter().for_each(|reel| loaded.fill(reel));
                step = show.step(now, args.size, Vec::new(), fonts);
            }
            return step.scene.ok_or_else(|| words!("Không có gì để vẽ.", "there is nothing to draw"));
        }
        pictures.extend(step.wants.into_iter().map(|want| match loaded.decode_now(&want) {
            Ok(picture) => News::Picture(picture),
            Err(_) => News::Failed(want),
        }));
    }
}

/// A page of one item, whatever is on air.
fn item(loaded: &Loaded, args: &Shot, path: &str, fonts: &mut Fonts) -> Result<Arc<Scene>, Words> {
    let home = |path: &ItemPath| {
        let parts = || loaded.programme.divided().into_iter().chain(loaded.programme.beside());
        parts().find(|(_, part)| part.find(path).is_some()).map(|(_, part)| &part.screen)
    };
    let screen = home(&ItemPath::new(path)).unwrap_or(&loaded.programme.screen);
    let item = find(loaded, path)?;
    let pages = scene::pages(&item, screen, args.size, fonts).len();
    let page = args.page;
    if let Content::Lines(_) = item.content {
        return Err(words!(
            "«{path}» là chữ chạy ở chân màn hình, không phải một trang. Bỏ --item để xem cả màn hình.",
            "{path} runs at the foot of the screen and is no page; leave out --item to see the whole screen"
        ));
    }
    if let Content::Later(what) = item.content {
        return Err(undrawn(path, &words!("không có gì để vẽ ({what}).", "nothing to draw ({what}).")));
    }
    if !(1..=pages).contains(&page) {
        return Err(words!(
            "«{path}» có {pages} trang, không có trang {page}.",
            "{path} has {pages} pages, not {page}"
        ));
    }
    let wants =
        [scene::wants(&item, page - 1, screen, args.size), scene::chrome_wants(screen, args.size)].concat();
    let mut pictures = Vec::new();
    for want in wants {
        match loaded.decode_now(&want) {
            Ok(picture) => pictures.push(picture),
            Err(problem) if want.of.path == item.path => return Err(undrawn(path, &problem.message)),
            Err(_) => {} // a slide is shown without it
        }
    }
    let look = Look {
        screen,
        size: args.size,
        local: loaded.programme.local(super::moment(loaded, args.at)),
        coming: None,
        pictures: &|want| pictures.iter().find(|picture| picture.want == *want).cloned(),
    };
    let frame = Arc::new(scene::frame(&item, page - 1, &look, fonts));
    let size = scene::layout_size(screen, args.size);
    Ok(Arc::new(Scene::full(size, screen.turn, frame)))
}

/// There is no picture to be had of the item, and where to look why.
fn undrawn(path: &str, why: &Words) -> Words {
    let (vi, en) = (&why.vi, &why.en);
    words!(
        "Không vẽ được «{path}»: {vi} Xem cách sửa: bangtin check",
        "cannot draw {path}: {en} See bangtin check"
    )
}

fn find(loaded: &Loaded, path: &str) -> Result<Arc<Item>, Words> {
    let wanted = ItemPath::new(path);
    let mut items = loaded.programme.playlists.iter().flat_map(|list| &list.items);
    let found = items.find(|item| item.path.shown() == wanted.shown());
    found
        .cloned()
        .ok_or_else(|| words!("Không có tệp «{path}» trong thư mục.", "there is no {path} in the folder"))
}
