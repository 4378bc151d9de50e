//! The stories of the demo's provinces: begun when the country runs, played in the background.

use std::time::Duration;

use anyhow::Result;
use jiff::civil::Date;
use motlan_casework::Officer;
use motlan_casework::model::owner::Owner;
use motlan_core::{Clock, SystemClock};
use motlan_exchange::service::call::Line;
use motlan_sandbox::{Country, Person};

use super::background::{Story, StoryClock};
use super::country::{Plan, unit_code};
use super::place::Place;
use super::{Arguments, papers};
use crate::node::{Node, casework_with};

/// How often the stories look at the clock.
const PAUSE: Duration = Duration::from_secs(2);

/// The unit that renews licences.
const UNIT: u32 = 8;

/// Gives the doors' citizens their health certificate, and each province its people.
pub(super) async fn begin(
    plan: &Plan,
    nodes: &[Node],
    country: &Country,
    arguments: &Arguments,
    reference: Date,
    citizens: &[Person],
) -> Result<Vec<Story>> {
    let now = SystemClock.now();
    let mut stories = Vec::new();
    for (number, place) in Place::PROVINCES.into_iter().enumerate() {
        let node = &nodes[usize::from(place.number())];
        let Some(casework) = &node.roles.casework else { continue };
        for citizen in citizens {
            let owner = owner(citizen);
            if casework.vault(&owner).await?.is_empty() {
                papers::health_certificate(casework, &owner, now).await?;
            }
        }
        let officer = Officer {
            account: 0,
            user_name: "can-bo-mau".to_owned(),
            units: vec![unit_code(place, UNIT)],
            signing_units: vec![unit_code(place, UNIT)],
        };
        let config = plan.config(place)?;
        let Some(wanted) = &config.casework else { continue };
        if !casework.queue_counts(&officer).await?.is_empty() || arguments.dossiers == 0 {
            continue;
        }
        let clock = StoryClock::new(now);
        let gateway = &node.roles.gateway;
        let line = Line::of(gateway.clone());
        let past = casework_with(&config, wanted, gateway, line, clock.clone(), true).await?;
        let people = country
            .licence_holders(arguments.people, None, reference)
            .skip(citizens.len() + number)
            .step_by(Place::PROVINCES.len());
        // The owned iterator ends the borrow of the country.
        let people: Vec<Person> = people
            .map(|(person, _)| person)
            .take(limit(arguments.dossiers))
            .collect();
        stories.push(Story::new(
            past,
            clock,
            officer,
            people.into_iter(),
            arguments.dossiers,
            now,
        ));
    }
    Ok(stories)
}

fn limit(dossiers: u64) -> usize {
    usize::try_from(dossiers).unwrap_or(usize::MAX)
}

fn owner(person: &Person) -> Owner {
    Owner {
        account: 0,
        personal_number: person.personal_number.clone(),
        full_name: person.full_name.clone(),
        birth_date: person.birth_date.to_string(),
    }
}

/// Plays all stories up to now, and goes on as time does.
pub(super) async fn go_on(stories: &mut [Story]) {
    loop {
        for story in &mut *stories {
            if let Err(error) = story.play(SystemClock.now()).await {
                tracing::warn!(
                    error = format!("{error:#}"),
                    "a dossier of the demo's story stays where it is"
                );
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}
