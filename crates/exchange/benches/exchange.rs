//! The single steps of a transaction: canonical head, signature, rights.
#![expect(clippy::unwrap_used, reason = "a bench stops where something unforeseen happens")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use http::{HeaderMap, HeaderValue, Method, Uri};
use motlan_core::{ClientId, ServiceId, Timestamp};
use motlan_exchange::directory::{Directory, Question, normalise_path};
use motlan_exchange::keys::{Algorithm, PublicKey, SigningKey};
use motlan_exchange::transport::payload::sha512;
use motlan_exchange::xroad::{FreshIds, RequestHead};
use uuid::Uuid;

/// About as long as the base of a message's signature.
const BASE_BYTES: usize = 1_200;

const DIRECTORY: &str = include_str!("../tests/it/golden/directory.jsonl");
const CENTRE: &str = "ed25519:JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";

fn signatures(bench: &mut Criterion) {
    let message = vec![b'm'; BASE_BYTES];
    for (name, algorithm) in [("ed25519", Algorithm::Ed25519), ("p256", Algorithm::EcdsaP256Sha256)] {
        let key = SigningKey::generate(algorithm).unwrap();
        let signature = key.sign(&message);
        let public = key.public_key();
        bench.bench_function(&format!("sign/{name}"), |run| {
            run.iter(|| key.sign(black_box(&message)));
        });
        bench.bench_function(&format!("verify/{name}"), |run| {
            run.iter(|| public.verify(black_box(&message), &signature));
        });
    }
    let body = vec![b'b'; 1024];
    bench.bench_function("digest/1 KiB", |run| run.iter(|| sha512(black_box(&body))));
}

fn heads(bench: &mut Criterion) {
    let uri = Uri::from_static("/r1/VN/GOV/G01/population/verify");
    let mut headers = HeaderMap::new();
    headers.insert("x-road-client", HeaderValue::from_static("VN/GOV/H45/onestop"));
    headers.insert("motlan-purpose", HeaderValue::from_static("ND-61-2018"));
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    let parse = || {
        let fresh = FreshIds {
            request_id: Uuid::from_u128(1),
            message_id: Uuid::from_u128(2),
        };
        RequestHead::parse(&Method::POST, &uri, &headers, "VN", fresh).unwrap()
    };
    let bytes = parse().encode();
    bench.bench_function("head/parse", |run| run.iter(parse));
    bench.bench_function("head/decode", |run| run.iter(|| RequestHead::decode(black_box(&bytes))));
}

fn rights(bench: &mut Criterion) {
    let centre: PublicKey = CENTRE.parse().unwrap();
    let directory = Directory::read(DIRECTORY, &centre).unwrap();
    let client: ClientId = "VN/GOV/H45/onestop".parse().unwrap();
    let service: ServiceId = "VN/GOV/G01/population/verify".parse().unwrap();
    let path = normalise_path("/verify").unwrap();
    let question = Question {
        client: &client,
        service: &service,
        method: "POST",
        path: &path,
        purpose: None,
        now: Timestamp::from_seconds(1_795_219_200),
    };
    directory.authorise(&question).unwrap();
    bench.bench_function("directory/authorise", |run| {
        run.iter(|| directory.authorise(black_box(&question)));
    });
}

criterion_group!(benches, signatures, heads, rights);
criterion_main!(benches);
