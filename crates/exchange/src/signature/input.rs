//! Reads one member of `Signature-Input`: covered fields and parameters, in any order (RFC 9421, section 4.1).
//!
//! `nonce`, `tag` and parameters that nobody knows yet are tolerated: they are signed all the same. A parameter given
//! twice is refused, because structured fields would let the last one win while the signature covers both.

use std::borrow::Cow;

use motlan_core::Timestamp;
use sfv::visitor::{EntryVisitor, Ignored, InnerListVisitor, ItemVisitor, ListVisitor, ParameterVisitor};
use sfv::{BareItemFromInput, KeyRef, Parser, StringRef};
use thiserror::Error;

use crate::keys::Algorithm;

/// The most fields that one signature covers: three times what our own messages sign.
const COMPONENTS_MAX: usize = 64;

/// The most parameters: RFC 9421 registers six.
const PARAMETERS_MAX: usize = 16;

/// The end of the year 9999 in seconds since 1970: later moments have no calendar form.
const SECONDS_MAX: i64 = 253_402_300_799;

/// What one member of `Signature-Input` says.
#[derive(Debug, Default)]
pub(super) struct Input<'a> {
    pub(super) components: Vec<Cow<'a, StringRef>>,
    pub(super) created: Option<Timestamp>,
    pub(super) expires: Option<Timestamp>,
    pub(super) keyid: Option<String>,
    pub(super) algorithm: Option<Algorithm>,
    parameters: Vec<&'a str>,
    members: usize,
}

/// What is wrong with it.
#[derive(Debug, Error)]
#[error("{0}")]
struct Invalid(&'static str);

/// Reads the text of the member after its label.
pub(super) fn read(text: &str) -> Result<Input<'_>, String> {
    let mut input = Input::default();
    Parser::new(text)
        .parse_list_with_visitor(Reader(&mut input))
        .map_err(|error| error.to_string())?;
    if input.members != 1 {
        return Err("it is not one inner list".to_owned());
    }
    Ok(input)
}

struct Reader<'r, 'a>(&'r mut Input<'a>);

impl<'a> ListVisitor<'a> for Reader<'_, 'a> {
    type Out = ();
    type Error = Invalid;

    fn entry(&mut self) -> Result<impl EntryVisitor<'a>, Self::Error> {
        self.0.members += 1;
        Ok(Reader(self.0))
    }

    fn finish(self) -> Result<Self::Out, Self::Error> {
        Ok(())
    }
}

impl<'a> EntryVisitor<'a> for Reader<'_, 'a> {
    type Error = Invalid;

    fn item(self) -> Result<impl ItemVisitor<'a>, Self::Error> {
        Err::<Ignored, _>(Invalid("it is no inner list"))
    }

    fn inner_list(self) -> Result<impl InnerListVisitor<'a>, Self::Error> {
        Ok(self)
    }
}

impl<'a> InnerListVisitor<'a> for Reader<'_, 'a> {
    type Error = Invalid;

    fn item(&mut self) -> Result<impl ItemVisitor<'a>, Self::Error> {
        if self.0.components.len() == COMPONENTS_MAX {
            return Err(Invalid("it covers more than 64 fields"));
        }
        let components = &mut self.0.components;
        Ok(move |item: BareItemFromInput<'a>| match item {
            BareItemFromInput::String(name) if components.contains(&name) => Err(Invalid("a field is covered twice")),
            BareItemFromInput::String(name) => {
                components.push(name);
                Ok(NoParameter)
            }
            _ => Err(Invalid("a component is no string")),
        })
    }

    fn finish(self) -> Result<impl ParameterVisitor<'a>, Self::Error> {
        Ok(self)
    }
}

/// Component parameters (`sf`, `key`, `bs`, `req`, `tr`) change what is signed; none is understood here.
struct NoParameter;

impl<'a> ParameterVisitor<'a> for NoParameter {
    type Out = ();
    type Error = Invalid;

    fn parameter(&mut self, _: &'a KeyRef, _: BareItemFromInput<'a>) -> Result<(), Self::Error> {
        Err(Invalid("a component has a parameter"))
    }

    fn finish(self) -> Result<Self::Out, Self::Error> {
        Ok(())
    }
}

impl<'a> ParameterVisitor<'a> for Reader<'_, 'a> {
    type Out = ();
    type Error = Invalid;

    fn parameter(&mut self, key: &'a KeyRef, value: BareItemFromInput<'a>) -> Result<(), Self::Error> {
        let input = &mut *self.0;
        if input.parameters.len() == PARAMETERS_MAX || input.parameters.contains(&key.as_str()) {
            return Err(Invalid("a parameter is given twice, or there are more than 16"));
        }
        input.parameters.push(key.as_str());
        match (key.as_str(), value) {
            ("created", BareItemFromInput::Integer(seconds)) => input.created = Some(moment(seconds.into())?),
            ("expires", BareItemFromInput::Integer(seconds)) => input.expires = Some(moment(seconds.into())?),
            ("keyid", BareItemFromInput::String(text)) => input.keyid = Some(text.as_str().to_owned()),
            ("alg", BareItemFromInput::String(text)) => {
                let algorithm = text.as_str().parse();
                input.algorithm = Some(algorithm.map_err(|_| Invalid("its algorithm is not one of ours"))?);
            }
            ("created" | "expires" | "keyid" | "alg", _) => return Err(Invalid("a parameter is of a wrong type")),
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<Self::Out, Self::Error> {
        Ok(())
    }
}

fn moment(seconds: i64) -> Result<Timestamp, Invalid> {
    match seconds {
        0..=SECONDS_MAX => Ok(Timestamp::from_seconds(seconds)),
        _ => Err(Invalid("a time lies before 1970 or after 9999")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_stand_in_any_order() {
        for text in [
            r#"("a" "b");created=1;keyid="k";alg="ed25519""#,
            r#"("a" "b");alg="ed25519";nonce="n";keyid="k";tag="t";created=1;expires=2;x"#,
        ] {
            let input = read(text).unwrap();
            assert_eq!(input.components.len(), 2, "{text}");
            assert_eq!(input.created, Some(Timestamp::from_seconds(1)));
            assert_eq!(input.keyid.as_deref(), Some("k"));
            assert_eq!(input.algorithm, Some(Algorithm::Ed25519));
        }
    }

    #[test]
    fn malformed_input_is_refused() {
        for text in [
            "",
            "1",
            r#""a""#,
            r#"("a""#,
            r#"("a"), ("b")"#,
            r#"("a" "a")"#,
            r#"("a";sf)"#,
            r"(a)",
            r#"("a");created=1;created=2"#,
            r#"("a");created=1.0"#,
            r#"("a");created="1""#,
            r#"("a");created=-1"#,
            r#"("a");created=253402300800"#,
            r#"("a");created=999999999999999"#,
            r#"("a");keyid=k"#,
            r#"("a");alg="hmac-sha256""#,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        let many: Vec<String> = (0..=COMPONENTS_MAX).map(|number| format!("\"f{number}\"")).collect();
        assert!(read(&format!("({})", many[1..].join(" "))).is_ok());
        assert!(read(&format!("({})", many.join(" "))).is_err());
    }
}
