//! Made-up facts for every state of the pages, and a real proof. Nobody's data.

use motlan_core::{Code, Failure, Hour, MemberId, Name, Timestamp};
use motlan_evidence::checkpoint::Checkpoint;
use motlan_evidence::proof::to_text;
use motlan_evidence::tree::Hash;
use motlan_evidence::{
    ConsumerIndex, Entry, IdCommitment, LogKey, LogName, Outcome, ProviderIndex, RequestCommitment, ResponseCommitment,
    Role, ServiceIndex, StatusClass, VerifierKey,
};
use motlan_portal::facts::{CheckpointFacts, Era, FrameFacts, Named};
use motlan_portal::proof::{Opened, ProofFacts, climb};
use motlan_portal::status::{
    CentreFacts, GatewayFacts, GatewayState, LineFacts, LogFacts, NodeFacts, Part, ProofOffer, ServiceFacts,
    StatusFacts,
};

/// 2026-11-21T07:05:09Z, which is 14:05:09 in Vietnam.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_795_244_709);

const ORIGIN: &str = "motlan/VN/GOV/H45/exchange";

fn words(vi: &str, en: &str) -> Name {
    Name {
        vi: vi.to_owned(),
        en: en.to_owned(),
    }
}

/// A name; the owner's name is that of the member, unless the thing is the member or its gateway.
fn named(id: &str, vi: &str, en: &str) -> Named {
    let member: MemberId = id.split('/').take(3).collect::<Vec<_>>().join("/").parse().unwrap();
    let owner = match member.code() {
        "H45" => words("Tỉnh Phú Yên", "Phú Yên Province"),
        "G24" => words("Bảo hiểm xã hội Việt Nam", "Vietnam Social Security"),
        "G01" => words("Bộ Công an", "Ministry of Public Security"),
        _ => words(
            "Bộ Thông tin và Truyền thông",
            "Ministry of Information and Communications",
        ),
    };
    let name = if vi.is_empty() { owner.clone() } else { words(vi, en) };
    Named {
        name,
        owner: (!vi.is_empty()).then_some(owner),
        id: id.to_owned(),
        member: member.to_string(),
        is_code_unconfirmed: member.code() == "H45",
    }
}

fn verify() -> Named {
    named(
        "VN/GOV/G01/population/verify",
        "Xác thực thông tin dân cư",
        "Verify a person’s data",
    )
}

fn look_up() -> Named {
    named(
        "VN/GOV/G01/population/look-up",
        "Tra cứu thông tin dân cư",
        "Look up a person’s data",
    )
}

fn onestop() -> Named {
    named("VN/GOV/H45/onestop", "Một cửa điện tử", "One-stop system")
}

fn insurance() -> Named {
    named("VN/GOV/G24/insurance", "Cơ sở dữ liệu bảo hiểm", "Insurance database")
}

fn line(service: Named, consumer: Named, counts: [u64; 3]) -> LineFacts {
    let [matched, consumer_only, provider_only] = counts;
    LineFacts {
        service,
        consumer,
        provider: named("VN/GOV/G01", "", ""),
        matched,
        consumer_only,
        provider_only,
    }
}

fn frame(place: &str, is_centre: bool) -> FrameFacts {
    FrameFacts {
        place: named(place, "", ""),
        is_centre,
        is_demo: true,
        era: Era::Sample,
        at: NOW,
        directory_sequence: 27,
        directory_hash: "9f3ac2".repeat(11)[..64].to_owned(),
        checkpoint: None,
        has_log_in: false,
        sections: Vec::new(),
    }
}

fn gateway(code: &str, entries: u64, state: GatewayState) -> GatewayFacts {
    let origin = format!("motlan/VN/GOV/{code}/exchange");
    GatewayFacts {
        gateway: named(&format!("VN/GOV/{code}/gw1"), "", ""),
        pages: Some(format!(
            "http://127.0.0.1:8{}00",
            code.bytes().map(u32::from).sum::<u32>() % 4
        )),
        entries,
        vkey: key().verifier(&origin).unwrap().to_string(),
        state,
    }
}

