//! Mistakes as people make them: one in a group, in the report itself or while it is copied into a table.
//!
//! Each function says whether it found a place for its mistake, and whether anybody could see it there. What cannot be seen in
//! principle is told by a condition on the numbers alone that knows nothing of the rules.

mod visible;

use motlan_measure::reported::number::{PrintedNumber, numbers};
use motlan_measure::reported::{Amount, Figure, PrintedKind};

use super::generate::Group;
use super::random::Random;
use super::written::vi;
use visible::{is_visible, is_visible_course};

/// What became of a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tried {
    /// The group has no place for it.
    NoPlace,
    /// It was made where nobody could see it.
    Unseen,
    /// It was made.
    Made,
}

impl Tried {
    const fn if_seen(is_seen: bool) -> Self {
        if is_seen { Self::Made } else { Self::Unseen }
    }
}

/// A mistake: what it is called, and what makes it.
pub(super) type Mistake = (&'static str, fn(&mut Group, &mut Random) -> Tried);

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
fn digit_in_report(group: &mut Group, random: &mut Random) -> Tried {
    let is_course = is_course(group);
    let Some(row) = pick(group, random, |row| is_course || has_parts(row)) else {
        return Tried::NoPlace;
    };
    let printed = numbers(&row.printed);
    if printed.is_empty() {
        return Tried::NoPlace;
    }
    let number = random.one_of(&printed).clone();
    let Some(text) = swapped(&row.printed, &number, random) else {
        return Tried::NoPlace;
    };
    let Some(after) = numbers(&text).get(place_of(&printed, &number)).cloned() else {
        return Tried::NoPlace;
    };
    let before = row.clone();
    row.printed = text;
    replace(row, number.value, after.value);
    let is_seen = is_visible(&before, row);
    Tried::if_seen(if is_course { is_visible_course(group) } else { is_seen })
}

/// The same in one column only.
fn digit_in_column(group: &mut Group, random: &mut Random) -> Tried {
    let row = pick(group, random, has_parts);
    let Some(row) = row else { return Tried::NoPlace };
    let before = row.clone();
    let column = match random.between(1, 3) {
        1 if row.value.is_some() => &mut row.value,
        2 => &mut row.denominator,
        _ => &mut row.numerator,
    };
    let Some(number) = *column else { return Tried::NoPlace };
    let text = number.to_string();
    let digits: Vec<char> = text.chars().collect();
    let Some(at) = swappable(&digits, random) else {
        return Tried::NoPlace;
    };
    let mut digits = digits;
    digits.swap(at, at + 1);
    *column = digits.into_iter().collect::<String>().parse().ok();
    Tried::if_seen(is_visible(&before, row))
}

fn denominator_doubled(group: &mut Group, random: &mut Random) -> Tried {
    let Some(row) = pick(group, random, has_parts) else {
        return Tried::NoPlace;
    };
    let before = row.clone();
    let Some(below) = row.denominator else {
        return Tried::NoPlace;
    };
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
    Tried::if_seen(is_visible(&before, row))
}

/// Another unit word in the words; the columns keep what the report meant.
fn unit_word_in_words(group: &mut Group, random: &mut Random) -> Tried {
    let Some(row) = pick(group, random, |row| {
        row.printed.contains("triệu") || row.printed.contains("nghìn")
    }) else {
        return Tried::NoPlace;
    };
    change_unit_word(row, random);
    Tried::Made
}

/// Another unit word in a report whose figures can be held against something: the parts, or the same total at other dates.
fn unit_word_in_report(group: &mut Group, random: &mut Random) -> Tried {
    let is_series = group.sort == "series";
    let has_word = |row: &Figure| row.printed.contains("triệu") || row.printed.contains("nghìn");
    let checkable = |row: &Figure| has_word(row) && (row.kind == PrintedKind::Average || is_series);
    let Some(row) = pick(group, random, checkable) else {
        return Tried::NoPlace;
    };
    let before = numbers(&row.printed);
    change_unit_word(row, random);
    for (old, new) in before.iter().zip(numbers(&row.printed)) {
        replace(row, old.value, new.value);
    }
    Tried::Made
}

fn change_unit_word(row: &mut Figure, random: &mut Random) {
    let words = ["nghìn", "triệu", "tỷ"];
    let old = *words.iter().find(|word| row.printed.contains(**word)).unwrap();
    let others: Vec<_> = words.into_iter().filter(|word| *word != old).collect();
    let other: &str = random.one_of::<&str>(&others);
    row.printed = row.printed.replace(old, other);
}

/// A running total as if it were the sum of the month of its date, where the catalogue or an earlier total tells it apart.
fn stock_as_flow(group: &mut Group, random: &mut Random) -> Tried {
    let is_known = group.sort == "series";
    let Some(row) = pick(group, random, |row| is_known && row.kind == PrintedKind::Stock) else {
        return Tried::NoPlace;
    };
    row.kind = PrintedKind::Flow;
    let last = row.period_end.unwrap();
    let text = last.to_string();
    row.period_start = format!("{}-01", &text[..7]).parse().ok();
    Tried::Made
}

/// The other of points and percent, in words and column, where the earlier level is printed.
fn points_for_percent(group: &mut Group, random: &mut Random) -> Tried {
    let is_rate = |row: &Figure| {
        row.change
            .as_ref()
            .is_some_and(|change| change.unit.starts_with("percent"))
    };
    let Some(row) = pick(group, random, is_rate) else {
        return Tried::NoPlace;
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
    Tried::if_seen(change.by.abs() >= Amount::ONE)
}

fn part_removed(group: &mut Group, random: &mut Random) -> Tried {
    let is_known = matches!(group.sort, "parts" | "related parts");
    if is_known {
        remove_part(group, random)
    } else {
        Tried::NoPlace
    }
}

fn one_of_two_removed(group: &mut Group, random: &mut Random) -> Tried {
    if group.sort == "two parts" {
        remove_part(group, random)
    } else {
        Tried::NoPlace
    }
}

fn remove_part(group: &mut Group, random: &mut Random) -> Tried {
    let parts: Vec<_> = (0..group.rows.len())
        .filter(|at| group.rows[*at].kind == PrintedKind::Part)
        .collect();
    group.rows.remove(*random.one_of(&parts));
    Tried::Made
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
