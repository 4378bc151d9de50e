//! Where days begin and end: closing time, midnight, days off, the Lunar New Year, the end of the calendar.

use jiff::civil::{Date, Time, date, time};
use motlan_casework::model::day::moment_of;
use motlan_portal::language::Language;

use super::Row;
use super::desk::received_at_once;
use crate::world::World;
use crate::world::people::OFFICER;
use crate::world::story::{act, seen};

const fn at(hour: i8, minute: i8, second: i8) -> Time {
    time(hour, minute, second, 0)
}

/// Submitted and received at a moment; what the owner's page says then. The browser's world and the dossier's code.
async fn received(row: &Row, day: Date, at: Time) -> (World, String) {
    let world = World::open_at(moment_of(day, at)).await;
    let (citizen, code) = received_at_once(&world).await;
    for language in Language::ALL {
        row.check(&citizen.speaking(language).get(&format!("/ho-so/{code}")).await);
    }
    (world, code)
}

/// The day from which the deadline counts, as the desk shows it.
async fn counted_from(world: &World, code: &str, day: &str) {
    let desk = seen(&mut world.visit(OFFICER).await, &format!("/mot-cua/ho-so/{code}")).await;
    assert!(desk.contains(day), "{day}\n{desk}");
}

pub(super) async fn received_before_closing(row: &Row) {
    let (world, code) = received(row, date(2026, 11, 30), at(16, 59, 0)).await;
    counted_from(&world, &code, "30/11/2026").await;
}

pub(super) async fn received_at_closing(row: &Row) {
    let (world, code) = received(row, date(2026, 11, 30), at(17, 0, 0)).await;
    counted_from(&world, &code, "30/11/2026").await;
}

pub(super) async fn received_after_closing(row: &Row) {
    let (world, code) = received(row, date(2026, 11, 30), at(17, 0, 1)).await;
    counted_from(&world, &code, "01/12/2026").await;
}

pub(super) async fn received_in_the_last_second(row: &Row) {
    let (world, code) = received(row, date(2026, 11, 30), at(23, 59, 59)).await;
    counted_from(&world, &code, "01/12/2026").await;
    assert_eq!(code, "000.00.08.H45-261130-0001", "the code carries the day of Vietnam");
    world.clock.advance_seconds(1);
    let (_, next) = received_at_once(&world).await;
    assert_eq!(next, "000.00.08.H45-261201-0001", "and a new day begins its own count");
}

pub(super) async fn received_on_a_day_off(row: &Row) {
    let (world, code) = received(row, date(2026, 11, 28), at(10, 0, 0)).await;
    counted_from(&world, &code, "30/11/2026").await;
}

pub(super) async fn received_before_the_lunar_new_year(row: &Row) {
    // The last year whose holidays the calendar's pack has confirmed.
    let (world, code) = received(row, date(2025, 1, 24), at(9, 0, 0)).await;
    counted_from(&world, &code, "24/01/2025").await;
}

pub(super) async fn calendar_ends(row: &Row) {
    let world = World::open_at(moment_of(date(2027, 12, 29), at(9, 0, 0))).await;
    let (mut citizen, code) = world.submitted().await;
    let officer = world.visit(OFFICER).await;
    for language in Language::ALL {
        row.check(&act(&mut officer.speaking(language), &code, "tiep-nhan", "1").await);
    }
    assert_eq!(world.standing(&code).await, (1, 1));
    citizen.open(&format!("/ho-so/{code}")).await;
}
