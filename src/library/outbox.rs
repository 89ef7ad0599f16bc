//! News on their way to `show`.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::News;

/// News on their way to `show`.
pub(super) struct Outbox {
    news: Mutex<Vec<News>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl Outbox {
    pub(super) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Outbox {
        Outbox { news: Mutex::default(), wake }
    }

    fn news(&self) -> MutexGuard<'_, Vec<News>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn drain(&self) -> Vec<News> {
        std::mem::take(&mut *self.news())
    }

    /// Adds news. A snapshot that nobody fetched yet gives way to its successor; what was fresh stays so.
    pub(super) fn push(&self, news: News) {
        let mut queue = self.news();
        match (queue.last_mut(), news) {
            (
                Some(News::Programme { programme, fresh }),
                News::Programme { programme: newer, fresh: more },
            ) => {
                *programme = newer;
                fresh.extend(more);
            }
            (_, news) => queue.push(news),
        }
        drop(queue);
        (self.wake)();
    }
}
