//! A moment of the past that a question is about: written as a day or as a moment.

use motlan_core::{Day, Timestamp};

/// A day means its last microsecond in Asia/Ho_Chi_Minh: what held when it was over.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    match text.parse::<Day>() {
        Ok(day) => Some(Timestamp::of_local(day.date().at(23, 59, 59, 999_999_000))),
        Err(_) => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_end_in_vietnam() {
        let end = parse("2024-03-01").unwrap();
        assert_eq!(end.to_string(), "2024-03-01T16:59:59.999999Z");
        let start = parse("2024-03-01T00:00:00+07:00").unwrap();
        assert_eq!(start.to_string(), "2024-02-29T17:00:00.000000Z");
        for text in ["", "2024", "2024-03", "2024-02-30", "01/03/2024", "now"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
