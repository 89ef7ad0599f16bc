//! `bangtin report`: its figures against the journal's own sums, and its files opened by the programs that offices have.

mod totals;
mod verb;
