//! `GET /tracker/v2/findUsage`, `usagePeriod` and `heartbeat`: what Estonia's data tracker asks a registry.
//!
//! Its query carries a personal number. So no log of ours repeats it: refusals name the parameter and never its value.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use motlan_core::{Caller, Code, Day, Failure, Timestamp};
use serde_json::{Map, Value, json};

use super::openapi::refusal;
use super::problem::Problem;
use crate::journal::{Period, UsageError};
use crate::model::question::shown;
use crate::registry::{Registry, RegistryError};
use crate::service::{Looked, Tracked};

/// Uses in one answer, which is also what the protocol gives where nothing is said: 1,000 × 0.4 KB = 0.4 MB.
const LIMIT_MAX: usize = 1000;

/// The parameters as they came, in order.
type Pairs = Result<Query<Vec<(String, String)>>, QueryRejection>;

/// `?userCode&periodStart&periodEnd&offset&limit` → `{totalUsages, usages: [{logtime, action, receiverCode, receiverSystem}]}`.
pub(super) async fn find_usage(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
    query: Pairs,
) -> Result<Response, Problem> {
    let caller = called(caller)?;
    let refused = |failure| Problem::new(failure, Some(&caller.transaction));
    let asked = query.map_err(|_| refused(wrong("query", "is not encoded as a URL's must be")))?;
    let asked = Asked::parse(&asked).map_err(refused)?;
    let page = registry.find_usage(&caller, asked.tracked()).await;
    let page = page.map_err(|error| Problem::from_error(&error, &caller.transaction))?;
    let usages: Vec<Value> = page.uses.iter().map(usage).collect();
    Ok(answer(&json!({"totalUsages": page.total, "usages": usages})))
}

/// → `{periodStart}`.
pub(super) async fn usage_period(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
) -> Result<Response, Problem> {
    let caller = called(caller)?;
    match registry.usage_period(&caller) {
        Ok(since) => Ok(answer(&json!({"periodStart": since.to_string()}))),
        Err(error) => Err(Problem::from_error(&error, &caller.transaction)),
    }
}

/// → `{appName, version}`, as long as the journal can be written.
pub(super) async fn heartbeat(
    State(registry): State<Registry>,
    caller: Option<Extension<Caller>>,
) -> Result<Response, Problem> {
    let caller = called(caller)?;
    match registry.stopped() {
        None => Ok(answer(
            &json!({"appName": registry.pack().code.as_str(), "version": env!("CARGO_PKG_VERSION")}),
        )),
        Some(stopped) => {
            let error = RegistryError::from(UsageError::from(stopped));
            Err(Problem::from_error(&error, &caller.transaction))
        }
    }
}

/// What OpenAPI says of the three.
pub(super) fn paths() -> Map<String, Value> {
    let parameter = |name: &str, place: &str, is_required: bool, schema: Value| json!({ "name": name, "in": place, "required": is_required, "schema": schema });
    let parameters = json!([
        parameter("X-Road-UserId", "header", true, json!({ "type": "string" })),
        parameter(
            "userCode",
            "query",
            true,
            json!({ "type": "string", "pattern": "^[0-9]{12}$" })
        ),
        parameter("periodStart", "query", false, json!({ "type": "string" })),
        parameter("periodEnd", "query", false, json!({ "type": "string" })),
        parameter("offset", "query", false, json!({ "type": "integer", "minimum": 0 })),
        parameter(
            "limit",
            "query",
            false,
            json!({ "type": "integer", "minimum": 1, "maximum": LIMIT_MAX })
        ),
    ]);
    let text = json!({ "type": "string" });
    let moment = json!({ "type": "string", "format": "date-time" });
    let usage = json!({ "type": "object", "properties": {
        "logtime": moment, "action": text, "receiverCode": text, "receiverSystem": text,
    } });
    let operation = |name: &str, parameters: Value, members: Value| {
        let path = format!("/tracker/v2/{name}");
        let schema = json!({ "type": "object", "properties": members });
        let answer = json!({ "description": "The answer.", "content": { "application/json": { "schema": schema } } });
        let responses = json!({
            "200": answer,
            "4XX": refusal("The question is refused: the code says why."),
            "5XX": refusal("The registry cannot answer, or is not offered today."),
        });
        let get = json!({ "operationId": name, "parameters": parameters, "responses": responses });
        (path, json!({ "get": get }))
    };
    let found = json!({ "totalUsages": { "type": "integer" }, "usages": { "type": "array", "items": usage } });
    Map::from_iter([
        operation("findUsage", parameters, found),
        operation("usagePeriod", json!([]), json!({ "periodStart": moment })),
        operation("heartbeat", json!([]), json!({ "appName": text, "version": text })),
    ])
}

