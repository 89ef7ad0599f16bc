//! The process that opens documents, and programs of others: what they cannot do, and what it costs when a file makes them try.

mod avif;
mod confined;
mod dice;
mod drawings;
mod families;
mod hostile;
mod kit;
mod mutants;
mod office;
mod phone;
mod walls;
