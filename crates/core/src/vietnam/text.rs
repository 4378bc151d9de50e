//! Vietnamese text: one Unicode form, keys for search, comparison of names.
//!
//! Text is Unicode (TCVN 6909:2001), kept in NFC. Nothing here guesses old 8-bit encodings, and nothing decides that two
//! people are one: that takes more than a name.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical, is_combining_mark};

/// The five tone marks: grave, acute, hook above, tilde, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// The text in Unicode's composed form, borrowed if it is so already.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if unicode_normalization::is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// A key that ignores marks, case and spacing: `Đặng  THÚY` and `dang thuy` have the same.
///
/// NFD without U+0300 to U+036F, `đ` as `d`, lower case, white space collapsed and trimmed. For search and blocking only:
/// many different names share a key.
pub fn fold_key(text: &str) -> String {
    let bare: String = text
        .nfd()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36F}'))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect();
    collapse_white_space(&bare).to_lowercase()
}

/// Replaces the letter eth (`Ð` U+00D0, `ð` U+00F0) by `Đ` and `đ`, which look the same.
///
/// Only for fields known to be Vietnamese: in Icelandic or Faroese names eth is right. Published name lists contain it.
pub fn repair_eth(text: &str) -> Cow<'_, str> {
    if text.contains(['Ð', 'ð']) {
        Cow::Owned(text.replace('Ð', "Đ").replace('ð', "đ"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether two spellings are the same name: Unicode form, case, spacing and the place of the tone mark do not count.
/// Every other mark does: `Thủy` and `Thuy` differ.
pub fn same_name(a: &str, b: &str) -> bool {
    a == b || name_key(a) == name_key(b)
}

/// The text that two spellings of one name share: see [`same_name`]. Whoever must take the same time whether two names
/// agree or not compares these.
pub fn name_key(name: &str) -> String {
    normalise_tone_placement(&collapse_white_space(name).to_lowercase())
}

fn collapse_white_space(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

/// Writes the tone of an open syllable in `oa`, `oe`, `uy` on its first vowel: `hoà` becomes `hòa`. The result is NFC.
///
/// Both spellings are in use, in one file even. Closed syllables (`hoàn`) and those in `qu` (`quý`) have one spelling only
/// and stay as they are.
pub fn normalise_tone_placement(text: &str) -> String {
    let mut letters: Vec<char> = text.nfc().collect();
    let mut start = 0;
    for end in 0..=letters.len() {
        if letters.get(end).is_some_and(|c| is_letter(*c)) {
            continue;
        }
        move_tone(&mut letters[start..end]);
        start = end + 1;
    }
    letters.into_iter().collect()
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

/// Moves the tone of one syllable (a run of letters), if it is one of those that may be written both ways.
fn move_tone(syllable: &mut [char]) {
    let [onset @ .., first, last] = syllable else {
        return;
    };
    let Some((bare, tone)) = split_tone(*last) else {
        return;
    };
    let moves = matches!(
        (first.to_ascii_lowercase(), bare.to_ascii_lowercase()),
        ('o', 'a' | 'e') | ('u', 'y')
    );
    if !moves || matches!(onset.last(), Some('q' | 'Q')) {
        return;
    }
    if let Some(toned) = compose(*first, tone) {
        *first = toned;
        *last = bare;
    }
}

/// Splits `à` into `a` and its tone. `None` without a tone, and for vowels with a mark of their own (`ầ`), which never move.
fn split_tone(letter: char) -> Option<(char, char)> {
    let mut parts = ['\0'; 2];
    let mut count = 0;
    decompose_canonical(letter, |part| {
        if let Some(slot) = parts.get_mut(count) {
            *slot = part;
        }
        count += 1;
    });
    let [bare, tone] = parts;
    (count == 2 && TONES.contains(&tone)).then_some((bare, tone))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decomposed(text: &str) -> String {
        text.nfd().collect()
    }

    #[test]
    fn nfc_copies_only_what_needs_it() {
        assert!(matches!(nfc("Nguyễn Thị Đào"), Cow::Borrowed("Nguyễn Thị Đào")));
        assert_eq!(nfc(&decomposed("Nguyễn Thị Đào")), "Nguyễn Thị Đào");
        // Marks in the order in which some keyboards send them.
        assert_eq!(nfc("e\u{323}\u{302}"), "ệ");
        assert_eq!(nfc("ê\u{323}"), "ệ");
    }

    #[test]
    fn the_key_ignores_marks_case_and_spacing() {
        for (text, key) in [
            ("Đặng Thuỳ Trâm", "dang thuy tram"),
            ("  ĐẶNG\u{A0}\tTHÙY\nTRÂM ", "dang thuy tram"),
            ("Ngô Đức Ưởng", "ngo duc uong"),
            ("", ""),
            (" \t ", ""),
            ("Phường 1, TP.HCM", "phuong 1, tp.hcm"),
        ] {
            assert_eq!(fold_key(text), key);
            assert_eq!(fold_key(&decomposed(text)), key);
        }
    }

    #[test]
    fn eth_is_repaired_only_when_asked() {
        assert_eq!(repair_eth("Ðỗ ÐỨC ðạt"), "Đỗ ĐỨC đạt");
        assert!(matches!(repair_eth("Đỗ"), Cow::Borrowed("Đỗ")));
        assert!(!same_name("Ðỗ", "Đỗ"));
        assert_eq!(fold_key("Ðỗ"), "ðo");
    }

    #[test]
    fn an_open_syllable_has_its_tone_on_the_first_vowel() {
        for (second, first) in [
            ("hoà", "hòa"),
            ("HOÀ BÌNH", "HÒA BÌNH"),
            ("Khánh Hoà", "Khánh Hòa"),
            ("xoè", "xòe"),
            ("thuỷ", "thủy"),
            ("Uỷ ban", "Ủy ban"),
            ("goá, hoạ; loã", "góa, họa; lõa"),
            ("(hoả)", "(hỏa)"),
        ] {
            assert_eq!(normalise_tone_placement(second), first);
            assert_eq!(normalise_tone_placement(first), first);
            assert_eq!(normalise_tone_placement(&decomposed(second)), first);
            assert!(same_name(second, first));
        }
    }

    #[test]
    fn other_syllables_stay_untouched() {
        for text in [
            "hoàn", "hoàng", "quý", "QUỲNH", "Quỳ", "quà", "qoà", "khuỷu", "thuyền", "ngoáy", "hoa", "huy", "thuở",
            "mía", "múa", "khoẻn", "hoầ", "à", "y",
        ] {
            assert_eq!(normalise_tone_placement(text), text);
        }
    }

    #[test]
    fn names_differ_by_every_other_mark() {
        assert!(same_name("NGUYỄN  THỊ  HOÀ", "Nguyễn Thị Hòa "));
        assert!(same_name(&decomposed("Trần Thuý Vy"), "TRẦN THÚY VY"));
        for (a, b) in [
            ("Thủy", "Thuy"),
            ("Thủy", "Thùy"),
            ("Hòa", "Hoàn"),
            ("Quý", "Qúy"),
            ("Lê Văn An", "Lê An"),
            ("Đào", "Dào"),
            ("Vân Anh", "VânAnh"),
        ] {
            assert!(!same_name(a, b), "{a} {b}");
        }
    }

    /// An onset other than `q`, a movable pair of vowels and a tone; written both ways.
    fn movable() -> impl Strategy<Value = (String, String)> {
        let onset = prop::sample::select(vec!["", "h", "th", "l", "ng", "Kh", "T", "đ"]);
        let pair = prop::sample::select(vec![('o', 'a'), ('o', 'e'), ('u', 'y')]);
        (onset, pair, prop::sample::select(TONES.to_vec())).prop_map(|(onset, (first, last), tone)| {
            (
                format!("{onset}{first}{tone}{last}"),
                format!("{onset}{first}{last}{tone}"),
            )
        })
    }

    proptest! {
        #[test]
        fn both_placements_are_one_name((first, second) in movable(), coda in "[cmnt]|ng|nh") {
            prop_assert!(same_name(&first, &second));
            let normal = normalise_tone_placement(&second);
            let first = nfc(&first);
            prop_assert_eq!(first.as_ref(), normal.as_str());
            let closed = nfc(&format!("{second}{coda}")).into_owned();
            prop_assert_eq!(normalise_tone_placement(&closed), closed);
        }

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let key = fold_key(&text);
            let is_folded_away = |c| matches!(c, '\u{300}'..='\u{36F}' | 'đ' | 'Đ');
            prop_assert!(!key.contains(is_folded_away));
            prop_assert!(!key.contains("  ") && key.trim() == key);
            prop_assert_eq!(fold_key(&key), key);
        }

        #[test]
        fn folding_sees_no_unicode_form(text in any::<String>()) {
            prop_assert_eq!(fold_key(&decomposed(&text)), fold_key(&nfc(&text)));
        }

        #[test]
        fn normalising_twice_is_normalising_once(text in "[hqouaeyàáảỷýèOUAY ́̀n.]{0,12}") {
            let once = normalise_tone_placement(&text);
            prop_assert!(unicode_normalization::is_nfc(&once));
            prop_assert_eq!(normalise_tone_placement(&once), once);
        }

        #[test]
        fn every_name_is_its_own_name(text in any::<String>()) {
            prop_assert!(same_name(&text, &decomposed(&text)));
            let padded = format!("\t{text} ");
            prop_assert!(same_name(&text, &padded));
        }
    }
}
