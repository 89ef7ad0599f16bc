//! The verbs, one file each.

mod args;
mod asked;
pub mod check;
mod contact;
mod ics;
pub mod new;
mod play;
mod report;
mod restore;
mod shot;
pub mod topics;
pub mod when;

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::Parser;

use crate::app::{clock, lacks, mutes};
use crate::decode::Workers;
use crate::library::{self, Loaded};
use crate::model::{Lang, Level, Words, outlook};
use crate::words;

use args::{Args, LangArg, Verb};

/// Runs the verb of the command line. Exit code 0; 1 after an error, or when `check` found one; 2 for wrong
/// usage.
pub fn run() -> ExitCode {
    clock::monotonic(); // the process begins here
    let args = Args::parse();
    let lang = match args.lang {
        LangArg::Vi => Lang::Vi,
        LangArg::En => Lang::En,
    };
    let done = match args.verb() {
        Verb::Play(args) => play::play(args, lang).map(|()| ExitCode::SUCCESS),
        Verb::Shot(args) => shot::shot(args).map(|()| ExitCode::SUCCESS),
        Verb::When(args) => when(&args, lang).map(|()| ExitCode::SUCCESS),
        Verb::Check(args) => check(&args, lang),
        Verb::New(args) => new(&args).map(|()| ExitCode::SUCCESS),
        Verb::Report(args) => report::report(&args, lang),
        Verb::Restore(args) => restore::restore(&args, lang).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|e| {
        eprintln!("bangtin: {}", e.get(lang));
        ExitCode::FAILURE
    })
}

/// The folder with every picture verified.
///
/// # Errors
/// When there is no such folder.
fn load(folder: &Path) -> Result<Loaded, Words> {
    if folder.is_dir() {
        return Ok(library::load(folder, clock::utc_now(), &Workers::own()));
    }
    let folder = folder.display();
    Err(words!("Không có thư mục «{folder}». Hãy xem lại đường dẫn.", "there is no folder {folder}"))
}

/// Prints `text`. Whoever reads it may stop before its end (`bangtin when | head`): that is no fault.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn moment(loaded: &Loaded, at: Option<chrono::NaiveDateTime>) -> DateTime<Utc> {
    at.map_or_else(clock::utc_now, |at| clock::moment(at, loaded.programme.screen.zone))
}

fn when(args: &args::When, lang: Lang) -> Result<(), Words> {
    let loaded = load(&args.folder)?;
    let at = moment(&loaded, args.at);
    let (programme, until) = (&loaded.programme, at + args.span);
    if args.ics {
        say(&ics::ics(programme, at, until));
        return Ok(());
    }
    let said = match (args.topics, args.json) {
        (false, false) => when::text(programme, at, until, lang),
        (false, true) => when::json(programme, at, until),
        (true, false) => topics::text(programme, at, until, lang),
        (true, true) => topics::json(programme, at, until),
    };
    say(&format!("{said}\n"));
    Ok(())
}

fn check(args: &args::Check, lang: Lang) -> Result<ExitCode, Words> {
    // A program that asks for problems gets them as problems, the missing folder too.
    let loaded = if args.json {
        library::load(&args.folder, clock::utc_now(), &Workers::own())
    } else {
        load(&args.folder)?
    };
    let mut problems = loaded.programme.problems.clone();
    problems.extend(outlook(&loaded.programme, clock::utc_now()));
    problems.extend(lacks(&loaded.programme.screen));
    problems.extend(mutes(&loaded.programme));
    if args.json {
        say(&format!("{}\n", check::json(&problems, lang)));
    } else {
        let sources = loaded.sources();
        let color = std::io::stdout().is_terminal();
        say(&check::report(&problems, &|file| sources.get(file).cloned(), lang, color));
    }
    let failed = problems.iter().any(|problem| problem.level == Level::Error);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn new(args: &args::New) -> Result<(), Words> {
    let kind = &args.kind;
    let template = new::template(kind).ok_or_else(|| {
        words!(
            "Không có loại «{kind}». Xem: bangtin new --help",
            "there is no kind {kind}; see bangtin new --help"
        )
    })?;
    let Some(file) = &args.file else {
        say(template);
        return Ok(());
    };
    let shown = file.display();
    new::write(template, file).map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => words!(
            "Đã có tệp {shown}; không ghi đè. Hãy đặt tên khác.",
            "{shown} exists and is not overwritten; choose another name"
        ),
        std::io::ErrorKind::NotFound => words!(
            "Không ghi được {shown}: chưa có thư mục đó. Hãy xem lại đường dẫn, hoặc tạo thư mục trước.",
            "cannot write {shown}: there is no such folder; check the path, or make the folder first"
        ),
        _ => words!("Không ghi được {shown}: {e}", "cannot write {shown}: {e}"),
    })
}
