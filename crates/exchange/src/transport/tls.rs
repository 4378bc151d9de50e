//! TLS 1.3 with pinned certificates: who the peer is follows from the directory, not from a certificate authority.
//!
//! The verifiers check that the peer holds the key of the certificate that it shows (RFC 8446 §4.4.3). Whether that
//! certificate may speak is asked of the directory on every request, so that a revoked one stops on open connections.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs as provider};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme,
};
use serde::{Deserialize, Serialize};

use crate::directory::CertificateHash;

/// A certificate and its key, as kept on disk in PEM.
#[derive(Clone, Serialize, Deserialize)]
pub struct Identity {
    /// The certificate.
    pub certificate_pem: String,
    /// Its PKCS#8 key.
    pub key_pem: String,
}

impl Identity {
    /// A new self-signed P-256 certificate for `name`.
    pub fn generate(name: &str) -> Result<Self, rcgen::Error> {
        let mut parameters = rcgen::CertificateParams::new(vec!["localhost".to_owned()])?;
        parameters.distinguished_name.push(rcgen::DnType::CommonName, name);
        let key = rcgen::KeyPair::generate()?;
        let certificate = parameters.self_signed(&key)?;
        Ok(Self {
            certificate_pem: certificate.pem(),
            key_pem: key.serialize_pem(),
        })
    }

    /// The certificate in DER.
    pub fn certificate(&self) -> Result<CertificateDer<'static>, Error> {
        CertificateDer::from_pem_slice(self.certificate_pem.as_bytes())
            .map_err(|_| Error::General("the certificate is no PEM".to_owned()))
    }

    fn key(&self) -> Result<PrivateKeyDer<'static>, Error> {
        PrivateKeyDer::from_pem_slice(self.key_pem.as_bytes())
            .map_err(|_| Error::General("the key is no PEM".to_owned()))
    }

    /// How the directory names the certificate.
    pub fn hash(&self) -> Result<CertificateHash, Error> {
        Ok(CertificateHash::of(&self.certificate()?))
    }

    /// A server that asks its clients for a certificate, and insists if `required`.
    pub fn server(&self, required: bool) -> Result<Arc<ServerConfig>, Error> {
        let verifier = Arc::new(KeyHolder {
            required,
            provider: crypto(),
        });
        let mut config = ServerConfig::builder_with_provider(crypto())
            .with_protocol_versions(&[&rustls::version::TLS13])?
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![self.certificate()?], self.key()?)?;
        // A resumed session would skip the certificate; connections are kept open instead.
        config.send_tls13_tickets = 0;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// A client that shows this certificate and talks to a holder of one of `expected` only.
    pub fn client(&self, expected: &[CertificateHash]) -> Result<Arc<ClientConfig>, Error> {
        let mut config = client_builder(expected)?.with_client_auth_cert(vec![self.certificate()?], self.key()?)?;
        config.resumption = rustls::client::Resumption::disabled();
        Ok(Arc::new(config))
    }
}

/// A client without a certificate of its own that talks to a holder of one of `expected` only.
pub fn anonymous_client(expected: &[CertificateHash]) -> Result<Arc<ClientConfig>, Error> {
    Ok(Arc::new(client_builder(expected)?.with_no_client_auth()))
}

fn client_builder(
    expected: &[CertificateHash],
) -> Result<rustls::ConfigBuilder<ClientConfig, rustls::client::WantsClientCert>, Error> {
    Ok(ClientConfig::builder_with_provider(crypto())
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Pinned {
            expected: expected.to_vec(),
            provider: crypto(),
        })))
}

fn crypto() -> Arc<CryptoProvider> {
    Arc::new(provider::default_provider())
}

/// Takes any certificate whose key the client holds.
#[derive(Debug)]
struct KeyHolder {
    required: bool,
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for KeyHolder {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn client_auth_mandatory(&self) -> bool {
        self.required
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("TLS 1.3 only".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Takes the certificates that the directory names and no other.
#[derive(Debug)]
struct Pinned {
    expected: Vec<CertificateHash>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.expected.contains(&CertificateHash::of(certificate)) {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(
                CertificateError::ApplicationVerificationFailure,
            ))
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("TLS 1.3 only".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
