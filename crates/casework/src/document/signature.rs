//! Signatures of a unit: in a PDF (PAdES baseline B-B) and detached over any bytes.
//!
//! A signature says that the holder of a key saw exactly these bytes. Whose key it is, the caller decides: [`verify`]
//! gives the certificate's hash, and the unit's certificate is compared with it. No certificate authority is asked, no
//! time-stamp is taken: `signed_at` is what the signer claimed.
//! Source: ETSI EN 319 142-1 v1.2.1 (PAdES), ETSI EN 319 122-1 (CAdES), RFC 5652 (CMS), ISO 32000-1 §12.8.

mod cms;
mod object;
mod range;
mod signer;
mod update;

use std::fmt;

use motlan_core::Timestamp;

pub use self::signer::{ResultSigner, SignerName};

/// The SHA-256 of a certificate in DER: how a unit's certificate is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateSha256(pub [u8; 32]);

impl fmt::Display for CertificateSha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// A PDF whose one signature covers all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The certificate whose key signed.
    pub certificate_sha256: CertificateSha256,
    /// The common name in that certificate. A name proves nothing: compare `certificate_sha256`.
    pub signed_by: String,
    /// When the signer says that it signed, to the second. Inside the certificate's validity.
    pub signed_at: Timestamp,
}

/// Why a document cannot be signed, or its signature is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The certificate could not be made.
    #[error("a name for a certificate has 1 to 64 characters, and the validity must lie in the calendar")]
    Certificate,
    /// The PEM text does not hold one certificate and its P-256 key.
    #[error("the PEM text does not hold one certificate and its P-256 key")]
    Pem,
    /// The key did not sign.
    #[error("the key did not sign")]
    Key,
    /// The bytes are no PDF that can be signed: unreadable, encrypted, or with a cross-reference stream.
    #[error("the bytes are no PDF that can be signed")]
    Pdf,
    /// The PDF has a form already, so it was signed or wants to be filled in.
    #[error("the PDF has a form or signature already")]
    AlreadySigned,
    /// The certificate leaves no room for the signature.
    #[error("the signature is larger than its place")]
    TooLarge,
    /// There is no signature, or not in the form that PAdES B-B asks for.
    #[error("there is no PAdES signature")]
    Missing,
    /// The signature leaves bytes of the file uncovered.
    #[error("the signature does not cover the whole file")]
    Uncovered,
    /// The bytes are not those that were signed.
    #[error("the bytes are not those that were signed")]
    Digest,
    /// The CMS message is malformed or lacks a signed attribute.
    #[error("the CMS message is malformed")]
    Cms,
    /// The signature does not verify under the certificate's key.
    #[error("the signature does not verify")]
    Invalid,
    /// The claimed time lies outside the certificate's validity.
    #[error("the claimed time lies outside the certificate's validity")]
    Validity,
}

/// Checks that the PDF has one signature, that it covers every byte but itself, and that it verifies.
///
/// Bytes appended later are refused, even where PDF allows them: a result is not edited, it is issued anew.
pub fn verify(pdf: &[u8]) -> Result<Verified, SignatureError> {
    let place = range::find(pdf)?;
    let certificate = cms::verify(&place.message, cms::sha256_of(&place.covered(pdf)))?;
    // Only now is the file parsed: its bytes are those that some key signed.
    let signed_at = range::claimed_time(pdf, &place)?;
    certificate.check_validity(signed_at)?;
    Ok(Verified {
        certificate_sha256: certificate.sha256(),
        signed_by: certificate.common_name(),
        signed_at,
    })
}

/// Checks a detached signature of [`ResultSigner::sign_bytes`] and gives the certificate whose key made it.
pub fn verify_bytes(content: &[u8], signature: &[u8]) -> Result<CertificateSha256, SignatureError> {
    Ok(cms::verify(signature, cms::sha256_of(&[content]))?.sha256())
}
