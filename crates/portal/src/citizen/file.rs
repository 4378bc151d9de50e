//! A file for the reader to keep: always a download, never shown inside the page and never kept by a cache.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use motlan_casework::service::view::Content;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The file as an answer. Its name travels in the form of RFC 8187, which carries Vietnamese letters.
pub(super) fn download(content: Content) -> Response {
    let name = utf8_percent_encode(&content.file_name, NON_ALPHANUMERIC);
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    let text = |value: &str, otherwise: &'static str| {
        HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static(otherwise))
    };
    let headers: [(HeaderName, HeaderValue); 4] = [
        (
            header::CONTENT_TYPE,
            text(&content.media_type, "application/octet-stream"),
        ),
        (header::CONTENT_DISPOSITION, text(&disposition, "attachment")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (headers, content.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_a_download_whatever_it_is_called() {
        let answer = download(Content {
            media_type: "application/pdf".to_owned(),
            file_name: "giấy\"khám\r\n.pdf".to_owned(),
            bytes: b"%PDF-".to_vec(),
        });
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(
            header("content-disposition"),
            "attachment; filename*=UTF-8''gi%E1%BA%A5y%22kh%C3%A1m%0D%0A%2Epdf"
        );
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-content-type-options"), "nosniff");
    }
}
