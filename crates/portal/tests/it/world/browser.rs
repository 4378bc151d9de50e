//! A browser without a screen: keeps the cookie, sends its origin with forms, reads the forms' secret from the last page.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use motlan_portal::language::Language;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt as _;

const HOST: &str = "127.0.0.1:8300";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:8300";
const BOUNDARY: &str = "motlan-boundary";

/// A browser.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    cookie: Option<String>,
    /// The secret that the last page's forms carried.
    pub(crate) csrf: String,
    /// The language that the browser asks for.
    pub(crate) language: Language,
    /// The origin that it sends with forms; none for a browser that hides it.
    pub(crate) origin: Option<&'static str>,
}

/// A file in a form.
pub(crate) struct File<'a> {
    pub(crate) field: &'a str,
    pub(crate) name: &'a str,
    pub(crate) content: &'a [u8],
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    /// What was asked for.
    pub(crate) path: String,
    pub(crate) language: Language,
}

impl Answer {
    /// The page as a reader sees it: without the masks of HTML.
    pub(crate) fn text(&self) -> String {
        let html = String::from_utf8_lossy(&self.bytes);
        [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#34;", "\""),
            ("&#39;", "'"),
            ("&amp;", "&"),
        ]
        .iter()
        .fold(html.into_owned(), |text, (mask, sign)| text.replace(mask, sign))
        .replace("&#38;", "&")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
    }

    /// Where it leads; empty if it leads nowhere.
    pub(crate) fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The address that the answer leads to; anything else is the test's failure.
    pub(crate) fn leads_on(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}: {}", self.path, self.text());
        self.location().to_owned()
    }

    /// The code that a page of refusal shows.
    pub(crate) fn code(&self) -> Option<String> {
        let text = self.text();
        let (_, after) = text.split_once("<code>")?;
        Some(after.split_once("</code>")?.0.to_owned())
    }
}

impl Browser {
    pub(super) fn new(router: Router) -> Self {
        Self {
            router,
            cookie: None,
            csrf: String::new(),
            language: Language::Vietnamese,
            origin: Some(ORIGIN),
        }
    }

    pub(super) fn keep_cookie(&mut self, pair: &str) {
        self.cookie = Some(pair.to_owned());
    }

    /// The same browser, asking for another language.
    pub(crate) fn speaking(&self, language: Language) -> Self {
        Self {
            language,
            ..self.clone()
        }
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, "", Vec::new()).await
    }

    /// A page that must be there.
    pub(crate) async fn open(&mut self, path: &str) -> Answer {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer
    }

    /// Sends a form of the last page: its secret stands first, as on the page.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let secret = (!self.csrf.is_empty()).then_some(("csrf", self.csrf.as_str()));
        let pairs = secret.iter().chain(fields);
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let body = pairs.join("&").into_bytes();
        self.send(Method::POST, path, "application/x-www-form-urlencoded", body)
            .await
    }

    /// The same with files.
    pub(crate) async fn post_files(&mut self, path: &str, fields: &[(&str, &str)], files: &[File<'_>]) -> Answer {
        let mut body = Vec::new();
        let secret = (!self.csrf.is_empty()).then_some(("csrf", self.csrf.as_str()));
        for (name, value) in secret.iter().chain(fields) {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for File { field, name, content } in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, &media_type, body).await
    }

    async fn send(&mut self, method: Method, path: &str, media_type: &str, body: Vec<u8>) -> Answer {
        let is_form = method == Method::POST;
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header(header::ACCEPT_LANGUAGE, self.language.tag());
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if is_form {
            request = request
                .header(header::CONTENT_TYPE, media_type)
                .header(header::CONTENT_LENGTH, body.len());
            if let Some(origin) = self.origin {
                request = request.header(header::ORIGIN, origin);
            }
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let answer = Answer {
            status: parts.status,
            headers: parts.headers,
            bytes: Limited::new(body, 16 << 20).collect().await.unwrap().to_bytes().into(),
            path: path.to_owned(),
            language: self.language,
        };
        self.remember(&answer);
        answer
    }

    /// The cookie and the secret, as a browser and its next form would have them.
    fn remember(&mut self, answer: &Answer) {
        if let Some(cookie) = answer.headers.get(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
            self.csrf.clear();
        }
        let text = answer.text();
        if let Some((_, after)) = text.split_once("name=\"csrf\" value=\"") {
            after.split_once('"').unwrap().0.clone_into(&mut self.csrf);
        }
    }
}
