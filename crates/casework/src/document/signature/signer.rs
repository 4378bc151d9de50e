//! A unit's signer: a P-256 key with a self-signed certificate, kept as one PEM text.
//!
//! The certificate names the unit and proves nothing by itself: the unit's certificates are known by their SHA-256.

use std::fmt;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use der::pem::LineEnding;
use der::{Document, SecretDocument};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use motlan_core::Timestamp;
use rcgen::{CertificateParams, DnType, DnValue, KeyUsagePurpose};

use super::cms::{self, Certificate};
use super::{CertificateSha256, SignatureError, update};

/// How long a new certificate is valid, in years.
const VALID_YEARS: i16 = 5;

/// Characters that a common or organisation name may have: the upper bounds of RFC 5280, appendix A.1.
const NAME_CHARACTERS_MAX: usize = 64;

/// Whom a certificate names. No person: a result is signed by a unit.
#[derive(Clone, Copy, Debug)]
pub struct SignerName<'a> {
    /// The member that the unit belongs to.
    pub organisation: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// The unit's code, as in `000.00.08.H45`.
    pub unit_code: &'a str,
}

/// A key that signs results for one unit.
pub struct ResultSigner {
    certificate: Certificate,
    key: EcdsaKeyPair,
    key_document: SecretDocument,
}

impl ResultSigner {
    /// Makes a new key with a certificate that is valid for five years from the day of `from`.
    pub fn generate(name: &SignerName<'_>, from: Timestamp) -> Result<Self, SignatureError> {
        let parameters = parameters(name, from)?;
        let key = rcgen::KeyPair::generate().map_err(|_| SignatureError::Key)?;
        let certificate = parameters.self_signed(&key).map_err(|_| SignatureError::Certificate)?;
        Self::new(certificate.der(), &key.serialize_der())
    }

    /// Reads what [`ResultSigner::to_pem`] wrote: the certificate, then its PKCS#8 key.
    pub fn from_pem(text: &str) -> Result<Self, SignatureError> {
        const KEY: &str = "-----BEGIN PRIVATE KEY-----";
        let (certificate, key) = text.split_at(text.find(KEY).ok_or(SignatureError::Pem)?);
        let certificate = Document::from_pem(certificate).map_err(|_| SignatureError::Pem)?;
        let key = SecretDocument::from_pem(key).map_err(|_| SignatureError::Pem)?;
        if certificate.0 != "CERTIFICATE" {
            return Err(SignatureError::Pem);
        }
        Self::new(certificate.1.as_bytes(), key.1.as_bytes()).map_err(|_| SignatureError::Pem)
    }

    /// The certificate and the key, for a file that only its owner may read.
    pub fn to_pem(&self) -> Result<String, SignatureError> {
        let key = self.key_document.to_pem("PRIVATE KEY", LineEnding::LF);
        let key = key.map_err(|_| SignatureError::Pem)?;
        Ok(self.certificate_pem()? + &key)
    }

    /// The certificate alone, for everybody.
    pub fn certificate_pem(&self) -> Result<String, SignatureError> {
        Document::try_from(self.certificate.to_der()?)
            .and_then(|document| document.to_pem("CERTIFICATE", LineEnding::LF))
            .map_err(|_| SignatureError::Pem)
    }

    /// How the certificate is named.
    pub fn certificate_sha256(&self) -> CertificateSha256 {
        self.certificate.sha256()
    }

    /// The unit that the certificate names.
    pub fn name(&self) -> String {
        self.certificate.common_name()
    }

    /// Signs a PDF by an incremental update (PAdES B-B). `at` is the time that the signer claims.
    ///
    /// `reason` is read by whoever opens the file: it says what for, and names nobody.
    pub fn sign(&self, pdf: Vec<u8>, at: Timestamp, reason: &str) -> Result<Vec<u8>, SignatureError> {
        self.certificate.check_validity(at)?;
        let prepared = update::prepare(pdf, &self.name(), at, reason)?;
        let message = cms::sign(&self.certificate, &self.key, cms::sha256_of(&prepared.covered()))?;
        prepared.fill(&message)
    }

    /// Signs any bytes: a detached CMS message in DER.
    pub fn sign_bytes(&self, content: &[u8]) -> Result<Vec<u8>, SignatureError> {
        cms::sign(&self.certificate, &self.key, cms::sha256_of(&[content]))
    }

    fn new(certificate: &[u8], key: &[u8]) -> Result<Self, SignatureError> {
        let certificate = Certificate::from_der(certificate)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key).map_err(|_| SignatureError::Key)?;
        if certificate.public_key()? != pair.public_key().as_ref() {
            return Err(SignatureError::Key);
        }
        Ok(Self {
            certificate,
            key: pair,
            key_document: SecretDocument::try_from(key).map_err(|_| SignatureError::Key)?,
        })
    }
}

