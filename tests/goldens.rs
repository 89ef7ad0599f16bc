//! Slides as they must look: one folder each under `tests/goldens`, drawn by the real renderer.
//!
//! A folder holds `slide.toml` or `slide.md`, optionally `case.toml` (`page`, `dark`, `header`, `urgent`, `at`, a local time, and
//! `coming`, the title of what begins in 12 minutes), and the two expected pictures; the folder `operator` holds the
//! operator's view at several moments, the folder `ticker` the ticker over a slide, the folder `pages`
//! pages of documents, the folder `moving` frames of pictures that move and of clips. `BANGTIN_UPDATE_GOLDENS=1 cargo test --test goldens` writes them anew: look at
//! each before it is committed. A missing picture fails. What failed is written to the target directory beside the
//! difference.

#[path = "kinds/board.rs"]
#[allow(dead_code)] // shared with the tests of the kinds
mod board;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use bangtin::decode::Workers;
use bangtin::gpu::Offscreen;
use bangtin::library;
use bangtin::model::{Item, Key, Lang, Level, News, Picture, Rank, Screen, Theme, Want};
use bangtin::scene::{self, Fonts, Look, Scene};
use bangtin::show::Show;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{Rgba, RgbaImage};
use toml::de::{DeTable, DeValue};

const SIZES: [(&str, (u32, u32)); 2] = [("landscape", (960, 540)), ("portrait", (540, 960))];
/// A pixel differs when a channel is off by more than this: antialiasing of another driver is less.
const CHANNEL: u8 = 24;
/// As many pixels of 518 400 may differ: fewer than a single mark on a letter has.
const PIXELS: usize = 12;

