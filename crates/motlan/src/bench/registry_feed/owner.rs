//! The owner of the registry: writes changes into its database from this process, beside the node that tells of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use motlan_core::vietnam::personal_number::SamplePolicy;
use motlan_core::{Caller, SystemClock};
use motlan_registry::journal::IndexKey;
use motlan_registry::service::{Sent, owner};
use motlan_registry::{Config, Pack, Record, Registry};
use motlan_store::db::Db;
use motlan_store::storage::DiskStorage;

use super::CODE;
use super::subscriber::{Held, Plan};
use crate::config::NodeConfig;

const SEXES: [&str; 3] = ["male", "female", "unknown"];
const RELIGIONS: [&str; 2] = ["Phật giáo", "Công giáo"];

/// Changes in one transaction.
const BATCH: usize = 250;

/// A prime, so that the people take turns in an order that is not theirs.
const STEP: usize = 7919;

/// What changes of a person.
#[derive(Clone, Copy, Default)]
struct Person {
    sex: usize,
    religion: usize,
    address: usize,
}

/// The registry's owner, who knows how every record is.
pub(super) struct Owner {
    registry: Registry,
    caller: Caller,
    people: Vec<Person>,
    /// The people of whom this field was changed.
    changed: BTreeMap<&'static str, BTreeSet<usize>>,
    written: usize,
}

impl Owner {
    /// Opens the node's database and loads everybody into it.
    pub(super) async fn open(node: &NodeConfig, data: &Path, people: usize) -> Result<Self> {
        std::fs::create_dir_all(node.data_folder())?;
        let pack = Pack::built_in(CODE, 1)?.context("no such pack")?;
        let db = Db::open(&node.database_url(&node.registries[0].database)).await?;
        // The node's own usage journal is the node's; nothing is asked here.
        let storage = Arc::new(DiskStorage::new(data.join("owner"))?);
        let config = Config::new(SamplePolicy::Allowed, IndexKey::new(&[0; 32]), Arc::new(SystemClock));
        let owner = Self {
            caller: caller(&pack)?,
            registry: Registry::open(pack, db, storage, config).await?,
            people: vec![Person::default(); people],
            changed: BTreeMap::new(),
            written: 0,
        };
        let records = (0..people).map(|number| record(number, Person::default()));
        owner.registry.load(records).await?;
        Ok(owner)
    }

    /// The last position of the feed: each change changed something.
    pub(super) fn last(&self) -> u64 {
        self.written as u64
    }

    /// Changes records, until there are so many changes: of each person in turn one field, in turn.
    pub(super) async fn write_until(&mut self, changes: usize) -> Result<()> {
        while self.written < changes {
            let count = BATCH.min(changes - self.written);
            let sent: Vec<Sent> = (0..count).map(|_| self.change()).collect();
            let outcomes = self.registry.sync(&self.caller, sent).await?;
            ensure!(outcomes.iter().all(Result::is_ok), "a change was refused");
        }
        Ok(())
    }

    fn change(&mut self) -> Sent {
        let number = (self.written * STEP) % self.people.len();
        let round = self.written / self.people.len();
        self.written += 1;
        let person = &mut self.people[number];
        let field = match (number + round) % 3 {
            0 => {
                person.sex = (person.sex + 1) % SEXES.len();
                "sex"
            }
            1 => {
                person.religion = 1 - person.religion;
                "religion"
            }
            _ => {
                person.address = self.written;
                "permanent_address"
            }
        };
        let record = record(number, *person);
        self.changed.entry(field).or_default().insert(number);
        Sent::new(record, None)
    }

    /// What a subscriber must hold: of everybody of whom a field was changed that it may see, all that it may see.
    pub(super) fn expected(&self, plan: &Plan) -> Held {
        let changed = plan.fields.iter().filter_map(|field| self.changed.get(field));
        let numbers: BTreeSet<usize> = changed.flatten().copied().collect();
        let mut held = Held::new();
        for number in numbers {
            let record = record(number, self.people[number]);
            let fields = plan
                .fields
                .iter()
                .map(|field| ((*field).to_owned(), record.fields[*field].clone()));
            let id = record.fields[plan.known_by].clone();
            held.insert(id, fields.collect());
        }
        held
    }
}

/// The owner's own system, which may write everything.
fn caller(pack: &Pack) -> Result<Caller> {
    let (system, purpose) = ("VN/GOV/G01/population".parse()?, "QD-06-2022".parse()?);
    Ok(owner(pack, system, None, purpose)?)
}

fn record(number: usize, person: Person) -> Record {
    let pairs = [
        ("personal_number", format!("003199{number:06}")),
        ("full_name", "Nguyễn Thị Mẫu".to_owned()),
        ("birth_date", "1999".to_owned()),
        ("nationality", "VN".to_owned()),
        ("birth_province", "54".to_owned()),
        ("old_identity_number", format!("{number:09}")),
        ("sex", SEXES[person.sex].to_owned()),
        ("religion", RELIGIONS[person.religion].to_owned()),
        ("permanent_address", format!("Số {}", person.address)),
    ];
    // Codes of fields are known to be codes.
    Record::new(
        pairs
            .into_iter()
            .filter_map(|(code, text)| Some((code.parse().ok()?, text))),
    )
}
