//! Numerator, denominator and result: does the division give what is printed?

use super::known::{Fit, Known};
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::Draft;
use super::shown::{En, Vi, computed};
use super::span::Span;
use super::world::{Out, World};
use crate::reported::amount::Amount;
use crate::reported::figure::PrintedKind;
use crate::reported::finding::Weight;

pub(super) const RULE: Rule = Rule {
    code: "parts_and_result",
    name: Words {
        vi: "Tử số, mẫu số và kết quả",
        en: "Numerator, denominator and result",
    },
    explanation: Words {
        vi: "Chia tử số cho mẫu số rồi làm tròn đúng ở chữ số cuối được in. Từ “hơn”, “gần” cho phép lệch tối đa 5 % về phía \
             của nó; “khoảng” không cho phép gì thêm. Khớp khi bị cắt bớt hoặc làm tròn ẩu: “làm tròn”. Không khớp cách nào: \
             “không khớp”. Thiếu tử số hoặc mẫu số: không kết luận.",
        en: "Divides the numerator by the denominator and rounds correctly at the last printed digit. “More than” and “nearly” \
             allow up to 5 % on their side, “about” nothing. A result that was cut or carelessly rounded is “rounding”; one \
             that no rounding gives does not add up. Without numerator or denominator nothing is decided.",
    },
    reference: Words {
        vi: "Quy tắc làm tròn số: TCVN 7870-1 (ISO 80000-1), phụ lục B; phép chia.",
        en: "Rounding of numbers: ISO 80000-1, annex B (TCVN 7870-1); division.",
    },
};

/// A division that is written out.
struct Made {
    span: Span,
    value: Amount,
    line: String,
}

pub(super) fn apply(world: &World<'_>, out: &mut Out) {
    for (place, reading) in world.each() {
        if let Some(draft) = of_quotient(world, reading) {
            out.add(place, draft);
        }
        if let Some(draft) = of_count(world, reading) {
            out.add(place, draft);
        }
    }
}

fn of_quotient(world: &World<'_>, reading: &Reading<'_>) -> Option<Draft> {
    let (above, below) = (reading.numerator?, reading.denominator?);
    let printed = reading.value?;
    let is_repeated = printed.value == above.value && reading.measure == Measure::Count;
    if is_repeated || matches!(reading.figure.kind, PrintedKind::Stock | PrintedKind::Flow) {
        return None;
    }
    match make(reading, &above, &below) {
        Some(made) => Some(held(world, reading, &printed, &made)),
        None => Some(undecided(&above, &below)),
    }
}

/// What the parts make, in the measure of the printed value.
fn make(reading: &Reading<'_>, above: &Known, below: &Known) -> Option<Made> {
    let (a, b) = (above.value, below.value);
    let quotient = above.span.over(below.span)?;
    let times = a.checked_div(b)?;
    let percent = |span: Span| span.times(Amount::ONE_HUNDRED);
    let one = Span::exact(Amount::ONE);
    let (span, value, line) = match (reading.figure.kind, reading.measure) {
        (PrintedKind::DeltaPercent, Measure::Points) => (
            above.span.minus(below.span)?,
            a.checked_sub(b)?,
            format!("{} − {}", Vi(a), Vi(b)),
        ),
        (PrintedKind::DeltaPercent, _) => {
            let change = times.checked_sub(Amount::ONE)?.checked_mul(Amount::ONE_HUNDRED)?;
            let line = format!("({} − {}) ÷ {} × 100", Vi(a), Vi(b), Vi(b));
            (percent(quotient.minus(one)?)?, change, line)
        }
        (_, Measure::Percent) => {
            let share = times.checked_mul(Amount::ONE_HUNDRED)?;
            (percent(quotient)?, share, format!("{} ÷ {} × 100", Vi(a), Vi(b)))
        }
        _ => (quotient, times, format!("{} ÷ {}", Vi(a), Vi(b))),
    };
    Some(Made { span, value, line })
}

