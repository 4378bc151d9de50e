//! The CMS message: detached SignedData with one signer, ECDSA on P-256 with SHA-256.
//!
//! Signed are content type, message digest and signing certificate; no signing time, which PAdES keeps in the PDF. What
//! verifies is what this file writes and nothing more: no second signer, no unsigned attribute, no other algorithm, so
//! that no byte of the message can change unseen.
//! Source: RFC 5652, RFC 5035 (signingCertificateV2), RFC 5753 and 5754 (algorithms), ETSI EN 319 142-1 §6.3.

use aws_lc_rs::digest;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, EcdsaKeyPair, UnparsedPublicKey};
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode, Sequence};
use motlan_core::Timestamp;
use x509_cert::attr::{Attribute, Attributes};
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::{CertificateSha256, SignatureError};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// SigningCertificateV2 of RFC 5035 §3, without policies.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<CertificateIdentifier>,
}

/// ESSCertIDv2 of RFC 5035 §4. The hash algorithm is absent, which means SHA-256; so is the issuer.
#[derive(Sequence)]
struct CertificateIdentifier {
    hash: OctetString,
}

/// The SHA-256 of `parts`, one after the other.
pub(super) fn sha256_of(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// A certificate with a P-256 key.
#[derive(Clone)]
pub(super) struct Certificate {
    inner: x509_cert::Certificate,
    sha256: CertificateSha256,
}

impl Certificate {
    /// Reads DER.
    pub(super) fn from_der(der: &[u8]) -> Result<Self, SignatureError> {
        let inner = x509_cert::Certificate::from_der(der).map_err(|_| SignatureError::Cms)?;
        Self::new(inner)
    }

    fn new(inner: x509_cert::Certificate) -> Result<Self, SignatureError> {
        let der = inner.to_der().map_err(|_| SignatureError::Cms)?;
        let sha256 = CertificateSha256(sha256_of(&[&der]));
        Ok(Self { inner, sha256 })
    }

    /// The SHA-256 of its DER.
    pub(super) fn sha256(&self) -> CertificateSha256 {
        self.sha256
    }

    /// The common name of its subject, empty where there is none.
    pub(super) fn common_name(&self) -> String {
        let parts = self.inner.tbs_certificate.subject.0.iter().flat_map(|set| set.0.iter());
        let name = parts
            .filter(|part| part.oid == COMMON_NAME)
            .find_map(|part| part.value.decode_as().ok());
        name.unwrap_or_default()
    }

    /// Its DER.
    pub(super) fn to_der(&self) -> Result<Vec<u8>, SignatureError> {
        self.inner.to_der().map_err(|_| SignatureError::Cms)
    }

    /// Its P-256 public key as an uncompressed point.
    pub(super) fn public_key(&self) -> Result<&[u8], SignatureError> {
        let info = &self.inner.tbs_certificate.subject_public_key_info;
        let curve = info
            .algorithm
            .parameters
            .as_ref()
            .and_then(|curve| curve.decode_as().ok());
        if info.algorithm.oid != EC_PUBLIC_KEY || curve != Some(P256) {
            return Err(SignatureError::Cms);
        }
        info.subject_public_key.as_bytes().ok_or(SignatureError::Cms)
    }

    /// Refuses a moment outside its validity.
    pub(super) fn check_validity(&self, at: Timestamp) -> Result<(), SignatureError> {
        let validity = &self.inner.tbs_certificate.validity;
        let at = u64::try_from(at.as_seconds()).map_err(|_| SignatureError::Validity)?;
        let first = validity.not_before.to_unix_duration().as_secs();
        let last = validity.not_after.to_unix_duration().as_secs();
        if (first..=last).contains(&at) {
            Ok(())
        } else {
            Err(SignatureError::Validity)
        }
    }

    fn identifier(&self) -> SignerIdentifier {
        SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: self.inner.tbs_certificate.issuer.clone(),
            serial_number: self.inner.tbs_certificate.serial_number.clone(),
        })
    }
}

/// The message that signs content with this SHA-256, in DER.
pub(super) fn sign(certificate: &Certificate, key: &EcdsaKeyPair, hash: [u8; 32]) -> Result<Vec<u8>, SignatureError> {
    let attributes = attributes(certificate, hash).map_err(|_| SignatureError::Cms)?;
    let signed = attributes.to_der().map_err(|_| SignatureError::Cms)?;
    let signature = key
        .sign(&SystemRandom::new(), &signed)
        .map_err(|_| SignatureError::Key)?;
    message(certificate, attributes, signature.as_ref()).map_err(|_| SignatureError::Cms)
}

fn attributes(certificate: &Certificate, hash: [u8; 32]) -> der::Result<Attributes> {
    let identifier = CertificateIdentifier {
        hash: OctetString::new(certificate.sha256.0)?,
    };
    let signing_certificate = SigningCertificateV2 {
        certificates: vec![identifier],
    };
    SetOfVec::try_from(vec![
        attribute(CONTENT_TYPE, Any::encode_from(&DATA)?)?,
        attribute(MESSAGE_DIGEST, Any::encode_from(&OctetString::new(hash)?)?)?,
        attribute(SIGNING_CERTIFICATE_V2, Any::encode_from(&signing_certificate)?)?,
    ])
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from(vec![value])?,
    })
}

