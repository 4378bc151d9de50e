//! stub
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyCode(String);
impl std::str::FromStr for AgencyCode {
    type Err = crate::Failure;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}
impl std::fmt::Display for AgencyCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