fn centre(gateways: Vec<GatewayFacts>, lines: Vec<LineFacts>, proof: ProofOffer) -> StatusFacts {
    StatusFacts {
        frame: frame("VN/GOV/G14", true),
        part: Part::Centre(CentreFacts { gateways, lines }),
        proof,
    }
}

fn elsewhere() -> ProofOffer {
    ProofOffer::Elsewhere {
        node: named("VN/GOV/G01/gw1", "", ""),
        pages: "http://127.0.0.1:8100".to_owned(),
        index: 1_233,
    }
}

/// The centre a moment after its start.
pub(crate) fn reading() -> StatusFacts {
    let gateways = ["G14", "G01", "G24", "H45"].map(|code| gateway(code, 0, GatewayState::NotYetRead));
    centre(gateways.into(), Vec::new(), ProofOffer::Nothing)
}

/// A centre whose directory is empty but for itself.
pub(crate) fn nothing_yet() -> StatusFacts {
    centre(
        vec![gateway("G14", 0, GatewayState::Read)],
        Vec::new(),
        ProofOffer::Nothing,
    )
}

/// The directory names no gateway at all.
pub(crate) fn no_gateways() -> StatusFacts {
    centre(Vec::new(), Vec::new(), ProofOffer::Nothing)
}

fn healthy() -> Vec<GatewayFacts> {
    [("G14", 0), ("G01", 31_080_491), ("G24", 30_919_657), ("H45", 160_834)]
        .map(|(code, entries)| gateway(code, entries, GatewayState::Read))
        .into()
}

/// A day as it should be: 1,234 transactions.
pub(crate) fn all_matched() -> StatusFacts {
    let lines = vec![
        line(look_up(), insurance(), [100, 0, 0]),
        line(verify(), insurance(), [1_034, 0, 0]),
        line(verify(), onestop(), [100, 0, 0]),
    ];
    centre(healthy(), lines, elsewhere())
}

/// Three transactions stand in one log only.
pub(crate) fn unmatched() -> StatusFacts {
    let mut facts = all_matched();
    if let Part::Centre(centre) = &mut facts.part {
        centre.lines[2].consumer_only = 2;
        centre.lines[2].provider_only = 1;
    }
    facts.proof = ProofOffer::NoAddress;
    facts
}

/// One log contradicts its checkpoint and another cannot be reached.
pub(crate) fn log_problem() -> StatusFacts {
    let mut facts = all_matched();
    if let Part::Centre(centre) = &mut facts.part {
        let refused = Failure::new(Code::PeerUnreachable, "connect to 127.0.0.1:8255: refused");
        centre.gateways[2].state = GatewayState::Unreachable(refused);
        let shorter = Failure::new(Code::InvalidSignature, "the log has become shorter");
        centre.gateways[3].state = GatewayState::Broken(shorter);
    }
    facts
}

fn log(log: LogName, size: u64) -> LogFacts {
    let origin = format!("motlan/VN/GOV/H45/{log}");
    let root = Hash::leaf(&size.to_be_bytes()).to_base64();
    let vkey = key().verifier(&origin).unwrap().to_string();
    LogFacts {
        log,
        checkpoint: Some(CheckpointFacts { origin, size, root }),
        vkey,
    }
}

/// Phú Yên's own page.
pub(crate) fn node() -> StatusFacts {
    let exchange = log(LogName::Exchange, 160_834);
    let service = named("VN/GOV/H45/onestop/status", "Tình trạng hồ sơ", "Status of a dossier");
    StatusFacts {
        frame: FrameFacts {
            checkpoint: exchange.checkpoint.clone(),
            ..frame("VN/GOV/H45", false)
        },
        part: Part::Node(NodeFacts {
            is_stopped: false,
            directory_age_s: Some(1),
            logs: vec![exchange, log(LogName::Unfinished, 2)],
            services: vec![ServiceFacts {
                service,
                is_enabled: false,
            }],
            centre_pages: Some("http://127.0.0.1:8000".to_owned()),
        }),
        proof: ProofOffer::Own { index: 160_833 },
    }
}

