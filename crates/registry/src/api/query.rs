//! The query of a URL: names and numbers, read strictly. Never a personal number: that would stand in every log.

use motlan_core::{Code, Failure};

use crate::model::question::shown;

/// The numbers of a query, by the names that it may have; each at most once, as plain digits.
pub(super) fn numbers<const N: usize>(query: Option<&str>, names: [&str; N]) -> Result<[Option<u64>; N], Failure> {
    let mut numbers = [None; N];
    let parts = query.unwrap_or_default().split('&').filter(|part| !part.is_empty());
    for part in parts {
        let (name, text) = part.split_once('=').unwrap_or((part, ""));
        let place = names.iter().position(|known| *known == name);
        let place = place.ok_or_else(|| wrong(shown(name), "is no parameter of this query"))?;
        if numbers[place].is_some() {
            return Err(wrong(name, "stands there twice"));
        }
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|_| is_number);
        numbers[place] = Some(number.ok_or_else(|| wrong(name, "must be a number in digits"))?);
    }
    Ok(numbers)
}

/// The number, if it lies in these bounds; absent: the other one.
pub(super) fn within(name: &str, number: Option<u64>, other: u64, least: u64, most: u64) -> Result<u64, Failure> {
    let number = number.unwrap_or(other);
    if (least..=most).contains(&number) {
        Ok(number)
    } else {
        Err(wrong(name, &format!("must lie between {least} and {most}")))
    }
}

fn wrong(place: &str, what: &str) -> Failure {
    Failure::new(Code::InvalidQuery, format!("{place}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(query: &str) -> String {
        numbers(Some(query), ["after", "limit"]).unwrap_err().to_string()
    }

    #[test]
    fn reads_what_is_there_in_any_order() {
        let names = ["after", "limit"];
        assert_eq!(numbers(None, names), Ok([None, None]));
        assert_eq!(numbers(Some(""), names), Ok([None, None]));
        assert_eq!(numbers(Some("limit=7&after=0012"), names), Ok([Some(12), Some(7)]));
        assert_eq!(
            numbers(Some("after=18446744073709551615"), names),
            Ok([Some(u64::MAX), None])
        );
    }

    #[test]
    fn says_where_and_never_what() {
        for (query, expected) in [
            ("before=1", "invalid_query: before: is no parameter of this query"),
            (
                "003199012345=1",
                "invalid_query: (a name that is no code): is no parameter of this query",
            ),
            ("after=1&after=1", "invalid_query: after: stands there twice"),
            ("after", "invalid_query: after: must be a number in digits"),
            ("after=", "invalid_query: after: must be a number in digits"),
            ("after=+1", "invalid_query: after: must be a number in digits"),
            ("after=-1", "invalid_query: after: must be a number in digits"),
            ("after=%31", "invalid_query: after: must be a number in digits"),
            (
                "after=18446744073709551616",
                "invalid_query: after: must be a number in digits",
            ),
        ] {
            assert_eq!(refusal(query), expected, "{query}");
        }
    }

    #[test]
    fn a_number_has_its_bounds() {
        assert_eq!(within("limit", None, 50, 1, 100), Ok(50));
        assert_eq!(within("limit", Some(100), 50, 1, 100), Ok(100));
        for number in [0, 101] {
            let refusal = within("limit", Some(number), 50, 1, 100).unwrap_err();
            assert_eq!(refusal.to_string(), "invalid_query: limit: must lie between 1 and 100");
        }
    }
}
