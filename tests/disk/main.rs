//! The disk: real files in real folders.

mod decode;
mod load;
mod pictures;
