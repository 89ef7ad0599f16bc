//! `bangtin report`: what was on the screen, for whoever has to report it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono_tz::Tz;

use super::args::Report;
use super::asked::{self, Days};
use super::{contact, say};
use crate::app::clock;
use crate::journal;
use crate::model::{Lang, TOPICS, Words, read, topic_name, topic_number};
use crate::report::{Health, Issuer, Journals, Paper, Question, Totals, docx, html, paper, xlsx};
use crate::words;

/// In what shape the report is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Xlsx,
    Docx,
    Html,
    Csv,
}

/// Writes the report, or says what became of the journals' chains.
///
/// # Errors
/// When there is no such journal, topic, screen or period, or the file cannot be written.
pub fn report(args: &Report, lang: Lang) -> Result<ExitCode, Words> {
    let days = match usage(args) {
        Ok(days) => days,
        Err(wrong) => {
            eprintln!("bangtin: {}", wrong.get(lang));
            return Ok(ExitCode::from(2));
        }
    };
    let shape = args.output.as_deref().map(shape).transpose()?;
    let (issuer, zone) = home(&args.folder);
    let journals = Journals::open(files(args)?)?;
    if args.verify {
        let health = journals.verify(zone);
        health.told().iter().for_each(|told| say(&format!("{}\n", told.get(lang))));
        if !health.is_whole() {
            return Ok(ExitCode::FAILURE);
        }
    }
    let (Some(shape), Some(output)) = (shape, &args.output) else { return Ok(ExitCode::SUCCESS) };
    if shape == Shape::Csv && args.contact_sheet {
        return Err(words!(
            "CSV không chứa được ảnh. Bỏ --contact-sheet, hoặc viết ra .html, .docx, .xlsx.",
            "CSV holds no pictures; leave out --contact-sheet, or write .html, .docx or .xlsx"
        ));
    }
    if !args.folder.is_dir() {
        // Who merges the journals of several schools may have none of their folders.
        let folder = args.folder.display();
        let told = words!(
            "Lưu ý: không có thư mục «{folder}», nên báo cáo không có tên trường. Ghi thư mục của bảng tin ngay sau chữ report.",
            "note: there is no folder {folder}, so the report lacks the school's name; name the board's folder after report"
        );
        eprintln!("{}", told.get(lang));
    }
    let question = question(args, days, zone)?;
    if shape == Shape::Csv {
        write_csv(&journals, &question, output, lang)?;
    } else {
        write_paper(&journals, &question, args, (shape, output), (&issuer, lang))?;
    }
    let told = question.period.told();
    let file = output.display();
    let done = words!("Đã viết báo cáo {told}: {file}", "the report is written: {file}");
    say(&format!("{}\n", done.get(lang)));
    if days == Days::LastMonth {
        let month = question.today().format("%m/%Y");
        let hint = words!(
            "Không ghi kỳ thì báo cáo tháng trước, tháng đã trọn. Tháng này: --month {month}",
            "without a period it is that of last month, which is over; this month: --month {month}"
        );
        say(&format!("{}\n", hint.get(lang)));
    }
    Ok(ExitCode::SUCCESS)
}

fn write_paper(
    journals: &Journals,
    question: &Question,
    args: &Report,
    (shape, output): (Shape, &Path),
    (issuer, lang): (&Issuer, Lang),
) -> Result<(), Words> {
    let (totals, health) = journals.totals(question);
    check_screens(question, &totals)?;
    check_topic(question, totals.all.showings > 0)?;
    warn(&health, lang);
    let mut paper = paper(question, &totals, &health, issuer);
    if args.contact_sheet {
        paper.show(contact::cards(&args.folder, &totals.items())?);
    }
    let bytes = bytes(shape, &paper)
        .ok_or_else(|| words!("Không đóng gói được báo cáo.", "the report cannot be packed"))?;
    write(output, |file| file.write_all(&bytes))
}

fn bytes(shape: Shape, paper: &Paper) -> Option<Vec<u8>> {
    match shape {
        Shape::Xlsx => xlsx(paper).ok(),
        Shape::Docx => docx(paper),
        Shape::Html => Some(html(paper).into_bytes()),
        Shape::Csv => None,
    }
}

fn write_csv(journals: &Journals, question: &Question, output: &Path, lang: Lang) -> Result<(), Words> {
    let (mut rows, mut lost) = (0, 0);
    write(output, |file| {
        (rows, lost) = journals.csv(question, file)?;
        Ok(())
    })?;
    if lost > 0 {
        let told = words!(
            "Cần xem: nhật ký hỏng, có {lost} ngày không đọc được trọn vẹn. Xem: bangtin report --verify",
            "warning: the journal is damaged, {lost} days cannot be read whole; see bangtin report --verify"
        );
        eprintln!("{}", told.get(lang));
    }
    check_topic(question, rows > 0)
}

/// What is wrong with the journals, where nobody opens the report at once.
fn warn(health: &Health, lang: Lang) {
    if !health.is_whole() {
        let told = words!(
            "Cần xem: nhật ký hỏng hoặc đã bị sửa, trang đầu báo cáo nói rõ. Kiểm lại: bangtin report --verify",
            "warning: a journal is damaged or was changed, as the first page says; see bangtin report --verify"
        );
        eprintln!("{}", told.get(lang));
    }
}

