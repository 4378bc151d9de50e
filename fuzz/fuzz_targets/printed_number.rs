//! Numbers of a Vietnamese text: every place is one of whole letters, in order, and its step and factor are positive.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motlan_measure::reported::Amount;
use motlan_measure::reported::number::{PrintedNumber, Reading, readings};

fn holds(text: &str, number: &PrintedNumber) {
    assert!(text.get(number.place.clone()).is_some_and(|words| !words.is_empty()));
    assert!(number.step > Amount::ZERO && number.factor >= Amount::ONE);
}

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let mut end = 0;
    for found in readings(text) {
        assert!(found.place.start >= end && text.get(found.place.clone()).is_some());
        end = found.place.end;
        match found.reading {
            Reading::Number(number) | Reading::LeftOut(_, Some(number)) => holds(text, &number),
            Reading::Fraction { part, whole } => [part, whole].iter().for_each(|number| holds(text, number)),
            Reading::Range { low, high } => {
                assert!(low.value < high.value);
                [low, high].iter().for_each(|number| holds(text, number));
            }
            Reading::Moment(_) | Reading::LeftOut(_, None) => {}
        }
    }
});
