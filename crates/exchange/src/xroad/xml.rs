//! The little XML that X-Road's face writes: text inside elements, nothing more.

/// The declaration that opens every document here.
pub(super) const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// Appends `<name>text</name>` with the text escaped. `name` may carry a prefix of the caller's.
pub(super) fn push_element(document: &mut String, name: &str, text: &str) {
    for part in ["<", name, ">", &escape(text), "</", name, ">"] {
        document.push_str(part);
    }
}

/// Escapes the five special characters; what XML 1.0 cannot hold at all (section 2.2) becomes U+FFFD.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' | '\r' => escaped.push(character),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_escaped_or_replaced() {
        assert_eq!(
            escape("a<b>&\"c'\u{1}\u{FFFF}\n\u{10FFFF}ồ"),
            "a&lt;b&gt;&amp;&quot;c&apos;\u{FFFD}\u{FFFD}\n\u{10FFFF}ồ"
        );
    }

    #[test]
    fn an_element_wraps_its_text() {
        let mut document = String::new();
        push_element(&mut document, "id:memberCode", "A&B");
        assert_eq!(document, "<id:memberCode>A&amp;B</id:memberCode>");
    }
}
