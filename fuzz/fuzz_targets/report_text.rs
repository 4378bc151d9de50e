//! A pasted report: whatever is proposed was read from words of the text, and can become a figure of them.
#![no_main]

use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use motlan_measure::reported::SourceCode;
use motlan_measure::reported::text::read;

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let Ok(found) = read(text) else { return };
    let stands = |place: &Range<usize>| assert!(text.get(place.clone()).is_some(), "{place:?}");
    for omission in &found.omissions {
        stands(&omission.place);
    }
    for (number, proposal) in found.proposals.into_iter().enumerate() {
        stands(&proposal.place);
        stands(&proposal.printed);
        stands(&proposal.passage);
        let said = [&proposal.numerator, &proposal.denominator, &proposal.value];
        said.into_iter().flatten().filter_map(|said| said.words.as_ref()).for_each(stands);
        [&proposal.scope.words, &proposal.unit.words, &proposal.kind.words].into_iter().flatten().for_each(stands);
        let is_named = proposal.indicator.is_some();
        let figure = proposal.into_figure(number + 1, &SourceCode("fuzz".to_owned()), text);
        assert_eq!(figure.is_ok(), is_named);
    }
});
