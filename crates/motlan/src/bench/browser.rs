//! A browser without a screen: one kept connection, one session, forms sent as a person's browser sends them.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header};
use http_body_util::Full;

use crate::http::{self as client, Connection};

/// Pages are far smaller.
const PAGE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Redirects of one click.
const REDIRECTS_MAX: usize = 5;

/// A page that came.
pub(super) struct Page {
    /// The path and query that it came from.
    pub(super) path: String,
    /// Its HTML.
    pub(super) html: String,
    /// From the request's last byte to the answer's first.
    pub(super) first_byte: Duration,
}

/// A person at a node's pages.
pub(super) struct Browser {
    authority: String,
    connection: Connection,
    cookie: Option<HeaderValue>,
}

impl Browser {
    /// Nobody yet.
    pub(super) async fn open(address: SocketAddr) -> Result<Self> {
        let authority = address.to_string();
        Ok(Self {
            connection: Connection::open(&authority).await?,
            authority,
            cookie: None,
        })
    }

    /// Somebody of a demonstration.
    pub(super) async fn log_in(address: SocketAddr, persona: &str) -> Result<Self> {
        let mut browser = Self::open(address).await?;
        browser.send("/dang-nhap/dung-thu", &[("persona", persona)]).await?;
        browser.cookie.as_ref().context("no session was opened")?;
        Ok(browser)
    }

    /// Opens a page and follows where it leads.
    pub(super) async fn go(&mut self, path: &str) -> Result<Page> {
        self.walk(Method::GET, path.to_owned(), Bytes::new()).await
    }

    /// Presses the button of the form on `page` whose action ends with `action`.
    pub(super) async fn press(&mut self, page: &Page, action: &str) -> Result<Page> {
        let (target, fields) = form(&page.html, action)?;
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.send(&target, &fields).await
    }

    async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escape(value)))
            .collect::<Vec<_>>()
            .join("&");
        self.walk(Method::POST, path.to_owned(), Bytes::from(body)).await
    }

    async fn walk(&mut self, mut method: Method, mut path: String, mut body: Bytes) -> Result<Page> {
        for _ in 0..REDIRECTS_MAX {
            ensure!(self.connection.is_usable().await, "the node has closed the connection");
            let request = self.request(&method, &path, body)?;
            let began = Instant::now();
            let response = self.connection.send(request).await?;
            let first_byte = began.elapsed();
            if let Some(cookie) = response.headers().get(header::SET_COOKIE) {
                let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
                self.cookie = Some(HeaderValue::from_str(pair)?);
            }
            let (status, location) = (response.status(), response.headers().get(header::LOCATION).cloned());
            let content = client::body(response, PAGE_BYTES_MAX).await?;
            match (status, location) {
                (StatusCode::SEE_OTHER, Some(next)) => {
                    (method, path, body) = (Method::GET, next.to_str()?.to_owned(), Bytes::new());
                }
                (StatusCode::OK, _) => {
                    return Ok(Page {
                        path,
                        html: String::from_utf8(content.into())?,
                        first_byte,
                    });
                }
                (status, _) => bail!("{path} answers {status}"),
            }
        }
        bail!("{path} leads in a circle")
    }

    fn request(&self, method: &Method, path: &str, body: Bytes) -> Result<Request<Full<Bytes>>> {
        let mut request = client::get(&self.authority, path)?;
        *request.method_mut() = method.clone();
        *request.body_mut() = Full::new(body);
        let headers = request.headers_mut();
        if *method == Method::POST {
            let origin = format!("http://{}", self.authority);
            headers.insert(header::ORIGIN, HeaderValue::from_str(&origin)?);
            let form = HeaderValue::from_static("application/x-www-form-urlencoded");
            headers.insert(header::CONTENT_TYPE, form);
        }
        if let Some(cookie) = &self.cookie {
            headers.insert(header::COOKIE, cookie.clone());
        }
        Ok(request)
    }
}

/// The action and the hidden fields of the form whose action ends so, its language aside.
fn form(html: &str, wanted: &str) -> Result<(String, Vec<(String, String)>)> {
    for part in html.split("<form ").skip(1) {
        let part = part.split("</form>").next().unwrap_or_default();
        let Some(action) = attribute(part, "action") else {
            continue;
        };
        if !action.split('?').next().unwrap_or_default().ends_with(wanted) {
            continue;
        }
        let hidden = part.split("<input type=\"hidden\" ").skip(1);
        let fields = hidden.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)));
        return Ok((action, fields.collect()));
    }
    bail!("the page has no form for {wanted}")
}

fn attribute(markup: &str, name: &str) -> Option<String> {
    let rest = markup.split_once(&format!("{name}=\""))?.1;
    Some(rest.split_once('"')?.0.replace("&#38;", "&").replace("&amp;", "&"))
}

fn escape(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_found_by_the_end_of_its_action() {
        let html = r#"<form method="post" action="/a/nop?lang=en"><input type="hidden" name="csrf" value="x"><button>
            </button></form><form method="post" action="/b"><input type="hidden" name="csrf" value="y"></form>"#;
        let (action, fields) = form(html, "/nop").unwrap();
        assert_eq!((action.as_str(), fields.len()), ("/a/nop?lang=en", 1));
        assert_eq!(form(html, "/b").unwrap().1[0].1, "y");
        assert!(form(html, "/c").is_err());
    }
}
