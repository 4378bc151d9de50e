//! The file: read back, extended, frozen in a golden file, and refused when anything in it is altered.

use aws_lc_rs::digest::{SHA256, digest};
use motlan_core::{Code, Timestamp};
use motlan_exchange::directory::{Directory, DirectoryWriter, Progress, SignedRequest};
use motlan_exchange::keys::Signature;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::country::{CENTRE, CONSUMER, Country, PROVIDER, gateway, grant, id, member, operation, system};

const GOLDEN: &str = include_str!("../golden/directory.jsonl");

/// The format may change only together with a new first word in its signed texts.
#[test]
fn the_golden_file_is_what_is_written_and_read() {
    let country = Country::furnished();
    assert_eq!(country.text, GOLDEN);
    let read = Directory::read(GOLDEN, &Country::anchor()).unwrap();
    assert_eq!(read.position(), country.directory().position());
    assert_eq!(read.sequence(), 9);
    assert_eq!(
        read.hash().to_string(),
        "c8a597d2da4cd9989e2c440f29fc0126c080b1dfa5fd34c24ad6d8e361430f55"
    );
}

#[test]
fn what_was_registered_is_found() {
    let country = Country::furnished();
    let directory = Directory::read(&country.text, &Country::anchor()).unwrap();
    assert_eq!(directory.instance(), "VN");
    assert_eq!(directory.centre().unwrap().id, id(CENTRE));
    assert_eq!(directory.centre_key(), &Country::anchor());
    assert_eq!(directory.member(&id(PROVIDER)).unwrap().index, 2);
    let by_certificate = directory.gateway_by_certificate(&[0xa1; 32]).unwrap();
    assert_eq!(by_certificate.id.to_string(), "VN/GOV/G01/gw1");
    assert!(directory.gateway_by_certificate(&[0xa2; 32]).is_none());
    assert_eq!(directory.gateways_of(&id(CONSUMER))[0].address, "127.0.0.1:8155");
    assert_eq!(directory.gateways_of(&id(CENTRE)).len(), 0);
    assert_eq!(
        directory.system(&"VN/GOV/H45/onestop".parse().unwrap()).unwrap().index,
        7
    );
    let service = directory
        .service(&"VN/GOV/G01/population/verify".parse().unwrap())
        .unwrap();
    assert_eq!((service.index, service.timeout_ms), (8, 5000));
    assert_eq!(directory.grants(7, 8).len(), 1);
    assert_eq!(directory.grants(3, 8).len(), 0);
    let key = country.key(CONSUMER).public_key();
    assert_eq!(directory.key(key.keyid()).unwrap().member, id(CONSUMER));
    let logs = directory.logs();
    assert_eq!(
        logs.iter().map(|(_, log)| log.origin.as_str()).collect::<Vec<_>>(),
        ["log.g01/exchange", "log.h45/exchange"]
    );
    let names: Vec<_> = (0..=10).map(|index| directory.describe(index)).collect();
    assert_eq!(names[0], None);
    assert_eq!(names[8].as_deref(), Some("VN/GOV/G01/population/verify"));
    assert_eq!(
        names[9].as_deref(),
        Some("VN/GOV/H45/onestop → VN/GOV/G01/population/verify")
    );
    assert_eq!(names[10], None);
}

#[test]
fn reading_line_by_line_gives_the_same() {
    let country = Country::furnished();
    let (first, rest) = country.text.split_at(country.text.find('\n').unwrap() + 1);
    let mut directory = Directory::read(first, &Country::anchor()).unwrap();
    for line in rest.lines() {
        let next = directory.extend(line).unwrap();
        assert_eq!(next.sequence(), directory.sequence() + 1);
        assert_eq!(directory.accept(&next), Ok(Progress::Newer));
        directory = next;
    }
    assert_eq!(directory.position(), country.directory().position());
    assert_eq!(directory.at(), country.directory().at());
    assert_eq!(directory.extend("").unwrap().position(), directory.position());
}

