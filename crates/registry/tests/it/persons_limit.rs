//! Distinct persons asked about in a day and for one legal basis are limited; repeated questions are free, a restart
//! forgets nobody.

use motlan_core::Caller;
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_registry::journal::Page;
use motlan_store::db::testing;
use motlan_store::storage::faulty::FaultyStorage;
use serde_json::json;

use crate::support::{HOA, LAN, NOBODY, World, caller, lan, number, people, population, with};

fn limited(max: Option<u32>) -> Caller {
    Caller {
        persons_per_day_max: max,
        ..caller(1, &["sex"])
    }
}

/// Asks about somebody; the status and code of the answer.
async fn ask(world: &World, path: &str, caller: Caller, number: &str) -> (u16, Option<String>) {
    let body = with(lan(), json!({"personal_number": number}));
    let answer = world.post(path, caller, body).await;
    let code = answer.json()["code"].as_str().map(str::to_owned);
    (answer.status.as_u16(), code)
}

fn refused() -> (u16, Option<String>) {
    (429, Some("persons_limit".to_owned()))
}

#[tokio::test]
async fn one_person_more_is_refused_before_anything_is_read() {
    testing::on_both_urls(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        world.registry.load(people()).await.unwrap();
        for _ in 0..3 {
            assert_eq!(ask(&world, "/verify", limited(Some(2)), LAN).await, (200, None));
        }
        // Nobody counts like somebody: otherwise the limit would tell who is there.
        assert_eq!(ask(&world, "/look-up", limited(Some(2)), NOBODY).await.0, 404);
        for path in ["/verify", "/look-up"] {
            assert_eq!(ask(&world, path, limited(Some(2)), HOA).await, refused());
            assert_eq!(ask(&world, path, limited(Some(2)), LAN).await, (200, None));
        }
        let page = world.registry.usage_of(number(HOA), Page::default()).await.unwrap();
        assert!(page.entries.is_empty());
        // Another legal basis, another consumer, another day: each has its own.
        let mut other = limited(Some(2));
        other.purpose = "ND-61-2018".parse().unwrap();
        assert_eq!(ask(&world, "/verify", other, HOA).await, (200, None));
        let mut other = limited(Some(2));
        other.system = "VN/GOV/H45/archive".parse().unwrap();
        assert_eq!(ask(&world, "/verify", other, HOA).await, (200, None));
        assert_eq!(ask(&world, "/verify", limited(Some(3)), HOA).await, (200, None));
        world.clock.advance_seconds(86_400);
        assert_eq!(ask(&world, "/verify", limited(Some(1)), HOA).await, (200, None));
        assert_eq!(ask(&world, "/verify", limited(Some(1)), LAN).await, refused());
    })
    .await;
}

#[tokio::test]
async fn a_restart_goes_on_counting_from_the_journal() {
    testing::on_sqlite_url(async |url: String| {
        let storage = FaultyStorage::new(1);
        let world = World::open(&url, population(), storage.clone(), SamplePolicy::Allowed).await;
        world.registry.load(people()).await.unwrap();
        // Yesterday, so that the day begins in a later segment than the first.
        world.clock.advance_seconds(-86_400);
        for other in 0..40 {
            let number = format!("003199{other:06}");
            assert_eq!(ask(&world, "/verify", limited(None), &number).await, (200, None));
        }
        world.clock.advance_seconds(86_400);
        for number in [LAN, NOBODY] {
            assert_eq!(ask(&world, "/verify", limited(Some(2)), number).await, (200, None));
        }
        world.registry.close().await.unwrap();
        let world = World::open(&url, population(), storage, SamplePolicy::Allowed).await;
        assert_eq!(ask(&world, "/verify", limited(Some(2)), HOA).await, refused());
        for number in [LAN, NOBODY] {
            assert_eq!(ask(&world, "/verify", limited(Some(2)), number).await, (200, None));
        }
        assert_eq!(ask(&world, "/verify", limited(Some(3)), HOA).await, (200, None));
        assert_eq!(
            ask(&world, "/verify", limited(Some(3)), "003199000001").await,
            refused()
        );
    })
    .await;
}

#[tokio::test]
async fn a_grant_that_says_nothing_allows_five_thousand() {
    testing::on_sqlite_url(async |url: String| {
        let world = World::open(&url, population(), FaultyStorage::new(1), SamplePolicy::Allowed).await;
        let mut refusals = 0;
        for other in 0..5_001 {
            let number = format!("003199{other:06}");
            let (status, _) = ask(&world, "/verify", limited(None), &number).await;
            refusals += u32::from(status == 429);
            assert_eq!(status == 429, other == 5_000, "{other}");
        }
        assert_eq!(refusals, 1);
    })
    .await;
}
