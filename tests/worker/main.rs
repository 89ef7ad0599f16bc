//! The process that opens documents: what it cannot do, and what it costs when a file makes it try.

mod confined;
mod drawings;
mod hostile;
mod kit;
mod mutants;
mod phone;
