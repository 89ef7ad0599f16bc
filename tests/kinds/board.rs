//! A slide on a screen.

use std::sync::Arc;

use bangtin::gpu;
use bangtin::model::{
    Asset, Coming, Fit, Foot, Freshness, Item, ItemPath, Picture, Playlist, Rank, Screen, Stamp, Theme,
    Transition, Want, When, Words, read,
};
use bangtin::scene::{self, Fonts, Frame, Look, Scene};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// Landscape, portrait, and the smallest and the largest screen that the player promises.
pub const SIZES: [(u32, u32); 5] = [(1920, 1080), (1080, 1920), (1366, 768), (1024, 768), (3840, 2160)];

/// A whole procedure, as the law asks for it to be posted.
pub const PROCEDURE: &str = "kind = 'procedure'\nname = 'Cấp bản sao từ sổ gốc'\n\
    subject = 'Người học có tên trong sổ gốc'\n\
    deadline = 'Trong ngày; nộp sau 15 giờ thì nhận vào ngày làm việc tiếp theo'\n\
    fee = 'Không'\nplace = 'Văn phòng nhà trường'\nauthority = 'Hiệu trưởng'\n\
    papers = ['Đơn đề nghị', 'Căn cước hoặc giấy tờ thay thế', 'Giấy ủy quyền, nếu nộp thay']\ncopies = '01 bộ'\n\
    steps = ['Nộp hồ sơ', 'Kiểm tra sổ gốc', 'Ký bản sao', 'Nhận kết quả']\nresult = 'Bản sao'\n\
    conditions = 'Có tên trong sổ gốc của nhà trường'\nbasis = 'Thông tư 21/2019/TT-BGDĐT, Điều 31'\n\
    form = 'Mẫu đơn tại văn phòng'\ndecision = 'Quyết định số 12/QĐ-UBND'\nupdated = 2026-11-01\n\
    qr = 'https://www.thptconghien.haiphong.edu.vn/'\nconfirm = true";

/// The item of a slide written in TOML.
pub fn item(toml: &str) -> Item {
    of(read::slide(toml.as_bytes(), "slide.toml", &asset))
}

/// The item of a slide written in Markdown.
pub fn markdown(text: &str) -> Item {
    of(read::markdown(text.as_bytes(), "slide.md", &asset))
}

fn asset(path: &str) -> Result<Asset, Words> {
    Ok(Asset { path: ItemPath::new(path), stamp: Stamp::default() })
}

fn of((file, problems): read::Outcome<read::SlideFile>) -> Item {
    let content = file.unwrap_or_else(|| panic!("{problems:?}")).content;
    Item {
        path: ItemPath::new("slide.toml"),
        stamp: Stamp::default(),
        content,
        title: String::new(),
        topic: None,
        when: When::always(),
        duration: TimeDelta::seconds(8),
        timed: false,
        weight: 1,
        rank: Rank::Loop,
        transition: Transition::default(),
        fit: Fit::Contain,
        fresh: Freshness::Now,
        volume: 0,
        hidden: None,
    }
}

/// The lobby's screen, with header and footer.
pub fn screen(theme: Theme) -> Screen {
    Screen {
        school: "Trường THPT Cộng Hiền".to_owned(),
        header: true,
        footer: Some(Foot::Line("Tổng đài Cổng Dịch vụ công quốc gia: 1800 1096".to_owned())),
        theme,
        ..Screen::bare(chrono_tz::Asia::Ho_Chi_Minh)
    }
}

/// What is about to begin.
#[allow(dead_code)] // the goldens alone show it
pub fn coming(title: &str, minutes: i64) -> Coming {
    let playlist = Playlist {
        folder: "chao-co".to_owned(),
        name: "chao-co".to_owned(),
        title: title.to_owned(),
        when: When::always(),
        ceremony: true,
        ends_on_time: false,
        ticker: false,
        shuffled: false,
        items: Vec::new(),
    };
    Coming { playlist: Arc::new(playlist), minutes }
}

/// Every page of `item`.
pub fn frames(item: &Item, screen: &Screen, size: (u32, u32), fonts: &mut Fonts) -> Vec<Frame> {
    let look = Look { screen, size, local: morning(), coming: None, pictures: &grey };
    let count = scene::pages(item, screen, size, fonts).len();
    (0..count).map(|page| scene::frame(item, page, &look, fonts)).collect()
}

/// What stands on the screen: width, height and luminance of each pixel.
pub fn luminance(frame: Frame, size: (u32, u32), fonts: &mut Fonts) -> (usize, usize, Vec<u8>) {
    let scene = Scene::full(size, 0, Arc::new(frame));
    let (width, height, rgba) = gpu::offscreen(&scene, fonts).expect("a device");
    let grey =
        rgba.chunks_exact(4).map(|p| ((u32::from(p[0]) + u32::from(p[1]) + u32::from(p[2])) / 3) as u8);
    (width as usize, height as usize, grey.collect())
}

/// A Tuesday in November.
pub fn morning() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 24).and_then(|day| day.and_hms_opt(9, 5, 0)).expect("a date")
}

/// A picture of three to two that has arrived.
fn grey(want: &Want) -> Option<Arc<Picture>> {
    let (width, height) = (want.space.0, (want.space.0 * 2 / 3).min(want.space.1));
    let rgba = vec![128; (width * height * 4) as usize];
    Some(Arc::new(Picture { want: want.clone(), width, height, rgba, mean: [128; 3] }))
}
