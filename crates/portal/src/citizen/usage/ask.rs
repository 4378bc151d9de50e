//! Asking every registry who looked at a person's data, through the exchange, as any other question.

use axum::http::{Method, StatusCode};
use motlan_casework::CaseworkError;
use motlan_casework::model::owner::Owner;
use motlan_core::caller::Purpose;
use motlan_core::{ClientId, Code, MemberId, ServiceId, SystemId, Timestamp};
use motlan_exchange::directory::{Directory, Question};
use motlan_exchange::service::call::{Call, Line};
use motlan_registry::Pack;
use motlan_registry::model::pack::Verb;
use motlan_registry::model::question;
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::task::JoinSet;

use super::Asked;
use super::view::{self, Registry, Seen};
use crate::citizen::person::Citizen;
use crate::packs;

/// The person's right to know who processes their data: Decree 13/2023/NĐ-CP, articles 9 and 14.
const OWN_DATA: &str = "ND-13-2023";

/// What a registry answers.
#[derive(Deserialize)]
struct Answer {
    entries: Vec<Entry>,
    next: Option<String>,
}

/// One look, as the registry tells it. Fields that are not shown are left out.
#[derive(Deserialize)]
struct Entry {
    at: String,
    consumer: String,
    legal_basis: String,
    dossier: Option<String>,
    fields: Vec<String>,
    outcome: String,
    has_officer: bool,
    /// How many persons the answer was about; absent where it was this one alone.
    persons: Option<u64>,
    /// Whether the person sees it only now.
    #[serde(default)]
    delayed: bool,
}

/// Asks every registry at once; the answers come back in the order of the configuration.
pub(super) async fn ask_all(citizen: &Citizen, asked: &Asked) -> Result<Vec<Registry>, CaseworkError> {
    let mut questions = JoinSet::new();
    for (place, service) in citizen.portal.usage.iter().enumerate() {
        let is_turned = service.to_string() == asked.service && !asked.before.is_empty();
        let before = is_turned.then(|| asked.before.clone());
        let pack = packs::find(&citizen.portal, service.system().code());
        let call = call_to(citizen, service, pack.as_deref(), before.as_deref());
        let line = Line::of(citizen.portal.gateway.clone());
        let service = service.clone();
        questions.spawn(async move {
            let answer = match call {
                Ok(call) => ask(&line, call).await,
                Err(code) => Err(code),
            };
            let registry = Registry {
                service: service.to_string(),
                system: service.system().to_string(),
                pack,
                is_turned,
                answer,
            };
            (place, registry)
        });
    }
    // Whoever drops the set, as when the reader goes away, stops the tasks with it.
    let mut answers = Vec::new();
    while let Some(answer) = questions.join_next().await {
        answers.push(answer.map_err(|_| CaseworkError::Panicked)?);
    }
    answers.sort_by_key(|(place, _)| *place);
    Ok(answers.into_iter().map(|(_, registry)| registry).collect())
}

/// The question to one registry, in the name of that system of this member which may ask it.
fn call_to(citizen: &Citizen, service: &ServiceId, pack: Option<&Pack>, before: Option<&str>) -> Result<Call, Code> {
    let purpose = Purpose {
        legal_basis: OWN_DATA.to_owned(),
        dossier: None,
    };
    let gateway = &citizen.portal.gateway;
    let directory = gateway.directory().current();
    let client = asker(&directory, gateway.now(), service, &purpose, gateway.id().member())?;
    let mut body = keys(&citizen.owner, pack);
    if let Some(before) = before {
        body.insert("before".to_owned(), before.into());
    }
    Ok(Call {
        client,
        service: service.clone(),
        method: Method::POST,
        path: String::new(),
        purpose,
        officer: None,
        body: Value::Object(body).to_string().into(),
    })
}

