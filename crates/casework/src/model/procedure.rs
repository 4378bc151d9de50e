//! A procedure as a pack: what it is called, how long it may take, which components it needs and where each may come from,
//! and what result it gives.
//!
//! A running dossier keeps the version that it began with; a new rule is a new version. What was typed from memory is marked
//! as not confirmed, and pages show the mark.

mod component_file;
mod pack_file;

use crate::model::pack::{PackError, Validity};
use crate::model::result::ResultRule;
use crate::model::satisfied::Satisfied;
use motlan_core::Name;

/// The packs that come with the program, one for each version of a procedure.
const BUILT_IN: [&str; 2] = [
    include_str!("../../../../packs/procedures/driving-licence-renewal/1/procedure.toml"),
    include_str!("../../../../packs/procedures/international-driving-permit/1/procedure.toml"),
];

/// A procedure in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Our code, as in `driving-licence-renewal`.
    pub code: String,
    /// What entries call it; never reused, the same in all versions.
    pub number: u32,
    /// The version of this pack.
    pub version: u32,
    /// The national code (mã TTHC), as in `1.002809`.
    pub national_code: String,
    /// Whether the national code was checked against the national database of procedures.
    pub is_code_confirmed: bool,
    /// On which days a dossier may begin under this version.
    pub validity: Validity,
    /// Its names.
    pub name: Name,
    /// The field of administration (lĩnh vực).
    pub field: Name,
    /// How long it may take.
    pub deadline: DeadlineRule,
    /// The level of electronic identity that submitting needs, 1 or 2.
    pub level: u8,
    /// What it gives.
    pub result: ResultRule,
    /// What it needs, by rising number.
    pub components: Vec<Component>,
}

/// How long a procedure may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadlineRule {
    /// Working days, the day of receipt not counted.
    pub working_days: u32,
    /// The article that says so.
    pub source: String,
    /// Whether the article was checked.
    pub is_confirmed: bool,
}

/// A component (thành phần hồ sơ).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Its number in the procedure, from 1; what entries call it.
    pub number: u32,
    /// Our code, as in `present-licence`.
    pub code: String,
    /// Its names.
    pub name: Name,
    /// The article that asks for it.
    pub law: String,
    /// Whether the article was checked.
    pub is_law_confirmed: bool,
    /// Where it may come from, the preferred source first.
    pub sources: Vec<SourceRule>,
    /// Whether a dossier cannot be submitted without it.
    pub is_required: bool,
}

/// Where a component may come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceRule {
    /// A registry's record.
    Registry {
        /// The service that is asked, as in `VN/GOV/G04/driving-licence/look-up`.
        service: String,
        /// Why it may be asked: the legal basis of the purpose.
        legal_basis: String,
        /// What is asked for, with labels, in the order of pages.
        fields: Vec<Field>,
    },
    /// A document of the applicant's vault.
    Document {
        /// Its type, as in `GKSK`.
        type_code: String,
        /// Whether only the result of an earlier dossier counts.
        is_result: bool,
    },
    /// A file that the applicant hands in.
    Upload,
}

/// A field with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The registry's code of it.
    pub code: String,
    /// Its label.
    pub name: Name,
}

impl Procedure {
    /// Reads a procedure from the text of its pack.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        pack_file::parse(text)
    }

    /// The procedures that come with the program.
    pub fn built_in() -> Result<Vec<Self>, PackError> {
        BUILT_IN.into_iter().map(Self::parse).collect()
    }

    /// The component with this number.
    pub fn component(&self, number: u32) -> Option<&Component> {
        self.components.iter().find(|component| component.number == number)
    }

    /// The required components that nothing satisfies.
    pub fn missing<'a>(&'a self, satisfied: &'a [Satisfied]) -> impl Iterator<Item = &'a Component> {
        let has = |number| satisfied.iter().any(|it| it.component == number);
        self.components
            .iter()
            .filter(move |component| component.is_required && !has(component.number))
    }

    /// What a page calls this field of this component; none for a field that no source of it asks for.
    pub fn field_name(&self, component: u32, code: &str) -> Option<&Name> {
        let sources = &self.component(component)?.sources;
        let fields = sources.iter().flat_map(|source| match source {
            SourceRule::Registry { fields, .. } => fields.as_slice(),
            SourceRule::Document { .. } | SourceRule::Upload => &[],
        });
        fields
            .into_iter()
            .find(|field| field.code == code)
            .map(|field| &field.name)
    }

    /// Whether anything shown of it was not checked against its source.
    pub fn has_unconfirmed(&self) -> bool {
        !self.is_code_confirmed
            || !self.deadline.is_confirmed
            || self.components.iter().any(|component| !component.is_law_confirmed)
    }
}

impl Component {
    /// Whether the applicant may hand in a file.
    pub fn takes_upload(&self) -> bool {
        self.sources.contains(&SourceRule::Upload)
    }
}
