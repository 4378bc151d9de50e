//! What can be done with accounts and sessions. One file per verb.

mod enrol;
mod log_in;
mod session;
