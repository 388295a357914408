//! TLS by rustls, with what the connection string asks for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore, SignatureScheme,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::engine::config::configuration;
use crate::engine::security::{Proof, Roots, Security};
use crate::engine::tls::{Connector, Tls};
use crate::error::Result;

/// The connector for these options.
///
/// # Errors
///
/// [`Error::Configuration`](crate::error::Error::Configuration) names the option whose file cannot be used.
pub(crate) fn connector(security: &Security) -> Result<Arc<dyn Tls>> {
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier {
        proof: security.proof,
        authorities: authorities(security, &provider)?,
        provider: Arc::clone(&provider),
    };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring has algorithms for these versions")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match (&security.certificate, &security.key) {
        (Some(certificate), Some(key)) => {
            let chain = certificates("sslcert", certificate)?;
            let key = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable("sslkey", key, &error))?;
            builder
                .with_client_auth_cert(chain, key)
                .map_err(|error| configuration("sslkey", format!("does not fit `sslcert`: {error}")))?
        }
        _ => builder.with_no_client_auth(),
    };
    // A server asked for TLS at once wants to hear what is spoken inside; others do not mind.
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(Arc::new(Connector(MakeRustlsConnect::new(config))))
}

/// Who checks certificates; nobody if none has to be checked.
fn authorities(
    security: &Security,
    provider: &Arc<CryptoProvider>,
) -> Result<Option<Arc<WebPkiServerVerifier>>> {
    let roots = match (&security.roots, security.proof, default_file()) {
        (None, Proof::None, _) => return Ok(None),
        (Some(Roots::File(file)), ..) => of_file(file)?,
        (None, _, Some(file)) => of_file(&file)?,
        (Some(Roots::System), Proof::Name, _) | (None, Proof::Name, None) => of_system()?,
        // Anybody gets a certificate for a name of his own from an authority of the public.
        (Some(Roots::System), ..) => {
            return Err(configuration("sslrootcert", "`system` is only safe with `sslmode=verify-full`"));
        }
        (None, Proof::Authority, None) => {
            return Err(configuration(
                "sslrootcert",
                "`sslmode=verify-ca` needs the authority's certificate: name its file here, or put it at \
                 ~/.postgresql/root.crt",
            ));
        }
    };
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider)).build();
    let verifier = verifier.map_err(|error| configuration("sslrootcert", error.to_string()))?;
    Ok(Some(verifier))
}

/// Where libpq looks when no file is named.
fn default_file() -> Option<PathBuf> {
    let file = PathBuf::from(std::env::var_os("HOME")?).join(".postgresql/root.crt");
    file.is_file().then_some(file)
}

fn of_file(file: &Path) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates("sslrootcert", file)? {
        roots.add(certificate).map_err(|error| {
            configuration("sslrootcert", format!("{} has an unusable certificate: {error}", file.display()))
        })?;
    }
    Ok(roots)
}

fn of_system() -> Result<RootCertStore> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    // Old certificates that nobody can read are common, and no reason to trust nobody.
    let (usable, _) = roots.add_parsable_certificates(found.certs);
    if usable == 0 {
        let reason = found.errors.first().map(|error| format!(": {error}")).unwrap_or_default();
        return Err(configuration("sslrootcert", format!("the system has no trusted certificates{reason}")));
    }
    Ok(roots)
}

fn certificates(option: &'static str, file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let certificates: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(file).and_then(|certificates| certificates.collect());
    match certificates {
        Ok(certificates) if certificates.is_empty() => {
            Err(configuration(option, format!("{} has no certificate in PEM", file.display())))
        }
        Ok(certificates) => Ok(certificates),
        Err(error) => Err(unreadable(option, file, &error)),
    }
}

fn unreadable(option: &'static str, file: &Path, error: &PemError) -> crate::error::Error {
    configuration(option, format!("{} cannot be used: {error}", file.display()))
}

/// Checks as much of a certificate as was asked for.
#[derive(Debug)]
struct Verifier {
    proof: Proof,
    authorities: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let Some(authorities) = &self.authorities else { return Ok(ServerCertVerified::assertion()) };
        match authorities.verify_server_cert(certificate, others, name, ocsp, now) {
            // The name is looked at last: the rest is right.
            Err(TlsError::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.proof != Proof::Name => Ok(ServerCertVerified::assertion()),
            answer => answer,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
