//! What a record was: as of any moment, version by version, and only for those with the right.

use std::sync::Arc;

use motlan_core::Timestamp;
use motlan_core::time::TestClock;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::Registry;
use motlan_registry::model::question::RawQuestion;
use motlan_registry::service::Sent;
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::json;

use crate::support::{LAN, NOBODY, NOW, caller, config, feeder, lan, pairs, population, whole, with, with_people};

const DAY: i64 = 24 * 3600;

fn question(name: &str) -> RawQuestion {
    RawQuestion {
        keys: pairs(&[
            ("personal_number", LAN),
            ("full_name", name),
            ("birth_date", "1999-04-30"),
        ]),
        fields: Vec::new(),
    }
}

#[tokio::test]
async fn every_moment_has_the_values_of_its_version() {
    testing::on_both_engines(async |db| {
        let clock = Arc::new(TestClock::new(NOW));
        let settings = config(Arc::clone(&clock), SamplePolicy::Allowed);
        let storage = Arc::new(FaultyStorage::new(1));
        let registry = Registry::open(population(), db, storage, settings).await.unwrap();
        let sync = async |name: &str, sex: &str| {
            let mut record = whole(LAN, sex);
            record.fields.insert("full_name".parse().unwrap(), name.to_owned());
            registry.sync(&feeder(1), vec![Sent::new(record, None)]).await.unwrap();
        };
        // Three days with a version each; on the second day two of them at one moment.
        sync("Nguyễn Thị Lan", "male").await;
        clock.advance_seconds(DAY);
        sync("Nguyễn Thị Lan", "unknown").await;
        sync("Nguyễn Thị Lan", "female").await;
        clock.advance_seconds(DAY);
        sync("Nguyễn Thị Lân", "female").await;

        let asker = caller(2, &["sex", "full_name", "record.history"]);
        let as_of = async |name: &str, at: Timestamp| {
            let found = registry.look_up_as_of(&asker, &question(name), at).await;
            found.map(|found| found.into_iter().map(|(_, value)| value).collect::<Vec<_>>())
        };
        for (seconds, expected) in [
            (0, ["Nguyễn Thị Lan", "male"]),
            (DAY - 1, ["Nguyễn Thị Lan", "male"]),
            (DAY, ["Nguyễn Thị Lan", "female"]),
            (2 * DAY - 1, ["Nguyễn Thị Lan", "female"]),
            (2 * DAY, ["Nguyễn Thị Lân", "female"]),
            (200 * DAY, ["Nguyễn Thị Lân", "female"]),
        ] {
            // The keys are those of today, whatever they were then.
            let found = as_of("Nguyễn Thị Lân", NOW.plus_seconds(seconds)).await.unwrap();
            assert_eq!(found, expected, "{seconds}");
        }
        for (name, at) in [("Nguyễn Thị Lân", NOW.plus_seconds(-1)), ("Nguyễn Thị Lan", NOW)] {
            assert_eq!(
                as_of(name, at).await.unwrap_err().failure().code.as_str(),
                "record_not_found"
            );
        }
        let refused = registry.look_up_as_of(&caller(2, &["sex"]), &question("x"), NOW).await;
        assert_eq!(
            refused.unwrap_err().to_string(),
            "field_not_granted: the grant does not hold: record.history"
        );

        let versions = registry.versions(&caller(3, &[]), LAN).await.unwrap();
        let listed: Vec<_> = versions
            .iter()
            .map(|version| (version.version, version.valid_from))
            .collect();
        let at = |days: i64| NOW.plus_seconds(days * DAY);
        assert_eq!(listed, [(1, at(0)), (2, at(1)), (3, at(1)), (4, at(2))]);
        assert_eq!(registry.versions(&caller(3, &[]), NOBODY).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn the_face_takes_a_day_or_a_moment() {
    with_people(async |world| {
        let asker = || caller(1, &["sex", "record.history"]);
        let as_of = |at: &str| with(lan(), json!({ "as_of": at }));
        for at in ["2024-03-01", "2024-03-01T12:00:00+07:00", "2030-01-01"] {
            let answer = world.post("/look-up", asker(), as_of(at)).await.ok();
            assert_eq!(answer, json!({"fields": {"sex": "female"}}), "{at}");
        }
        for at in ["2024-02-29", "2024-03-01T04:59:59.999999Z"] {
            let answer = world.post("/look-up", asker(), as_of(at)).await;
            assert_eq!(answer.refusal().1, "record_not_found", "{at}");
        }
        let refusal = world.post("/look-up", asker(), as_of("1/3/2024")).await.refusal();
        assert_eq!(
            refusal.2,
            "as_of: must be a day, YYYY-MM-DD, or a moment as in RFC 3339"
        );
        let refusal = world
            .post("/look-up", caller(1, &["sex"]), as_of("2024-03-01"))
            .await
            .refusal();
        assert_eq!(refusal.1, "field_not_granted");
        let refusal = world.post("/verify", asker(), as_of("2024-03-01")).await.refusal();
        assert_eq!(refusal.2, "as_of: is no member of this body");
    })
    .await;
}
