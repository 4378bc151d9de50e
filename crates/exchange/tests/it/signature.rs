//! HTTP message signatures: the published vectors, what other libraries write, and that every altered bit is noticed.

use http::{HeaderMap, HeaderName, HeaderValue};
use motlan_core::{Code, Timestamp};
use motlan_exchange::keys::{Algorithm, PublicKey, Signature, SigningKey};
use motlan_exchange::signature::{content_digest, content_digest_value, parse, sign};
use proptest::prelude::*;

/// RFC 9421, appendix B.1.4.
const TEST_KEY_ED25519: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----
";

/// RFC 9421, appendix B.1.3.
const TEST_KEY_ECC_P256: &str = "-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
-----END PUBLIC KEY-----
";

const BOTH: [Algorithm; 2] = [Algorithm::Ed25519, Algorithm::EcdsaP256Sha256];

const COVERED: &[&str] = &["motlan-method", "motlan-path", "content-digest"];

fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("motlan-method", HeaderValue::from_static("POST"));
    headers.insert("motlan-path", HeaderValue::from_static("/persons/verify"));
    headers.insert("content-digest", content_digest_value(&content_digest(b"body")));
    headers.insert("date", HeaderValue::from_static("Sat, 21 Nov 2026 00:00:00 GMT"));
    headers
}

fn created() -> Timestamp {
    Timestamp::from_seconds(1_795_219_200)
}

fn insert(headers: &mut HeaderMap, name: &'static str, value: String) {
    headers.insert(name, HeaderValue::try_from(value).unwrap());
}

/// RFC 9421, appendix B.2.6. Its base holds derived components, so it stands here by hand.
#[test]
fn the_published_ed25519_signature_is_ours() {
    let base = "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\
                \"@method\": POST\n\
                \"@path\": /foo\n\
                \"@authority\": example.com\n\
                \"content-type\": application/json\n\
                \"content-length\": 18\n\
                \"@signature-params\": (\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")\
                ;created=1618884473;keyid=\"test-key-ed25519\"";
    let published = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==";
    let key = SigningKey::from_pem(TEST_KEY_ED25519).unwrap();
    assert_eq!(Signature(key.sign(base.as_bytes())).to_string(), published);
    let signature: Signature = published.parse().unwrap();
    key.public_key().verify(base.as_bytes(), &signature.0).unwrap();
}

/// RFC 9421, appendix B.2.4.
#[test]
fn the_published_p256_signature_verifies() {
    let base = "\"@status\": 200\n\
                \"content-type\": application/json\n\
                \"content-digest\": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq\
                4l5aGgfLQ==:\n\
                \"content-length\": 23\n\
                \"@signature-params\": (\"@status\" \"content-type\" \"content-digest\" \"content-length\")\
                ;created=1618884473;keyid=\"test-key-ecc-p256\"";
    let published = "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==";
    let key = PublicKey::from_pem(TEST_KEY_ECC_P256).unwrap();
    let signature: Signature = published.parse().unwrap();
    key.verify(base.as_bytes(), &signature.0).unwrap();
    assert!(key.verify(base.replace("200", "201").as_bytes(), &signature.0).is_err());
}

#[test]
fn a_signed_message_has_the_documented_form() {
    let key = SigningKey::from_pem(TEST_KEY_ED25519).unwrap();
    let mut headers = headers();
    let signature = sign(&mut headers, COVERED, created(), "k1", &key).unwrap();
    assert_eq!(
        headers["signature-input"],
        "motlan=(\"motlan-method\" \"motlan-path\" \"content-digest\");created=1795219200;keyid=\"k1\";alg=\"ed25519\""
    );
    assert_eq!(
        headers["signature"],
        format!("motlan=:{}:", Signature(signature)).as_str()
    );
    let digest = headers["content-digest"].to_str().unwrap();
    let parsed = parse(&headers).unwrap();
    assert_eq!(
        parsed.base(),
        format!(
            "\"motlan-method\": POST\n\"motlan-path\": /persons/verify\n\"content-digest\": {digest}\n\
             \"@signature-params\": (\"motlan-method\" \"motlan-path\" \"content-digest\");created=1795219200;\
             keyid=\"k1\";alg=\"ed25519\""
        )
    );
}

