//! X-Road's metadata answers: who is there (`/listClients`) and which services a system offers (`listMethods`,
//! `allowedMethods`). Their input is listed by the caller, in the order in which it is to appear.
//!
//! Source: PR-META (listClients, annexes A and C.1) and PR-MREST 0.5 (annexes A and B). The members of the JSON objects
//! stand in the order of those examples; `service_version` does not exist in REST.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, header};
use motlan_core::{ClientId, MemberId, ServiceId};
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::headers::accepted_media_types;
use super::xml;

/// The service code that lists all services of a system.
pub const LIST_METHODS: &str = "listMethods";
/// The service code that lists the services that the client may use.
pub const ALLOWED_METHODS: &str = "allowedMethods";
/// The path that lists members and systems.
pub const LIST_CLIENTS_PATH: &str = "/listClients";

/// A member or one of its systems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMember {
    /// Its identifier.
    pub id: ClientId,
    /// The member's name.
    pub name: String,
    /// The system's own name, where it has one.
    pub system_name: Option<String>,
}

/// How a service is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ServiceKind {
    /// By nothing but its endpoints.
    #[serde(rename = "REST")]
    Rest,
    /// By an OpenAPI document.
    #[serde(rename = "OPENAPI")]
    OpenApi,
}

/// One service of a system. Metadata services themselves are not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedService {
    /// Its identifier.
    pub service: ServiceId,
    /// How it is described.
    pub kind: ServiceKind,
    /// Its endpoints, for `allowedMethods` those that the client may use.
    pub endpoints: Vec<ListedEndpoint>,
}

/// A method and a path; both may be patterns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedEndpoint {
    /// As in `GET`, or `*`.
    pub method: String,
    /// As in `/pet/*`, or `**`.
    pub path: String,
}

/// Whether an `Accept` lists `application/json`; parameters, q among them, are ignored and wildcards do not count.
pub fn accepts_json(headers: &HeaderMap) -> bool {
    accepted_media_types(headers).any(|media_type| media_type == "application/json")
}

/// The instance that `?xRoadInstance=…` asks for, decoded; of several the first.
pub fn requested_instance(query: Option<&str>) -> Option<Cow<'_, str>> {
    let value = query?.split('&').find_map(|pair| pair.strip_prefix("xRoadInstance="))?;
    Some(percent_decode_str(value).decode_utf8_lossy())
}

/// The answer to `GET /listClients`: JSON where the client accepts it, else XML.
pub fn client_list(members: &[ListedMember], headers: &HeaderMap) -> Response<Bytes> {
    if accepts_json(headers) {
        let member = members.iter().map(MemberJson::from).collect();
        json(&ClientListJson { member }, "application/json; charset=utf-8")
    } else {
        answer(client_list_xml(members).into(), "text/xml; charset=utf-8")
    }
}

/// The answer to `listMethods` and `allowedMethods`: always JSON.
pub fn method_list(services: &[ListedService]) -> Response<Bytes> {
    let service = services.iter().map(ServiceJson::from).collect();
    json(&MethodListJson { service }, "application/json")
}

fn json(document: &impl Serialize, content_type: &'static str) -> Response<Bytes> {
    // Unwrap safety: structs of strings always serialise.
    let body = serde_json::to_vec(document).expect("strings serialise");
    answer(body.into(), content_type)
}

fn answer(body: Bytes, content_type: &'static str) -> Response<Bytes> {
    let mut response = Response::new(body);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

#[derive(Serialize)]
struct ClientListJson<'a> {
    member: Vec<MemberJson<'a>>,
}

#[derive(Serialize)]
struct MemberJson<'a> {
    id: ClientJson<'a>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subsystem_name: Option<&'a str>,
}

#[derive(Serialize)]
struct ClientJson<'a> {
    member_class: &'a str,
    member_code: &'a str,
    object_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subsystem_code: Option<&'a str>,
    xroad_instance: &'a str,
}

#[derive(Serialize)]
struct MethodListJson<'a> {
    service: Vec<ServiceJson<'a>>,
}

#[derive(Serialize)]
struct ServiceJson<'a> {
    member_class: &'a str,
    member_code: &'a str,
    object_type: &'static str,
    service_code: &'a str,
    service_type: ServiceKind,
    subsystem_code: &'a str,
    xroad_instance: &'a str,
    endpoint_list: &'a [ListedEndpoint],
}

impl<'a> From<&'a ListedMember> for MemberJson<'a> {
    fn from(listed: &'a ListedMember) -> Self {
        let (member, subsystem_code) = parts(&listed.id);
        Self {
            id: ClientJson {
                member_class: member.class(),
                member_code: member.code(),
                object_type: object_type(&listed.id),
                subsystem_code,
                xroad_instance: member.instance(),
            },
            name: &listed.name,
            subsystem_name: listed.system_name.as_deref(),
        }
    }
}

impl<'a> From<&'a ListedService> for ServiceJson<'a> {
    fn from(listed: &'a ListedService) -> Self {
        let member = listed.service.member();
        Self {
            member_class: member.class(),
            member_code: member.code(),
            object_type: "SERVICE",
            service_code: listed.service.code(),
            service_type: listed.kind,
            subsystem_code: listed.service.system().code(),
            xroad_instance: member.instance(),
            endpoint_list: &listed.endpoints,
        }
    }
}

fn parts(id: &ClientId) -> (&MemberId, Option<&str>) {
    match id {
        ClientId::Member(member) => (member, None),
        ClientId::System(system) => (system.member(), Some(system.code())),
    }
}

fn object_type(id: &ClientId) -> &'static str {
    match id {
        ClientId::Member(_) => "MEMBER",
        ClientId::System(_) => "SUBSYSTEM",
    }
}

/// PR-META's `clientList`, with the prefixes `xroad` and `id` for the two namespaces.
fn client_list_xml(members: &[ListedMember]) -> String {
    let mut document = format!(
        "{}<xroad:clientList xmlns:xroad=\"http://x-road.eu/xsd/xroad.xsd\" \
         xmlns:id=\"http://x-road.eu/xsd/identifiers\">",
        xml::DECLARATION
    );
    for listed in members {
        let (member, subsystem_code) = parts(&listed.id);
        document.push_str("<xroad:member><xroad:id id:objectType=\"");
        document.push_str(object_type(&listed.id));
        document.push_str("\">");
        xml::push_element(&mut document, "id:xRoadInstance", member.instance());
        xml::push_element(&mut document, "id:memberClass", member.class());
        xml::push_element(&mut document, "id:memberCode", member.code());
        if let Some(code) = subsystem_code {
            xml::push_element(&mut document, "id:subsystemCode", code);
        }
        document.push_str("</xroad:id>");
        xml::push_element(&mut document, "xroad:name", &listed.name);
        if let Some(name) = &listed.system_name {
            xml::push_element(&mut document, "xroad:subsystemName", name);
        }
        document.push_str("</xroad:member>");
    }
    document.push_str("</xroad:clientList>");
    document
}
