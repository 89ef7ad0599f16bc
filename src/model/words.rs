//! Sentences for people, in Vietnamese first and English as the other language.

/// The language of messages. Vietnamese unless `--lang en` asks otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese, for clerks and visitors.
    #[default]
    Vi,
    /// English, for whoever reads the source.
    En,
}

/// One sentence in both languages. Written with [`words!`](crate::words), so that neither is forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Vietnamese, as a clerk would say it.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Words {
    /// The sentence in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// `words!("Vietnamese {x}", "English {x}")`: both sentences, formatted with the variables in scope.
#[macro_export]
macro_rules! words {
    ($vi:literal, $en:literal) => {
        $crate::model::Words { vi: format!($vi), en: format!($en) }
    };
}
