//! What lies between a system and the others, in the hands of tests.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use motlan_casework::inbox::{self, Inbox};
use motlan_core::Code;
use motlan_evidence::{IdCommitment, LogName, Receipt};
use motlan_exchange::service::ask::Refusal;
use motlan_exchange::service::call::{Call, Line, Reply};
use motlan_store::journal::Position;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{caller, hoa};

/// What lies between a system and the others: answers of two registries, and a portal behind its router.
#[derive(Default)]
pub(crate) struct Net {
    /// Services that do not answer, by their last two parts, and what the gateway says then.
    down: Mutex<BTreeMap<String, Code>>,
    /// What `population/verify` says of single fields, besides *match*.
    pub(crate) verdicts: Mutex<BTreeMap<String, &'static str>>,
    portal: Mutex<Option<Router>>,
    pub(crate) is_cut: AtomicBool,
    /// Each call as it arrived: service, purpose, officer.
    pub(crate) seen: Mutex<Vec<(String, String, Option<String>)>>,
    /// Decides about each call to the portal.
    pub(crate) fate: Mutex<Option<Box<dyn FnMut() -> Fate + Send>>>,
    /// Told when a call hangs.
    pub(crate) hanging: tokio::sync::Notify,
    count: AtomicU64,
}

/// What becomes of a call to the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Answered,
    /// It did not arrive.
    Lost,
    /// It arrived, and the portal has no time for it.
    Busy,
    /// It arrived, its answer did not.
    AnswerLost,
    /// It arrived, and its answer never comes.
    Hangs,
    /// It hangs before it arrives.
    HangsBefore,
}

impl Net {
    pub(crate) fn line(self: &Arc<Self>) -> Line {
        let net = Arc::clone(self);
        Line::new(move |call| {
            let net = Arc::clone(&net);
            async move { net.answer(call).await }
        })
    }

    pub(crate) fn connect(&self, inbox: &Inbox) {
        *self.portal.lock().unwrap() = Some(inbox::router(inbox.clone()));
    }

    pub(crate) fn set_down(&self, service: &str, code: Code) {
        self.down.lock().unwrap().insert(service.to_owned(), code);
    }

    pub(crate) fn set_up(&self, service: &str) {
        self.down.lock().unwrap().remove(service);
    }

    /// How many calls came for a service.
    pub(crate) fn calls_of(&self, service: &str) -> usize {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter(|(name, ..)| name.ends_with(service)).count()
    }

    async fn answer(&self, call: Call) -> Result<Reply, Refusal> {
        let service = format!("{}/{}", call.service.system().code(), call.service.code());
        let seen = (call.service.to_string(), call.purpose.to_string(), call.officer.clone());
        self.seen.lock().unwrap().push(seen);
        if let Some(code) = self.down.lock().unwrap().get(&service) {
            return Err((*code).into());
        }
        match service.as_str() {
            "population/look-up" => Ok(self.reply(StatusCode::OK, &person(&call))),
            "driving-licence/look-up" => Ok(self.licence(&call)),
            "population/verify" => Ok(self.reply(StatusCode::OK, &self.verdict(&call))),
            "national-portal/dossiers" => self.portal(call).await,
            other => panic!("nobody offers {other}"),
        }
    }

    /// Everybody holds a licence but Hòa.
    fn licence(&self, call: &Call) -> Reply {
        if body(call)["personal_number"] == hoa().personal_number {
            let problem = json!({"code": "record_not_found", "status": 404});
            return self.reply(StatusCode::NOT_FOUND, &problem);
        }
        let fields = json!({"licence_number": "540123456789", "classes": "B2", "issued_on": "2017-01-10",
            "valid_until": "2027-01-10", "issuer": "Sở GTVT Phú Yên", "state": "valid", "colour": "not asked for"});
        self.reply(StatusCode::OK, &json!({ "fields": fields }))
    }

    fn verdict(&self, call: &Call) -> Value {
        let verdicts = self.verdicts.lock().unwrap();
        let asked = body(call)["fields"].as_object().unwrap().clone();
        let said = |code: &String| verdicts.get(code).copied().unwrap_or("match");
        let is_match = asked.keys().all(|code| said(code) == "match");
        let fields: serde_json::Map<String, Value> =
            asked.keys().map(|code| (code.clone(), json!(said(code)))).collect();
        json!({"result": if is_match { "match" } else { "no_match" }, "fields": fields})
    }

    async fn portal(&self, call: Call) -> Result<Reply, Refusal> {
        if self.is_cut.load(Ordering::Relaxed) {
            return Err(Code::PeerUnreachable.into());
        }
        let fate = self.fate.lock().unwrap().as_mut().map_or(Fate::Answered, |fate| fate());
        match fate {
            Fate::Lost => return Err(Code::PeerUnreachable.into()),
            Fate::Busy => return Ok(self.reply(StatusCode::SERVICE_UNAVAILABLE, &json!({"code": "overloaded"}))),
            Fate::HangsBefore => self.hang().await,
            _ => {}
        }
        let router = self.portal.lock().unwrap().clone().unwrap();
        let mut request = Request::post("/dossiers").body(Body::from(call.body)).unwrap();
        request.extensions_mut().insert(caller(&call.client));
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        let answer = response.into_body().collect().await.unwrap().to_bytes();
        match fate {
            Fate::AnswerLost => Err(Code::OutcomeUnknown.into()),
            Fate::Hangs => {
                self.hang().await;
                unreachable!("a call that hangs is dropped")
            }
            _ => Ok(self.reply_of(status, answer)),
        }
    }

    async fn hang(&self) {
        self.hanging.notify_one();
        std::future::pending::<()>().await;
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

fn body(call: &Call) -> Value {
    serde_json::from_slice(&call.body).unwrap()
}

fn person(call: &Call) -> Value {
    let asked = body(call);
    json!({"fields": {"full_name": asked["full_name"], "birth_date": asked["birth_date"],
        "permanent_address": "Phường 1, Tuy Hòa", "father_name": "not asked for"}})
}
