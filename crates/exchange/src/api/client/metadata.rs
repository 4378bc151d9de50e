//! X-Road's metadata answers, from the directory of this gateway: nothing is asked of the provider, nothing is logged.

use bytes::Bytes;
use http::{Method, Response};
use motlan_core::{ClientId, Code, Failure};

use crate::directory::{Directory, Grant, Indexed, ServiceKind};
use crate::gateway::Gateway;
use crate::xroad::RequestHead;
use crate::xroad::metadata::{
    ALLOWED_METHODS, LIST_METHODS, ListedEndpoint, ListedMember, ListedService, ServiceKind as ListedKind, client_list,
    method_list, requested_instance,
};

/// `GET /listClients`.
pub(super) fn list_clients(gateway: &Gateway, parts: &http::request::Parts) -> Result<Response<Bytes>, Failure> {
    if parts.method != Method::GET {
        return Err(Failure::new(Code::InvalidRequest, "listClients is asked with GET"));
    }
    let directory = gateway.directory.current();
    let instance = requested_instance(parts.uri.query());
    if instance.is_some_and(|instance| instance != directory.instance()) {
        return Err(Failure::new(
            Code::UnknownMember,
            "the directory is of another instance",
        ));
    }
    Ok(client_list(&listed(&directory), &parts.headers))
}

fn listed(directory: &Directory) -> Vec<ListedMember> {
    let mut members = Vec::new();
    for member in directory.members() {
        let id = ClientId::Member(member.id.clone());
        members.push(ListedMember {
            id,
            name: member.name_vi.clone(),
            system_name: None,
        });
        for system in directory
            .systems()
            .into_iter()
            .filter(|system| *system.id.member() == member.id)
        {
            members.push(ListedMember {
                id: ClientId::System(system.id.clone()),
                name: member.name_vi.clone(),
                system_name: Some(system.name_vi.clone()),
            });
        }
    }
    members
}

/// `GET …/listMethods` and `GET …/allowedMethods`; `None` for every other request.
pub(super) fn methods(gateway: &Gateway, head: &RequestHead) -> Result<Option<Response<Bytes>>, Failure> {
    let only_allowed = match head.service.code() {
        LIST_METHODS => false,
        ALLOWED_METHODS => true,
        _ => return Ok(None),
    };
    if head.method() != Method::GET {
        return Err(Failure::new(
            Code::InvalidRequest,
            format!("{} is asked with GET", head.service.code()),
        ));
    }
    let directory = gateway.directory.current();
    if directory.system(head.service.system()).is_none() {
        return Err(Failure::new(
            Code::UnknownMember,
            format!("{} is not in the directory", head.service.system()),
        ));
    }
    let mut services = Vec::new();
    for service in directory.services_of(head.service.system()) {
        let endpoints = if only_allowed {
            let granted = grants(&directory, &head.client, service.index);
            if granted.is_empty() {
                continue;
            }
            granted.iter().flat_map(|grant| &grant.rules).map(endpoint).collect()
        } else {
            vec![ListedEndpoint {
                method: "*".to_owned(),
                path: "**".to_owned(),
            }]
        };
        let kind = match service.kind {
            ServiceKind::Rest => ListedKind::Rest,
            ServiceKind::OpenApi3 => ListedKind::OpenApi,
        };
        services.push(ListedService {
            service: service.id.clone(),
            kind,
            endpoints,
        });
    }
    Ok(Some(method_list(&services)))
}

fn endpoint(rule: &crate::directory::Rule) -> ListedEndpoint {
    ListedEndpoint {
        method: rule.method.to_string(),
        path: rule.path.to_string(),
    }
}

/// Grants to the client or to its member.
fn grants(directory: &Directory, client: &ClientId, service: u32) -> Vec<std::sync::Arc<Indexed<Grant>>> {
    let member = directory.member(client.member()).map(|member| member.index);
    let consumers = [directory.client_index(client), member];
    let mut indexes: Vec<_> = consumers.into_iter().flatten().collect();
    indexes.dedup();
    indexes
        .into_iter()
        .flat_map(|consumer| directory.grants(consumer, service).iter().cloned())
        .collect()
}
