//! The contact sheet of a report: what each item looks like.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::app::{clock, miniatures};
use crate::desk::{Board, thumbnail};
use crate::model::{self, ItemPath, Overrides, Words};
use crate::report::{Card, Item};

/// A card for each of `shown`, drawn by the player's own renderer from the folder as it is now.
///
/// # Errors
/// When there is no such folder.
pub(super) fn cards(folder: &Path, shown: &[&Item]) -> Result<Vec<Card>, Words> {
    let loaded = super::load(folder)?;
    let programme = &loaded.programme;
    let found: Vec<Option<Arc<model::Item>>> = shown
        .iter()
        .map(|item| programme.find(&ItemPath::new(&*item.path)).map(|(_, item)| item.clone()))
        .collect();
    let board = Board {
        programme: programme.clone(),
        overrides: Overrides::default(),
        now: clock::utc_now(),
        blank: false,
        machine: Vec::new(),
        size: (1920, 1080),
    };
    let drawable: Vec<_> = found.iter().flatten().filter(|item| item.hidden.is_none()).cloned().collect();
    let pictures = miniatures(folder, &board, &drawable);
    let pictures: HashMap<_, _> = pictures.iter().map(|picture| (&picture.want.of, picture)).collect();
    let card = |(item, found): (&&Item, &Option<Arc<model::Item>>)| {
        let picture = match found {
            None => Err("không còn trong thư mục".to_owned()),
            Some(found) => {
                let drawn = pictures.get(&found.asset()).and_then(|picture| thumbnail(picture));
                drawn.ok_or_else(|| "không vẽ được".to_owned())
            }
        };
        Card { title: item.title.clone(), path: item.path.clone(), picture }
    };
    Ok(shown.iter().zip(&found).map(card).collect())
}
