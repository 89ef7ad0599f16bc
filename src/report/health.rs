//! How far the journals can be trusted: said on the first page, before any figure.

use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use super::days::local;
use super::merge::Lost;
use super::paper::Cell;
use super::tally::Totals;
use crate::journal::{Flaw, Kind, Trouble, Verdict, What};
use crate::model::{Words, dates};
use crate::words;

/// Days that are named one by one.
const NAMED: usize = 10;

/// What is known of the journals that a report is made from.
#[derive(Clone, Debug)]
pub struct Health {
    /// Each journal, and what became of its chain.
    pub(super) journals: Vec<(PathBuf, Result<Verdict, Trouble>)>,
    /// What could not be read.
    pub(super) lost: Vec<Lost>,
    /// Of the days and moments named.
    pub(super) zone: Tz,
}

impl Health {
    /// Whether every row is there as it was written.
    pub fn is_whole(&self) -> bool {
        let whole = |(_, verdict): &(_, Result<Verdict, Trouble>)| {
            verdict.as_ref().is_ok_and(|verdict| verdict.flaws.is_empty())
        };
        self.lost.is_empty() && self.journals.iter().all(whole)
    }

    /// What whoever reads the report has to know first, in plain words.
    pub(super) fn warnings(&self, totals: &Totals) -> Vec<String> {
        let mut warnings: Vec<String> = self.flaws().into_iter().map(|words| words.vi).collect();
        if !warnings.is_empty() {
            let told = "Số liệu dưới đây tính theo nhật ký như hiện có; chưa dùng làm căn cứ khi chưa rõ nguyên nhân.";
            warnings.push(told.to_owned());
        }
        for (place, (file, _)) in self.journals.iter().enumerate() {
            let mut days: Vec<String> =
                self.lost.iter().filter(|lost| lost.journal == place).map(|lost| self.day(lost)).collect();
            days.dedup();
            if days.is_empty() {
                continue;
            }
            let count = days.len();
            days.truncate(NAMED);
            let more =
                if count > NAMED { format!(" và {} ngày nữa", count - NAMED) } else { String::new() };
            warnings.push(format!(
                "Báo cáo này KHÔNG ĐẦY ĐỦ: nhật ký {} hỏng, không đọc được trọn vẹn ngày {}{more}. Thời lượng thật không ít hơn số liệu \
                 dưới đây.",
                name(file),
                days.join(", ")
            ));
        }
        for gap in totals.faults.first.iter().filter(|fault| fault.kind == Kind::Gap) {
            let at = local(self.zone, gap.at);
            let why = gap.detail.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
            warnings.push(format!(
                "Màn hình {} không ghi được nhật ký lúc {} ngày {}{why}",
                gap.screen,
                dates::clock(at),
                dates::short(at.date())
            ));
        }
        warnings.truncate(2 * NAMED);
        warnings
    }

    /// What became of each chain, for whoever asks with `--verify`.
    pub fn told(&self) -> Vec<Words> {
        self.whole().into_iter().chain(self.flaws()).collect()
    }

    /// The journals in which nothing is wrong.
    pub(super) fn whole(&self) -> Vec<Words> {
        let whole = self.journals.iter().filter_map(|(file, verdict)| {
            let verdict = verdict.as_ref().ok().filter(|verdict| verdict.flaws.is_empty())?;
            let (file, rows) = (name(file), Cell::Count(verdict.showings + verdict.events).told());
            let marks = verdict.heads.iter().map(|head| head.chars().take(16).collect::<String>());
            let marks = marks.collect::<Vec<_>>().join(" ");
            Some(words!(
                "Nhật ký {file} nguyên vẹn: {rows} dòng, dòng nào cũng đúng như lúc ghi. Mã dòng cuối: {marks}.",
                "{file} is whole: {rows} rows, each as it was written; its last rows: {marks}"
            ))
        });
        whole.collect()
    }

    fn flaws(&self) -> Vec<Words> {
        let mut found = Vec::new();
        for (file, verdict) in &self.journals {
            match verdict {
                Ok(verdict) => found.extend(verdict.flaws.iter().map(|flaw| self.flaw(file, flaw))),
                Err(trouble) => found.push(trouble.words(file)),
            }
        }
        found
    }

    fn flaw(&self, file: &Path, flaw: &Flaw) -> Words {
        let (file, id) = (name(file), flaw.id);
        let at = flaw.began.map(|at| local(self.zone, at));
        let at = at.map(|at| format!(" ({} {})", dates::clock_seconds(at), dates::short(at.date())));
        let (at, table) = (at.unwrap_or_default(), table(flaw.table));
        let Words { vi, en } = &table;
        match &flaw.what {
            What::Changed => words!(
                "Nhật ký {file} đã bị sửa sau khi ghi: từ {vi} số {id}{at} không còn như lúc ghi.",
                "{file} was changed after it was written: from {en} {id}{at} on it is not as it was"
            ),
            What::CutOff => words!(
                "Nhật ký {file} đã bị cắt bớt: từ {vi} số {id} trở đi không còn.",
                "{file} was cut off: from {en} {id} on there is nothing left"
            ),
            What::Damaged(_) => words!(
                "Nhật ký {file} bị hỏng: không đọc được {vi} số {id}. Hãy giữ nguyên tệp ấy và tìm bản sao lưu.",
                "{file} is damaged: {en} {id} cannot be read; leave it as it is and look for a backup"
            ),
        }
    }

    fn day(&self, lost: &Lost) -> String {
        dates::short(local(self.zone, lost.from).date())
    }
}

fn table(name: &str) -> Words {
    if name == "event" { words!("sự kiện", "event") } else { words!("lượt phát", "showing") }
}

/// The file's name, without its folder.
fn name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}
