//! A share without its parts cannot be checked. Worth knowing, never a fault.

use motlan_core::Name;

use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::computed;
use super::words::is_said;
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "missing_parts",
    name: Words {
        vi: "Thiếu tử số hoặc mẫu số",
        en: "Missing numerator or denominator",
    },
    explanation: Words {
        vi: "Tỷ lệ, trung bình, mức tăng chỉ kiểm tra được khi in cả tử số, mẫu số và kết quả. Thiếu phần nào thì ghi chú phần đó; \
             ghi chú không làm đổi kết luận.",
        en: "A share, an average or a change can be checked only where numerator, denominator and result are all printed. What is \
             missing is noted; a note never changes the verdict.",
    },
    reference: Words {
        vi: "Luật Thống kê 2015, điều 5: thông tin thống kê phải trung thực, khách quan, chính xác, so sánh được.",
        en: "Law on Statistics 2015, article 5: statistics are to be truthful, objective, accurate and comparable.",
    },
};

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        let is_quotient = matches!(
            reading.figure.kind,
            PrintedKind::Ratio | PrintedKind::Average | PrintedKind::DeltaPercent | PrintedKind::Multiple
        );
        if let Some(said) = unsaid(reading) {
            out.add(place, Draft::new(&RULE, Weight::Note, said));
        }
        if let Some(said) = is_quotient.then(|| missing(reading)).flatten() {
            out.add(place, Draft::new(&RULE, Weight::Note, said));
        }
    }
}

fn missing(reading: &Reading<'_>) -> Option<Name> {
    let (above, below) = (reading.numerator, reading.denominator);
    match (above, below, reading.value) {
        (Some(above), Some(below), None) if reading.measure == Measure::Percent => {
            let share = above.value.checked_mul(Amount::ONE_HUNDRED)?.checked_div(below.value)?;
            let share = computed(share, Amount::ONE);
            Some(said!(
                "Tỷ lệ không được in; tính ra là {}%.",
                "The share is not printed; it would be {}%.",
                share
            ))
        }
        (None, None, Some(_)) => Some(said!(
            "Không in tử số và mẫu số: hãy in cả hai để kiểm tra được.",
            "Neither numerator nor denominator is printed: print both, so that it can be checked."
        )),
        (Some(_), None, _) => Some(said!(
            "Không in mẫu số: hãy in mẫu số để kiểm tra được.",
            "No denominator is printed: print it, so that it can be checked."
        )),
        (None, Some(_), _) => Some(said!(
            "Không in tử số: hãy in tử số để kiểm tra được.",
            "No numerator is printed: print it, so that it can be checked."
        )),
        _ => None,
    }
}

/// A denominator that stands in the column and not in the words.
fn unsaid(reading: &Reading<'_>) -> Option<Name> {
    let below = reading.denominator?.value;
    let is_share = matches!(reading.figure.kind, PrintedKind::Ratio | PrintedKind::Target);
    let has_numbers = !reading.numbers.is_empty();
    (is_share && has_numbers && !is_said(reading, below, false)).then(|| {
        said!(
            "Chữ in ra không nói mẫu số {}: hãy in mẫu số bên cạnh.",
            "The printed words do not say the denominator {}: print it beside.",
            below
        )
    })
}