#[test]
fn dropped_reordered_and_repeated_records_are_refused() {
    let country = Country::furnished();
    let lines: Vec<&str> = country.text.lines().collect();
    let mut cases: Vec<Vec<&str>> = Vec::new();
    for place in 0..lines.len() - 1 {
        let mut dropped = lines.clone();
        dropped.remove(place);
        let mut swapped = lines.clone();
        swapped.swap(place, place + 1);
        let mut repeated = lines.clone();
        repeated.insert(place, lines[place]);
        cases.extend([dropped, swapped, repeated]);
    }
    cases.push(vec![]);
    for lines in cases {
        let refused = Directory::read(&lines.join("\n"), &Country::anchor()).unwrap_err();
        assert_eq!(refused.code, Code::InvalidDirectory);
    }
}

#[test]
fn an_older_or_other_directory_is_not_accepted() {
    let country = Country::furnished();
    let older = Directory::read(country.text.lines().next().unwrap(), &Country::anchor()).unwrap();
    let known = country.directory();
    assert_eq!(known.accept(known), Ok(Progress::Same));
    assert_eq!(known.accept(&older).unwrap_err().code, Code::DirectoryRolledBack);
    // The centre writes two histories: one of them even longer than the known one.
    let mut fork = Country::furnished();
    let mut other = Country::furnished();
    fork.must(CONSUMER, system("VN/GOV/H45/first"));
    other.must(CONSUMER, system("VN/GOV/H45/second"));
    assert_eq!(
        fork.directory().accept(other.directory()).unwrap_err().code,
        Code::DirectoryRolledBack
    );
    other.must(CONSUMER, system("VN/GOV/H45/third"));
    assert_eq!(
        fork.directory().accept(other.directory()).unwrap_err().code,
        Code::DirectoryRolledBack
    );
    let lines: Vec<&str> = other.text.lines().collect();
    let refused = fork.directory().extend(lines[lines.len() - 1]).unwrap_err();
    assert_eq!(refused.code, Code::InvalidDirectory);
}

#[test]
fn another_anchor_refuses_everything() {
    let country = Country::furnished();
    let refused = Directory::read(&country.text, country.key(PROVIDER).public_key()).unwrap_err();
    assert_eq!(refused.code, Code::InvalidDirectory);
    assert!(refused.detail.starts_with("record 1: "), "{refused}");
}

/// A record as a dishonest centre would write it: its own signature is right. Written from the documented format.
fn forge(country: &Country, signed: &SignedRequest) -> String {
    let directory = country.directory();
    let (sequence, previous) = (directory.sequence() + 1, directory.hash());
    let (at, request) = (directory.at(), &signed.request);
    let hash = hex::encode(digest(&SHA256, request.as_bytes()));
    let text = format!(
        "motlan/1 directory record\n{sequence}\n{previous}\n{}\n{hash}\n{}",
        at.as_micros(),
        signed.signature
    );
    let centre = Signature(country.key(CENTRE).sign(text.as_bytes()));
    json!({
        "sequence": sequence, "previous": previous, "at": at, "request": request,
        "signature": signed.signature, "centre": centre,
    })
    .to_string()
}

#[test]
fn a_dishonest_centre_can_neither_invent_nor_repeat() {
    let mut country = Country::furnished();
    let given = grant(
        "VN/GOV/H45/onestop",
        "VN/GOV/G01/population/verify",
        "/**",
        &["ND-61-2018"],
    );
    let honest = country.signed(PROVIDER, given.clone());
    // The forged form is the real one as long as the owner signed it.
    assert_eq!(
        country
            .directory()
            .extend(&forge(&country, &honest))
            .unwrap()
            .sequence(),
        10
    );

    let mut invented = honest.clone();
    invented.signature = Signature(country.key(CENTRE).sign(invented.request.as_bytes()));
    let refused = country.directory().extend(&forge(&country, &invented)).unwrap_err();
    assert_eq!(refused.detail, "record 10: the owner's signature does not verify");

    let mut widened = honest.clone();
    widened.request = widened.request.replace("full_name", "religion");
    let refused = country.directory().extend(&forge(&country, &widened)).unwrap_err();
    assert_eq!(refused.detail, "record 10: the owner's signature does not verify");

    let granted = country.append(honest.clone()).unwrap();
    country.must(PROVIDER, json!({"revocation": {"grant": granted}}));
    let refused = country.directory().extend(&forge(&country, &honest)).unwrap_err();
    assert!(refused.detail.contains("is not greater than its last"), "{refused}");
    assert_eq!(country.append(honest).unwrap_err().code, Code::DirectoryRequestRefused);
}

