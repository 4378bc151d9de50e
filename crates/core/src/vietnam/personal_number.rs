//! stub
/// A personal number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonalNumber(String);