fn held(world: &World<'_>, reading: &Reading<'_>, printed: &Known, made: &Made) -> Draft {
    let unit = world.unit(&reading.figure.unit);
    let fit = printed.fit(made.span);
    let shown = computed(made.value, printed.value);
    let (result, value) = (printed.value, made.value);
    let (weight, vi, en) = match fit {
        Fit::Within => (
            Weight::Agrees,
            format!(
                "Phép tính cho {}{}, khớp với số in {}{}.",
                Vi(shown),
                unit.vi,
                Vi(result),
                unit.vi
            ),
            format!(
                "The parts make {}{}, which agrees with the printed {}{}.",
                En(shown),
                unit.en,
                En(result),
                unit.en
            ),
        ),
        Fit::Loose => loose(printed, value, shown, &unit.vi, &unit.en),
        Fit::Off => (
            Weight::Contradiction,
            format!(
                "Phép tính cho {}{}, nhưng số in là {}{}: một trong các số bị sai.{}",
                Vi(shown),
                unit.vi,
                Vi(result),
                unit.vi,
                hint(reading, printed).0
            ),
            format!(
                "The parts make {}{}, but {}{} is printed: one of the numbers is wrong.{}",
                En(shown),
                unit.en,
                En(result),
                unit.en,
                hint(reading, printed).1
            ),
        ),
    };
    let sign = match fit {
        Fit::Within => "≈",
        Fit::Loose | Fit::Off => "≠",
    };
    Draft::new(&RULE, weight, vi, en)
        .line(format!("{} = {}", made.line, Vi(shown)))
        .line(format!("{} {sign} {}", Vi(shown), Vi(result)))
}

/// What is said of a number that was cut or carelessly rounded, in any rule that divides or adds.
pub(super) fn loose(
    printed: &Known,
    made: Amount,
    shown: Amount,
    unit_vi: &str,
    unit_en: &str,
) -> (Weight, String, String) {
    let is_cut = made.abs() > printed.value.abs();
    let rounded = round(made, printed.step).unwrap_or(shown);
    let (how_vi, how_en) = if is_cut {
        ("cắt bớt", "cut")
    } else {
        ("làm tròn ẩu", "carelessly rounded")
    };
    (
        Weight::Loose,
        format!(
            "Phép tính cho {}{unit_vi}; số in {}{unit_vi} chỉ khớp nếu bị {how_vi}. Làm tròn đúng là {}{unit_vi}.",
            Vi(shown),
            Vi(printed.value),
            Vi(rounded)
        ),
        format!(
            "The parts make {}{unit_en}; the printed {}{unit_en} agrees only if it was {how_en}. Correct rounding gives {}{unit_en}.",
            En(shown),
            En(printed.value),
            En(rounded)
        ),
    )
}

/// The nearest multiple of a step.
fn round(value: Amount, step: Amount) -> Option<Amount> {
    let steps = value.checked_div(step)?;
    let whole = steps.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    whole.checked_mul(step)
}

/// A change that fits as points but is said to be in percent, or the other way round.
fn hint(reading: &Reading<'_>, printed: &Known) -> (&'static str, &'static str) {
    let other = || {
        let (above, below) = (reading.numerator?, reading.denominator?);
        (reading.is(PrintedKind::DeltaPercent) && reading.measure == Measure::Percent).then_some(())?;
        above.span.minus(below.span)
    };
    if other().is_some_and(|points| printed.fit(points) == Fit::Within) {
        (
            " Số in bằng hiệu hai tỷ lệ: đó là điểm phần trăm, không phải phần trăm.",
            " The printed number is the difference of the two: points, not percent.",
        )
    } else {
        ("", "")
    }
}

fn undecided(above: &Known, below: &Known) -> Draft {
    let (a, b) = (above.value, below.value);
    Draft::new(
        &RULE,
        Weight::Note,
        format!("Không tính được {} ÷ {}, nên không kết luận.", Vi(a), Vi(b)),
        format!("{} ÷ {} cannot be computed, so nothing is decided.", En(a), En(b)),
    )
}

/// A count that stands in two columns must be the same count.
fn of_count(world: &World<'_>, reading: &Reading<'_>) -> Option<Draft> {
    let (count, printed) = (reading.numerator?, reading.value?);
    let is_count = reading.measure == Measure::Count && reading.denominator.is_none();
    let unit = world.unit(&reading.figure.unit);
    let (a, b) = (count.value, printed.value);
    let (weight, vi, en) = match printed.fit(count.span) {
        _ if !is_count => return None,
        Fit::Within => return None,
        Fit::Loose => loose(&printed, a, a, &unit.vi, &unit.en),
        Fit::Off => (
            Weight::Contradiction,
            format!(
                "Số đếm là {}{}, nhưng giá trị là {}{}: phải là một số.",
                Vi(a),
                unit.vi,
                Vi(b),
                unit.vi
            ),
            format!(
                "The count is {}{}, but the value is {}{}: they must be one number.",
                En(a),
                unit.en,
                En(b),
                unit.en
            ),
        ),
    };
    Some(Draft::new(&RULE, weight, vi, en).line(format!("{} ≠ {}", Vi(a), Vi(b))))
}
