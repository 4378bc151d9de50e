//! Who may change what, and what stays for ever.

use motlan_core::Code;
use motlan_exchange::directory::{Operation, Request};
use motlan_exchange::keys::{Signature, SigningKey};
use serde_json::{Value, json};

use super::country::{CENTRE, CONSUMER, Country, PROVIDER, gateway, grant, id, member, service, system};

/// Asks for what must be refused, with a reason that holds `reason`, and checks that nothing changed.
fn refused(country: &mut Country, who: &str, json: &Value, reason: &str) {
    let before = country.directory().position();
    let failure = country.ask(who, json.clone()).unwrap_err();
    assert_eq!(failure.code, Code::DirectoryRequestRefused, "{json}");
    assert!(failure.detail.contains(reason), "{json}: {failure}");
    assert_eq!(country.directory().position(), before);
}

#[test]
fn nobody_changes_what_another_owns() {
    let mut country = Country::furnished();
    let foreign = [
        gateway("VN/GOV/G01/gw2", "a2", "log.g01/second"),
        json!({"gateway_removal": {"gateway": "VN/GOV/G01/gw1"}}),
        system("VN/GOV/G01/other"),
        json!({"system_removal": {"system": "VN/GOV/G01/population"}}),
        service("VN/GOV/G01/population/other"),
        json!({"service_removal": {"service": "VN/GOV/G01/population/verify"}}),
        grant("VN/GOV/H45/onestop", "VN/GOV/G01/population/verify", "/**", &["x"]),
        json!({"revocation": {"grant": 9}}),
    ];
    for json in foreign {
        // Not even the centre, which admits members.
        for who in [CONSUMER, CENTRE] {
            refused(&mut country, who, &json, "does not own");
        }
    }
    refused(
        &mut country,
        CONSUMER,
        &json!({"member_removal": {"member": PROVIDER}}),
        "does not own",
    );
    let key = Country::generate();
    refused(
        &mut country,
        CONSUMER,
        &json!({"member": member(PROVIDER, "x", key.public_key())}),
        "does not own",
    );
}

#[test]
fn what_is_unknown_or_taken_is_refused() {
    let mut country = Country::furnished();
    let rows = [
        (
            service("VN/GOV/G01/none/verify"),
            "VN/GOV/G01/none is not in the directory",
        ),
        (
            json!({"service_removal": {"service": "VN/GOV/G01/population/none"}}),
            "is not in the directory",
        ),
        (
            json!({"system_removal": {"system": "VN/GOV/G01/none"}}),
            "is not in the directory",
        ),
        (
            json!({"gateway_removal": {"gateway": "VN/GOV/G01/none"}}),
            "is not in the directory",
        ),
        (json!({"revocation": {"grant": 8}}), "is not in the directory"),
        (
            grant("VN/GOV/H45/none", "VN/GOV/G01/population/verify", "/", &["x"]),
            "VN/GOV/H45/none is not in the directory",
        ),
        (
            grant("VN/GOV/H45/onestop", "VN/GOV/G01/population/none", "/", &["x"]),
            "VN/GOV/G01/population/none is not in the directory",
        ),
        (
            gateway("VN/GOV/G01/gw2", "b1", "log.g01/second"),
            "certificate belongs to another",
        ),
        (
            gateway("VN/GOV/G01/gw2", "a2", "log.h45/exchange"),
            "origin belongs to another",
        ),
        (gateway("VN/GOV/G01/gw1", "a1", "log\ng01"), "control character"),
    ];
    for (json, reason) in rows {
        refused(&mut country, PROVIDER, &json, reason);
    }
    let founding = json!({"founding": member(CENTRE, "x", &Country::anchor())});
    refused(&mut country, CENTRE, &founding, "founded already");
    refused(
        &mut country,
        CENTRE,
        &json!({"member_removal": {"member": CENTRE}}),
        "the centre cannot be removed",
    );
}

