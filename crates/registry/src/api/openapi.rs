//! `GET /openapi.json`: what this registry can be asked, in OpenAPI 3.1, made from its pack alone.
//!
//! Nothing about anybody stands in it, so whoever may reach the registry at all may read it.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use motlan_core::problem::MEDIA_TYPE;
use serde_json::{Map, Value, json};

use super::{RECORDS_MAX, tracker};
use crate::model::correction::TEXT_CHARACTERS_MAX;
use crate::model::field::{Field, FieldCode};
use crate::model::pack::{Pack, Verb};
use crate::model::question;
use crate::model::refusal::RefusalCode;
use crate::registry::Registry;
use crate::service::FOUND_MAX;

/// The description of the registry behind this router.
pub(super) async fn openapi(State(registry): State<Registry>) -> Response {
    let needed = &registry.parts().version_needed;
    let text = describe_among(registry.pack(), |verb| needed.contains(&verb)).to_string();
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}

/// What a registry of this pack can be asked: OpenAPI 3.1.
pub fn describe(pack: &Pack) -> Value {
    describe_among(pack, |_| false)
}

/// The same, where other versions may be served too: `needs_version` for what is asked of this one by its number alone.
fn describe_among(pack: &Pack, needs_version: impl Fn(Verb) -> bool) -> Value {
    let mut paths: Map<String, Value> = pack
        .services
        .iter()
        .map(|service| {
            let method = if service.verb == Verb::Changes { "get" } else { "post" };
            let path = format!("/{}", service.verb.as_str());
            (
                path,
                json!({ method: operation(pack, service.verb, needs_version(service.verb)) }),
            )
        })
        .collect();
    if pack.has_service(Verb::Usage) {
        paths.extend(tracker::paths());
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": pack.name.en,
            "description": format!(
                "{} ({}). Asked through a gateway, which says who asks and with which rights; every question about a \
                 person is written to the usage journal before it is answered.",
                pack.name.vi, pack.code
            ),
            "version": pack.version.to_string(),
        },
        "paths": paths,
        "components": { "schemas": { "Record": pack.json_schema(), "Problem": problem() } },
    })
}

fn operation(pack: &Pack, verb: Verb, needs_version: bool) -> Value {
    let name = pack.service(verb).map(|service| &service.name);
    let mut operation = json!({
        "operationId": verb.as_str().replace('-', "_"),
        "summary": name.map(|name| name.en.as_str()),
        "description": name.map(|name| name.vi.as_str()),
        "responses": {
            "200": { "description": "The answer.", "content": { "application/json": { "schema": answer(pack, verb) } } },
            "4XX": refusal("The question is refused: the code says why."),
            "5XX": refusal("The registry cannot answer, or is not offered today."),
        },
    });
    // This description holds for one version of the pack.
    let mut version = parameter("pack", &json!({ "type": "integer", "const": pack.version }));
    version["required"] = json!(needs_version);
    let mut parameters = vec![version];
    if verb == Verb::Changes {
        parameters.extend(parameters_of_changes());
        operation["parameters"] = json!(parameters);
    } else {
        operation["parameters"] = json!(parameters);
        let content = json!({ "application/json": { "schema": body(pack, verb) } });
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    operation
}

pub(super) fn refusal(description: &str) -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({ "description": description, "content": { MEDIA_TYPE: { "schema": schema } } })
}

fn problem() -> Value {
    json!({
        "title": "RFC 9457",
        "type": "object",
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "detail": { "type": "string" },
            "code": { "type": "string" },
            "request_id": { "type": "string" },
        },
        "required": ["type", "title", "status", "detail", "code"],
    })
}

/// The schema of a field, by reference.
fn of_record(code: &FieldCode) -> Value {
    json!({ "$ref": format!("#/components/schemas/Record/properties/{code}") })
}

/// An object with these members and no other.
fn object(members: Map<String, Value>, required: &[&str]) -> Value {
    let mut object = json!({ "type": "object", "required": required, "additionalProperties": false });
    object["properties"] = Value::Object(members);
    object
}

/// The fields that a service asks about or gives, on whatever day.
fn fields(pack: &Pack, verb: Verb) -> Map<String, Value> {
    let only = pack.service(verb).and_then(|service| service.fields.as_ref());
    let is_offered = |field: &&Field| only.is_none_or(|only| only.contains(&field.code));
    let offered = pack.fields().filter(is_offered);
    offered
        .map(|field| (field.code.to_string(), of_record(&field.code)))
        .collect()
}

fn parameter(name: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "schema": schema })
}

fn parameters_of_changes() -> [Value; 3] {
    [
        parameter("after", &json!({ "type": "integer", "minimum": 0 })),
        parameter("wait_s", &json!({ "type": "integer", "minimum": 0, "maximum": 30 })),
        parameter("limit", &json!({ "type": "integer", "minimum": 1, "maximum": 100 })),
    ]
}

/// What a question of this kind carries.
fn body(pack: &Pack, verb: Verb) -> Value {
    let keys = question::keys(pack, verb);
    let mut members: Map<String, Value> = keys
        .iter()
        .map(|key| {
            let schema = match pack.field(key) {
                Some(field) => of_record(&field.code),
                None => json!({ "type": "string", "pattern": "^[0-9]{12}$" }),
            };
            ((*key).to_owned(), schema)
        })
        .collect();
    match verb {
        Verb::Verify => {
            members.insert("fields".to_owned(), object(fields(pack, verb), &[]));
        }
        Verb::Usage => {
            members.insert(
                "before".to_owned(),
                json!({ "type": "string", "pattern": "^[0-9a-f]{16}$" }),
            );
        }
        Verb::Search => {
            let by = pack
                .service(verb)
                .map(|search| search.by.as_slice())
                .unwrap_or_default();
            let members = by.iter().map(|code| (code.to_string(), of_record(code))).collect();
            let mut body = object(members, &[]);
            body["minProperties"] = json!(1);
            return body;
        }
        Verb::Sync => return sync_body(),
        Verb::LookUp => {
            // A day, which means its end in Vietnam, or a moment of RFC 3339.
            members.insert("as_of".to_owned(), json!({ "type": "string" }));
        }
        Verb::Correct => return correct_body(pack, members, &keys),
        Verb::Changes => {}
    }
    object(members, &keys)
}

