//! Whether anybody could see a mistake, by the numbers alone: the rules are not asked.

use motlan_measure::reported::number::numbers;
use motlan_measure::reported::{Amount, Figure, PrintedKind};

use super::Group;

/// Whether the later level without the change is more than a last digit of each away from the earlier one.
pub(super) fn is_visible_course(group: &Group) -> bool {
    let (earlier, later) = (&group.rows[0], &group.rows[1]);
    let (Some(before), Some(after), Some(change)) = (earlier.value, later.value, &later.change) else {
        return false;
    };
    let (made, room) = if change.unit == "percent" {
        let base = after / (Amount::ONE + change.by / Amount::ONE_HUNDRED);
        (base, base * Amount::new(1, 4) + Amount::new(2, 2))
    } else {
        (after - change.by, Amount::new(2, 2))
    };
    (made - before).abs() > room
}

/// Whether anybody could see the mistake: the parts no longer give the printed result by correct rounding, with half a last
/// digit of each rounded part as room, or a part is another one. A swap inside the printed precision cannot be seen.
pub(super) fn is_visible(before: &Figure, after: &Figure) -> bool {
    if after.kind == PrintedKind::Part {
        return before.numerator != after.numerator || before.denominator != after.denominator;
    }
    match (gap(before), gap(after)) {
        // A row that was cut already must be further off than a cut explains.
        (Some(before), Some(after)) => after > Amount::ONE || (after > HALF && before <= HALF),
        _ => false,
    }
}

/// Half a last digit.
const HALF: Amount = Amount::from_parts(5, 0, 0, false, 1);

/// How far the printed result is from what the parts make, in last digits of the result and of rounded parts.
fn gap(row: &Figure) -> Option<Amount> {
    let (above, below, value) = (row.numerator?, row.denominator?, row.value?);
    let made = match (row.kind, row.unit.as_str()) {
        (PrintedKind::DeltaPercent, _) => (above / below - Amount::ONE) * Amount::ONE_HUNDRED,
        (_, "percent") => above * Amount::ONE_HUNDRED / below,
        _ => above / below,
    };
    let printed = numbers(&row.printed);
    let step_of = |part: Amount| {
        let found = printed.iter().find(|number| number.value == part.abs());
        found.map(|number| number.step)
    };
    let step = step_of(value).unwrap_or(Amount::ONE);
    let share = |part: Amount| step_of(part).unwrap_or_default() / part;
    Some((made - value).abs() / (step + (share(above) + share(below)) * made.abs()))
}
