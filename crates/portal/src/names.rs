//! What units, systems and agencies are called. Casework knows them by code; names come from its units and from the
//! directory, and a code that neither has stands for itself.

use std::collections::BTreeMap;

use motlan_casework::Casework;
use motlan_core::{MemberId, Name, SystemId};
use motlan_exchange::directory::Directory;

use crate::language::Language;
use crate::portal::Portal;

/// Names by code or identifier.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(BTreeMap<String, Name>);

impl Names {
    /// Looks the names up.
    pub(crate) fn gather<'a>(portal: &Portal, casework: &Casework, ids: impl IntoIterator<Item = &'a str>) -> Self {
        let directory = portal.gateway.directory().current();
        let home = portal.gateway.id().member();
        let named = |id: &str| {
            let words = of_unit(casework, id)
                .or_else(|| of_system(&directory, id))
                .or_else(|| of_member(&directory, id))
                .or_else(|| of_agency(&directory, home, id))?;
            Some((id.to_owned(), words))
        };
        Self(ids.into_iter().filter_map(named).collect())
    }

    /// The name in the reader's language, or the code.
    pub(crate) fn say(&self, id: &str, language: Language) -> String {
        self.0
            .get(id)
            .map_or_else(|| id.to_owned(), |words| language.name(words).to_owned())
    }

    #[cfg(test)]
    pub(crate) fn of(names: &[(&str, &str, &str)]) -> Self {
        let entry = |(id, vi, en): &(&str, &str, &str)| ((*id).to_owned(), Name::new(*vi, *en));
        Self(names.iter().map(entry).collect())
    }
}

fn of_unit(casework: &Casework, code: &str) -> Option<Name> {
    casework
        .unit(code)
        .map(|unit| Name::new(unit.name_vi.clone(), unit.name_en.clone()))
}

/// A system with the agency that runs it, as in "Cơ sở dữ liệu dân cư · Bộ Công an".
fn of_system(directory: &Directory, id: &str) -> Option<Name> {
    let id: SystemId = id.parse().ok()?;
    let system = directory.system(&id)?;
    Some(match directory.member(id.member()) {
        Some(member) => Name {
            vi: format!("{} · {}", system.name_vi, member.name_vi),
            en: format!("{} · {}", system.name_en, member.name_en),
        },
        None => Name::new(system.name_vi.clone(), system.name_en.clone()),
    })
}

fn of_member(directory: &Directory, id: &str) -> Option<Name> {
    let member = directory.member(&id.parse().ok()?)?;
    Some(Name::new(member.name_vi.clone(), member.name_en.clone()))
}

/// A unit of any agency by its code (QCVN 102): the last group is the agency's.
fn of_agency(directory: &Directory, home: &MemberId, code: &str) -> Option<Name> {
    let agency = code.rsplit('.').next()?;
    let id = format!("{}/{}/{agency}", home.instance(), home.class());
    let member = directory.member(&id.parse().ok()?)?;
    Some(Name {
        vi: format!("{} ({code})", member.name_vi),
        en: format!("{} ({code})", member.name_en),
    })
}
