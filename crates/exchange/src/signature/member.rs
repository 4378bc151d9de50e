//! Finds the text of one member in a dictionary field, so that what is interpreted is exactly what was signed.
//!
//! A structured-field parser gives values, not their spelling; the signature base needs the spelling.

use http::{HeaderMap, HeaderName};

use super::LABEL;

/// The text after `motlan=` in a field, or why there is no single one.
pub(super) fn find<'a>(headers: &'a HeaderMap, field: &HeaderName) -> Result<&'a str, &'static str> {
    let mut found = None;
    for value in headers.get_all(field) {
        let text = value.to_str().map_err(|_| "is not visible ASCII")?;
        for member in members(text) {
            let Some(rest) = member.strip_prefix(LABEL).and_then(|rest| rest.strip_prefix('=')) else {
                continue;
            };
            if found.replace(rest).is_some() {
                return Err("has the label motlan twice");
            }
        }
    }
    found.ok_or("is missing or has no label motlan")
}

/// Splits at commas that stand outside of strings and inner lists.
fn members(text: &str) -> impl Iterator<Item = &str> {
    let mut in_string = false;
    let mut escaped = false;
    let mut in_list = false;
    text.split(move |character| {
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '(' if !in_string => in_list = true,
            ')' if !in_string => in_list = false,
            ',' => return !in_string && !in_list,
            _ => {}
        }
        false
    })
    .map(|member| member.trim_matches([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;
    use crate::signature::SIGNATURE_INPUT;

    fn find_in(lines: &[&'static str]) -> Result<String, &'static str> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(SIGNATURE_INPUT, HeaderValue::from_static(line));
        }
        find(&headers, &SIGNATURE_INPUT).map(str::to_owned)
    }

    #[test]
    fn the_member_is_found_among_others() {
        let ours = r#"("a" "b");nonce="x, motlan=(\"y\")""#;
        for lines in [
            vec![r#"motlan=("a" "b");nonce="x, motlan=(\"y\")""#],
            vec![r#"a=1, motlan=("a" "b");nonce="x, motlan=(\"y\")",z=("motlan=1" "b,c")"#],
            vec!["other=(), x=:AA==:", r#"motlan=("a" "b");nonce="x, motlan=(\"y\")""#],
        ] {
            assert_eq!(find_in(&lines).as_deref(), Ok(ours), "{lines:?}");
        }
    }

    #[test]
    fn none_or_two_are_refused() {
        assert!(find_in(&[]).is_err());
        assert!(find_in(&["motlan2=(), xmotlan=(), motlan"]).is_err());
        assert!(find_in(&[r#"a=("motlan=1, motlan=2")"#]).is_err());
        assert_eq!(find_in(&["motlan=(), motlan=()"]), Err("has the label motlan twice"));
        assert_eq!(find_in(&["motlan=()", "motlan=()"]), Err("has the label motlan twice"));
    }
}