/// Shows the public half only.
impl fmt::Debug for ResultSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResultSigner({})", self.certificate_sha256())
    }
}

fn parameters(name: &SignerName<'_>, from: Timestamp) -> Result<CertificateParams, SignatureError> {
    let is_fit = |text: &str| (1..=NAME_CHARACTERS_MAX).contains(&text.chars().count());
    if ![name.organisation, name.unit, name.unit_code].into_iter().all(is_fit) {
        return Err(SignatureError::Certificate);
    }
    let mut parameters = CertificateParams::default();
    let subject = &mut parameters.distinguished_name;
    *subject = rcgen::DistinguishedName::new();
    subject.push(DnType::CountryName, country()?);
    subject.push(DnType::OrganizationName, name.organisation);
    subject.push(DnType::OrganizationalUnitName, name.unit_code);
    subject.push(DnType::CommonName, name.unit);
    parameters.is_ca = rcgen::IsCa::ExplicitNoCa;
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::ContentCommitment];
    let first = day(from)?;
    let last = first
        .checked_add(jiff::Span::new().years(VALID_YEARS))
        .map_err(|_| SignatureError::Certificate)?;
    let [first, last] = [first, last].map(|day| {
        (
            i32::from(day.year()),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        )
    });
    parameters.not_before = rcgen::date_time_ymd(first.0, first.1, first.2);
    parameters.not_after = rcgen::date_time_ymd(last.0, last.1, last.2);
    Ok(parameters)
}

/// RFC 5280, appendix A.1, wants a country in printable letters; the writer's default is UTF-8.
fn country() -> Result<DnValue, SignatureError> {
    let letters = rcgen::string::PrintableString::try_from("VN").map_err(|_| SignatureError::Certificate)?;
    Ok(DnValue::PrintableString(letters))
}

/// The day in UTC, so that its midnight is never after `at`.
fn day(at: Timestamp) -> Result<Date, SignatureError> {
    let moment = jiff::Timestamp::from_microsecond(at.as_micros()).map_err(|_| SignatureError::Certificate)?;
    Ok(moment.to_zoned(TimeZone::UTC).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_seconds(1_795_200_000);
    const NAME: SignerName<'static> = SignerName {
        organisation: "Ủy ban nhân dân tỉnh Phú Yên",
        unit: "Sở Giao thông vận tải",
        unit_code: "000.00.08.H45",
    };

    #[test]
    fn stored_and_read_again_it_is_the_same_signer() {
        let signer = ResultSigner::generate(&NAME, NOW).unwrap();
        let pem = signer.to_pem().unwrap();
        assert!(pem.starts_with(&signer.certificate_pem().unwrap()));
        let again = ResultSigner::from_pem(&pem).unwrap();
        assert_eq!(again.certificate_sha256(), signer.certificate_sha256());
        assert_eq!(again.name(), NAME.unit);
        let certificate = super::super::verify_bytes(b"x", &again.sign_bytes(b"x").unwrap()).unwrap();
        assert_eq!(certificate, signer.certificate_sha256());
    }

    #[test]
    fn a_key_that_is_not_the_certificates_is_refused() {
        let one = ResultSigner::generate(&NAME, NOW).unwrap();
        let other = ResultSigner::generate(&NAME, NOW).unwrap().to_pem().unwrap();
        let key = &other[other.find("-----BEGIN PRIVATE").unwrap()..];
        let mixed = one.certificate_pem().unwrap() + key;
        assert_eq!(ResultSigner::from_pem(&mixed).unwrap_err(), SignatureError::Pem);
        assert_eq!(ResultSigner::from_pem(key).unwrap_err(), SignatureError::Pem);
        assert_eq!(ResultSigner::from_pem("").unwrap_err(), SignatureError::Pem);
    }

    #[test]
    fn debug_shows_no_secret() {
        let signer = ResultSigner::generate(&NAME, NOW).unwrap();
        assert_eq!(
            format!("{signer:?}"),
            format!("ResultSigner({})", signer.certificate_sha256())
        );
    }

    #[test]
    fn names_have_bounds() {
        for unit in ["", &"ơ".repeat(65)] {
            let refused = ResultSigner::generate(&SignerName { unit, ..NAME }, NOW).unwrap_err();
            assert_eq!(refused, SignatureError::Certificate);
        }
        ResultSigner::generate(
            &SignerName {
                unit: &"ơ".repeat(64),
                ..NAME
            },
            NOW,
        )
        .unwrap();
    }
}
