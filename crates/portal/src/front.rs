//! `/`: at the centre the front page, elsewhere the first page of that node.
//!
//! Both say first what is so today, and each figure has its seal. The facts are those of `/trang-thai`: nothing is
//! counted twice, nothing is counted here.

mod book;
mod door;
mod view;

pub use self::door::{Door, Persona};
pub(crate) use self::door::{origins, persona_name};
pub use self::view::render;

/// The page's path.
pub(crate) const PATH: &str = "/";
