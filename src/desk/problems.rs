//! What someone has to look at, worst first.

use std::collections::HashMap;
use std::fmt::Write;

use super::html::Safe;
use crate::model::{Level, Problem, Programme};

/// Things to do of one level that are in sight at once; the others unfold.
const IN_SIGHT: usize = 6;

/// Things to do of one level that are written out; of more the page gives the number.
const WRITTEN: usize = 100;

/// Lines of one file that are named.
const LINES: usize = 12;

/// The same thing to do at one line of a file, or at several: a form has many lines to fill in.
struct Task<'a> {
    first: &'a Problem,
    lines: Vec<u32>,
}

/// The problems of a folder in the order of the page.
pub(super) struct Problems<'a> {
    errors: Vec<Task<'a>>,
    warnings: Vec<Task<'a>>,
    /// Only worth knowing.
    notices: Vec<Task<'a>>,
}

impl<'a> Problems<'a> {
    /// Those of its files, and what the calendar keeps off the air for long.
    pub fn of(programme: &'a Programme, outlook: &'a [Problem]) -> Problems<'a> {
        let all = programme.problems.iter().chain(outlook);
        let tasks = |level| tasks(all.clone().filter(move |problem| problem.level == level));
        Problems {
            errors: tasks(Level::Error),
            warnings: tasks(Level::Warning),
            notices: tasks(Level::Notice),
        }
    }

    /// Whether there is nothing to do.
    pub fn is_calm(&self) -> bool {
        self.errors.is_empty() && self.warnings.is_empty()
    }

    /// The number that the page gives to the first thing to do about a file, by the file's shown path.
    pub fn numbers(&self) -> HashMap<&'a str, usize> {
        let warnings = self.warnings.iter().take(WRITTEN).zip(self.errors.len() + 1..);
        let numbered = self.errors.iter().take(WRITTEN).zip(1..).chain(warnings);
        let mut numbers = HashMap::new();
        for (task, number) in numbered {
            numbers.entry(task.first.file.as_str()).or_insert(number);
        }
        numbers
    }

    /// The verdict in one line, and then what to do.
    pub fn write(&self, page: &mut String) {
        let (errors, warnings) = (self.errors.len(), self.warnings.len());
        let (class, sign, verdict) = match errors + warnings {
            0 => ("good", "✓", "Mọi tệp đều ổn".to_owned()),
            count if errors == 0 => ("look", "!", format!("{count} việc nên xem")),
            count => ("work", "!", format!("{count} việc cần xem")),
        };
        let _ = writeln!(
            page,
            "<section class=\"verdict {class}\"><h2><span class=\"sign\" aria-hidden=\"true\">{sign}</span>{verdict}</h2>"
        );
        let both = errors > 0 && warnings > 0;
        write_tasks(page, &self.errors, both.then_some("Cần sửa"), 1);
        write_tasks(page, &self.warnings, both.then_some("Nên xem lại"), errors + 1);
        if !self.notices.is_empty() {
            let _ = writeln!(page, "<details><summary>Để biết ({})</summary>", self.notices.len());
            write_list(page, self.notices.iter().take(WRITTEN), None);
            write_rest(page, self.notices.len());
            page.push_str("</details>\n");
        }
        page.push_str("</section>\n");
    }
}

/// Problems of one file that say the same, together.
fn tasks<'a>(problems: impl Iterator<Item = &'a Problem>) -> Vec<Task<'a>> {
    let mut tasks: Vec<Task> = Vec::new();
    for problem in problems {
        let same = |task: &&mut Task| {
            (&task.first.file, &task.first.message, &task.first.help)
                == (&problem.file, &problem.message, &problem.help)
        };
        match tasks.last_mut().filter(same) {
            Some(task) => task.lines.extend(problem.line),
            None => tasks.push(Task { first: problem, lines: problem.line.into_iter().collect() }),
        }
    }
    tasks
}

/// All tasks of one level, numbered from `first`.
fn write_tasks(page: &mut String, tasks: &[Task], heading: Option<&str>, first: usize) {
    if tasks.is_empty() {
        return;
    }
    if let Some(heading) = heading {
        let _ = writeln!(page, "<h3>{heading}</h3>");
    }
    write_list(page, tasks.iter().take(IN_SIGHT), Some(first));
    if tasks.len() > IN_SIGHT {
        let _ = writeln!(page, "<details><summary>Xem {} việc nữa</summary>", tasks.len() - IN_SIGHT);
        write_list(page, tasks.iter().take(WRITTEN).skip(IN_SIGHT), Some(first + IN_SIGHT));
        write_rest(page, tasks.len());
        page.push_str("</details>\n");
    }
}

fn write_list<'a>(page: &mut String, tasks: impl Iterator<Item = &'a Task<'a>>, first: Option<usize>) {
    let (open, close) = match first {
        Some(first) => (format!("<ol class=\"problems\" start=\"{first}\">"), "</ol>"),
        None => ("<ul class=\"problems\">".to_owned(), "</ul>"),
    };
    let _ = writeln!(page, "{open}");
    for (index, task) in tasks.enumerate() {
        let id = first.map_or_else(String::new, |first| format!(" id=\"viec-{}\"", first + index));
        let _ = write!(page, "<li{id}>");
        write_task(page, task);
        page.push_str("</li>\n");
    }
    let _ = writeln!(page, "{close}");
}

fn write_task(page: &mut String, Task { first, lines }: &Task) {
    let (folder, name) = first.file.rsplit_once('/').unwrap_or(("", &first.file));
    let name = if name.is_empty() { "Cả thư mục" } else { name };
    let (message, help) = (Safe(&first.message.vi), Safe(&first.help.vi));
    let _ = write!(
        page,
        "<p class=\"what\"><bdi>{}</bdi></p><p>{message}{} {help}{}</p>",
        Safe(name),
        stop(&first.message.vi),
        stop(&first.help.vi)
    );
    let folder = (!folder.is_empty()).then(|| format!("Thư mục <bdi>{}</bdi>", Safe(folder)));
    let line = (!lines.is_empty()).then(|| listed(lines));
    let key = first.key.as_deref().filter(|_| lines.len() == 1);
    let key = key.map(|key| format!("mục <code>{}</code>", Safe(key)));
    let place: Vec<String> = [folder, line, key].into_iter().flatten().collect();
    if !place.is_empty() {
        let _ = write!(page, "<p class=\"where\">{}</p>", place.join(", "));
    }
}

/// The full stop that a sentence lacks.
fn stop(sentence: &str) -> &'static str {
    if sentence.ends_with(['.', '!', '?', '…', ':']) { "" } else { "." }
}

/// "dòng 4, 6 và 7".
fn listed(lines: &[u32]) -> String {
    let mut named: Vec<u32> = lines.iter().copied().take(LINES).collect();
    named.dedup();
    let words: Vec<String> = named.iter().map(u32::to_string).collect();
    match words.split_last() {
        _ if lines.len() > LINES => format!("dòng {}…", words.join(", ")),
        Some((last, others)) if !others.is_empty() => format!("dòng {} và {last}", others.join(", ")),
        _ => format!("dòng {}", words.concat()),
    }
}

fn write_rest(page: &mut String, count: usize) {
    if count > WRITTEN {
        let _ = writeln!(page, "<p class=\"rest\">… và {} việc nữa.</p>", count - WRITTEN);
    }
}
