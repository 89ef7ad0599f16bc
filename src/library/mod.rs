//! The disk: what lies in the folder, made into a [`Programme`](crate::model::Programme), and its pictures.
//!
//! [`load`] reads a folder once and verifies every picture.

mod asset;
mod entry;
mod examine;
mod fresh;
mod kind;
mod load;
mod order;
mod root;
mod scan;
mod shelf;
mod text;
mod tree;
mod trouble;

pub use load::{Loaded, load};