#[test]
fn a_member_is_admitted_by_its_own_key_and_in_its_own_instance() {
    let mut country = Country::new();
    let key = Country::generate();
    let admission = |id_text: &str, key: &SigningKey| Request {
        signer: id(id_text),
        serial: 1,
        operation: super::country::operation(json!({"member": member(id_text, "Sở", key.public_key())})),
    };
    // Another key than the one it brings proves no possession.
    let stolen = admission("VN/GOV/G04", &key).sign(country.key(PROVIDER));
    assert!(country.append(stolen).unwrap_err().detail.contains("owner's signature"));
    let foreign = admission("EE/GOV/G04", &key).sign(&key);
    assert!(country.append(foreign).unwrap_err().detail.contains("another instance"));
    assert_eq!(country.append(admission("VN/GOV/G04", &key).sign(&key)).unwrap(), 4);
    // One key, one member.
    let again = admission("VN/GOV/G22", &key).sign(&key);
    assert!(country.append(again).unwrap_err().detail.contains("before"));
    // A stranger can ask for nothing.
    let stranger = Request {
        signer: id("VN/GOV/H19"),
        serial: 1,
        operation: super::country::operation(system("VN/GOV/H19/onestop")),
    };
    assert!(
        country
            .append(stranger.sign(&key))
            .unwrap_err()
            .detail
            .contains("is no member")
    );
}

#[test]
fn serials_rise() {
    let mut country = Country::new();
    let mut request = Request {
        signer: id(CONSUMER),
        serial: 1,
        operation: super::country::operation(system("VN/GOV/H45/onestop")),
    };
    let failure = country.append(request.sign(country.key(CONSUMER))).unwrap_err();
    assert!(failure.detail.contains("not greater than its last, 1"), "{failure}");
    request.serial = 7;
    let signed = request.sign(country.key(CONSUMER));
    country.append(signed.clone()).unwrap();
    assert_eq!(country.directory().serial(&id(CONSUMER)), 7);
    assert!(country.append(signed).is_err());
}

#[test]
fn amending_keeps_the_index_and_removing_retires_it() {
    let mut country = Country::furnished();
    let service_id = "VN/GOV/G01/population/verify";
    let mut amended = service(service_id);
    amended["service"]["enabled"] = json!(false);
    amended["service"]["notice"] = json!("Bảo trì");
    country.must(PROVIDER, amended);
    let present = country.directory().service(&service_id.parse().unwrap()).unwrap();
    assert_eq!((present.index, present.enabled), (8, false));
    assert_eq!(country.directory().grants(7, 8).len(), 1);

    country.must(PROVIDER, json!({"service_removal": {"service": service_id}}));
    assert_eq!(country.directory().grants(7, 8).len(), 0);
    refused(
        &mut country,
        PROVIDER,
        &json!({"revocation": {"grant": 9}}),
        "is not in the directory",
    );
    let again = country.must(PROVIDER, service(service_id));
    let present = country.directory().service(&service_id.parse().unwrap()).unwrap();
    assert_eq!(present.index, again);
    assert_eq!(country.directory().grants(7, again).len(), 0);
    assert_eq!(country.directory().describe(8).as_deref(), Some(service_id));
    assert_eq!(country.directory().describe(again).as_deref(), Some(service_id));
}

#[test]
fn a_renewed_gateway_shows_its_new_certificates_only() {
    let mut country = Country::furnished();
    let mut both = gateway("VN/GOV/G01/gw1", "a1", "log.g01/exchange");
    both["gateway"]["certificates"] = json!(["a1".repeat(32), "a2".repeat(32)]);
    country.must(PROVIDER, both);
    for byte in [0xa1, 0xa2] {
        assert_eq!(
            country.directory().gateway_by_certificate(&[byte; 32]).unwrap().index,
            4
        );
    }
    country.must(PROVIDER, gateway("VN/GOV/G01/gw1", "a2", "log.g01/exchange"));
    assert!(country.directory().gateway_by_certificate(&[0xa1; 32]).is_none());
    assert_eq!(country.directory().gateways_of(&id(PROVIDER)).len(), 1);
    // What was given up is free.
    country.must(CONSUMER, gateway("VN/GOV/H45/gw2", "a1", "log.h45/second"));
    country.must(PROVIDER, json!({"gateway_removal": {"gateway": "VN/GOV/G01/gw1"}}));
    assert!(country.directory().gateways_of(&id(PROVIDER)).is_empty());
    assert!(country.directory().gateway_by_certificate(&[0xa2; 32]).is_none());
}

