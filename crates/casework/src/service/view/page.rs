//! Lists, page by page.

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 1; 0 is taken as 1.
    pub number: u32,
}

/// Rows on a page.
pub const ROWS_PER_PAGE: u32 = 20;

impl Page {
    /// The first page.
    pub const FIRST: Self = Self { number: 1 };

    pub(crate) fn offset(self) -> u64 {
        u64::from(self.number.saturating_sub(1)) * u64::from(ROWS_PER_PAGE)
    }
}

/// A page of rows.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    /// At most [`ROWS_PER_PAGE`].
    pub rows: Vec<T>,
    /// How many there are on all pages.
    pub total: u64,
}

impl<T> Listing<T> {
    /// How many pages there are; at least one.
    pub fn pages(&self) -> u64 {
        self.total.div_ceil(u64::from(ROWS_PER_PAGE)).max(1)
    }
}
