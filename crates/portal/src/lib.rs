//! The web pages of a node, in Vietnamese and English, without JavaScript.
//!
//! `/` is the front page, `/trang-thai` says what runs and what was exchanged today, `/trang-thai/minh-chung/…` opens
//! one proof; `/gioi-thieu` and its like are words. Each page has three steps, one module each: *gather* facts from the
//! running node, build a *view* from them (pure, so that tests need no node), render a template. A figure stands on a
//! page only with its [`seal`]. What all pages are made of is in [`frame`], [`parts`] and [`chart`]; how to add a page
//! is in this crate's `README.md`.

pub mod about;
mod agency;
pub mod assets;
pub mod chart;
mod citizen;
mod desk;
pub mod facts;
pub mod frame;
pub mod front;
mod inquiries;
pub mod language;
mod leader;
mod log_in;
mod missing;
mod named;
mod names;
mod packs;
pub mod parts;
mod portal;
mod problem;
pub mod proof;
mod registries;
mod reported;
mod router;
pub mod seal;
mod squeeze;
pub mod status;
mod sync;
pub mod text;
pub mod web;
mod words;

pub use front::{Door, Persona};
pub use log_in::DEMO_PREFIX;
pub use portal::Portal;
pub use registries::Hosted;
pub use router::{router, routes};