/// Who reports, and the time zone, as `screen.toml` of the folder says them.
pub(super) fn home(folder: &Path) -> (Issuer, Tz) {
    let settings = fs::read(folder.join("screen.toml")).ok();
    let screen = settings.and_then(|bytes| {
        read::screen(&bytes, "screen.toml", &|_| Err(Words::default()), &|_| Err(Words::default())).0
    });
    screen.map_or((Issuer::default(), Tz::Asia__Ho_Chi_Minh), |screen| {
        (Issuer { school: screen.school, authority: screen.authority }, screen.zone)
    })
}

/// What is wrong with how the report is asked for, else its days.
fn usage(args: &Report) -> Result<Days, Words> {
    let named = args.output.as_ref().map(|output| !output.as_os_str().is_empty());
    if !named.unwrap_or(args.verify) {
        return Err(words!(
            "Chưa ghi tên tệp báo cáo. Ví dụ: bangtin report THƯ_MỤC --month 11/2026 -o \"Báo cáo.docx\" (hoặc .xlsx, .html, .csv)",
            "say which file to write; for example bangtin report FOLDER --month 2026-11 -o report.docx (or .xlsx, .html, .csv)"
        ));
    }
    asked::days(args)
}

/// The journals that are asked for; this user's own when none is named.
fn files(args: &Report) -> Result<Vec<PathBuf>, Words> {
    if !args.journal.is_empty() {
        return Ok(args.journal.clone());
    }
    journal::file().map(|file| vec![file]).ok_or_else(|| {
        words!(
            "Không biết nhật ký ở đâu. Hãy chỉ ra: --journal TỆP",
            "there is no telling where the journal is; say --journal FILE"
        )
    })
}

fn question(args: &Report, days: Days, zone: Tz) -> Result<Question, Words> {
    let now = clock::utc_now();
    let today = now.with_timezone(&zone).date_naive();
    let period = days.period(today)?;
    let topic = args.topic.as_deref().map(|topic| topic_number(topic).to_owned());
    Ok(Question { period, zone, now, topic, screens: args.screen.clone() })
}

/// A screen that the journals know nothing of is a slip, unless they know of none at all.
fn check_screens(question: &Question, totals: &Totals) -> Result<(), Words> {
    let known: Vec<&str> = totals.screens.iter().map(|screen| &*screen.name).collect();
    let unknown = question.screens.iter().find(|screen| !known.contains(&screen.as_str()));
    match unknown {
        Some(screen) if !known.is_empty() => {
            let known = known.join(", ");
            Err(words!(
                "Trong kỳ này nhật ký không có màn hình «{screen}». Có: {known}.",
                "the journal has no screen {screen} in this period; it has: {known}"
            ))
        }
        _ => Ok(()),
    }
}

/// A topic that is none of the plan's, and that nothing was about, is a slip.
fn check_topic(question: &Question, found: bool) -> Result<(), Words> {
    let Some(topic) = question.topic.as_deref().filter(|topic| !found && topic_name(topic).is_none()) else {
        return Ok(());
    };
    let (first, last) = (1, TOPICS);
    Err(words!(
        "Không có chuyên đề «{topic}» trong nhật ký kỳ này. Tám chuyên đề của kế hoạch là 1.{first} đến 1.{last}.",
        "there is no topic {topic} in the journal of this period; the plan's eight are 1.{first} to 1.{last}"
    ))
}

fn shape(output: &Path) -> Result<Shape, Words> {
    let extension = output.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("xlsx") => Ok(Shape::Xlsx),
        Some("docx") => Ok(Shape::Docx),
        Some("html" | "htm") => Ok(Shape::Html),
        Some("csv") => Ok(Shape::Csv),
        _ => {
            let file = output.display();
            Err(words!(
                "Không biết viết «{file}» theo dạng nào. Đuôi tệp là .docx, .xlsx, .html hoặc .csv.",
                "there is no telling the shape of {file}; its ending is .docx, .xlsx, .html or .csv"
            ))
        }
    }
}

/// Writes `file` whole or not at all: into a neighbour first, then renamed over it.
fn write(file: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<(), Words> {
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let whole = || {
        let mut out = BufWriter::with_capacity(1 << 17, File::create(&part)?);
        fill(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&part, file)
    };
    if file.is_dir() {
        let file = file.display();
        return Err(words!(
            "«{file}» là một thư mục, không ghi báo cáo vào được. Hãy ghi thêm tên tệp sau -o.",
            "{file} is a folder, not a file to write; say the file's name after -o"
        ));
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
    if let Some(folder) = folder {
        let folder = folder.display();
        return Err(words!(
            "Không có thư mục «{folder}» để ghi báo cáo vào. Hãy xem lại đường dẫn sau -o, hoặc tạo thư mục trước.",
            "there is no folder {folder} to write the report into; check the path after -o, or make the folder first"
        ));
    }
    whole().map_err(|e| {
        let _ = fs::remove_file(&part);
        let file = file.display();
        if e.kind() == io::ErrorKind::PermissionDenied {
            return words!(
                "Không được phép ghi {file}. Hãy ghi vào thư mục khác, hoặc đóng tệp ấy nếu đang mở trong Word hay Excel.",
                "{file} may not be written; choose another folder, or close it in Word or Excel"
            );
        }
        words!(
            "Không ghi được {file}: {e}. Nếu tệp ấy đang mở trong Word hay Excel thì đóng lại.",
            "cannot write {file}: {e}; if Word or Excel has it open, close it there"
        )
    })
}
