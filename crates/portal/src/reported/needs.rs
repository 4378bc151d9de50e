//! What a report would have to print so that a figure can be checked: read off what it left out. Pure.

use motlan_measure::reported::{Figure, PrintedKind};

use super::writer::Writer;

/// The unit of a change of which points or percent is not said.
const AS_PRINTED: &str = "percent as printed";

/// What to print, a sentence each; nothing where everything is there.
pub(super) fn of(writer: Writer, figure: &Figure) -> Vec<String> {
    keys(figure).into_iter().map(|key| writer.text.say(key)).collect()
}

fn keys(figure: &Figure) -> Vec<&'static str> {
    let (above, below) = (figure.numerator.is_some(), figure.denominator.is_some());
    let mut keys = Vec::new();
    match (figure.kind, above, below) {
        (PrintedKind::Ratio | PrintedKind::Target, false, false) => keys.push("reported-needs-parts"),
        (PrintedKind::Ratio | PrintedKind::Target, false, true) => keys.push("reported-needs-numerator"),
        (PrintedKind::Ratio | PrintedKind::Target, true, false) => keys.push("reported-needs-denominator"),
        (PrintedKind::Average, above, below) if !(above && below) => keys.push("reported-needs-days"),
        (PrintedKind::DeltaPercent | PrintedKind::Multiple, above, below) if !(above && below) => {
            keys.push("reported-needs-earlier");
        }
        (PrintedKind::Part, _, false) => keys.push("reported-needs-total"),
        _ => {}
    }
    if figure.kind == PrintedKind::Ratio && above && below && figure.value.is_none() {
        keys.push("reported-needs-share");
    }
    if let Some(change) = &figure.change {
        if change.unit == AS_PRINTED {
            keys.push("reported-needs-points");
        }
        keys.push("reported-needs-base");
    }
    match (figure.kind, figure.period_start, figure.period_end) {
        (_, _, None) => keys.push("reported-needs-day"),
        (PrintedKind::Flow | PrintedKind::Average, None, Some(_)) => keys.push("reported-needs-first-day"),
        _ => {}
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::super::sample::documents;
    use super::*;

    fn figure() -> Figure {
        documents().figures().next().unwrap().clone()
    }

    #[test]
    fn a_share_alone_needs_its_parts_and_a_change_its_unit() {
        let mut share = figure();
        share.kind = PrintedKind::Ratio;
        (share.numerator, share.denominator, share.change) = (None, None, None);
        assert_eq!(keys(&share), ["reported-needs-parts"]);
        share.numerator = Some(1.into());
        assert_eq!(keys(&share), ["reported-needs-denominator"]);
        share.denominator = Some(2.into());
        assert_eq!(keys(&share), Vec::<&str>::new());
        share.value = None;
        share.period_end = None;
        assert_eq!(keys(&share), ["reported-needs-share", "reported-needs-day"]);
    }

    #[test]
    fn a_sum_over_days_needs_both_days() {
        let mut flow = figure();
        flow.kind = PrintedKind::Flow;
        assert_eq!(keys(&flow), Vec::<&str>::new());
        flow.period_start = None;
        assert_eq!(keys(&flow), ["reported-needs-first-day"]);
    }

    #[test]
    fn points_or_percent_must_be_said() {
        let unclear = documents().figures().find(|figure| {
            let change = figure.change.as_ref();
            change.is_some_and(|change| change.unit == AS_PRINTED)
        });
        assert!(keys(unclear.unwrap()).contains(&"reported-needs-points"));
    }
}
