//! The same figures as plain text (RFC 4180), in the columns of `motlan audit --figures`. What is not known is empty.

use motlan_evidence::LogName;
use motlan_measure::{Indicator, Row, Scope};

use super::facts::{DetailFacts, Evidence, FigureFacts, Found, OverviewFacts, ScopeFacts};
use crate::proof::page_path;

/// The figures of the first page.
pub(super) fn overview(facts: &OverviewFacts) -> String {
    table(facts.chosen.iter().chain(&facts.others).map(of_figure))
}

/// One figure: of all places, then of each.
pub(super) fn detail(facts: &DetailFacts) -> String {
    let indicator = facts.figure.indicator;
    let places = facts.places.iter().map(|place| row(indicator, &place.found));
    table(std::iter::once(of_figure(&facts.figure)).chain(places))
}

/// What stands behind one figure: its entries with the addresses of their proofs, or its days.
pub(super) fn place(facts: &ScopeFacts) -> String {
    let mut lines = Vec::new();
    match &facts.evidence {
        Evidence::Entries { rows, .. } => {
            lines.push("member,index,dossier,proof".to_owned());
            lines.extend(rows.iter().map(|entry| {
                let dossier = entry.dossier.map(|dossier| dossier.to_string()).unwrap_or_default();
                let proof = facts.pages.get(&entry.member);
                let proof = proof.map(|pages| format!("{pages}{}", page_path(LogName::Casework, entry.index)));
                let member = quoted(&entry.member.to_string());
                format!("{member},{},{dossier},{}", entry.index, proof.unwrap_or_default())
            }));
        }
        Evidence::Days(days) => {
            let scope = quoted(&facts.figure.found.observation.scope.to_string());
            lines.push("scope,day,count".to_owned());
            lines.extend(days.iter().map(|(day, count)| format!("{scope},{day},{count}")));
        }
    }
    joined(lines)
}

fn of_figure(figure: &FigureFacts) -> Row {
    row(figure.indicator, &figure.found)
}

fn row(indicator: &Indicator, found: &Found) -> Row {
    let mut row = Row::new(indicator, &found.observation);
    if !found.is_known {
        row.numerator.clear();
        row.denominator.clear();
        row.value.clear();
    }
    row
}

fn table(rows: impl Iterator<Item = Row>) -> String {
    joined(std::iter::once(Row::HEADER.to_owned()).chain(rows.map(|row| row.to_string())))
}

fn joined(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().map(|line| line + "\r\n").collect()
}

/// A member's code may hold a comma.
fn quoted(text: &str) -> String {
    if text.contains(',') {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    }
}

/// What the address of a scope ends with.
pub(super) fn scope_code(scope: &Scope) -> &str {
    match scope {
        Scope::Country => super::source::ALL_PLACES,
        Scope::Member(member) => member.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::asked::{Asked, RawQuery};
    use super::super::sample::{ledger, with_source};
    use super::*;

    fn lines(table: &str) -> Vec<&str> {
        table.split_terminator("\r\n").collect()
    }

    #[test]
    fn a_table_has_the_rows_of_the_audit_and_no_zero_for_nothing() {
        let ledger = ledger();
        let asked = Asked::parse(&RawQuery::default()).unwrap();
        with_source(&ledger, |source| {
            let table = detail(&source.detail("dossiers.reuse_rate", &asked).unwrap());
            let audited: Vec<_> = ledger.rows().iter().map(ToString::to_string).collect();
            let found = lines(&table);
            assert_eq!((found[0], found.len()), (Row::HEADER, 4));
            for line in &found[1..] {
                assert!(audited.contains(&(*line).to_owned()), "{line}");
            }
            let nothing = Asked::parse(&RawQuery::default()).unwrap();
            let nothing = Asked {
                span: Some(super::super::asked::Span::Exact("2026-09".parse().unwrap())),
                ..nothing
            };
            let table = overview(&source.overview(&nothing));
            for line in &lines(&table)[1..] {
                assert!(line.contains(",,,,"), "{line}");
            }
        });
    }

    #[test]
    fn entries_lead_to_their_proofs_where_the_node_is_known() {
        let ledger = ledger();
        let asked = Asked {
            is_table: true,
            ..Asked::parse(&RawQuery::default()).unwrap()
        };
        with_source(&ledger, |source| {
            let table = place(&source.place("dossiers.received", "H45", &asked).unwrap());
            let found = lines(&table);
            assert_eq!(found[0], "member,index,dossier,proof");
            assert!(
                found[1..]
                    .iter()
                    .all(|line| line.contains("http://127.0.0.1:8300/trang-thai/minh-chung/casework/"))
            );
            let elsewhere = place(&source.place("dossiers.received", "H19", &asked).unwrap());
            assert!(
                lines(&elsewhere)[1..].iter().all(|line| line.ends_with(',')),
                "no address is known"
            );
            let days = place(&source.place("exchange.transactions.successful", "VN", &asked).unwrap());
            assert_eq!(lines(&days).len(), 22, "{days}");
        });
    }
}
