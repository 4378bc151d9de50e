//! The feed of a registry, through both gateways, to three subscribers with different rights, over restarts of every side.

mod country;
mod subscriber;

use motlan_store::db::testing;
use serde_json::json;

use self::country::{Owner, Side, World};
use self::subscriber::{Plan, Subscriber};
use crate::support::{PROVIDER, SERVICE};

/// Changes between two restarts.
const CHANGES: usize = 800;

/// Who may see what. The last one may not see whom a change is about.
const PLANS: [Plan; 3] = [
    Plan {
        system: "VN/GOV/H45/archive",
        rights: &["personal_number", "sex", "religion"],
        fields: &["sex", "religion"],
    },
    Plan {
        system: "VN/GOV/H45/post",
        rights: &["personal_number", "permanent_address", "person.existence"],
        fields: &["permanent_address"],
    },
    Plan {
        system: "VN/GOV/H45/statistics",
        rights: &["old_identity_number", "sex"],
        fields: &["old_identity_number", "sex"],
    },
];

#[tokio::test]
async fn three_subscribers_reach_what_they_may_see_over_restarts_of_every_side() {
    testing::on_sqlite_url(async |url: String| {
        let mut owner = Owner::new(&url).await;
        let mut world = World::start(&owner, &PLANS).await;
        let mut subscribers = PLANS.map(Subscriber::new);
        for side in [
            Side::Registry,
            Side::Provider,
            Side::Consumer,
            Side::Subscribers,
            Side::Provider,
        ] {
            owner.write(CHANGES).await;
            for (pages, subscriber) in subscribers.iter_mut().enumerate() {
                // Each gets to another place before something ends.
                for _ in 0..=pages {
                    subscriber.read(&world).await;
                }
            }
            match side {
                Side::Registry => owner.restart().await,
                Side::Subscribers => subscribers.iter_mut().for_each(Subscriber::restart),
                Side::Provider | Side::Consumer => world = world.restart(side).await,
            }
        }
        for mut subscriber in subscribers {
            while !subscriber.read(&world).await {}
            subscriber.check(&owner);
        }
    })
    .await;
}

/// A page that somebody waited for is not given to whom a right was taken meanwhile, be it to one field alone.
#[tokio::test]
async fn a_subscriber_that_waits_loses_its_right_like_any_other() {
    for left in [None, Some(json!(["personal_number", "sex"]))] {
        testing::on_sqlite_url(async |url: String| {
            let mut owner = Owner::new(&url).await;
            let mut world = World::start(&owner, &PLANS).await;
            let waiting = Subscriber::new(PLANS[0]).ask(&world, 30).send();
            let meanwhile = async {
                while owner.registry().waiting() == 0 {
                    tokio::task::yield_now().await;
                }
                let grant = world.grants[0];
                world
                    .country
                    .register(PROVIDER, json!({"revocation": {"grant": grant}}));
                if let Some(fields) = &left {
                    world.grants[0] = world.country.grant(PLANS[0].system, SERVICE, json!({"fields": fields}));
                }
                owner.write(50).await;
            };
            let (reply, ()) = tokio::join!(waiting, meanwhile);
            assert_eq!(reply.code(), Some("access_denied"), "{reply:?}");
        })
        .await;
    }
}
