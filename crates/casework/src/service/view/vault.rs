//! Documents and files as pages show them.

use std::fmt;

use jiff::civil::Date;
use motlan_core::Timestamp;

use crate::model::document_uri::DocumentUri;
use crate::model::dossier_code::DossierCode;
use crate::model::satisfied::FieldValue;
use motlan_core::Name;

/// A document of the vault.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name.
    pub uri: DocumentUri,
    /// The code of its type, as in `GPLX`.
    pub type_code: String,
    /// What it is called.
    pub title: Name,
    /// The unit that issued it, by its code.
    pub issuer: String,
    /// The day it was issued.
    pub issued_on: Date,
    /// The last day on which it holds.
    pub valid_until: Option<Date>,
    /// Whether it holds today.
    pub is_valid: bool,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// What it says.
    pub fields: Vec<FieldValue>,
    /// The dossier whose result it is.
    pub dossier: Option<DossierCode>,
    /// What it was used for.
    pub uses: Vec<DocumentUse>,
}

/// One use of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentUse {
    /// The dossier.
    pub dossier: DossierCode,
    /// When its owner agreed.
    pub consent_at: Timestamp,
}

/// A file to be sent to a browser.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// Its media type.
    pub media_type: String,
    /// Its file name. Personal data perhaps.
    pub file_name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Size and type only.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Content")
            .field("media_type", &self.media_type)
            .field("size_bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}
