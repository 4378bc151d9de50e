//! Mistakes as people make them: one in a group, in the report itself or while it is copied into a table.
//!
//! Each function says whether it found a place for its mistake. What cannot be seen in principle is left out here, by a
//! condition on the numbers alone that knows nothing of the rules.

use motlan_measure::reported::number::{PrintedNumber, numbers};
use motlan_measure::reported::{Amount, Figure, PrintedKind};

use super::generate::Group;
use super::random::Random;
use super::written::vi;

/// A mistake: what it is called, and what makes it. `true`: it was made.
pub(super) type Mistake = (&'static str, fn(&mut Group, &mut Random) -> bool);

pub(super) const ALL: [Mistake; 9] = [
    ("digit swapped in the report", digit_in_report),
    ("digit swapped while copying", digit_in_column),
    ("denominator doubled", denominator_doubled),
    ("unit word changed in the words", unit_word_in_words),
    ("unit word changed in the report", unit_word_in_report),
    ("stock printed as flow", stock_as_flow),
    ("points for percent", points_for_percent),
    ("part removed (others known)", part_removed),
    ("part removed (one of two)", one_of_two_removed),
];

/// Whether a row has parts and a result, or is a part or total of a group.
fn has_parts(row: &Figure) -> bool {
    row.numerator.is_some() && row.denominator.is_some() && (row.value.is_some() || row.kind == PrintedKind::Part)
}

/// Whether the group is a level, a later one, and the change between them.
fn is_course(group: &Group) -> bool {
    matches!(group.sort, "level and change" | "count and change" | "months")
}

/// Two neighbouring digits that differ change places in a printed number, and in every column that holds it.
fn digit_in_report(group: &mut Group, random: &mut Random) -> bool {
    let is_course = is_course(group);
    let Some(row) = pick(group, random, |row| is_course || has_parts(row)) else {
        return false;
    };
    let printed = numbers(&row.printed);
    if printed.is_empty() {
        return false;
    }
    let number = random.one_of(&printed).clone();
    let Some(text) = swapped(&row.printed, &number, random) else {
        return false;
    };
    let Some(after) = numbers(&text).get(place_of(&printed, &number)).cloned() else {
        return false;
    };
    let before = row.clone();
    row.printed = text;
    replace(row, number.value, after.value);
    let is_seen = is_visible(&before, row);
    if is_course { is_visible_course(group) } else { is_seen }
}

/// Whether the later level without the change is more than a last digit of each away from the earlier one.
fn is_visible_course(group: &Group) -> bool {
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

/// The same in one column only.
fn digit_in_column(group: &mut Group, random: &mut Random) -> bool {
    let row = pick(group, random, has_parts);
    let Some(row) = row else { return false };
    let before = row.clone();
    let column = match random.between(1, 3) {
        1 if row.value.is_some() => &mut row.value,
        2 => &mut row.denominator,
        _ => &mut row.numerator,
    };
    let Some(number) = *column else { return false };
    let text = number.to_string();
    let digits: Vec<char> = text.chars().collect();
    let Some(at) = swappable(&digits, random) else {
        return false;
    };
    let mut digits = digits;
    digits.swap(at, at + 1);
    *column = digits.into_iter().collect::<String>().parse().ok();
    is_visible(&before, row)
}

fn denominator_doubled(group: &mut Group, random: &mut Random) -> bool {
    let Some(row) = pick(group, random, has_parts) else {
        return false;
    };
    let before = row.clone();
    let Some(below) = row.denominator else { return false };
    let doubled = below + below;
    let printed = numbers(&row.printed).into_iter().find(|number| number.value == below);
    if let Some(number) = printed {
        let bare = vi((doubled / number.factor).normalize());
        let old = row.printed[number.place.clone()].to_owned();
        let word = old
            .split_once(' ')
            .map(|(_, word)| format!(" {word}"))
            .unwrap_or_default();
        row.printed.replace_range(number.place, &format!("{bare}{word}"));
    }
    row.denominator = Some(doubled);
    is_visible(&before, row)
}

/// Another unit word in the words; the columns keep what the report meant.
fn unit_word_in_words(group: &mut Group, random: &mut Random) -> bool {
    let Some(row) = pick(group, random, |row| {
        row.printed.contains("triệu") || row.printed.contains("nghìn")
    }) else {
        return false;
    };
    change_unit_word(row, random);
    true
}

/// Another unit word in a report whose figures can be held against something: the parts, or the same total at other dates.
fn unit_word_in_report(group: &mut Group, random: &mut Random) -> bool {
    let is_series = group.sort == "series";
    let has_word = |row: &Figure| row.printed.contains("triệu") || row.printed.contains("nghìn");
    let checkable = |row: &Figure| has_word(row) && (row.kind == PrintedKind::Average || is_series);
    let Some(row) = pick(group, random, checkable) else {
        return false;
    };
    let before = numbers(&row.printed);
    change_unit_word(row, random);
    for (old, new) in before.iter().zip(numbers(&row.printed)) {
        replace(row, old.value, new.value);
    }
    true
}

fn change_unit_word(row: &mut Figure, random: &mut Random) {
    let words = ["nghìn", "triệu", "tỷ"];
    let old = *words.iter().find(|word| row.printed.contains(**word)).unwrap();
    let others: Vec<_> = words.into_iter().filter(|word| *word != old).collect();
    let other: &str = random.one_of::<&str>(&others);
    row.printed = row.printed.replace(old, other);
}

/// A running total as if it were the sum of the month of its date, where the catalogue or an earlier total tells it apart.
fn stock_as_flow(group: &mut Group, random: &mut Random) -> bool {
    let is_known = group.sort == "series";
    let Some(row) = pick(group, random, |row| is_known && row.kind == PrintedKind::Stock) else {
        return false;
    };
    row.kind = PrintedKind::Flow;
    let last = row.period_end.unwrap();
    let text = last.to_string();
    row.period_start = format!("{}-01", &text[..7]).parse().ok();
    true
}

/// The other of points and percent, in words and column, where the earlier level is printed.
fn points_for_percent(group: &mut Group, random: &mut Random) -> bool {
    let is_rate = |row: &Figure| {
        row.change
            .as_ref()
            .is_some_and(|change| change.unit.starts_with("percent"))
    };
    let Some(row) = pick(group, random, is_rate) else {
        return false;
    };
    let change = row.change.as_mut().unwrap();
    let (unit, old, new) = if change.unit == "percent" {
        ("percentage_point", "% so với", " điểm phần trăm so với")
    } else {
        ("percent", " điểm phần trăm)", "%)")
    };
    unit.clone_into(&mut change.unit);
    row.printed = row.printed.replace(old, new);
    // Undetectable: both readings round to the same number.
    change.by.abs() >= Amount::ONE
}

fn part_removed(group: &mut Group, random: &mut Random) -> bool {
    let is_known = matches!(group.sort, "parts" | "related parts");
    is_known && remove_part(group, random)
}

fn one_of_two_removed(group: &mut Group, random: &mut Random) -> bool {
    group.sort == "two parts" && remove_part(group, random)
}

fn remove_part(group: &mut Group, random: &mut Random) -> bool {
    let parts: Vec<_> = (0..group.rows.len())
        .filter(|at| group.rows[*at].kind == PrintedKind::Part)
        .collect();
    group.rows.remove(*random.one_of(&parts));
    true
}

fn pick<'all>(group: &'all mut Group, random: &mut Random, fits: impl Fn(&Figure) -> bool) -> Option<&'all mut Figure> {
    let places: Vec<_> = (0..group.rows.len()).filter(|at| fits(&group.rows[*at])).collect();
    if places.is_empty() {
        None
    } else {
        group.rows.get_mut(*random.one_of(&places))
    }
}

