//! The session's cookie. Its name holds the member's code: cookies know no ports, and a demonstration has seven nodes on
//! one address.

use axum::http::{HeaderMap, HeaderValue, header};
use motlan_core::MemberId;
use motlan_identity::SessionToken;

fn name(member: &MemberId) -> String {
    let code = member.to_string().replace('/', "-");
    format!("motlan-{code}")
}

/// The token that the browser sent, if it is one.
pub(super) fn token(headers: &HeaderMap, member: &MemberId) -> Option<SessionToken> {
    let name = name(member);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .and_then(|(_, value)| value.parse().ok())
}

/// `Set-Cookie` for a session: for this site only, out of reach of scripts, gone with the browser.
///
/// `Secure` is set where the node is reached over TLS; on plain loopback browsers would drop the cookie.
pub(crate) fn set_cookie(member: &MemberId, token: &SessionToken, is_secure: bool) -> HeaderValue {
    let secure = if is_secure { "; Secure" } else { "" };
    let line = format!(
        "{}={}; Path=/; HttpOnly; SameSite=Lax{secure}",
        name(member),
        token.to_cookie()
    );
    // Unwrap safety: an identifier's characters, base64url and constants.
    HeaderValue::try_from(line).expect("a header value")
}

/// `Set-Cookie` that ends the session in the browser.
pub(crate) fn clear_cookie(member: &MemberId) -> HeaderValue {
    let line = format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0", name(member));
    // Unwrap safety: as above.
    HeaderValue::try_from(line).expect("a header value")
}
