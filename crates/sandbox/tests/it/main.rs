//! The synthetic country from outside: what a demo, a test or a bench may rely on.

mod country;
mod golden;
mod licences;
mod records;
mod traffic;
