//! Lists stay whole when one of their dossiers cannot be judged.

use jiff::civil::{date, time};
use motlan_casework::Casework;
use motlan_casework::model::day::moment_of;
use motlan_casework::service::desk::Filter;
use motlan_casework::service::view::Page;
use motlan_core::Clock;
use motlan_identity::Level;

use crate::support::{LICENCE, PERMIT, World, config, lan, officer, on_both_engines, with_world};

/// Red where the year after the calendar's last one takes both lists down.
#[tokio::test]
async fn a_dossier_beyond_the_calendar_is_listed_without_its_standing() {
    on_both_engines(async |world: World| {
        let (casework, officer) = (&world.casework, officer());
        let code = world.in_progress().await;
        let standing = async || {
            let own = casework.dossiers_of(lan().account, Page::FIRST).await.unwrap();
            let queue = casework.queue(&officer, Filter::Open, Page::FIRST).await.unwrap();
            assert_eq!((own.rows.len(), queue.rows.len()), (1, 1));
            casework.desk(&officer, &code).await.unwrap();
            (own.rows[0].standing, queue.rows[0].standing)
        };
        assert!(matches!(standing().await, (Some(_), Some(_))));
        let new_year = moment_of(date(2028, 1, 10), time(9, 0, 0, 0));
        let ahead = new_year.as_seconds() - world.clock.now().as_seconds();
        world.clock.advance_seconds(ahead);
        assert_eq!(standing().await, (None, None));
    })
    .await;
}

/// Red where a procedure whose pack was taken away takes the lists down.
#[tokio::test]
async fn a_dossier_of_an_unknown_procedure_is_listed_by_its_code() {
    with_world(async |world: World| {
        let lan = lan();
        world.in_progress().await;
        let draft = world.casework.begin_draft(&lan, PERMIT).await.unwrap();
        world.casework.submit(&lan, Level::Two, &draft).await.unwrap();
        let mut settings = config(&world.clock, world.net.line());
        settings.procedures.retain(|procedure| procedure.code == LICENCE);
        let fewer = Casework::open(world.db.clone(), world.evidence.clone(), settings)
            .await
            .unwrap();
        let own = fewer.dossiers_of(lan.account, Page::FIRST).await.unwrap();
        let names: Vec<&str> = own.rows.iter().map(|row| row.procedure_name.vi.as_str()).collect();
        assert_eq!(names.len(), 2);
        assert!(names.contains(&PERMIT), "{names:?}");
        let queue = fewer.queue(&officer(), Filter::All, Page::FIRST).await.unwrap();
        assert_eq!(queue.total, 2);
    })
    .await;
}
