//! Which responses are compressed: those that hold no secret.
//!
//! Where a page holds a secret and repeats what somebody else may have put into its address, its compressed length tells
//! of the secret (BREACH, 2013). So a page is compressed for those without a session; for everybody, the style sheet, the
//! icon and those pages that say of themselves that they repeat nothing of what they are asked. Fonts are compressed
//! already, and files are handed out as they are.

use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};

/// Below this, a compressed page saves no packet.
const BYTES_MIN: u16 = 1_400;

/// An answer whose length tells nobody anything: it holds no secret, or repeats nothing.
#[derive(Clone, Copy)]
struct TellsNothing;

/// Says which answers go to somebody without a session.
pub(crate) async fn mark(request: Request, next: Next) -> Response {
    let has_cookie = request.headers().contains_key(header::COOKIE);
    let mut response = next.run(request).await;
    if !has_cookie && !response.headers().contains_key(header::SET_COOKIE) {
        response.extensions_mut().insert(TellsNothing);
    }
    response
}

/// A page that repeats no word of its address, its headers or a form: only numbers and codes that it knows itself.
pub(crate) fn repeats_nothing(mut response: Response) -> Response {
    response.extensions_mut().insert(TellsNothing);
    response
}

/// What may be compressed.
#[derive(Clone, Copy)]
pub(crate) struct Harmless;

impl Predicate for Harmless {
    fn should_compress<B: axum::body::HttpBody>(&self, response: &axum::http::Response<B>) -> bool {
        let kind = response.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_public = kind.starts_with("text/css") || kind.starts_with("image/svg");
        let is_page = kind.starts_with("text/html") && response.extensions().get::<TellsNothing>().is_some();
        (is_public || is_page) && SizeAbove::new(BYTES_MIN).should_compress(response)
    }
}

/// The layer, outside of [`mark`].
pub(crate) fn layer() -> CompressionLayer<Harmless> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(Harmless)
}
