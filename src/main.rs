//! The binary: everything is in the library, so that tests and benches reach it.

use std::ffi::OsStr;
use std::process::ExitCode;

use bangtin::{cli, decode};

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    match words.next().as_deref().and_then(OsStr::to_str) {
        Some(decode::ROLE) => decode::work(words.map_while(|word| word.into_string().ok())),
        Some(decode::BEHIND) => decode::become_behind(words),
        _ => cli::run(),
    }
}