#[test]
fn slides_look_as_they_should() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens");
    let mut cases: Vec<PathBuf> = fs::read_dir(&root)
        .expect("tests/goldens")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("slide.toml").exists() || path.join("slide.md").exists())
        .collect();
    cases.sort();
    assert!(cases.len() >= 15, "goldens are gone: {cases:?}");
    let mut wrong = Vec::new();
    for (name, size) in SIZES {
        let mut target = Offscreen::new(size).expect("a device");
        for case in &cases {
            let drawn = draw(case, size, &mut target);
            wrong.extend(compare(case, name, &drawn).err());
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The operator's view through a ceremony on a Monday, in a folder like the sample's.
#[test]
fn the_operators_view_looks_as_it_should() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    for (name, text) in CEREMONY {
        write(name, text);
    }
    let programme = library::load(
        folder.path(),
        monday("06:00:00").to_utc(),
        &Workers::of(env!("CARGO_BIN_EXE_bangtin")),
    )
    .programme;
    assert!(programme.problems.is_empty(), "{:?}", programme.problems);
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens/operator");
    use Key::{Blank, Digit, Enter, Last, Next};
    let laptop = (1366, 768);
    type Case<'a> = (&'a str, (u32, u32), Lang, &'a [(&'a str, &'a [Key])]);
    let cases: [Case; 7] = [
        ("before", laptop, Lang::Vi, &[("06:48:20", &[])]),
        ("middle", laptop, Lang::Vi, &[("07:12:00", &[Digit(5), Enter]), ("07:12:34", &[])]),
        ("last", laptop, Lang::Vi, &[("07:38:00", &[Last, Next]), ("07:38:09", &[])]),
        ("blanked", laptop, Lang::Vi, &[("07:02:00", &[Digit(2), Enter, Blank]), ("07:02:31", &[])]),
        ("overdue", laptop, Lang::Vi, &[("07:44:00", &[Digit(4), Enter]), ("07:48:12", &[Digit(6)])]),
        ("english", (1024, 768), Lang::En, &[("07:12:00", &[Digit(5), Enter]), ("07:12:34", &[])]),
        ("upright", (768, 1366), Lang::Vi, &[("07:12:00", &[Digit(3), Enter]), ("07:12:34", &[])]),
    ];
    let mut wrong = Vec::new();
    let mut target: Option<((u32, u32), Offscreen)> = None;
    for (name, size, lang, script) in cases {
        let mut fonts = Fonts::embedded();
        let mut show = Show::new();
        let mut news = vec![News::Programme { programme: programme.clone(), fresh: Vec::new() }];
        for (time, keys) in script {
            news.extend(keys.iter().map(|key| News::Key(*key)));
            let step = show.step(monday(time).to_utc(), (1920, 1080), std::mem::take(&mut news), &mut fonts);
            assert!(step.wants.is_empty(), "no pictures");
        }
        let now = script.last().expect("a time").0;
        let (cues, _) = show.cues(monday(now).to_utc(), (1920, 1080), &mut fonts).expect("cues");
        let scene = scene::operator(&cues, size, lang, &mut fonts);
        let target = match &mut target {
            Some((known, target)) if *known == size => target,
            other => &mut other.insert((size, Offscreen::new(size).expect("a device"))).1,
        };
        while target.draw(&scene, &mut fonts).expect("drawn").pending {}
        let drawn = RgbaImage::from_raw(size.0, size.1, target.read().expect("pixels")).expect("a picture");
        wrong.extend(compare(&case, name, &drawn).err());
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The ticker while it runs and while it stands, with every stacked mark whole at the edges of the strip.
#[test]
fn the_ticker_looks_as_it_should() {
    const RUNS: &str =
        "Ẵ Ậ Ộ Ữ ỵ: sáu nội dung cải cách hành chính\nTra cứu, nộp hồ sơ, thanh toán trực tuyến";
    const STANDS: &str = "ẲNG Ộ\nQUÝ";
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens/ticker");
    let mut wrong = Vec::new();
    for (shape, size) in SIZES {
        let mut target = Offscreen::new(size).expect("a device");
        for (name, theme, lines) in
            [("runs", "giay", RUNS), ("runs-dark", "dem", RUNS), ("stands", "giay", STANDS)]
        {
            let folder = tempfile::tempdir().expect("a folder");
            let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
            fs::create_dir(folder.path().join("chu-chay")).expect("made");
            write("chu-chay/tin.txt", lines);
            write("a.txt", "Một cửa, đúng hẹn\n- Hồ sơ nộp tại văn phòng");
            write("screen.toml", &format!("school = 'Trường THPT Cộng Hiền'\ntheme = '{theme}'"));
            let programme = library::load(
                folder.path(),
                monday("06:00:00").to_utc(),
                &Workers::of(env!("CARGO_BIN_EXE_bangtin")),
            )
            .programme;
            let mut fonts = Fonts::embedded();
            let news = vec![News::Programme { programme, fresh: Vec::new() }];
            let step = Show::new().step(monday("09:00:05.300").to_utc(), size, news, &mut fonts);
            while target.draw(step.scene.as_ref().expect("a scene"), &mut fonts).expect("drawn").pending {}
            let drawn =
                RgbaImage::from_raw(size.0, size.1, target.read().expect("pixels")).expect("a picture");
            let top = (size.1 as f32 - 0.08 * size.0.min(size.1) as f32).round() as u32;
            for edge in [top, top + 1, size.1 - 2, size.1 - 1] {
                let ground = drawn.get_pixel(0, size.1 - 1);
                assert!(
                    (0..size.0).all(|x| drawn.get_pixel(x, edge) == ground),
                    "{name} {shape}: cut at {edge}"
                );
            }
            wrong.extend(compare(&case, &format!("{name}-{shape}"), &drawn).err());
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The ready layouts, by the whole player but its window.
#[test]
fn divided_screens_look_as_they_should() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens/zones");
    let mut wrong = Vec::new();
    for layout in ["full", "side", "ticker"] {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in DIVIDED {
            let text = text.replace("LAYOUT", layout);
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        if layout == "ticker" {
            fs::create_dir(folder.path().join("chu-chay")).expect("made");
            fs::write(folder.path().join("chu-chay/a.txt"), "Nộp hồ sơ trực tuyến: dichvucong.gov.vn\n")
                .expect("written");
        }
        let programme = library::load(
            folder.path(),
            monday("06:00:00").to_utc(),
            &Workers::of(env!("CARGO_BIN_EXE_bangtin")),
        )
        .programme;
        assert!(programme.problems.is_empty(), "{:?}", programme.problems);
        for (shape, size) in SIZES {
            let mut fonts = Fonts::embedded();
            let news = vec![News::Programme { programme: programme.clone(), fresh: Vec::new() }];
            let step = Show::new().step(monday("09:00:05").to_utc(), size, news, &mut fonts);
            assert!(step.wants.is_empty(), "no pictures");
            let mut target = Offscreen::new(size).expect("a device");
            target.draw(&step.scene.expect("a scene"), &mut fonts).expect("drawn");
            let drawn =
                RgbaImage::from_raw(size.0, size.1, target.read().expect("pixels")).expect("a picture");
            wrong.extend(compare(&case, &format!("{layout}-{shape}"), &drawn).err());
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Documents: slides, of PowerPoint too, portrait pages alone and in pairs, one that lies on its side, in the dark and when
/// urgent; and pictures so long that they have pages.
#[test]
fn documents_look_as_they_should() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens/pages");
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/pdf");
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("made");
    let workers = Workers::of(env!("CARGO_BIN_EXE_bangtin")).keeping(&kept);
    let mut wrong = Vec::new();
    for (name, theme, file, chosen, rank) in [
        ("slides", "giay", "trinh-chieu.pdf", "2", Rank::Loop),
        ("pair", "giay", "ke-hoach.pdf", "1-2", Rank::Loop),
        ("alone", "giay", "ke-hoach.pdf", "2", Rank::Loop),
        ("pair-dark", "dem", "ke-hoach.pdf", "1-2", Rank::Loop),
        ("turned", "giay", "nam-ngang.pdf", "1", Rank::Loop),
        ("urgent", "giay", "trinh-chieu.pdf", "1", Rank::Urgent),
        ("powerpoint", "giay", "../office/trinh-chieu.pptx", "2", Rank::Loop),
        ("scroll", "giay", "../long/cuon.png", "1-2", Rank::Loop),
        ("panorama", "giay", "../long/toan-canh.jpg", "1", Rank::Loop),
        ("view", "dem", "../long/toan-canh.jpg", "3", Rank::Loop),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let list = if rank == Rank::Urgent { "khan-cap" } else { "a" };
        fs::create_dir(folder.path().join(list)).expect("made");
        let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
        let end = file.rsplit('.').next().expect("an extension");
        write(&format!("{list}/a.{end}"), &fs::read(files.join(file)).expect("a document"));
        write(&format!("{list}/a.{end}.toml"), format!("pages = '{chosen}'").as_bytes());
        write("screen.toml", format!("school = 'Trường THPT Cộng Hiền'\ntheme = '{theme}'").as_bytes());
        let loaded = library::load(folder.path(), monday("06:00:00").to_utc(), &workers);
        let mut problems = loaded.programme.problems.iter();
        assert!(problems.all(|problem| problem.level == Level::Notice), "{:?}", loaded.programme.problems);
        let (screen, item) = (&loaded.programme.screen, &loaded.programme.playlists[0].items[0]);
        for (shape, size) in SIZES {
            let wants = scene::wants(item, 0, screen, size);
            let pictures: Vec<_> =
                wants.iter().map(|want| loaded.decode_now(want).expect("decoded")).collect();
            let held = |want: &Want| pictures.iter().find(|picture| picture.want == *want).cloned();
            let local = board::morning();
            let look = Look { screen, size, local, coming: None, pictures: &held };
            let mut fonts = Fonts::embedded();
            let scene = Scene::full(size, 0, Arc::new(scene::frame(item, 0, &look, &mut fonts)));
            let mut target = Offscreen::new(size).expect("a device");
            while target.draw(&scene, &mut fonts).expect("drawn").pending {}
            let drawn =
                RgbaImage::from_raw(size.0, size.1, target.read().expect("pixels")).expect("a picture");
            wrong.extend(compare(&case, &format!("{name}-{shape}"), &drawn).err());
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Frames of pictures that move and of clips, as `bangtin shot` draws them; the bars have the same colours whatever the
/// numbers of their clip mean.
#[test]
fn what_moves_looks_as_it_should_at_its_time() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/goldens/moving");
    let (green, blue) = ("2026-11-30T09:00:05.300", "2026-11-30T09:00:05.900");
    let mut wrong = Vec::new();
    for (name, file, at) in [
        ("green", "dia.gif", green),
        ("blue", "dia.gif", blue),
        ("webp", "dia.webp", green),
        // FFmpeg gave its last frame the time of the one before: 800 ms in all.
        ("blue", "dia.png", green),
        ("bars", "bt709 tv", green),
        ("bars", "bt709 pc", green),
        ("bars", "smpte170m tv", green),
        ("bars", "smpte170m pc", green),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("screen.toml"), "school = 'Trường THPT Cộng Hiền'").expect("written");
        match file.split_once(' ') {
            Some((matrix, range)) => bars(&folder.path().join("Màu.mp4"), matrix, range),
            None => {
                let end = file.rsplit('.').next().expect("an extension");
                let to = folder.path().join(format!("Đĩa màu.{end}"));
                fs::copy(Path::new("tests/files/moving").join(file), to).expect("copied");
            }
        }
        for (shape, (width, height)) in SIZES {
            let output = folder.path().join(".shot.png");
            let mut shot = Command::new(env!("CARGO_BIN_EXE_bangtin"));
            shot.arg("shot").arg(folder.path()).args(["--at", at, "--output"]).arg(&output);
            shot.args(["--size", &format!("{width}x{height}")]);
            assert!(shot.status().expect("it runs").success());
            let drawn = image::open(&output).expect("a picture").to_rgba8();
            assert_eq!(drawn.dimensions(), (width, height));
            wrong.extend(compare(&case, &format!("{name}-{shape}"), &drawn).err());
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A clip of the bars of a test card, five seconds of them, its numbers of this matrix and range.
fn bars(file: &Path, matrix: &str, range: &str) {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args([
        "-v",
        "error",
        "-nostdin",
        "-f",
        "lavfi",
        "-i",
        "smptehdbars=s=640x360:r=5:d=5,format=gbrp",
    ]);
    ffmpeg.args(["-vf", &format!("scale=out_color_matrix={matrix}:out_range={range},format=yuv420p")]);
    ffmpeg.args(["-colorspace", matrix, "-color_range", range]);
    let done = ffmpeg.args(["-c:v", "libx264", "-preset", "ultrafast", "-qp", "4"]).arg(file).status();
    assert!(done.expect("ffmpeg: packaging/need.sh test installs it").success());
}

/// A folder with hotlines; what is said of it stands in the sample.
const DIVIDED: [(&str, &str); 3] = [
    ("screen.toml", "school = 'Trường THPT Cộng Hiền'\nlayout = 'LAYOUT'\n"),
    (
        "01 văn bản/01.toml",
        "kind = 'document'\nform = 'Chỉ thị'\nnumber = '23/CT-TTg'\ndate = 2021-09-02\n\
         issuer = 'Thủ tướng Chính phủ'\nsummary = 'Về đẩy mạnh thực hiện Chương trình tổng thể CCHC nhà nước giai đoạn 2021-2030'\n",
    ),
    (
        "02 Đường dây nóng/01.toml",
        "kind = 'hotline'\nheading = 'Cần hỏi, xin gọi'\n\
         lines = [{ label = 'Tổng đài Cổng Dịch vụ công quốc gia', number = '1800 1096' }]\n",
    ),
];

/// This time of Monday, 30 November 2026, in Hải Phòng.
fn monday(time: &str) -> chrono::DateTime<chrono_tz::Tz> {
    let local: chrono::NaiveDateTime = format!("2026-11-30T{time}").parse().expect("a time");
    local.and_local_timezone(chrono_tz::Asia::Ho_Chi_Minh).single().expect("a moment")
}

/// A folder that leads a ceremony.
const CEREMONY: [(&str, &str); 9] = [
    (
        "screen.toml",
        "school = 'Trường THPT Cộng Hiền'\nfooter = 'Tổng đài Cổng Dịch vụ công quốc gia: 1800 1096'",
    ),
    (
        "bang-tin/01.toml",
        "kind = 'message'\nheading = 'Vì sao phải cải cách hành chính?'\ntext = 'Nghị quyết số 76/NQ-CP.'",
    ),
    ("chao-co/playlist.toml", "title = 'Chào cờ đầu tuần'\ndays = 'T2'\nhours = '07:00-07:45'"),
    (
        "chao-co/01 Chương trình.toml",
        "kind = 'agenda'\nheading = 'Chương trình chào cờ'\nsteps = [{ time = '07:00', text = 'Chào cờ, hát Quốc ca' }, \
         { time = '07:05', text = 'Kết quả thi đua' }, { time = '07:20', text = 'Sinh hoạt chuyên đề' }]",
    ),
    ("chao-co/02 Quốc kỳ.toml", "kind = 'flag'"),
    (
        "chao-co/03 Thi đua.toml",
        "kind = 'ranking'\nheading = 'Ví dụ: thi đua tuần'\nrows = [{ name = 'Lớp A', score = 98.5 }, \
         { name = 'Lớp B', score = 97 }, { name = 'Lớp C', score = 97 }]",
    ),
    (
        "chao-co/04 Triển khai.toml",
        "kind = 'message'\nheading = 'Triển khai công tác tuần'\npoints = ['Việc thứ nhất.', 'Việc thứ hai.']",
    ),
    (
        "chao-co/05 Dịch vụ công (1 phút).toml",
        "kind = 'message'\nheading = 'Dịch vụ công trực tuyến'\npoints = ['Đăng nhập bằng VNeID.', 'Theo dõi trạng thái xử lý.']",
    ),
    (
        "chao-co/06 Câu hỏi.toml",
        "kind = 'quiz'\nquestion = 'Nộp hồ sơ trực tuyến ở đâu?'\nanswer = 'B'\noptions = ['Cổng Dịch vụ công cấp tỉnh', \
         'Cổng Dịch vụ công quốc gia']",
    ),
];

/// The case's page on a screen of `size`.
fn draw(case: &Path, size: (u32, u32), target: &mut Offscreen) -> RgbaImage {
    let read = |name: &str| fs::read_to_string(case.join(name)).ok();
    let toml = || board::item(&read("slide.toml").expect("slide.toml"));
    let item = read("slide.md").map_or_else(toml, |text| board::markdown(&text));
    let settings = fs::read_to_string(case.join("case.toml")).unwrap_or_default();
    let settings = DeTable::parse(&settings).expect("case.toml").into_inner();
    let flag = |key: &str, default: bool| match settings.get(key).map(|value| value.get_ref()) {
        Some(DeValue::Boolean(value)) => *value,
        None => default,
        Some(other) => panic!("{key} is {other:?}"),
    };
    let page = match settings.get("page").map(|value| value.get_ref()) {
        Some(DeValue::Integer(value)) => value.as_str().parse().expect("page"),
        _ => 1_usize,
    };
    let theme = if flag("dark", false) { Theme::dark() } else { Theme::light() };
    let mut screen: Screen = board::screen(theme);
    if !flag("header", true) {
        screen.header = false;
        screen.footer = None;
    }
    let mut fonts = Fonts::embedded();
    let local = match settings.get("at").map(|value| value.get_ref()) {
        Some(DeValue::String(text)) => text.parse().expect("a local time"),
        _ => board::morning(),
    };
    let coming = settings.get("coming").map(|value| match value.get_ref() {
        DeValue::String(title) => board::coming(title, 12),
        other => panic!("coming is {other:?}"),
    });
    let look = Look { screen: &screen, size, local, coming: coming.as_ref(), pictures: &gradient };
    let rank = if flag("urgent", false) { Rank::Urgent } else { Rank::Loop };
    let item = Item { rank, ..item };
    let frame = scene::frame(&item, page - 1, &look, &mut fonts);
    let scene = Scene::full(size, 0, Arc::new(frame));
    while target.draw(&scene, &mut fonts).expect("drawn").pending {}
    RgbaImage::from_raw(size.0, size.1, target.read().expect("pixels")).expect("a picture")
}

/// `Err` says what is wrong and where to look.
fn compare(case: &Path, name: &str, drawn: &RgbaImage) -> Result<(), String> {
    let path = case.join(format!("expected-{name}.png"));
    if std::env::var_os("BANGTIN_UPDATE_GOLDENS").is_some() {
        return save(drawn, &path);
    }
    let expected = image::open(&path).map_err(|error| format!("{}: {error}", path.display()))?.to_rgba8();
    let far = |a: &Rgba<u8>, b: &Rgba<u8>| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > CHANNEL);
    let mut difference = drawn.clone();
    let mut count = 0;
    for (x, y, pixel) in difference.enumerate_pixels_mut() {
        let off = expected.get_pixel_checked(x, y).is_none_or(|expected| far(expected, pixel));
        count += usize::from(off);
        *pixel = if off { Rgba([255, 0, 0, 255]) } else { Rgba(pixel.0.map(|channel| channel / 2 + 127)) };
    }
    if drawn.dimensions() == expected.dimensions() && count <= PIXELS {
        return Ok(());
    }
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("goldens").join(case.file_name().unwrap_or_default());
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for (kind, picture) in [("actual", drawn), ("difference", &difference)] {
        picture.save(folder.join(format!("{kind}-{name}.png"))).map_err(|error| error.to_string())?;
    }
    Err(format!("{}: {count} pixels differ; see {}", path.display(), folder.display()))
}

/// Small: the expected pictures live in the repository.
fn save(drawn: &RgbaImage, path: &Path) -> Result<(), String> {
    let file = fs::File::create(path).map_err(|error| error.to_string())?;
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::Adaptive);
    let opaque = image::DynamicImage::from(drawn.clone()).to_rgb8();
    opaque.write_with_encoder(encoder).map_err(|error| error.to_string())
}

/// A photograph that weighs little: sky over a hill, as large as it is wanted.
fn gradient(want: &Want) -> Option<Arc<Picture>> {
    let (width, height) = want.space;
    let pixel = |x: u32, y: u32| {
        let (x, y) = (x as f32 / width as f32, y as f32 / height as f32);
        if y > 0.65 + 0.12 * (x * 5.0).sin() { [56, 104, 62, 255] } else { [170, 200, 218, 255] }
    };
    let rgba = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    Some(Arc::new(Picture { want: want.clone(), width, height, rgba, mean: [120, 160, 150] }))
}