/// What a registry wants to know of the person; of one whose pack is not known, the number alone.
fn keys(owner: &Owner, pack: Option<&Pack>) -> Map<String, Value> {
    let known = [
        ("personal_number", owner.personal_number.as_str().into()),
        ("full_name", owner.full_name.as_str().into()),
        ("birth_date", owner.birth_date.as_str().into()),
    ];
    let wanted = pack.map_or_else(|| vec![known[0].0], |pack| question::keys(pack, Verb::Usage));
    let given = known.into_iter().filter(|(name, _)| wanted.contains(name));
    given.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The first system of this member that the directory lets ask. Errors: why none may.
fn asker(
    directory: &Directory,
    now: Timestamp,
    service: &ServiceId,
    purpose: &Purpose,
    member: &MemberId,
) -> Result<SystemId, Code> {
    let mut refused = Code::UnknownMember;
    for system in directory.systems() {
        if system.entry.id.member() != member {
            continue;
        }
        let client = ClientId::System(system.entry.id.clone());
        let asked = Question {
            client: &client,
            service,
            method: "POST",
            path: "/",
            purpose: Some(purpose),
            now,
        };
        match directory.authorise(&asked) {
            Ok(_) => return Ok(system.entry.id.clone()),
            Err(failure) => refused = failure.code,
        }
    }
    Err(refused)
}

/// Asks one registry. Errors: the public code of why it gave no answer.
async fn ask(line: &Line, call: Call) -> Result<view::Answer, Code> {
    let service = call.service.clone();
    let reply = line.call(call).await.map_err(|refusal| {
        tracing::warn!(%service, code = %refusal.failure.code, "a usage journal did not answer");
        refusal.failure.code
    })?;
    if reply.status != StatusCode::OK {
        return refused(&reply.body);
    }
    let answer: Answer = serde_json::from_slice(&reply.body).map_err(|_| Code::ProviderUnreachable)?;
    Ok(view::Answer {
        seen: answer.entries.into_iter().filter_map(seen).collect(),
        next: answer.next,
    })
}

/// Where the keys identify nobody, nobody can have looked. Everything else is no answer.
fn refused(body: &[u8]) -> Result<view::Answer, Code> {
    let problem: Value = serde_json::from_slice(body).unwrap_or_default();
    if problem.get("code").and_then(Value::as_str) == Some(Code::RecordNotFound.as_str()) {
        Ok(view::Answer::default())
    } else {
        Err(Code::ProviderUnreachable)
    }
}

/// An entry whose moment cannot be read is left out; registries write RFC 3339.
fn seen(entry: Entry) -> Option<Seen> {
    let at: jiff::Timestamp = entry.at.parse().ok()?;
    Some(Seen {
        at: Timestamp::from_micros(at.as_microsecond()),
        consumer: entry.consumer,
        legal_basis: entry.legal_basis,
        dossier: entry.dossier,
        fields: entry.fields,
        outcome: entry.outcome,
        has_officer: entry.has_officer,
        persons: entry.persons,
        is_delayed: entry.delayed,
        is_mine: false,
    })
}

#[cfg(test)]
mod tests {
    use motlan_evidence::{IdCommitment, LogName, Receipt};
    use motlan_exchange::service::call::Reply;
    use motlan_store::journal::Position;

    use super::*;
    use crate::citizen::sample;

    /// A registry that answers so.
    async fn answered(status: StatusCode, body: &'static str) -> Result<view::Answer, Code> {
        let line = Line::new(move |_| async move {
            Ok(Reply {
                status,
                body: body.into(),
                transaction: IdCommitment([1; 32]),
                receipt: Receipt {
                    log: LogName::Exchange,
                    index: 0,
                    position: Position { segment: 0, offset: 0 },
                },
            })
        });
        let call = Call {
            client: "VN/GOV/H45/onestop".parse().unwrap(),
            service: "VN/GOV/G01/population/usage".parse().unwrap(),
            method: Method::POST,
            path: String::new(),
            purpose: OWN_DATA.parse().unwrap(),
            officer: None,
            body: "{}".into(),
        };
        ask(&line, call).await
    }

    #[test]
    fn a_registry_is_told_the_keys_that_it_asks_for_and_no_more() {
        let owner = Owner {
            account: 1,
            personal_number: "003199000001".to_owned(),
            full_name: "Nguyễn Thị Mẫu".to_owned(),
            birth_date: "1999-04-30".to_owned(),
        };
        let named = |pack: Option<&Pack>| keys(&owner, pack).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        for pack in packs::built_in().values().filter(|pack| pack.has_service(Verb::Usage)) {
            let mut wanted = question::keys(pack, Verb::Usage);
            wanted.sort_unstable();
            let mut named = named(Some(pack));
            named.sort_unstable();
            assert_eq!(named, wanted, "{}", pack.code);
        }
        assert_eq!(
            named(packs::built_in().get("vehicle").map(|pack| &**pack)),
            ["personal_number"]
        );
        assert_eq!(named(None), ["personal_number"]);
    }

    #[tokio::test]
    async fn an_answer_is_read_as_registries_write_it() {
        let body = r#"{"entries":[{"at":"2026-11-21T07:05:09.000000Z","registry":"population","service":"look-up",
            "consumer":"VN/GOV/H45/onestop","legal_basis":"ND-107-2021","dossier":"000.00.08.H45-261121-0001",
            "fields":["full_name"],"outcome":"found","has_officer":true,"delayed":true,"persons":150}],"next":"0000000100000200"}"#;
        let answer = answered(StatusCode::OK, body).await.unwrap();
        let [seen] = &answer.seen[..] else {
            panic!("{answer:?}");
        };
        assert_eq!((seen.at, seen.consumer.as_str()), (sample::NOW, "VN/GOV/H45/onestop"));
        assert_eq!((seen.outcome.as_str(), seen.has_officer), ("found", true));
        assert_eq!((seen.is_delayed, seen.persons), (true, Some(150)));
        assert_eq!(answer.next.as_deref(), Some("0000000100000200"));
    }

    #[tokio::test]
    async fn who_is_not_known_there_was_not_looked_at_and_every_other_refusal_is_silence() {
        let unknown = r#"{"code":"record_not_found","status":404}"#;
        assert!(answered(StatusCode::NOT_FOUND, unknown).await.unwrap().seen.is_empty());
        for (status, body) in [
            (StatusCode::NOT_FOUND, ""),
            (StatusCode::FORBIDDEN, r#"{"code":"field_not_granted"}"#),
            (StatusCode::OK, "no JSON"),
        ] {
            let silence = answered(status, body).await.unwrap_err();
            assert_eq!(silence, Code::ProviderUnreachable, "{status} {body}");
        }
    }
}
