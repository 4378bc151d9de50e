//! A file as an answer: kept by no cache, and never guessed at by a browser.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use motlan_casework::service::view::Content;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What a browser may show by itself. Casework keeps no other files; whatever else came would be saved, not opened.
const SHOWN: [&str; 3] = ["application/pdf", "image/jpeg", "image/png"];

/// Anything: bytes that no program opens by itself.
const UNKNOWN: &str = "application/octet-stream";

/// What becomes of a file at its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition {
    /// It is saved.
    Download,
    /// The browser shows it, if it is of a kind that runs nothing; else it is saved.
    Show,
}

/// The bytes under the name that somebody gave them. The name travels in the form of RFC 8187 (in RFC 6266's header), which
/// carries Vietnamese letters and nothing that could end the header.
pub(crate) fn file(content: Content, disposition: Disposition) -> Response {
    let is_harmless = SHOWN.contains(&content.media_type.as_str());
    let how = if is_harmless && disposition == Disposition::Show {
        "inline"
    } else {
        "attachment"
    };
    let media_type = if is_harmless { &content.media_type } else { UNKNOWN };
    let name = utf8_percent_encode(&content.file_name, NON_ALPHANUMERIC);
    let text = |value: &str, otherwise| HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(otherwise));
    let headers = [
        (header::CONTENT_TYPE, text(media_type, UNKNOWN)),
        (
            header::CONTENT_DISPOSITION,
            text(&format!("{how}; filename*=UTF-8''{name}"), "attachment"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, content.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Type and disposition of an answer; what every answer has is checked here.
    fn headers(media_type: &str, file_name: &str, disposition: Disposition) -> [String; 2] {
        let content = Content {
            media_type: media_type.to_owned(),
            file_name: file_name.to_owned(),
            bytes: b"%PDF-".to_vec(),
        };
        let answer = file(content, disposition);
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-content-type-options"), "nosniff");
        [header("content-type"), header("content-disposition")]
    }

    #[test]
    fn a_download_is_saved_whatever_it_is_called() {
        let [kind, how] = headers("application/pdf", "giấy\"khám\r\n.pdf", Disposition::Download);
        assert_eq!(kind, "application/pdf");
        assert_eq!(how, "attachment; filename*=UTF-8''gi%E1%BA%A5y%22kh%C3%A1m%0D%0A%2Epdf");
    }

    #[test]
    fn known_files_open_and_their_names_cannot_break_the_header() {
        let [kind, how] = headers("image/png", "ảnh\"\r\n.png", Disposition::Show);
        assert_eq!(kind, "image/png");
        assert_eq!(how, "inline; filename*=UTF-8''%E1%BA%A3nh%22%0D%0A%2Epng");
    }

    #[test]
    fn what_could_run_in_a_browser_is_saved() {
        for disposition in [Disposition::Show, Disposition::Download] {
            let [kind, how] = headers("text/html", "a.html", disposition);
            assert_eq!(kind, "application/octet-stream");
            assert!(how.starts_with("attachment"));
        }
    }
}
