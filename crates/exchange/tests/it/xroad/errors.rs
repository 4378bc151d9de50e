//! Error answers: type, status, headers and body to the byte.

use motlan_core::{Code, Failure};
use motlan_exchange::xroad::error::error_type;
use motlan_exchange::xroad::{Origin, Spelling, error_response};

use super::{REQUEST_ID, headers};

/// RestProxyTest.shouldRespectAcceptHeaderInErrorResponse: its eleven variants, then ours.
#[test]
fn should_respect_accept_header_in_error_response() {
    let rows: [(&[&str], &str); 16] = [
        (&["application/json;charset=utf-8"], "application/json"),
        (&["foobarbaz"], "application/json"),
        (&[], "application/json"),
        (&["application/xml"], "application/xml;charset=utf-8"),
        (&["text/xml"], "text/xml;charset=utf-8"),
        (&["application/xml, text/xml"], "application/xml;charset=utf-8"),
        (&["text/xml, application/xml"], "text/xml;charset=utf-8"),
        (&["text/xml-patch+xml"], "application/json"),
        (&["application/xml; q=0.2"], "application/xml;charset=utf-8"),
        (
            &["text/xml, application/xml, application/json"],
            "text/xml;charset=utf-8",
        ),
        (&["text/*"], "text/xml;charset=utf-8"),
        (
            &["application/json, application/xml;q=0.1"],
            "application/xml;charset=utf-8",
        ),
        (&["TEXT/XML"], "text/xml;charset=utf-8"),
        (&["*/*"], "application/json"),
        (
            &["application/json", "application/xml"],
            "application/xml;charset=utf-8",
        ),
        (&["", ",;,"], "application/json"),
    ];
    for (accept, content_type) in rows {
        let accept: Vec<_> = accept.iter().map(|value| ("Accept", *value)).collect();
        let failure = Code::UnknownService.into();
        let answer = error_response(
            &failure,
            Origin::ServerProxy,
            Spelling::Snake78,
            &headers(&accept),
            REQUEST_ID,
        );
        assert_eq!(answer.headers()["content-type"], content_type, "{accept:?}");
        assert_eq!(answer.headers()["x-road-error"], "server.serverproxy.unknown_service");
        assert_eq!(answer.status(), 500);
        let is_xml = answer.body().starts_with(b"<?xml");
        assert_eq!(is_xml, content_type.contains("xml"), "{accept:?}");
    }
}

#[test]
fn bodies_are_exact_in_both_forms() {
    let failure = Failure::new(Code::AccessDenied, "no grant for \"a\" <b> & c");
    let json = error_response(
        &failure,
        Origin::ServerProxy,
        Spelling::Snake78,
        &headers(&[]),
        REQUEST_ID,
    );
    assert_eq!(
        json.body(),
        r#"{"type":"server.serverproxy.access_denied","message":"no grant for \"a\" <b> & c","detail":"0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01"}"#
    );
    let accept = headers(&[("Accept", "text/xml")]);
    let xml = error_response(&failure, Origin::ClientProxy, Spelling::CamelCase, &accept, REQUEST_ID);
    assert_eq!(
        xml.body(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><error><type>Server.ClientProxy.AccessDenied</type>\
         <message>no grant for &quot;a&quot; &lt;b&gt; &amp; c</message>\
         <detail>0c1b1f3e-5a6d-4a58-9c06-3d1a3c1f0a01</detail></error>"
    );
    assert_eq!(xml.headers()["x-road-error"], "Server.ClientProxy.AccessDenied");
    assert_eq!(xml.headers()["motlan-error"], "access_denied");
}

#[test]
fn types_follow_the_side_and_the_spelling() {
    use Origin::{Client, ClientProxy, ServerProxy};
    let rows = [
        (
            Code::InvalidClient,
            ClientProxy,
            "server.clientproxy.invalid_client_identifier",
            "Server.ClientProxy.InvalidClientIdentifier",
        ),
        (
            Code::InvalidRequest,
            ClientProxy,
            "server.clientproxy.internal_error",
            "Server.ClientProxy.InternalError",
        ),
        (
            Code::AccessDenied,
            ServerProxy,
            "server.serverproxy.access_denied",
            "Server.ServerProxy.AccessDenied",
        ),
        (
            Code::ProviderUnreachable,
            ServerProxy,
            "server.serverproxy.network_error",
            "Server.ServerProxy.NetworkError",
        ),
        (
            Code::DirectoryOutdated,
            ServerProxy,
            "server.serverproxy.global_conf_outdated",
            "Server.ServerProxy.GlobalConfOutdated",
        ),
        (
            Code::ProviderTimeout,
            ServerProxy,
            "server.serverproxy.io_error",
            "Server.ServerProxy.IoError",
        ),
        (
            Code::BodyTooLarge,
            Client,
            "client.body_too_large",
            "Client.BodyTooLarge",
        ),
    ];
    for (code, origin, snake, camel) in rows {
        assert_eq!(error_type(code, origin, Spelling::Snake78), snake);
        assert_eq!(error_type(code, origin, Spelling::CamelCase), camel);
    }
}

#[test]
fn status_and_retry_after_say_what_to_do() {
    let rows = [
        (Code::InvalidClient, 500, None),
        (Code::InvalidRequest, 500, None),
        (Code::HeadersTooLarge, 431, None),
        (Code::QuotaExceeded, 429, None),
        (Code::Starting, 503, Some("5")),
        (Code::Overloaded, 503, Some("1")),
        (Code::OutcomeUnknown, 504, None),
    ];
    for (code, status, retry_after) in rows {
        let answer = error_response(
            &code.into(),
            Origin::ClientProxy,
            Spelling::Snake78,
            &headers(&[]),
            REQUEST_ID,
        );
        assert_eq!(answer.status(), status, "{code}");
        let shown = answer.headers().get("retry-after").map(|value| value.to_str().unwrap());
        assert_eq!(shown, retry_after, "{code}");
        assert_eq!(answer.headers()["motlan-error"], code.as_str());
    }
}

#[test]
fn what_failed_inside_stays_inside() {
    for code in [Code::InternalError, Code::EvidenceUnavailable, Code::JournalUnavailable] {
        let failure = Failure::new(code, "disk /dev/sda1: no space left");
        for accept in ["application/json", "text/xml"] {
            let accept = headers(&[("Accept", accept)]);
            let answer = error_response(&failure, Origin::ServerProxy, Spelling::Snake78, &accept, REQUEST_ID);
            let body = String::from_utf8(answer.body().to_vec()).unwrap();
            assert!(!body.contains("sda1") && body.contains(code.description().en), "{body}");
        }
    }
}

#[test]
fn a_clients_own_mistake_is_explained() {
    let failure = Failure::new(Code::InvalidRequest, "the path does not begin with /r1/");
    let answer = error_response(
        &failure,
        Origin::ClientProxy,
        Spelling::Snake78,
        &headers(&[]),
        REQUEST_ID,
    );
    let body: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
    assert_eq!(body["message"], "the path does not begin with /r1/");
}
