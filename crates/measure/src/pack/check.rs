//! Rules between the parts of a pack.

use std::collections::BTreeSet;

use super::{Pack, PackError, rule};
use crate::model::indicator::{Indicator, Kind};
use crate::model::value::DECIMALS_MAX;

/// The first rule that is broken, if any.
pub(super) fn check(pack: &Pack) -> Result<(), PackError> {
    for scheme in pack.schemes() {
        if scheme.groups.iter().map(|group| group.points).sum::<u32>() != scheme.points {
            return Err(rule(
                format!("scheme {}", scheme.code),
                "has groups that do not make its points",
            ));
        }
    }
    for population in pack.populations.values() {
        let codes: BTreeSet<_> = population.versions.iter().map(|version| &version.code).collect();
        if codes.is_empty() || codes.len() != population.versions.len() {
            let place = format!("population {}", population.code.as_str());
            return Err(rule(place, "has no version, or two with one code"));
        }
    }
    let mut counters = BTreeSet::new();
    for indicator in pack.indicators() {
        if let Some(reason) = broken(pack, indicator) {
            return Err(rule(format!("indicator {}", indicator.code), reason));
        }
        if let Some(counter) = indicator.computed_by
            && !counters.insert(counter)
        {
            return Err(rule(
                format!("indicator {}", indicator.code),
                "has the same counter as another one",
            ));
        }
    }
    Ok(())
}

fn broken(pack: &Pack, indicator: &Indicator) -> Option<&'static str> {
    let unit = pack.unit(&indicator.unit);
    let is_percent = unit.is_some_and(|unit| unit.factor == 100);
    let is_known = |code| pack.population(code).is_some();
    let is_scheme = |code: &String| pack.schemes.contains_key(code);
    if unit.is_none() {
        Some("has an unknown unit")
    } else if indicator.kind.is_fraction() != indicator.denominator.is_some() {
        Some("needs a denominator if and only if it is a fraction")
    } else if matches!(indicator.kind, Kind::Ratio | Kind::ChangePercent) && !is_percent {
        Some("is a part of a whole and so counted in percent")
    } else if is_percent
        && matches!(
            indicator.kind,
            Kind::Stock | Kind::Flow | Kind::Average | Kind::Multiple
        )
    {
        Some("is counted in percent but is no part of a whole")
    } else if indicator.populations.is_empty() || !indicator.populations.iter().all(is_known) {
        Some("has no population, or an unknown one")
    } else if indicator.rounding.decimals > DECIMALS_MAX {
        Some("has too many decimals")
    } else if indicator.source.trim().is_empty() {
        Some("has no source")
    } else if indicator
        .computed_by
        .is_some_and(|counter| counter.kind() != indicator.kind)
    {
        Some("is of another kind than its counter")
    } else if !indicator.points.iter().all(|points| is_scheme(&points.scheme)) {
        Some("has points of an unknown scheme")
    } else if indicator
        .relation
        .as_ref()
        .is_some_and(|(_, other)| *other == indicator.code || pack.find(other).is_none())
    {
        Some("follows from itself or from an unknown indicator")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = r#"
        format = 1
        version = "test"
        name = { vi = "Thử", en = "Test" }
        unit = [
            { code = "percent", name = { vi = "%", en = "%" }, factor = 100 },
            { code = "dossier", name = { vi = "hồ sơ", en = "dossiers" } },
        ]
        scheme = []
        population = [{ code = "country", name = { vi = "Cả nước", en = "Country" }, version = [
            { code = "1", who = { vi = "Cả nước", en = "The whole country" } },
        ] }]
    "#;

    const GOOD: &str = r#"
        [[indicator]]
        code = "dossiers.online_rate"
        name = { vi = "Trực tuyến", en = "Online" }
        kind = "ratio"
        unit = "percent"
        numerator = { vi = "Nộp trực tuyến", en = "Online" }
        denominator = { vi = "Đã nhận", en = "Received" }
        populations = ["country"]
        decimals = 2
        period = "received"
        source = "S3"
        computed_by = "online"
    "#;

    fn parse(text: &str) -> Result<Pack, PackError> {
        Pack::parse(HEAD, &[("a.toml", text)])
    }

    #[test]
    fn a_pack_that_holds_together_is_taken() {
        assert_eq!(parse(GOOD).unwrap().indicators().count(), 1);
    }

    #[test]
    fn each_broken_rule_is_named_with_its_place() {
        let cases = [
            ("unit = \"percent\"", "unit = \"per cent\"", "has an unknown unit"),
            ("unit = \"percent\"", "unit = \"dossier\"", "is a part of a whole"),
            ("kind = \"ratio\"", "kind = \"stock\"", "needs a denominator"),
            ("kind = \"ratio\"", "kind = \"average\"", "is counted in percent but"),
            ("[\"country\"]", "[\"province\"]", "an unknown one"),
            ("decimals = 2", "decimals = 7", "too many decimals"),
            ("\"S3\"", "\" \"", "has no source"),
            ("\"online\"", "\"received\"", "another kind than its counter"),
            (
                "decimals = 2",
                "decimals = 2\npart_of = \"dossiers.online_rate\"",
                "follows from itself",
            ),
            (
                "decimals = 2",
                "decimals = 2\ntarget_of = \"a.b\"",
                "from an unknown indicator",
            ),
        ];
        for (old, new, reason) in cases {
            let text = GOOD.replace(old, new);
            assert_ne!(text, GOOD);
            let error = parse(&text).unwrap_err().to_string();
            assert!(
                error.contains(reason) && error.contains("dossiers.online_rate"),
                "{error}"
            );
        }
    }

    #[test]
    fn unknown_words_doubles_and_broken_heads_are_refused() {
        let misspelt = GOOD.replace("computed_by", "computed_from");
        assert!(matches!(parse(&misspelt), Err(PackError::Shape { file, .. }) if file == "a.toml"));
        let twice = Pack::parse(HEAD, &[("a.toml", GOOD), ("b.toml", GOOD)]);
        assert_eq!(twice, Err(rule("indicator dossiers.online_rate", "is declared twice")));
        let again = format!("{GOOD}\n{}", GOOD.replace("online_rate", "other_rate"));
        assert!(parse(&again).unwrap_err().to_string().contains("same counter"));
        assert!(Pack::parse(&HEAD.replace("format = 1", "format = 2"), &[]).is_err());
        let points = "scheme = [{ code = \"x\", name = { vi = \"Đ\", en = \"P\" }, points = 3, source = \"S\", \
                      group = [{ code = \"a\", name = { vi = \"Đ\", en = \"P\" }, points = 2 }] }]";
        let error = Pack::parse(&HEAD.replace("scheme = []", points), &[]).unwrap_err();
        assert!(error.to_string().contains("do not make its points"), "{error}");
    }
}
