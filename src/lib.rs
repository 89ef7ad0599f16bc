//! bangtin ("bảng tin", noticeboard): a digital-signage player for a school.
//!
//! The rooms, ground floor first; calls go down only:
//! [`model`] (values, law 1), [`decode`] (files into pixels), [`library`] (the disk), [`scene`] (geometry),
//! [`gpu`] (a cache of scenes), [`show`] (one turn), [`desk`] (the office's page) and [`journal`] (what was on the
//! screen), which know [`model`] only, [`report`] (the journal as the office tells it), [`app`] (the loops and the only
//! clock), [`cli`] (the verbs).

pub mod app;
pub mod cli;
pub mod decode;
pub mod desk;
pub mod gpu;
pub mod journal;
pub mod library;
pub mod model;
pub mod report;
pub mod scene;
pub mod show;