fn place_of(printed: &[PrintedNumber], number: &PrintedNumber) -> usize {
    printed.iter().position(|other| other.place == number.place).unwrap()
}

fn replace(row: &mut Figure, old: Amount, new: Amount) {
    let change = row.change.as_mut().filter(|change| change.by.abs() == old);
    if let Some(change) = change {
        change.by = if change.by.is_sign_negative() { -new } else { new };
    }
    for column in [&mut row.value, &mut row.numerator, &mut row.denominator] {
        if let Some(number) = column.filter(|number| number.abs() == old) {
            *column = Some(if number.is_sign_negative() { -new } else { new });
        }
    }
}

/// The place of two neighbouring digits that differ; a zero never comes first.
fn swappable(digits: &[char], random: &mut Random) -> Option<usize> {
    let is_pair = |at: &usize| {
        let (left, right) = (digits[*at], digits[at + 1]);
        let leads = *at == 0 || !digits[at - 1].is_ascii_digit();
        left.is_ascii_digit() && right.is_ascii_digit() && left != right && !(leads && right == '0')
    };
    let places: Vec<_> = (0..digits.len().saturating_sub(1)).filter(is_pair).collect();
    (!places.is_empty()).then(|| *random.one_of(&places))
}

fn swapped(text: &str, number: &PrintedNumber, random: &mut Random) -> Option<String> {
    let digits: Vec<char> = text[number.place.clone()].chars().collect();
    let at = swappable(&digits, random)?;
    let mut digits = digits;
    digits.swap(at, at + 1);
    let digits: String = digits.into_iter().collect();
    let mut changed = text.to_owned();
    changed.replace_range(number.place.clone(), &digits);
    Some(changed)
}

/// Whether anybody could see the mistake: the parts no longer give the result within one unit of its last printed digit (or, of
/// rounded parts, of theirs), or a count changed. A swap inside the printed precision cannot be seen.
fn is_visible(before: &Figure, after: &Figure) -> bool {
    if after.kind == PrintedKind::Part {
        return before.numerator != after.numerator || before.denominator != after.denominator;
    }
    let (Some(above), Some(below), Some(value)) = (after.numerator, after.denominator, after.value) else {
        return false;
    };
    let made = match (after.kind, after.unit.as_str()) {
        (PrintedKind::DeltaPercent, _) => (above / below - Amount::ONE) * Amount::ONE_HUNDRED,
        (_, "percent") => above * Amount::ONE_HUNDRED / below,
        _ => above / below,
    };
    let printed = numbers(&after.printed);
    let step = printed
        .iter()
        .find(|number| number.value == value.abs())
        .map_or(Amount::ONE, |number| number.step);
    let step_of = |part: Amount| {
        printed
            .iter()
            .find(|number| number.value == part)
            .map_or(Amount::ZERO, |number| number.step)
    };
    let room = (step_of(above) / above + step_of(below) / below) * made.abs();
    (made - value).abs() > step + room
}