#[test]
fn a_changed_key_replaces_the_old_one_at_once() {
    let mut country = Country::furnished();
    let (who, new) = (id(CONSUMER), Country::generate());
    let old = country.key(CONSUMER).public_key().clone();
    let serial = country.directory().serial(&who) + 1;

    let mut unproven = Request::key_change(who.clone(), serial, &new);
    if let Operation::KeyChange { proof, .. } = &mut unproven.operation {
        *proof = Signature(country.key(CONSUMER).sign(b"something else"));
    }
    let unproven = unproven.sign(country.key(CONSUMER));
    assert!(country.append(unproven).unwrap_err().detail.contains("proof"));
    let by_new = Request::key_change(who.clone(), serial, &new).sign(&new);
    assert!(country.append(by_new).unwrap_err().detail.contains("owner's signature"));

    let change = Request::key_change(who.clone(), serial, &new).sign(country.key(CONSUMER));
    let since = country.append(change).unwrap();
    let directory = country.directory();
    assert!(directory.key(old.keyid()).is_none());
    assert_eq!(directory.key_ever(old.keyid()).unwrap().public, old);
    assert_eq!(directory.key(new.public_key().keyid()).unwrap().since, since);
    assert_eq!(directory.member(&who).unwrap().index, 3);
    assert_eq!(directory.grants(7, 8).len(), 1);
    assert!(
        country
            .ask(CONSUMER, system("VN/GOV/H45/other"))
            .unwrap_err()
            .detail
            .contains("owner's signature")
    );

    let mut keys = std::mem::take(&mut country.keys);
    let old_key = std::mem::replace(&mut keys[2].1, new);
    country.keys = keys;
    country.must(CONSUMER, system("VN/GOV/H45/other"));
    // The old key may be in wrong hands: it never comes back.
    let serial = country.directory().serial(&who) + 1;
    let back = Request::key_change(who, serial, &old_key).sign(country.key(CONSUMER));
    assert!(country.append(back).unwrap_err().detail.contains("before"));
    let direct = json!({"member": member(CONSUMER, "x", old_key.public_key())});
    refused(&mut country, CONSUMER, &direct, "key_change");
}

#[test]
fn a_removed_member_takes_everything_along_and_may_come_back_as_another() {
    let mut country = Country::furnished();
    country.must(
        PROVIDER,
        grant(CONSUMER, "VN/GOV/G01/population/verify", "/all", &["x"]),
    );
    let keyid = country.key(CONSUMER).public_key().keyid().to_owned();
    country.must(CENTRE, json!({"member_removal": {"member": CONSUMER}}));
    let directory = country.directory();
    assert!(directory.member(&id(CONSUMER)).is_none());
    assert!(directory.key(&keyid).is_none());
    assert!(directory.system(&"VN/GOV/H45/onestop".parse().unwrap()).is_none());
    assert!(directory.gateways_of(&id(CONSUMER)).is_empty());
    assert!(directory.gateway_by_certificate(&[0xb1; 32]).is_none());
    assert_eq!(directory.grants(7, 8).len() + directory.grants(3, 8).len(), 0);
    assert_eq!(directory.describe(7).as_deref(), Some("VN/GOV/H45/onestop"));
    assert!(
        country
            .ask(CONSUMER, system("VN/GOV/H45/onestop"))
            .unwrap_err()
            .detail
            .contains("is no member")
    );

    // Its old key is spent; with a new one it returns, with a new index and no rights.
    let old = country.key(CONSUMER).public_key().clone();
    refused(
        &mut country,
        CONSUMER,
        &json!({"member": member(CONSUMER, "x", &old)}),
        "before",
    );
    let new = Country::generate();
    let public = new.public_key().clone();
    country.set_key(CONSUMER, new);
    let index = country.must(CONSUMER, json!({"member": member(CONSUMER, "x", &public)}));
    assert_eq!(country.directory().member(&id(CONSUMER)).unwrap().index, index);
    let system_index = country.must(CONSUMER, system("VN/GOV/H45/onestop"));
    assert_eq!(country.directory().grants(system_index, 8).len(), 0);
}

#[test]
fn a_provider_that_leaves_takes_its_services_and_grants() {
    let mut country = Country::furnished();
    country.must(PROVIDER, json!({"member_removal": {"member": PROVIDER}}));
    let directory = country.directory();
    assert!(
        directory
            .service(&"VN/GOV/G01/population/verify".parse().unwrap())
            .is_none()
    );
    assert_eq!(directory.grants(7, 8).len(), 0);
    assert_eq!(directory.members().len(), 2);
    assert_eq!(directory.systems().len(), 1);
    assert_eq!(directory.logs().len(), 1);
}
