//! Fills a province's queue: dossiers that go three steps each while the national portal does not listen.

use bytes::Bytes;
use http::StatusCode;
use motlan_casework::Officer;
use motlan_casework::model::owner::Owner;
use motlan_casework::service::attach::Upload;
use motlan_evidence::{IdCommitment, LogName, Receipt};
use motlan_exchange::service::ask::Refusal;
use motlan_exchange::service::call::{Call, Line, Reply};
use motlan_identity::Level;
use motlan_store::journal::Position;

use anyhow::{Context, Result};

use crate::config::NodeConfig;
use crate::node::{Node, Surroundings, casework_with};

/// Changes of status that one dossier makes: submitted, received, started.
const CHANGES_PER_DOSSIER: u64 = 3;

/// The component that has to be handed in.
const HEALTH: u32 = 3;

/// Makes at least `changes` changes of status and returns how many wait.
pub(super) async fn fill(config: &NodeConfig, changes: u64) -> Result<u64> {
    let wanted = config.casework.as_ref().context("a one-stop system")?;
    // The node does not know of its one-stop system: its jobs would try a line that is cut, and say so.
    let without = NodeConfig {
        casework: None,
        ..config.clone()
    };
    let node = Node::start(&without, Surroundings::default()).await?;
    let gateway = node.roles.gateway.clone();
    let line = Line::new(answer);
    let casework = casework_with(config, wanted, &gateway, line, gateway.clock(), true).await?;
    let officer = Officer {
        account: 1,
        user_name: "bench".to_owned(),
        units: vec![wanted.units[0].code.clone()],
        signing_units: Vec::new(),
    };
    for number in 0..changes.div_ceil(CHANGES_PER_DOSSIER) {
        let owner = owner(number);
        let draft = casework.begin_draft(&owner, "driving-licence-renewal").await?;
        casework.attach(&owner, &draft, HEALTH, scan()).await?;
        let code = casework.submit(&owner, Level::Two, &draft).await?;
        casework.receive(&officer, &code, 1).await?;
        casework.start(&officer, &code, 2).await?;
    }
    casework.append_entries().await?;
    let waiting = casework.sync_state().await?.waiting;
    drop(casework);
    node.stop().await?;
    Ok(waiting)
}

/// What both registries say of everybody.
async fn answer(call: Call) -> Result<Reply, Refusal> {
    let fields = match call.service.system().code() {
        "population" => {
            r#"{"fields":{"full_name":"Nguyễn Thị Mẫu","birth_date":"1990-01-01","nationality":"VN","permanent_address":"Thôn 3"}}"#
        }
        _ => {
            r#"{"fields":{"licence_number":"000012345678","classes":"B2","issued_on":"2017-01-01","valid_until":"2027-01-01","issuer":"Mẫu","state":"valid"}}"#
        }
    };
    Ok(Reply {
        status: StatusCode::OK,
        body: Bytes::from_static(fields.as_bytes()),
        transaction: IdCommitment([7; 32]),
        receipt: Receipt {
            log: LogName::Exchange,
            index: 0,
            position: Position { segment: 0, offset: 0 },
        },
    })
}

/// A person who does not exist: province part 003 belongs to nobody.
fn owner(number: u64) -> Owner {
    Owner {
        account: i64::try_from(number).unwrap_or_default(),
        personal_number: format!("003190{number:06}"),
        full_name: "Nguyễn Thị Mẫu".to_owned(),
        birth_date: "1990-01-01".to_owned(),
    }
}

fn scan() -> Upload {
    Upload {
        name: "giay-kham.png".to_owned(),
        media_type: "image/png".to_owned(),
        content: include_bytes!("../demo/scan.png").to_vec(),
    }
}
