//! One line of the log for each request, on both faces and from within: how it ended, how long it took, as loud as the catalogue says.
//!
//! Never a name, a number, a path that a client chose, or a body.

use motlan_core::Failure;
use motlan_core::error::Level;
use tokio::time::Instant;

/// What of a request may be said.
pub(crate) struct Line<'a> {
    /// Which face answered: `system` or `gateway`; `process` where a system of this process asked.
    pub(crate) face: &'static str,
    /// The route's template.
    pub(crate) route: &'static str,
    /// On a gateway's face the peer's certificate, otherwise the request id.
    pub(crate) id: &'a str,
    /// When it arrived.
    pub(crate) started: Instant,
}

/// Writes the line.
pub(crate) fn report(line: &Line<'_>, failure: Option<&Failure>) {
    let Line {
        face,
        route,
        id,
        started,
    } = *line;
    let duration_ms = started.elapsed().as_millis();
    let Some(failure) = failure else {
        tracing::info!(face, route, id, duration_ms, code = "ok", "answered");
        return;
    };
    let (code, detail) = (failure.code.as_str(), failure.detail.as_str());
    match failure.code.description().level {
        Level::Info => tracing::info!(face, route, id, duration_ms, code, detail, "refused"),
        Level::Warn => tracing::warn!(face, route, id, duration_ms, code, detail, "refused"),
        Level::Error => tracing::error!(face, route, id, duration_ms, code, detail, "refused"),
    }
}
