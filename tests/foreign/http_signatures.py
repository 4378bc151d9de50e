#!/usr/bin/env python3
"""Tries our HTTP message signatures against the PyPI package http-message-signatures (RFC 9421).

Both directions and both algorithms: the package verifies what we signed and refuses it altered; we verify what the
package signed, with parameters and a second label that we never write ourselves, and refuse it altered.

Use: python3 -m venv DIR && DIR/bin/pip install http-message-signatures
     cargo build -p motlan-exchange --example http_signature
     DIR/bin/python tests/foreign/http_signatures.py TARGET/debug/examples/http_signature
"""

import base64
import collections
import hashlib
import json
import subprocess
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)

COVERED = ("motlan-method", "motlan-path", "motlan-service", "content-digest")
ALGORITHMS = {"ed25519": algorithms.ED25519, "ecdsa-p256-sha256": algorithms.ECDSA_P256_SHA256}


class Message:
    """What the package wants to see of a request; our signatures do not depend on method and URL."""

    def __init__(self, headers):
        self.method, self.url, self.headers = "POST", "https://gateway.example/", dict(headers)


class Keys(HTTPSignatureKeyResolver):
    def __init__(self, keyid, public=None, private=None):
        self.keyid, self.public, self.private = keyid, public, private

    def resolve_public_key(self, key_id):
        return self.public if key_id == self.keyid else None

    def resolve_private_key(self, key_id):
        return self.private


def ours_signs(example, algorithm):
    output = subprocess.run([example, "sign", algorithm], check=True, capture_output=True, text=True).stdout
    return json.loads(output)


def ours_verifies(example, message):
    text = json.dumps(message)
    return subprocess.run([example, "verify"], input=text, text=True, capture_output=True).returncode == 0


def theirs_verifies(message, algorithm):
    keys = Keys(message["keyid"], public=message["public_key_pem"].encode())
    verifier = HTTPMessageVerifier(signature_algorithm=ALGORITHMS[algorithm], key_resolver=keys)
    try:
        results = verifier.verify(
            Message(message["headers"]), require_components=COVERED, body=message["body"].encode()
        )
    except InvalidSignature:
        return False
    return len(results) == 1 and results[0].label == "motlan"


def theirs_signs(algorithm):
    private = ed25519.Ed25519PrivateKey.generate() if algorithm == "ed25519" else ec.generate_private_key(ec.SECP256R1())
    body = '{"hello": "world"}'
    digest = base64.b64encode(hashlib.sha512(body.encode()).digest()).decode()
    message = Message({
        "Motlan-Method": "GET",
        "Motlan-Path": "/a%20b",
        "Motlan-Service": "VN/GOV/G01/population/verify",
        "Content-Digest": f"sha-512=:{digest}:",
        "X-Other": "a, b",
    })
    signer = HTTPMessageSigner(signature_algorithm=ALGORITHMS[algorithm], key_resolver=Keys("theirs", private=private))
    signer.sign(
        message,
        key_id="theirs",
        label="other",
        nonce='", motlan=("',
        covered_component_ids=("x-other",),
        use_existing_digest=True,
    )
    signer.sign(
        message,
        key_id="theirs",
        label="motlan",
        nonce="abc",
        tag="exchange",
        covered_component_ids=("x-other", *COVERED),
        use_existing_digest=True,
        append_if_signature_exists=True,
    )
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"public_key_pem": pem.decode(), "algorithm": algorithm, "body": body, "headers": message.headers}


def altered(message):
    """Copies of a message with one thing changed in each."""
    for name, value in message["headers"].items():
        if name.lower() in ("signature", "signature-input"):
            continue
        yield name, {**message, "headers": {**message["headers"], name: value + "x"}}
    yield "body", {**message, "body": message["body"] + " "}


def main(example):
    passed, failed = collections.Counter(), 0

    def expect(what, detail, is_right):
        nonlocal failed
        passed[what] += is_right
        failed += not is_right
        if not is_right:
            print(f"FAILED: {what}: {detail}")

    for algorithm in ALGORITHMS:
        message = ours_signs(example, algorithm)
        expect("theirs accepts ours", algorithm, theirs_verifies(message, algorithm))
        for what, bad in altered(message):
            expect("theirs refuses ours altered", f"{what}, {algorithm}", not theirs_verifies(bad, algorithm))
        message = theirs_signs(algorithm)
        expect("ours accepts theirs", algorithm, ours_verifies(example, message))
        for what, bad in altered(message):
            expect("ours refuses theirs altered", f"{what}, {algorithm}", not ours_verifies(example, bad))
    counts = ", ".join(f"{what} {count}" for what, count in passed.items())
    print(f"http-message-signatures, {' and '.join(ALGORITHMS)}: {counts}; {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
