//! The queue: which dossiers are asked for, read from the address, and the page's facts.

mod view;

pub(super) use self::view::deadline;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use motlan_casework::model::status::Status;
use motlan_casework::service::desk::Filter;
use motlan_casework::service::view::{DossierRow, Listing, Page};
use motlan_casework::{Casework, Unit};
use motlan_core::{Code, Failure};
use motlan_identity::{Account, Role};

use super::{PATH, desk, officer_in, told};
use crate::language::Choice;
use crate::portal::Portal;
use crate::web::{Visitor, page, refusal};

/// Which dossiers of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    /// Those that the desk still has to do with.
    #[default]
    Open,
    /// Those past their day.
    Overdue,
    /// Those in one status.
    Status(Status),
    /// All.
    All,
}

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) show: Show,
    /// One unit of the officer's, by its code; all if there is none.
    pub(super) unit: Option<String>,
    /// From 1.
    pub(super) page: u32,
}

/// What the page is made from.
pub(super) struct Facts {
    pub(super) asked: Asked,
    pub(super) listing: Listing<DossierRow>,
    /// Dossiers by status.
    pub(super) counts: Vec<(Status, u64)>,
    /// Dossiers past their day.
    pub(super) overdue: u64,
    /// The officer's units.
    pub(super) units: Vec<Unit>,
}

/// The queue of the officer's units.
pub(super) async fn show(
    State(portal): State<Portal>,
    visitor: Visitor,
    choice: Choice,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let facts = match desk(&portal, &visitor) {
        Ok((casework, account)) => gather(casework, account, &query).await,
        Err(failure) => Err(failure),
    };
    match facts {
        Ok(facts) => {
            let frame = portal.frame_facts(&portal.gateway.directory().current());
            page(StatusCode::OK, choice, view::render(&frame, &visitor, &facts, choice))
        }
        Err(failure) => refusal(&portal, &visitor, &failure, PATH, choice),
    }
}

async fn gather(casework: &Casework, account: &Account, query: &[(String, String)]) -> Result<Facts, Failure> {
    let asked = Asked::read(query).ok_or(Code::NotFound)?;
    let own = account.units_of(Role::Officer);
    let units: Vec<String> = match &asked.unit {
        None => own.clone(),
        Some(unit) if own.contains(unit) => vec![unit.clone()],
        Some(_) => return Err(Code::NotFound.into()),
    };
    let officer = officer_in(account, units);
    let wanted = Page { number: asked.page };
    let listing = casework
        .queue(&officer, asked.show.filter(), wanted)
        .await
        .map_err(|error| told(&error))?;
    let late = casework
        .queue(&officer, Filter::Overdue, Page::FIRST)
        .await
        .map_err(|error| told(&error))?;
    let counts = casework.queue_counts(&officer).await.map_err(|error| told(&error))?;
    Ok(Facts {
        asked,
        listing,
        counts,
        overdue: late.total,
        units: own.iter().filter_map(|unit| casework.unit(unit)).cloned().collect(),
    })
}

impl Show {
    /// The word in the address; none for what is shown anyway.
    fn word(self) -> Option<String> {
        match self {
            Self::Open => None,
            Self::Overdue => Some("qua-han".to_owned()),
            Self::All => Some("tat-ca".to_owned()),
            Self::Status(status) => Some(status.code().to_string()),
        }
    }

    fn find(word: &str) -> Option<Self> {
        match word {
            "" => Some(Self::Open),
            "qua-han" => Some(Self::Overdue),
            "tat-ca" => Some(Self::All),
            code => Status::from_code(code.parse().ok()?).map(Self::Status),
        }
    }

    fn filter(self) -> Filter {
        match self {
            Self::Open => Filter::Open,
            Self::Overdue => Filter::Overdue,
            Self::All => Filter::All,
            Self::Status(status) => Filter::Status(status),
        }
    }
}

impl Asked {
    /// None for a status or page that does not exist.
    fn read(query: &[(String, String)]) -> Option<Self> {
        let get = |name: &str| {
            query
                .iter()
                .find(|(found, _)| found == name)
                .map_or("", |(_, value)| value.as_str())
        };
        let page = match get("trang") {
            "" => 1,
            number => number.parse().ok().filter(|number| *number >= 1)?,
        };
        Some(Self {
            show: Show::find(get("trang-thai"))?,
            unit: Some(get("don-vi").to_owned()).filter(|unit| !unit.is_empty()),
            page,
        })
    }

    /// The address, which says only what differs from the queue's own.
    pub(super) fn path(&self) -> String {
        let page = (self.page > 1).then(|| self.page.to_string());
        let pairs = [
            ("trang-thai", self.show.word()),
            ("don-vi", self.unit.clone()),
            ("trang", page),
        ];
        let pairs = pairs
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        let query = pairs.collect::<Vec<_>>().join("&");
        if query.is_empty() {
            PATH.to_owned()
        } else {
            format!("{PATH}?{query}")
        }
    }

    /// The first page of others.
    pub(super) fn shows(&self, show: Show) -> Self {
        Self {
            show,
            page: 1,
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &[(&str, &str)]) -> Option<Asked> {
        let query: Vec<_> = query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Asked::read(&query)
    }

    #[test]
    fn an_address_is_read_and_written_the_same() {
        for path in [
            "/mot-cua",
            "/mot-cua?trang-thai=4",
            "/mot-cua?trang-thai=qua-han&don-vi=000.00.08.H45&trang=3",
        ] {
            let query = path.split_once('?').map_or("", |(_, query)| query);
            let pairs: Vec<_> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
            assert_eq!(asked(&pairs).unwrap().path(), path);
        }
    }

    #[test]
    fn what_does_not_exist_is_not_found() {
        for query in [
            ("trang-thai", "11"),
            ("trang-thai", "mới"),
            ("trang", "0"),
            ("trang", "x"),
        ] {
            assert_eq!(asked(&[query]), None, "{query:?}");
        }
    }
}
