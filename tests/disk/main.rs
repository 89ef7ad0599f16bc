//! The disk: real files in real folders.

mod calendar;
mod colours;
mod decode;
mod encodings;
mod inside;
mod live;
mod load;
mod moving;
mod namespaces;
mod office;
mod pages;
mod pictures;
mod stage;
mod tables;
mod ticker;
