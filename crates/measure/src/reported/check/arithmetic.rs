//! Numerator, denominator and result: does the division give what is printed?

use motlan_core::Name;

use super::known::{Fit, Known};
use super::reading::{Measure, Reading};
use super::rule::{Rule, Words};
use super::say::{Draft, said};
use super::shown::{Vi, computed};
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
    let result = printed.value;
    let said = match fit {
        Fit::Within => said!(
            "Phép tính cho {}{}, khớp với số in {}{}.",
            "The parts make {}{}, which agrees with the printed {}{}.",
            shown,
            &unit,
            result,
            &unit
        ),
        Fit::Loose => loose(printed, made.value, shown, &unit),
        Fit::Off => said!(
            "Phép tính cho {}{}, nhưng số in là {}{}: một trong các số bị sai.{}",
            "The parts make {}{}, but {}{} is printed: one of the numbers is wrong.{}",
            shown,
            &unit,
            result,
            &unit,
            &hint(reading, printed)
        ),
    };
    let sign = if fit == Fit::Within { "≈" } else { "≠" };
    Draft::new(&RULE, fit.weight(), said)
        .line(format!("{} = {}", made.line, Vi(shown)))
        .line(format!("{} {sign} {}", Vi(shown), Vi(result)))
}

/// What is said of a quotient that was cut or carelessly rounded.
pub(super) fn loose(printed: &Known, made: Amount, shown: Amount, unit: &Name) -> Name {
    let rounded = round(made, printed.step).unwrap_or(shown);
    if made.abs() > printed.value.abs() {
        said!(
            "Phép tính cho {}{}; số in {}{} chỉ khớp nếu bị cắt bớt. Làm tròn đúng là {}{}.",
            "The parts make {}{}; the printed {}{} agrees only if it was cut. Correct rounding gives {}{}.",
            shown,
            unit,
            printed.value,
            unit,
            rounded,
            unit
        )
    } else {
        said!(
            "Phép tính cho {}{}; số in {}{} chỉ khớp nếu làm tròn lên. Làm tròn đúng là {}{}.",
            "The parts make {}{}; the printed {}{} agrees only if it was rounded up. Correct rounding gives {}{}.",
            shown,
            unit,
            printed.value,
            unit,
            rounded,
            unit
        )
    }
}

/// The nearest multiple of a step.
fn round(value: Amount, step: Amount) -> Option<Amount> {
    let steps = value.checked_div(step)?;
    let whole = steps.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    whole.checked_mul(step)
}

/// A change that fits as points but is said to be in percent.
fn hint(reading: &Reading<'_>, printed: &Known) -> Name {
    let difference = || {
        let (above, below) = (reading.numerator?, reading.denominator?);
        let is_percent = reading.is(PrintedKind::DeltaPercent) && reading.measure == Measure::Percent;
        above.span.minus(below.span).filter(|_| is_percent)
    };
    if difference().is_some_and(|points| printed.fit(points) == Fit::Within) {
        said!(
            " Số in bằng hiệu hai tỷ lệ: đó là điểm phần trăm, không phải phần trăm.",
            " The printed number is the difference of the two: points, not percent."
        )
    } else {
        said!("", "")
    }
}

fn undecided(above: &Known, below: &Known) -> Draft {
    let (a, b) = (above.value, below.value);
    Draft::new(
        &RULE,
        Weight::Note,
        said!(
            "Không tính được {} ÷ {}, nên không kết luận.",
            "{} ÷ {} cannot be computed, so nothing is decided.",
            a,
            b
        ),
    )
}

/// A count that stands in two columns must be the same count.
fn of_count(world: &World<'_>, reading: &Reading<'_>) -> Option<Draft> {
    let (count, printed) = (reading.numerator?, reading.value?);
    let is_count = reading.measure == Measure::Count && reading.denominator.is_none();
    let unit = world.unit(&reading.figure.unit);
    let (a, b) = (count.value, printed.value);
    let fit = printed.fit(count.span);
    let said = match fit {
        _ if !is_count => return None,
        Fit::Within => return None,
        Fit::Loose => loose(&printed, a, a, &unit),
        Fit::Off => said!(
            "Số đếm là {}{}, nhưng giá trị là {}{}: phải là một số.",
            "The count is {}{}, but the value is {}{}: they must be one number.",
            a,
            &unit,
            b,
            &unit
        ),
    };
    Some(Draft::new(&RULE, fit.weight(), said).line(format!("{} ≠ {}", Vi(a), Vi(b))))
}