/// A request with its field and texts, or the id of an earlier one.
fn correct_body(pack: &Pack, members: Map<String, Value>, keys: &[&str]) -> Value {
    let codes: Vec<String> = fields(pack, Verb::Correct).keys().cloned().collect();
    let text = json!({ "type": "string", "minLength": 1, "maxLength": TEXT_CHARACTERS_MAX });
    let (mut status, mut request) = (members.clone(), members);
    status.insert("id".to_owned(), correction_id());
    request.insert("field".to_owned(), json!({ "enum": codes }));
    request.insert("value".to_owned(), json!({ "type": "string" }));
    request.insert("reason".to_owned(), text.clone());
    request.insert("evidence".to_owned(), text);
    let with = |more: &[&'static str]| -> Vec<&str> { keys.iter().copied().chain(more.iter().copied()).collect() };
    json!({ "oneOf": [
        object(request, &with(&["field", "value", "reason", "evidence"])),
        object(status, &with(&["id"])),
    ] })
}

fn correction_id() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
}

fn sync_body() -> Value {
    json!({
        "type": "object",
        "properties": { "records": { "type": "array", "minItems": 1, "maxItems": RECORDS_MAX, "items": {
            "type": "object",
            "properties": {
                "fields": { "$ref": "#/components/schemas/Record" },
                "known_version": { "type": "integer", "minimum": 0 },
            },
            "required": ["fields"],
            "additionalProperties": false,
        } } },
        "required": ["records"],
        "additionalProperties": false,
    })
}

/// What an answer of this kind holds. Members may be added later; fields that the grant does not hold are absent.
fn answer(pack: &Pack, verb: Verb) -> Value {
    let given = json!({ "type": "object", "properties": fields(pack, verb), "additionalProperties": false });
    let said = |words: &[&str]| json!({ "type": "object", "additionalProperties": { "enum": words } });
    let (members, required): (Value, &[&str]) = match verb {
        Verb::Verify => (
            json!({
                "result": { "enum": ["match", "no_match"] },
                "fields": said(&["match", "mismatch", "unknown"]),
                "hints": said(&["day_month_swapped", "word_order"]),
            }),
            &["result", "fields"],
        ),
        Verb::LookUp => (json!({ "fields": given }), &["fields"]),
        Verb::Search => (
            json!({
                "records": { "type": "array", "maxItems": FOUND_MAX, "items": given },
                "more": { "type": "boolean" },
            }),
            &["records", "more"],
        ),
        Verb::Usage => (
            json!({ "entries": { "type": "array", "items": usage_entry() }, "next": { "type": ["string", "null"] } }),
            &["entries", "next"],
        ),
        Verb::Changes => (
            json!({
                "changes": { "type": "array", "items": change(&given) },
                "next": { "type": "integer" },
                "last": { "type": "integer" },
            }),
            &["changes", "next", "last"],
        ),
        Verb::Sync => (
            json!({ "records": { "type": "array", "items": sync_outcome() } }),
            &["records"],
        ),
        Verb::Correct => (
            json!({
                "id": correction_id(),
                "state": { "enum": ["open", "accepted", "refused"] },
                "decision": { "type": ["string", "null"] },
            }),
            &["id", "state", "decision"],
        ),
    };
    json!({ "type": "object", "properties": members, "required": required })
}

/// What became of one record. The codes of reasons and remedies are in `docs/registry-sync.md`.
fn sync_outcome() -> Value {
    let reason = json!({
        "type": "object",
        "properties": {
            "code": { "enum": RefusalCode::ALL },
            "field": { "type": ["string", "null"] },
            "remedy": { "type": "object", "properties": { "code": { "type": "string" } }, "required": ["code"] },
        },
        "required": ["code", "field", "remedy"],
    });
    json!({
        "type": "object",
        "properties": {
            "result": { "enum": ["accepted", "unchanged", "superseded", "rejected"] },
            "change": { "enum": ["added", "changed"] },
            "version": { "type": "integer" },
            "reasons": { "type": "array", "items": reason },
        },
        "required": ["result"],
    })
}

fn usage_entry() -> Value {
    json!({
        "type": "object",
        "properties": {
            "at": { "type": "string", "format": "date-time" },
            "registry": { "type": "string" },
            "service": { "type": "string" },
            "consumer": { "type": "string" },
            "legal_basis": { "type": "string" },
            "dossier": { "type": ["string", "null"] },
            "fields": { "type": "array", "items": { "type": "string" } },
            "outcome": { "type": "string" },
            "has_officer": { "type": "boolean" },
            "persons": { "type": "integer" },
            "delayed": { "type": "boolean" },
        },
        "required": ["at", "registry", "service", "consumer", "legal_basis", "fields", "outcome", "has_officer"],
    })
}

fn change(given: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {
            "position": { "type": "integer" },
            "key": { "type": "string" },
            "pairwise": { "type": "string" },
            "version": { "type": "integer" },
            "at": { "type": "string", "format": "date-time" },
            "fields": given,
        },
        "required": ["position", "at", "fields"],
    })
}
