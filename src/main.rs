//! The binary: everything is in the library, so that tests and benches reach it.

use std::process::ExitCode;

use bangtin::{cli, decode};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() == Some(decode::ROLE) {
        return decode::work(words);
    }
    cli::run()
}
