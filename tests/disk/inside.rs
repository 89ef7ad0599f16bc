//! A test that needs a part of the system to be otherwise runs once more, where it may change that.

use std::process::Command;

/// Runs the test `name` (with its module) again, in new namespaces (`unshare` of `flags`) where `setup` was done.
/// Answers whether this is that second run.
#[track_caller]
pub fn inside(name: &str, flags: &str, setup: &str) -> bool {
    const INSIDE: &str = "BANGTIN_TEST_INSIDE";
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let test = std::env::current_exe().unwrap();
    let script = format!("{setup} && {INSIDE}=1 exec {} --exact {name}", test.display());
    let Ok(ran) = Command::new("unshare").args([flags, "sh", "-c", &script]).output() else {
        eprintln!("skipped: no unshare here");
        return false;
    };
    let (told, failed) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    if told.contains("running 1 test") {
        assert!(ran.status.success(), "{told}{failed}");
    } else {
        eprintln!("skipped, for nothing can be changed here: {told}{failed}");
    }
    false
}
