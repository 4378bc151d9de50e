//! What stands between a request and a page that needs to know who asks: sessions, roles, forms.
//!
//! Every route of the pages is registered here with who may use it, so that one table is the truth for the router and
//! for the test that tries every role on every route.

mod access;
mod cookie;
mod file;
mod frame;
mod guard;
mod page;
mod posted;
mod routes;
mod sender;
mod visitor;

pub use access::Access;
pub use posted::{Fields, Posted};
pub use routes::{Route, Routes};
pub use visitor::Visitor;

pub(crate) use cookie::{clear_cookie, set_cookie};
pub(crate) use file::{Disposition, file};
pub(crate) use guard::{refusal, visitor};
pub(crate) use page::{page, redirect};
pub(crate) use sender::Sender;
