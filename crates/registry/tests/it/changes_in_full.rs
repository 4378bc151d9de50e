//! A subscriber that reads the feed to its end, on both engines, whatever its pages are: it holds the final state of
//! every record that changed, and saw the changes of each in their order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::model::record::Fields;
use motlan_registry::service::{Identity, Sent, Since};
use motlan_registry::{Record, Registry};
use motlan_store::db::{Db, testing};
use motlan_store::storage::faulty::FaultyStorage;

use crate::support::{NOW, caller, config, feeder, population, whole};

const PEOPLE: usize = 40;
const CHANGES: usize = 1500;

/// Numbers that look drawn and are always the same (a linear congruential generator, constants of Knuth's MMIX).
struct Draws(u64);

impl Draws {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count
    }
}

fn person(draws: &mut Draws) -> Record {
    let mut record = whole(
        &format!("003199{:06}", draws.below(PEOPLE)),
        ["male", "female", "unknown"][draws.below(3)],
    );
    let mut set = |code: &str, text: String| record.fields.insert(code.parse().unwrap(), text);
    set("permanent_address", format!("Số {}", draws.below(1000)));
    if draws.below(2) == 0 {
        set("religion", ["Phật giáo", "Công giáo"][draws.below(2)].to_owned());
    }
    record
}

async fn write(registry: &Registry) -> BTreeMap<String, Fields> {
    let mut draws = Draws(1);
    let mut last = BTreeMap::new();
    let records: Vec<_> = (0..CHANGES).map(|_| person(&mut draws)).collect();
    for records in records.chunks(97) {
        let sent = records.iter().map(|record| Sent::new(record.clone(), None));
        registry.sync(&feeder(1), sent.collect()).await.unwrap();
        for record in records {
            last.insert(record.fields["personal_number"].clone(), record.fields.clone());
        }
    }
    last
}

/// Reads everything; returns what each record is at the end, and the position that it got to.
async fn read(registry: &Registry, rights: &[&str], limit: usize) -> BTreeMap<String, (u64, Fields)> {
    let mut held: BTreeMap<String, (u64, Fields)> = BTreeMap::new();
    let mut since = Since {
        after: 0,
        wait: Duration::ZERO,
        limit,
    };
    loop {
        let page = registry.changes(&caller(7, rights), since).await.unwrap();
        for told in page.changes {
            let Identity::Key(key) = told.identity else {
                panic!("no key")
            };
            assert!(since.after < told.position && told.position <= page.next);
            let before = held.insert(key, (told.position, told.fields.into_iter().collect()));
            assert!(before.is_none_or(|(position, _)| position < told.position));
        }
        if page.next == page.last {
            return held;
        }
        assert!(page.next > since.after, "the feed stands still");
        since.after = page.next;
    }
}

async fn open(db: &Db) -> Registry {
    let config = config(Arc::new(TestClock::new(NOW)), SamplePolicy::Allowed);
    let opened = Registry::open(population(), db.clone(), Arc::new(FaultyStorage::new(1)), config).await;
    opened.unwrap()
}

#[tokio::test]
async fn reaches_the_final_state_whatever_the_pages_are() {
    testing::on_both_engines(async |db| {
        let last = write(&open(&db).await).await;
        // A registry that was started again tells the same.
        let registry = open(&db).await;
        for (limit, rights) in [
            (100, vec!["personal_number", "religion"]),
            (7, vec!["personal_number", "permanent_address", "sex"]),
        ] {
            let held = read(&registry, &rights, limit).await;
            let shown = |fields: &Fields| -> Fields {
                let pairs = fields.iter();
                pairs
                    .filter(|(code, _)| rights[1..].contains(&code.as_str()))
                    .map(|(code, text)| (code.clone(), text.clone()))
                    .collect()
            };
            assert_eq!(held.len(), last.len());
            for (key, (_, fields)) in held {
                assert_eq!(fields, shown(&last[&key]));
            }
        }
    })
    .await;
}