#[test]
fn what_was_signed_is_read_back() {
    for algorithm in BOTH {
        let key = SigningKey::generate(algorithm).unwrap();
        let mut headers = headers();
        let signature = sign(&mut headers, COVERED, created(), key.public_key().keyid(), &key).unwrap();
        let parsed = parse(&headers).unwrap();
        parsed.verify(key.public_key()).unwrap();
        assert_eq!(parsed.components().collect::<Vec<_>>(), COVERED);
        assert_eq!(parsed.created(), created());
        assert_eq!(parsed.keyid(), key.public_key().keyid());
        assert_eq!(parsed.algorithm(), Some(algorithm));
        assert_eq!(parsed.signature(), &signature);
        assert_eq!(parsed.expires(), None);
        parsed.covers(&["content-digest", "motlan-path"]).unwrap();
        assert_eq!(parsed.covers(&["date"]).unwrap_err().code, Code::InvalidSignature);
    }
}

#[test]
fn signing_again_replaces_the_signature() {
    let key = SigningKey::generate(Algorithm::Ed25519).unwrap();
    let mut headers = headers();
    sign(&mut headers, COVERED, created(), "k1", &key).unwrap();
    sign(&mut headers, &["date"], created(), "k2", &key).unwrap();
    let parsed = parse(&headers).unwrap();
    assert_eq!((parsed.keyid(), parsed.components().count()), ("k2", 1));
    parsed.verify(key.public_key()).unwrap();
}

