//! The demo's people: what registries know of them, and the accounts behind the doors of the front page.
//!
//! Nobody here exists. The accounts can be entered by a button, and only because this is a demonstration.

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use motlan_core::{Clock, SystemClock};
use motlan_identity::{Assignment, Identity, IdentityError, Level, NewAccount, Person as Owner, Role};
use motlan_registry::{Record, Registry};
use motlan_sandbox::{Country, Person};

use super::country::unit_code;
use super::place::Place;
use crate::node::Node;

/// The user names of a demonstration begin so (`motlan_portal`'s log-in by button).
const PREFIX: &str = motlan_portal::DEMO_PREFIX;

/// The citizens behind the doors: the person of this index, and the next that holds a licence.
const CITIZENS: usize = 2;

/// Loads people and licences, unless they are there from an earlier run. `reference` is the day from which licences
/// are counted.
pub(super) async fn populate(nodes: &[Node], country: &Country, people: u64, reference: Date) -> Result<()> {
    let find = |code: &str| nodes.iter().find_map(|node| node.roles.registries.get(code));
    let population = find("population").context("no population")?;
    let licences = find("driving-licence").context("no driving licences")?;
    let known = population.count().await?;
    if known > people {
        bail!("the data folder holds {known} people already: use another --data, or --people {known}");
    }
    if known == people {
        return Ok(());
    }
    eprintln!("making {people} sample people …");
    load(
        population,
        (known..people).map({
            let country = *country;
            move |index| country.person(index).to_record()
        }),
    )
    .await?;
    load(
        licences,
        (known..people).filter_map({
            let country = *country;
            move |index| Some(country.person(index).driving_licence(reference)?.to_record())
        }),
    )
    .await?;
    // The night's was perhaps taken before, of an empty registry.
    population.keep_snapshots(0).await?;
    population.take_snapshot().await?;
    Ok(())
}

async fn load(registry: &Registry, records: impl Iterator<Item = Record> + Send + 'static) -> Result<()> {
    registry.load(records).await?;
    Ok(())
}

/// The citizens of the doors: they hold a licence, so that there is something to renew.
pub(super) fn citizens(country: &Country, people: u64, reference: Date) -> Vec<Person> {
    let holders = country.licence_holders(people, None, reference);
    holders.map(|(person, _)| person).take(CITIZENS).collect()
}

/// Makes the accounts of a place, unless they are there.
pub(super) async fn enrol(identity: &Identity, place: Place, citizens: &[Person]) -> Result<()> {
    for account in accounts(place, citizens) {
        let name = account.user_name.clone();
        match identity.enrol(account).await {
            Ok(id) => {
                identity.approve(id).await?;
                identity.activate(id).await?;
            }
            Err(IdentityError::AccountExists) => {}
            Err(error) => return Err(error).with_context(|| format!("account {name}")),
        }
    }
    Ok(())
}

fn accounts(place: Place, citizens: &[Person]) -> Vec<NewAccount> {
    match place {
        Place::PhuYen | Place::DongNai => {
            let mut accounts: Vec<_> = citizens.iter().zip(["citizen", "citizen-2"]).map(citizen).collect();
            accounts.push(officer(place, 8, "officer", "Cán bộ Sở Giao thông vận tải"));
            accounts.push(officer(
                place,
                9,
                "officer-2",
                "Cán bộ Trung tâm Phục vụ hành chính công",
            ));
            accounts.push(plain("operator", "Người vận hành trạm", Role::Operator));
            accounts
        }
        Place::Centre => vec![
            plain("leader", "Lãnh đạo", Role::Leader),
            plain("auditor", "Người kiểm tra", Role::Auditor),
            plain("integrator", "Người tích hợp", Role::Integrator),
            plain("operator", "Người vận hành trung tâm", Role::Operator),
        ],
        _ => vec![plain("operator", "Người vận hành trạm", Role::Operator)],
    }
}

fn citizen((person, persona): (&Person, &str)) -> NewAccount {
    NewAccount {
        display_name: person.full_name.clone(),
        person: Some(Owner {
            personal_number: person.personal_number.clone(),
            full_name: person.full_name.clone(),
            birth_date: person.birth_date.to_string(),
        }),
        ..plain(persona, "", Role::Citizen)
    }
}

fn officer(place: Place, unit: u32, persona: &str, name: &str) -> NewAccount {
    let assignment = |role| Assignment {
        role,
        unit: Some(unit_code(place, unit)),
    };
    NewAccount {
        roles: vec![assignment(Role::Officer), assignment(Role::Signer)],
        ..plain(persona, name, Role::Officer)
    }
}

fn plain(persona: &str, name: &str, role: Role) -> NewAccount {
    NewAccount {
        user_name: format!("{PREFIX}{persona}"),
        display_name: name.to_owned(),
        level: Level::Two,
        person: None,
        roles: vec![Assignment { role, unit: None }],
        passphrase: None,
    }
}

/// The day on which this demonstration's licences were made: kept, so that a later start tells the same story.
pub(super) fn reference_day(data: &std::path::Path) -> Result<Date> {
    let file = data.join("reference-day");
    if let Ok(text) = std::fs::read_to_string(&file) {
        return text
            .trim()
            .parse()
            .with_context(|| format!("{} holds no day", file.display()));
    }
    let today = SystemClock.now().hour().day();
    std::fs::create_dir_all(data)?;
    std::fs::write(&file, today.to_string())?;
    Ok(today.date())
}
