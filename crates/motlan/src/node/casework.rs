//! A node's one-stop system and its national portal: opening them from the configuration, and what they do each second.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use motlan_casework::document::signature::{ResultSigner, SignerName};
use motlan_casework::inbox::Inbox;
use motlan_casework::model::calendar::Calendar;
use motlan_casework::model::procedure::Procedure;
use motlan_casework::{Casework, Config, Unit};
use motlan_core::{ClientId, Clock, Timestamp};
use motlan_evidence::Evidence;
use motlan_exchange::directory_handle::DirectoryHandle;
use motlan_exchange::gateway::Gateway;
use motlan_exchange::service::call::Line;
use motlan_store::db::Db;

use crate::config::{self, NodeConfig};

const YEAR_S: i64 = 365 * 86_400;

/// Opens the one-stop system, if the node has one. Units without a key get one.
pub(crate) async fn open(config: &NodeConfig, gateway: &Gateway, is_sample: bool) -> Result<Option<Casework>> {
    let Some(wanted) = &config.casework else {
        return Ok(None);
    };
    let line = Line::of(gateway.clone());
    let clock = gateway.clock();
    open_with(config, wanted, gateway, line, clock, is_sample)
        .await
        .map(Some)
}

/// The same with another line and clock: how a demonstration makes its past.
pub(crate) async fn open_with(
    config: &NodeConfig,
    wanted: &config::Casework,
    gateway: &Gateway,
    line: Line,
    clock: Arc<dyn Clock>,
    is_sample: bool,
) -> Result<Casework> {
    let db = Db::open(&config.database_url(&wanted.database))
        .await
        .context("casework")?;
    let directory = gateway.clone();
    let system = ClientId::System(wanted.system.clone());
    let member_name = member_name(gateway);
    // A certificate a year old can sign the past of a demonstration; elsewhere nothing is signed before now.
    let keys_from = if is_sample {
        gateway.now().plus_seconds(-YEAR_S)
    } else {
        gateway.now()
    };
    let procedure_units = wanted
        .units
        .iter()
        .flat_map(|unit| unit.procedures.iter().map(|code| (code.clone(), unit.code.clone())));
    let settings = Config {
        member: config.member.clone(),
        system: wanted.system.clone(),
        system_index: Arc::new(move || directory.directory().current().client_index(&system)),
        units: wanted.units.iter().map(unit).collect(),
        procedures: Procedure::built_in()?,
        procedure_units: procedure_units.collect(),
        calendar: Calendar::built_in()?,
        portal: wanted.portal.clone(),
        population: wanted.population.clone(),
        clock: Arc::clone(&clock),
        line,
        signers: signers(config, &member_name, &wanted.units, keys_from)?,
        place: member_name.strip_prefix("Tỉnh ").unwrap_or(&member_name).to_owned(),
        member_name,
        is_sample,
    };
    let opened = Casework::open(db, gateway.evidence().clone(), settings).await;
    opened.context("the one-stop system")
}

fn unit(unit: &config::Unit) -> Unit {
    Unit {
        code: unit.code.clone(),
        number: unit.number,
        name_vi: unit.name_vi.clone(),
        name_en: unit.name_en.clone(),
    }
}

fn member_name(gateway: &Gateway) -> String {
    let directory = gateway.directory().current();
    let member = gateway.id().member();
    directory
        .member(member)
        .map_or_else(|| member.to_string(), |known| known.name_vi.clone())
}

/// Each unit's key and certificate lie in `keys/unit-<code>.pem`.
fn signers(
    config: &NodeConfig,
    organisation: &str,
    units: &[config::Unit],
    from: Timestamp,
) -> Result<BTreeMap<String, ResultSigner>> {
    let mut signers = BTreeMap::new();
    for unit in units {
        let file = config.folder.join("keys").join(format!("unit-{}.pem", unit.code));
        let signer =
            signer(&file, organisation, unit, from).with_context(|| format!("the key of unit {}", unit.code))?;
        signers.insert(unit.code.clone(), signer);
    }
    Ok(signers)
}

fn signer(file: &Path, organisation: &str, unit: &config::Unit, from: Timestamp) -> Result<ResultSigner> {
    if file.exists() {
        return Ok(ResultSigner::from_pem(&std::fs::read_to_string(file)?)?);
    }
    let name = SignerName {
        organisation,
        unit: &unit.name_vi,
        unit_code: &unit.code,
    };
    let signer = ResultSigner::generate(&name, from)?;
    crate::keys::write_new(file, &signer.to_pem()?)?;
    Ok(signer)
}

/// Where a gateway puts its directory for the inbox behind it, which is opened first. Not the gateway itself: that holds the
/// inbox, and both would live for ever.
pub(crate) type SharedDirectory = Arc<OnceLock<Arc<DirectoryHandle>>>;

/// Opens the national portal's inbox, if the node has one.
pub(crate) async fn open_inbox(
    config: &NodeConfig,
    evidence: &Evidence,
    clock: &Arc<dyn Clock>,
    directory: &SharedDirectory,
) -> Result<Option<Inbox>> {
    let Some(wanted) = &config.national_portal else {
        return Ok(None);
    };
    let db = Db::open(&config.database_url(&wanted.database))
        .await
        .context("the national portal")?;
    let directory = Arc::clone(directory);
    let owner_of = move |index| directory.get()?.current().subject(index)?.member().cloned();
    Ok(Some(
        Inbox::open(db, evidence.clone(), Arc::clone(clock), Arc::new(owner_of)).await?,
    ))
}