fn message(certificate: &Certificate, attributes: Attributes, signature: &[u8]) -> der::Result<Vec<u8>> {
    let signer = SignerInfo {
        version: CmsVersion::V1,
        sid: certificate.identifier(),
        digest_alg: algorithm(SHA256),
        signed_attrs: Some(attributes),
        signature_algorithm: algorithm(ECDSA_WITH_SHA256),
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let certificate = CertificateChoices::Certificate(certificate.inner.clone());
    let data = SignedData {
        version: CmsVersion::V1,
        digest_algorithms: SetOfVec::try_from(vec![algorithm(SHA256)])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: DATA,
            econtent: None,
        },
        certificates: Some(CertificateSet(SetOfVec::try_from(vec![certificate])?)),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
    };
    let content = Any::encode_from(&data)?;
    let content_type = SIGNED_DATA;
    ContentInfo { content_type, content }.to_der()
}

/// An algorithm without parameters: RFC 5754 §2 and §3.3 leave them out for both.
fn algorithm(oid: ObjectIdentifier) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters: None }
}

/// Checks a message over content with this SHA-256 and gives the certificate that is in it.
pub(super) fn verify(bytes: &[u8], hash: [u8; 32]) -> Result<Certificate, SignatureError> {
    let data = read(bytes).map_err(|_| SignatureError::Cms)?;
    let certificates = data.certificates.as_ref().map_or(&[][..], |set| set.0.as_slice());
    let ([CertificateChoices::Certificate(inner)], [signer]) = (certificates, data.signer_infos.0.as_slice()) else {
        return Err(SignatureError::Cms);
    };
    let certificate = Certificate::new(inner.clone())?;
    if signed_digest(signer).as_ref().map(OctetString::as_bytes) != Some(&hash[..]) {
        return Err(SignatureError::Digest);
    }
    let attributes = attributes(&certificate, hash).map_err(|_| SignatureError::Cms)?;
    let content = attributes.to_der().map_err(|_| SignatureError::Cms)?;
    let signature = signer.signature.as_bytes();
    // What is not signed must be, byte for byte, what `sign` writes around this signature.
    if message(&certificate, attributes, signature).ok().as_deref() != Some(bytes) {
        return Err(SignatureError::Cms);
    }
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, certificate.public_key()?)
        .verify(&content, signature)
        .map_err(|_| SignatureError::Invalid)?;
    Ok(certificate)
}

fn read(bytes: &[u8]) -> der::Result<SignedData> {
    ContentInfo::from_der(bytes)?.content.decode_as()
}

fn signed_digest(signer: &SignerInfo) -> Option<OctetString> {
    let mut attributes = signer.signed_attrs.as_ref()?.iter();
    let values = &attributes.find(|attribute| attribute.oid == MESSAGE_DIGEST)?.values;
    values.get(0)?.decode_as().ok()
}

#[cfg(test)]
mod tests {
    use super::super::{ResultSigner, SignatureError, SignerName, verify_bytes};
    use motlan_core::Timestamp;

    fn signer() -> ResultSigner {
        let name = SignerName {
            organisation: "Ủy ban nhân dân tỉnh Phú Yên",
            unit: "Sở Giao thông vận tải",
            unit_code: "000.00.08.H45",
        };
        ResultSigner::generate(&name, Timestamp::from_seconds(1_795_200_000)).unwrap()
    }

    #[test]
    fn detached_bytes_verify_and_name_the_certificate() {
        let signer = signer();
        let signature = signer.sign_bytes(b"{\"result\":\"match\"}").unwrap();
        let certificate = verify_bytes(b"{\"result\":\"match\"}", &signature).unwrap();
        assert_eq!(certificate, signer.certificate_sha256());
    }

    #[test]
    fn other_content_is_refused_as_such() {
        let signature = signer().sign_bytes(b"match").unwrap();
        assert_eq!(verify_bytes(b"matcH", &signature), Err(SignatureError::Digest));
        assert_eq!(verify_bytes(b"", &signature), Err(SignatureError::Digest));
    }

    #[test]
    fn every_changed_byte_of_the_message_is_refused() {
        let signature = signer().sign_bytes(b"match").unwrap();
        for index in 0..signature.len() {
            for mask in [0x01, 0x20, 0x80] {
                let mut changed = signature.clone();
                changed[index] ^= mask;
                assert!(verify_bytes(b"match", &changed).is_err(), "byte {index}, mask {mask}");
            }
        }
    }

    #[test]
    fn cut_and_longer_messages_are_refused() {
        let signature = signer().sign_bytes(b"match").unwrap();
        let mut longer = signature.clone();
        longer.push(0);
        for bytes in [&signature[..signature.len() - 1], &[], &longer] {
            assert_eq!(verify_bytes(b"match", bytes), Err(SignatureError::Cms));
        }
    }
}
