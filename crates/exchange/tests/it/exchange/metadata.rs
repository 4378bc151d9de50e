//! X-Road's metadata services on a real gateway: answered from its directory, never logged.

use http::Method;
use motlan_evidence::LogName;
use serde_json::json;

use crate::support::{CLIENT, Pair};

#[tokio::test]
async fn clients_are_listed_to_anybody() {
    let pair = Pair::start().await;
    let request = pair
        .consumer
        .ask(Method::GET, "/listClients?xRoadInstance=VN")
        .without("x-road-client");
    let reply = request.header("accept", "application/json").send().await;
    let listed = reply.json();
    let members = listed["member"].as_array().unwrap();
    assert_eq!(members.len(), 5, "three members and two systems: {listed}");
    let system = json!({
        "object_type": "SUBSYSTEM", "xroad_instance": "VN", "member_class": "GOV", "member_code": "H45",
        "subsystem_code": "onestop",
    });
    assert!(members.iter().any(|member| member["id"] == system), "{listed}");
    let other = pair
        .consumer
        .ask(Method::GET, "/listClients?xRoadInstance=EE")
        .send()
        .await;
    assert_eq!(other.code(), Some("unknown_member"));
}

#[tokio::test]
async fn methods_are_those_of_the_grants() {
    let rules = json!({"rules": [{"method": "GET", "path": "/open/**"}, {"method": "POST", "path": "/verify"}]});
    let mut pair = Pair::builder().grant(rules).start().await;
    pair.country.service("VN/GOV/G01/population/hidden", json!({}));
    let ask = |what: &str| {
        pair.consumer
            .ask(Method::GET, &format!("/r1/VN/GOV/G01/population/{what}"))
    };
    let all = ask("listMethods").send().await.json();
    assert_eq!(all["service"].as_array().unwrap().len(), 2, "{all}");
    let allowed = ask("allowedMethods").send().await.json();
    let services = allowed["service"].as_array().unwrap();
    assert_eq!(services.len(), 1, "{allowed}");
    assert_eq!(services[0]["service_code"], "echo");
    let endpoints = json!([{"method": "GET", "path": "/open/**"}, {"method": "POST", "path": "/verify"}]);
    assert_eq!(services[0]["endpoint_list"], endpoints);
    for refused in [
        ask("listMethods").without("x-road-client"),
        ask("allowedMethods").set("x-road-client", "VN/GOV/G01/population"),
        pair.consumer.ask(Method::POST, "/r1/VN/GOV/G01/population/listMethods"),
        pair.consumer
            .ask(Method::GET, "/r1/VN/GOV/G01/nothing/listMethods")
            .set("x-road-client", CLIENT),
    ] {
        assert_eq!(refused.send().await.status, 500);
    }
    assert_eq!(
        (
            pair.consumer.size(LogName::Exchange),
            pair.provider.size(LogName::Exchange)
        ),
        (0, 0)
    );
}
