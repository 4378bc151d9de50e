//! Session tokens: 32 random bytes in the browser, their SHA-256 in the database.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::{digest, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::identity::IdentityError;

/// Opens a session. Never logged, never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken([u8; 32]);

impl SessionToken {
    /// A fresh one.
    pub(crate) fn draw() -> Result<Self, IdentityError> {
        let mut bytes = [0; 32];
        rand::fill(&mut bytes).map_err(|_| IdentityError::Randomness)?;
        Ok(Self(bytes))
    }

    /// The cookie's value: 43 characters of base64url.
    pub fn to_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored.
    pub(crate) fn hash(&self) -> Vec<u8> {
        digest::digest(&digest::SHA256, &self.0).as_ref().to_vec()
    }

    /// The secret of this session's forms. It is derived, so that a stolen database opens no form.
    pub(crate) fn csrf(&self) -> String {
        let mut input = b"motlan/1 form\n".to_vec();
        input.extend_from_slice(&self.0);
        URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, &input))
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// The text is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a session token is 43 characters of base64url")]
pub struct SessionTokenError;

impl FromStr for SessionToken {
    type Err = SessionTokenError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| SessionTokenError)?;
        bytes.try_into().map(Self).map_err(|_| SessionTokenError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_back_from_its_cookie_and_shows_nothing() {
        let token = SessionToken::draw().unwrap();
        let cookie = token.to_cookie();
        assert_eq!(cookie.parse::<SessionToken>().unwrap(), token);
        assert_eq!(format!("{token:?}"), "SessionToken(…)");
        assert_ne!(token.csrf(), cookie);
        assert_ne!(token, SessionToken::draw().unwrap());
        for text in ["", "a", &cookie[1..], &format!("{cookie}A"), "ă"] {
            assert_eq!(text.parse::<SessionToken>(), Err(SessionTokenError));
        }
    }
}
