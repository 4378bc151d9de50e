//! Printed figures over the real router: the list and its choices, one figure, the rules, tables and texts of one's own.

mod own;
mod sample;
