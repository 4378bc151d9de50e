//! Records of every pack: each fits its pack, empty and full, and is the same for the same seed.

use std::collections::BTreeSet;

use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::{Pack, Record};
use motlan_sandbox::records::{Fill, Records};

fn packs() -> impl Iterator<Item = Pack> {
    Pack::list_built_in().filter_map(|(code, version)| Pack::built_in(code, version).ok().flatten())
}

#[test]
fn records_of_every_pack_fit_it() {
    assert_eq!(packs().count(), Pack::list_built_in().count());
    for pack in packs() {
        for fill in [Fill::Drawn, Fill::Full, Fill::Least] {
            for index in 0..120 {
                let record = Records::new(&pack, 5).record(index, fill);
                let count = record.fields.len();
                let refusal = record.refusal(&pack, SamplePolicy::Allowed);
                assert_eq!(refusal, None, "{} {fill:?} {index}", pack.code);
                match fill {
                    Fill::Full => assert_eq!(count, pack.fields().count(), "{}", pack.code),
                    Fill::Least => assert_eq!(count, pack.keys.asked().count(), "{}", pack.code),
                    Fill::Drawn => {}
                }
            }
        }
    }
}

#[test]
fn keys_are_unique_and_another_seed_gives_other_records() {
    for pack in packs() {
        let records = Records::new(&pack, 5);
        let keys: BTreeSet<String> = (0..2_000)
            .map(|index| records.record(index, Fill::Least).fields[&pack.keys.record].clone())
            .collect();
        assert_eq!(keys.len(), 2_000, "{}", pack.code);
        let again = Records::new(&pack, 5);
        let other = Records::new(&pack, 6);
        let is_same = |records: &Records<'_>| {
            (0..50).all(|index| records.record(index, Fill::Full) == Records::new(&pack, 5).record(index, Fill::Full))
        };
        assert!(is_same(&again) && !is_same(&other), "{}", pack.code);
    }
}

/// What the shares are for: some records lack what others have.
#[test]
fn shares_are_kept() {
    for pack in packs() {
        let records: Vec<Record> = (0..800)
            .map(|index| Records::new(&pack, 9).record(index, Fill::Drawn))
            .collect();
        for field in pack.fields() {
            let Some(sample) = &field.sample else { continue };
            if pack.keys.asked().any(|key| *key == field.code) {
                continue;
            }
            let held = records
                .iter()
                .filter(|record| record.fields.contains_key(&field.code))
                .count();
            #[expect(clippy::cast_precision_loss, reason = "a count of 800")]
            let share = held as f64 / 800.0;
            assert!(
                (share - sample.share).abs() < 0.06,
                "{} {}: {share}",
                pack.code,
                field.code
            );
        }
    }
}