fn called(caller: Option<Extension<Caller>>) -> Result<Caller, Problem> {
    match caller {
        Some(Extension(caller)) => Ok(caller),
        None => Err(Problem::new(Code::CallerMissing.into(), None)),
    }
}

fn answer(body: &Value) -> Response {
    ([(CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}

fn usage(looked: &Looked) -> Value {
    json!({
        "logtime": looked.at.to_string(),
        "action": looked.action,
        "receiverCode": looked.consumer.member().to_string(),
        "receiverSystem": looked.consumer.to_string(),
    })
}

/// The query, read.
#[derive(Debug, Default)]
struct Asked<'a> {
    person: Option<&'a str>,
    period: Period,
    offset: Option<usize>,
    limit: Option<usize>,
}

impl<'a> Asked<'a> {
    fn parse(pairs: &'a [(String, String)]) -> Result<Self, Failure> {
        let mut asked = Self::default();
        for (name, text) in pairs {
            let is_double = match name.as_str() {
                "userCode" => asked.person.replace(text).is_some(),
                "periodStart" => asked.period.from.replace(moment(name, text, false)?).is_some(),
                "periodEnd" => asked.period.until.replace(moment(name, text, true)?).is_some(),
                "offset" => asked.offset.replace(number(name, text)?).is_some(),
                "limit" => asked.limit.replace(number(name, text)?).is_some(),
                other => return Err(wrong(shown(other), "is no parameter of this query")),
            };
            if is_double {
                return Err(wrong(name, "stands there twice"));
            }
        }
        match (asked.person, asked.limit) {
            (None, _) => Err(wrong("userCode", "is missing")),
            (_, Some(limit)) if !(1..=LIMIT_MAX).contains(&limit) => Err(wrong("limit", "must lie between 1 and 1000")),
            _ => Ok(asked),
        }
    }

    fn tracked(&self) -> Tracked<'a> {
        Tracked {
            person: self.person.unwrap_or_default(),
            period: self.period,
            offset: self.offset.unwrap_or(0),
            limit: self.limit.unwrap_or(LIMIT_MAX),
        }
    }
}

fn number(name: &str, text: &str) -> Result<usize, Failure> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_number);
    number.ok_or_else(|| wrong(name, "must be a number in digits"))
}

/// A moment with its offset from UTC, or a day of Vietnam: its first moment, or its last.
fn moment(name: &str, text: &str, is_end: bool) -> Result<Timestamp, Failure> {
    if let Ok(day) = text.parse::<Day>() {
        let first = Timestamp::of_local(day.date().to_datetime(jiff::civil::Time::midnight()));
        let last = Timestamp::from_micros(first.plus_seconds(24 * 3600).as_micros() - 1);
        return Ok(if is_end { last } else { first });
    }
    // A plus that was not encoded has become a space.
    let moment: Option<jiff::Timestamp> = text.replace(' ', "+").parse().ok();
    let moment =
        moment.ok_or_else(|| wrong(name, "must be a day, YYYY-MM-DD, or a moment with its offset, RFC 3339"))?;
    Ok(Timestamp::from_micros(moment.as_microsecond()))
}

fn wrong(place: &str, what: &str) -> Failure {
    Failure::new(Code::InvalidQuery, format!("{place}: {what}"))
}
