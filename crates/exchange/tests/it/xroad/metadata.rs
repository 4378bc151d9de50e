//! Metadata answers to the byte.

use motlan_exchange::xroad::metadata::{
    ListedEndpoint, ListedMember, ListedService, ServiceKind, accepts_json, client_list, method_list,
    requested_instance,
};

use super::headers;

fn members() -> [ListedMember; 2] {
    [
        ListedMember {
            id: "EE/BUSINESS/producer".parse().expect("an identifier"),
            name: "producer-name".to_owned(),
            system_name: None,
        },
        ListedMember {
            id: "EE/BUSINESS/producer/sub%26system".parse().expect("an identifier"),
            name: "producer-name".to_owned(),
            system_name: Some("Hệ thống <1>".to_owned()),
        },
    ]
}

/// MetadataClientRequestProcessorTest.shouldProcessListClientsAndReturnJson.
#[test]
fn clients_as_json() {
    let answer = client_list(&members(), &headers(&[("Accept", "application/json")]));
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/json; charset=utf-8");
    assert_eq!(
        answer.body(),
        concat!(
            r#"{"member":[{"id":{"member_class":"BUSINESS","member_code":"producer","object_type":"MEMBER","#,
            r#""xroad_instance":"EE"},"name":"producer-name"},"#,
            r#"{"id":{"member_class":"BUSINESS","member_code":"producer","object_type":"SUBSYSTEM","#,
            r#""subsystem_code":"sub&system","xroad_instance":"EE"},"name":"producer-name","#,
            r#""subsystem_name":"Hệ thống <1>"}]}"#
        )
    );
}

/// MetadataClientRequestProcessorTest.shouldProcessListClients, in the form of PR-META, annex C.1.
#[test]
fn clients_as_xml() {
    let answer = client_list(&members(), &headers(&[]));
    assert_eq!(answer.headers()["content-type"], "text/xml; charset=utf-8");
    assert_eq!(
        answer.body(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <xroad:clientList xmlns:xroad=\"http://x-road.eu/xsd/xroad.xsd\" \
         xmlns:id=\"http://x-road.eu/xsd/identifiers\">\
         <xroad:member><xroad:id id:objectType=\"MEMBER\"><id:xRoadInstance>EE</id:xRoadInstance>\
         <id:memberClass>BUSINESS</id:memberClass><id:memberCode>producer</id:memberCode></xroad:id>\
         <xroad:name>producer-name</xroad:name></xroad:member>\
         <xroad:member><xroad:id id:objectType=\"SUBSYSTEM\"><id:xRoadInstance>EE</id:xRoadInstance>\
         <id:memberClass>BUSINESS</id:memberClass><id:memberCode>producer</id:memberCode>\
         <id:subsystemCode>sub&amp;system</id:subsystemCode></xroad:id>\
         <xroad:name>producer-name</xroad:name><xroad:subsystemName>Hệ thống &lt;1&gt;</xroad:subsystemName>\
         </xroad:member></xroad:clientList>"
    );
}

/// MetadataClientRequestProcessorTest.shouldAcceptJson and shouldNotAcceptJson, then ours.
#[test]
fn json_is_given_to_those_who_list_it() {
    let rows: [(&[&str], bool); 7] = [
        (&["text/xml;q=1.0", "application/json;q=0.9 , text/*"], true),
        (&[], false),
        (&["x-this/that;q=1.0;param=value", "text/xml, */*"], false),
        (&["application/json;charset=utf-8"], true),
        (&["Application/JSON"], true),
        (&["application/*"], false),
        (&["application/json5"], false),
    ];
    for (accept, expected) in rows {
        let pairs: Vec<_> = accept.iter().map(|value| ("Accept", *value)).collect();
        assert_eq!(accepts_json(&headers(&pairs)), expected, "{accept:?}");
    }
}

/// PR-MREST, annex B.1, shortened.
#[test]
fn methods_are_json() {
    let endpoint = |method: &str, path: &str| ListedEndpoint {
        method: method.to_owned(),
        path: path.to_owned(),
    };
    let services = [
        ListedService {
            service: "INSTANCE/CLASS2/MEMBER2/SUBSYSTEM2/payloadgen".parse().unwrap(),
            kind: ServiceKind::OpenApi,
            endpoints: vec![endpoint("PUT", "/pet"), endpoint("GET", "/pet/*")],
        },
        ListedService {
            service: "INSTANCE/CLASS2/MEMBER2/SUBSYSTEM2/kore".parse().unwrap(),
            kind: ServiceKind::Rest,
            endpoints: vec![],
        },
    ];
    let answer = method_list(&services);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert_eq!(
        answer.body(),
        concat!(
            r#"{"service":[{"member_class":"CLASS2","member_code":"MEMBER2","object_type":"SERVICE","#,
            r#""service_code":"payloadgen","service_type":"OPENAPI","subsystem_code":"SUBSYSTEM2","#,
            r#""xroad_instance":"INSTANCE","endpoint_list":[{"method":"PUT","path":"/pet"},"#,
            r#"{"method":"GET","path":"/pet/*"}]},"#,
            r#"{"member_class":"CLASS2","member_code":"MEMBER2","object_type":"SERVICE","#,
            r#""service_code":"kore","service_type":"REST","subsystem_code":"SUBSYSTEM2","#,
            r#""xroad_instance":"INSTANCE","endpoint_list":[]}]}"#
        )
    );
}

#[test]
fn empty_lists_are_lists() {
    assert_eq!(
        client_list(&[], &headers(&[("Accept", "application/json")])).body(),
        r#"{"member":[]}"#
    );
    assert_eq!(method_list(&[]).body(), r#"{"service":[]}"#);
}

#[test]
fn the_instance_asked_for_is_read_from_the_query() {
    let rows = [
        (None, None),
        (Some(""), None),
        (Some("xRoadInstance=AA"), Some("AA")),
        (Some("a=b&xRoadInstance=%C3%B6&xRoadInstance=BB"), Some("ö")),
        (Some("xroadinstance=AA"), None),
    ];
    for (query, expected) in rows {
        assert_eq!(requested_instance(query).as_deref(), expected, "{query:?}");
    }
}
