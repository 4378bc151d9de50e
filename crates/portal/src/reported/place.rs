//! Whom a figure speaks of, in words: the country, a population of the catalogue, an agency, a province, a place within one.
//!
//! Source of names: `packs/agencies/2022.csv`. Codes are not shown, so those that are not confirmed need no mark here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use csv::ReaderBuilder;
use motlan_core::Name;
use motlan_measure::Pack;

use super::sample::documents;
use crate::language::Language;

const AGENCIES: &str = include_str!("../../../../packs/agencies/2022.csv");

/// The whole country.
const COUNTRY: &str = "VN";

/// Its population in the catalogue.
const COUNTRY_POPULATION: &str = "country";

static NAMES: LazyLock<BTreeMap<String, Name>> = LazyLock::new(|| {
    let mut names = BTreeMap::new();
    let mut reader = ReaderBuilder::new().from_reader(AGENCIES.as_bytes());
    for row in reader.records().flatten() {
        let cell = |place: usize| row.get(place).unwrap_or_default().to_owned();
        let words = Name {
            vi: cell(3),
            en: cell(4),
        };
        // By its code of the statistics office and by that of Decision 20/2020.
        for code in [cell(1), cell(2)].into_iter().filter(|code| !code.is_empty()) {
            names.insert(code, words.clone());
        }
    }
    names
});

/// The name in the reader's language; a code that nobody named stands for itself.
pub(super) fn say(scope: &str, language: Language) -> String {
    if let Some((whole, part)) = scope.split_once('/') {
        return format!("{part}, {}", say(whole, language));
    }
    let code = if scope == COUNTRY { COUNTRY_POPULATION } else { scope };
    let words = NAMES.get(code).or_else(|| documents().name(code));
    words
        .map(|words| language.name(words).to_owned())
        .or_else(|| population(code, language))
        .unwrap_or_else(|| scope.to_owned())
}

/// The code of a name in either language; none for a name of nobody.
pub(super) fn find(name: &str) -> Option<String> {
    let is_name = |words: &Name| words.vi == name || words.en == name;
    let of_agency = NAMES
        .iter()
        .find(|(_, words)| is_name(words))
        .map(|(code, _)| code.clone());
    of_agency.or_else(|| {
        let codes = [COUNTRY, "ministries", "provinces"];
        let found = codes
            .iter()
            .find(|code| Language::ALL.iter().any(|language| say(code, *language) == name));
        found.map(|code| (*code).to_owned())
    })
}

/// The names that a form offers: the country, ministries and provinces together, then each.
pub(super) fn all(language: Language) -> Vec<String> {
    let groups = [COUNTRY, "ministries", "provinces"].map(|code| say(code, language));
    let mut names: Vec<_> = NAMES.values().map(|words| language.name(words).to_owned()).collect();
    names.sort();
    names.dedup();
    groups.into_iter().chain(names).collect()
}

/// A population of the catalogue by its code.
fn population(code: &str, language: Language) -> Option<String> {
    let pack = Pack::built_in();
    let mut known = pack.indicators().flat_map(|indicator| &indicator.populations);
    let name = &pack.population(known.find(|known| known.as_str() == code)?)?.name;
    Some(language.name(name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_a_figure_speaks_of_has_a_name() {
        let said = |scope| say(scope, Language::Vietnamese);
        assert_eq!(said("VN"), "Cả nước");
        assert_eq!(said("ministries"), "Bộ, ngành");
        assert_eq!(said("G24"), "Bảo hiểm xã hội Việt Nam");
        assert_eq!(said("54"), "Tỉnh Phú Yên");
        assert_eq!(said("54/Sông Cầu"), "Sông Cầu, Tỉnh Phú Yên");
        assert_eq!(said("farmers"), "Hội Nông dân");
        assert_eq!(said("Hội Khuyến học"), "Hội Khuyến học");
        assert_eq!(say("VN", Language::English), "The whole country");
    }

    #[test]
    fn every_figure_of_the_documents_speaks_of_somebody_with_a_name() {
        for figure in documents().figures() {
            assert_ne!(say(&figure.scope, Language::English), figure.scope, "{}", figure.id);
        }
    }
}