#[test]
fn what_cannot_be_signed_fails() {
    let key = SigningKey::generate(Algorithm::Ed25519).unwrap();
    let cases: [(&[&'static str], &str); 4] = [
        (&["absent"], "k1"),
        (&["@method"], "k1"),
        (&["date"], "k\"1"),
        (&["date"], "khóa"),
    ];
    for (components, keyid) in cases {
        let mut headers = headers();
        let failure = sign(&mut headers, components, created(), keyid, &key).unwrap_err();
        assert_eq!(failure.code, Code::InternalError);
        assert!(!headers.contains_key("signature"));
    }
}

/// Other libraries order parameters as they like, add `nonce`, `tag` and `expires`, leave `alg` out, sign several
/// labels, and split fields over lines.
#[test]
fn what_other_libraries_write_is_accepted() {
    let key = SigningKey::generate(Algorithm::EcdsaP256Sha256).unwrap();
    for parameters in [
        "(\"date\" \"motlan-method\");keyid=\"k1\";created=1795219200",
        "(\"date\" \"motlan-method\");alg=\"ecdsa-p256-sha256\";nonce=\"a,b)\";created=1795219200;tag=\"x\";keyid=\"k1\"",
        "(\"date\" \"motlan-method\");created=1795219200;expires=1795219260;keyid=\"k1\";later=?1",
    ] {
        let mut headers = headers();
        let base = format!(
            "\"date\": Sat, 21 Nov 2026 00:00:00 GMT\n\"motlan-method\": POST\n\"@signature-params\": {parameters}"
        );
        let signature = Signature(key.sign(base.as_bytes()));
        insert(
            &mut headers,
            "signature-input",
            format!("first=(\"date\");nonce=\"motlan=1\", motlan={parameters}"),
        );
        insert(&mut headers, "signature", "first=:AAAA:".to_owned());
        headers.append(
            "signature",
            HeaderValue::try_from(format!("motlan=:{signature}:")).unwrap(),
        );
        let parsed = parse(&headers).unwrap();
        parsed.verify(key.public_key()).unwrap();
        assert_eq!(parsed.expires().is_some(), parameters.contains("expires"));
    }
}

#[test]
fn the_algorithm_named_is_the_keys() {
    let key = SigningKey::generate(Algorithm::EcdsaP256Sha256).unwrap();
    let mut headers = headers();
    let parameters = "(\"date\");created=1;keyid=\"k1\";alg=\"ed25519\"";
    let base = format!("\"date\": Sat, 21 Nov 2026 00:00:00 GMT\n\"@signature-params\": {parameters}");
    let signature = Signature(key.sign(base.as_bytes()));
    insert(&mut headers, "signature-input", format!("motlan={parameters}"));
    insert(&mut headers, "signature", format!("motlan=:{signature}:"));
    let parsed = parse(&headers).unwrap();
    // The signature itself is good; only its name is wrong.
    key.public_key()
        .verify(parsed.base().as_bytes(), parsed.signature())
        .unwrap();
    assert_eq!(
        parsed.verify(key.public_key()).unwrap_err().code,
        Code::InvalidSignature
    );
}

#[test]
fn malformed_messages_are_refused() {
    let key = SigningKey::generate(Algorithm::Ed25519).unwrap();
    let mut good = headers();
    sign(&mut good, COVERED, created(), "k1", &key).unwrap();
    let cases: [(&'static str, Option<&str>); 12] = [
        ("signature", None),
        ("signature-input", None),
        ("motlan-path", None),
        ("signature", Some("other=:AAAA:")),
        ("signature", Some("motlan=:AAAA:")),
        ("signature", Some("motlan=1")),
        ("signature", Some("motlan=:::")),
        ("signature-input", Some("motlan=(\"date\");created=1")),
        ("signature-input", Some("motlan=(\"date\");keyid=\"k\"")),
        ("signature-input", Some("motlan=(\"@method\");created=1;keyid=\"k\"")),
        ("signature-input", Some("motlan=(\"Date\");created=1;keyid=\"k\"")),
        ("signature-input", Some("motlan=(\"date\";bs);created=1;keyid=\"k\"")),
    ];
    for (name, value) in cases {
        let mut headers = good.clone();
        match value {
            None => drop(headers.remove(name)),
            Some(value) => insert(&mut headers, name, value.to_owned()),
        }
        assert_eq!(
            parse(&headers).unwrap_err().code,
            Code::MalformedMessage,
            "{name} {value:?}"
        );
    }
}

#[test]
fn a_second_line_of_a_covered_field_breaks_the_signature() {
    let key = SigningKey::generate(Algorithm::Ed25519).unwrap();
    let mut headers = headers();
    sign(&mut headers, COVERED, created(), "k1", &key).unwrap();
    headers.append("motlan-path", HeaderValue::from_static("/other"));
    let failure = parse(&headers).unwrap().verify(key.public_key()).unwrap_err();
    assert_eq!(failure.code, Code::InvalidSignature);
}

proptest! {
    #[test]
    fn any_flipped_bit_is_noticed(field in 0..5_usize, bit in 0..2048_usize, p256 in any::<bool>()) {
        let key = SigningKey::generate(BOTH[usize::from(p256)]).unwrap();
        let mut headers = headers();
        sign(&mut headers, COVERED, created(), "k1", &key).unwrap();
        let name = ["signature", "signature-input", "motlan-method", "motlan-path", "content-digest"][field];
        let mut bytes = headers[name].as_bytes().to_vec();
        let bit = bit % (bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        // What is no header value does not even reach the parser.
        if let Ok(value) = HeaderValue::from_bytes(&bytes) {
            headers.insert(HeaderName::from_static(name), value);
            prop_assert!(parse(&headers).and_then(|parsed| parsed.verify(key.public_key())).is_err());
        }
    }

    #[test]
    fn arbitrary_fields_never_panic(input in "[ -~]{0,80}", signature in "[ -~]{0,80}") {
        let mut headers = headers();
        insert(&mut headers, "signature-input", format!("motlan={input}"));
        insert(&mut headers, "signature", format!("motlan={signature}"));
        prop_assert!(parse(&headers).is_err());
    }
}
