//! What an indicator is and what is observed of it, as values. Pure.
//!
//! Values are exact fractions; writing digits for a reader, in Vietnamese or English, is the page's affair.

pub mod code;
pub mod indicator;
pub mod observation;
pub mod period;
pub mod population;
pub mod scheme;
pub mod value;
