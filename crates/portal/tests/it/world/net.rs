//! What lies beyond the line, in the hands of tests: two registries with sample answers, and the national portal's own
//! router.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use motlan_casework::inbox::{self, Inbox};
use motlan_core::caller::TransactionId;
use motlan_core::{Caller, Code, SystemId};
use motlan_evidence::{IdCommitment, LogName, Receipt};
use motlan_exchange::service::ask::Refusal;
use motlan_exchange::service::call::{Call, Line, Reply};
use motlan_store::journal::Position;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::people::ADDRESS;

/// The other agencies.
#[derive(Default)]
pub(crate) struct Net {
    /// Services that do not answer, by their last two parts, and what the gateway says then.
    down: Mutex<BTreeMap<String, Code>>,
    portal: Mutex<Option<Router>>,
    /// Whether the line to the national portal is cut.
    pub(crate) is_cut: AtomicBool,
    count: AtomicU64,
}

impl Net {
    pub(super) fn line(self: &Arc<Self>) -> Line {
        let net = Arc::clone(self);
        Line::new(move |call| {
            let net = Arc::clone(&net);
            async move { net.answer(call).await }
        })
    }

    pub(super) fn connect(&self, inbox: &Inbox) {
        *self.portal.lock().unwrap() = Some(inbox::router(inbox.clone()));
    }

    /// From now on a service does not answer.
    pub(crate) fn set_down(&self, service: &str, code: Code) {
        self.down.lock().unwrap().insert(service.to_owned(), code);
    }

    /// It answers again.
    pub(crate) fn set_up(&self, service: &str) {
        self.down.lock().unwrap().remove(service);
    }

    async fn answer(&self, call: Call) -> Result<Reply, Refusal> {
        let service = format!("{}/{}", call.service.system().code(), call.service.code());
        if let Some(code) = self.down.lock().unwrap().get(&service) {
            return Err((*code).into());
        }
        let asked: Value = serde_json::from_slice(&call.body).unwrap();
        match service.as_str() {
            "population/look-up" => Ok(self.reply(StatusCode::OK, &person(&asked))),
            "driving-licence/look-up" => Ok(self.reply(StatusCode::OK, &licence())),
            "population/verify" => Ok(self.reply(StatusCode::OK, &verdict(&asked))),
            "population/usage" | "driving-licence/usage" => {
                Ok(self.reply(StatusCode::OK, &json!({"entries": [], "next": null})))
            }
            "national-portal/dossiers" => self.portal(call).await,
            other => panic!("nobody offers {other}"),
        }
    }

    async fn portal(&self, call: Call) -> Result<Reply, Refusal> {
        if self.is_cut.load(Ordering::Relaxed) {
            return Err(Code::PeerUnreachable.into());
        }
        let router = self.portal.lock().unwrap().clone().unwrap();
        let mut request = Request::post("/dossiers").body(Body::from(call.body)).unwrap();
        request.extensions_mut().insert(caller(&call.client));
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        let answer = response.into_body().collect().await.unwrap().to_bytes();
        Ok(self.reply_of(status, answer))
    }

    fn reply(&self, status: StatusCode, body: &Value) -> Reply {
        self.reply_of(status, Bytes::from(body.to_string()))
    }

    fn reply_of(&self, status: StatusCode, body: Bytes) -> Reply {
        let index = self.count.fetch_add(1, Ordering::Relaxed);
        let mut transaction = [1; 32];
        transaction[..8].copy_from_slice(&index.to_be_bytes());
        Reply {
            status,
            body,
            transaction: IdCommitment(transaction),
            receipt: Receipt {
                log: LogName::Exchange,
                index,
                position: Position { segment: 0, offset: 0 },
            },
        }
    }
}

fn caller(system: &SystemId) -> Caller {
    Caller {
        member: system.member().clone(),
        system: system.clone(),
        purpose: "ND-107-2021".parse().unwrap(),
        fields: BTreeSet::new(),
        transaction: TransactionId([9; 32]),
        officer: None,
        persons_per_day_max: None,
    }
}

fn person(asked: &Value) -> Value {
    json!({"fields": {"full_name": asked["full_name"], "birth_date": asked["birth_date"],
        "nationality": "VNM", "permanent_address": ADDRESS}})
}

fn licence() -> Value {
    json!({"fields": {"licence_number": "540123456789", "classes": "B2", "issued_on": "2017-01-10",
        "valid_until": "2027-01-10", "issuer": "Sở GTVT Phú Yên", "state": "valid"}})
}

fn verdict(asked: &Value) -> Value {
    let fields = asked["fields"].as_object().unwrap();
    let fields: serde_json::Map<String, Value> = fields.keys().map(|code| (code.clone(), json!("match"))).collect();
    json!({"result": "match", "fields": fields})
}