/// A node that has stopped, never heard the centre and has nothing.
pub(crate) fn stopped_node() -> StatusFacts {
    StatusFacts {
        frame: FrameFacts {
            is_demo: false,
            era: Era::AfterMerger,
            ..frame("VN/GOV/H45", false)
        },
        part: Part::Node(NodeFacts {
            is_stopped: true,
            directory_age_s: None,
            logs: vec![LogFacts {
                checkpoint: None,
                ..log(LogName::Exchange, 0)
            }],
            services: Vec::new(),
            centre_pages: None,
        }),
        proof: ProofOffer::Nothing,
    }
}

/// Every state of the status page, by name.
pub(crate) fn states() -> Vec<(&'static str, StatusFacts)> {
    vec![
        ("no-gateways", no_gateways()),
        ("reading", reading()),
        ("nothing-yet", nothing_yet()),
        ("all-matched", all_matched()),
        ("unmatched", unmatched()),
        ("log-problem", log_problem()),
        ("node", node()),
        ("stopped-node", stopped_node()),
    ]
}

fn key() -> LogKey {
    "44".repeat(32).parse().unwrap()
}

/// The key that the sample proofs verify under.
pub(crate) fn verifier() -> VerifierKey {
    key().verifier(ORIGIN).unwrap()
}

/// An entry of the sample log.
pub(crate) fn entry(seed: u8, role: Role) -> Entry {
    let hash = |label: &str| Hash::leaf(format!("{label} {seed}").as_bytes()).0;
    Entry {
        role,
        hour: Hour(u32::try_from(NOW.as_seconds() / 3600).unwrap()),
        service: ServiceIndex(9),
        consumer: ConsumerIndex(12),
        provider: ProviderIndex(2),
        id: IdCommitment(hash("id")),
        request: RequestCommitment(hash("request")),
        outcome: Outcome::Answered {
            class: StatusClass::Success,
            response: ResponseCommitment(hash("response")),
        },
    }
}

/// The root of RFC 6962's definition.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Hash::node(&root(left), &root(right))
        }
    }
}

/// The path of RFC 6962's definition.
fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() < 2 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
    let (mut below, beside) = if index < left.len() {
        (path(index, left), root(right))
    } else {
        (path(index - left.len(), right), root(left))
    };
    below.push(beside);
    below
}

/// A real proof file of the sample log.
pub(crate) fn proof_file(index: u8, size: u8, role: Role) -> String {
    let leaves: Vec<_> = (0..size)
        .map(|seed| Hash::leaf(&entry(seed, role).to_bytes()))
        .collect();
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: size.into(),
        root: root(&leaves),
    };
    let note = checkpoint.sign(&key()).unwrap();
    to_text(
        &entry(index, role).to_bytes(),
        index.into(),
        &path(index.into(), &leaves),
        &note,
    )
}

/// The facts of a proof that verifies.
pub(crate) fn proof(role: Role) -> ProofFacts {
    let ladder = climb(&proof_file(41, 100, role), &verifier()).unwrap();
    let opened = Opened {
        ladder,
        service: verify(),
        consumer: onestop(),
        provider: named("VN/GOV/G01", "", ""),
    };
    ProofFacts {
        frame: node().frame,
        log: LogName::Exchange,
        index: 41,
        vkey: verifier().to_string(),
        opened: Ok(opened),
    }
}

/// The facts of a proof that does not.
pub(crate) fn failing_proof() -> ProofFacts {
    let file = proof_file(41, 100, Role::Consumer).replacen("index 41", "index 40", 1);
    ProofFacts {
        opened: Err(climb(&file, &verifier()).unwrap_err()),
        ..proof(Role::Consumer)
    }
}
