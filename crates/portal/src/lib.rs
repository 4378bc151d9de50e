//! The web pages of a node, in Vietnamese and English, without JavaScript.
//!
//! Two pages so far: `/trang-thai` says what runs and what was exchanged today, `/trang-thai/minh-chung/…` opens one
//! proof. Each page has three steps, one module each: *gather* facts from the running node, build a *view* from them
//! (pure, so that tests need no node), render a template. A figure stands on a page only with its [`seal`].

mod agency;
pub mod facts;
mod frame;
pub mod language;
mod missing;
mod named;
mod portal;
mod problem;
pub mod proof;
mod router;
pub mod seal;
pub mod status;
pub mod text;

pub use portal::Portal;
pub use router::router;