#[test]
fn what_is_not_understood_is_refused() {
    let country = Country::furnished();
    let known = country.signed(CONSUMER, system("VN/GOV/H45/other")).request;
    for request in [
        known.replace("\"system\":", "\"embargo\":"),
        known.replace("\"name_vi\"", "\"since\":1,\"name_vi\""),
        known.replace("{\"signer\"", "{\"priority\":1,\"signer\""),
        known.replace("\"serial\":4", "\"serial\":-4"),
        "null".to_owned(),
    ] {
        assert_ne!(request, known);
        let text = format!("motlan/1 directory request\n{request}");
        let signature = Signature(country.key(CONSUMER).sign(text.as_bytes()));
        let refused = country
            .directory()
            .extend(&forge(&country, &SignedRequest { request, signature }));
        assert_eq!(refused.unwrap_err().code, Code::InvalidDirectory);
    }
}

#[test]
fn the_centre_changes_its_key_and_goes_on_with_the_new_one() {
    let mut country = Country::furnished();
    let new = Country::generate();
    let change = motlan_exchange::directory::Request::key_change(id(CENTRE), 2, &new);
    let signed = change.sign(country.key(CENTRE));
    country.append(signed).unwrap();
    assert_eq!(country.directory().centre_key(), new.public_key());
    // The old key signs no further record.
    let refused = country.ask(CONSUMER, system("VN/GOV/H45/other")).unwrap_err();
    assert_eq!(refused.code, Code::InvalidKey);
    country.writer.replace_key(Country::generate()).unwrap_err();
    country.writer.replace_key(new).unwrap();
    country.must(CONSUMER, system("VN/GOV/H45/other"));
    let read = Directory::read(&country.text, &Country::anchor()).unwrap();
    let head = country.writer.head(Timestamp::from_seconds(2_000_000_000));
    head.verify(read.centre_key()).unwrap();
    assert_eq!(head.position(), read.position());
    assert!(head.verify(&Country::anchor()).is_err());
    assert!(DirectoryWriter::open(read.clone(), Country::generate()).is_err());
}

#[test]
fn a_request_survives_its_own_json() {
    let country = Country::furnished();
    let key = country.key(PROVIDER).public_key();
    for json in [
        json!({"member": member(PROVIDER, "Bộ Công an", key)}),
        gateway("VN/GOV/G01/gw2", "a2", "log.g01/second"),
        json!({"gateway_removal": {"gateway": "VN/GOV/G01/gw1"}}),
        json!({"member_removal": {"member": PROVIDER}}),
        grant("VN/GOV/H45", "VN/GOV/G01/population/verify", "**", &["a", "b"]),
    ] {
        let again: Value = serde_json::to_value(operation(json.clone())).unwrap();
        assert_eq!(again, json);
    }
}

proptest! {
    #[test]
    fn any_flipped_bit_is_noticed(place in any::<prop::sample::Index>(), bit in 0..8) {
        let mut bytes = GOLDEN.as_bytes().to_vec();
        let place = place.index(bytes.len());
        bytes[place] ^= 1_u8 << bit;
        // What is not UTF-8 is no file of lines at all.
        if let Ok(text) = String::from_utf8(bytes) {
            prop_assert!(Directory::read(&text, &Country::anchor()).is_err(), "byte {place} bit {bit}");
        }
    }
}
