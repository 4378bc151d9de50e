//! What is Vietnamese: agency codes, personal numbers, text. Pure functions over published forms.

pub mod agency_code;
pub mod personal_number;
pub mod text;

pub use agency_code::AgencyCode;
pub use personal_number::{PersonalNumber, SamplePolicy};
