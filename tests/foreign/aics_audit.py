#!/usr/bin/env python3
"""Audits the logs of a folder with the PyPI package aics-tlog, which needs Python 3.12 or newer.

Checks of every log: the checkpoint's signature, every tile and bundle, consistency with the kept checkpoints, and the
inclusion of every proof. Then it changes one bit of some files and expects the package to refuse them.

Use: DIR/bin/pip install aics-tlog; DIR/bin/python tests/foreign/aics_audit.py FOLDER CHANGES
The folder and the changes are what the example make_log of motlan-evidence writes.
"""

import base64
import pathlib
import sys
import time

from aics_tlog import (
    FileSystemTileReader,
    TileMissingError,
    TileVerificationError,
    audit_tiles,
    consistency_proof_from_tiles,
    parse_checkpoint,
    parse_note,
    parse_vkey,
    verify_checkpoint,
    verify_consistency,
    verify_leaf_inclusion,
)

# Changes tried of each kind: an audit here takes a second.
CHANGES_OF_A_KIND = 3


class Refused(Exception):
    """The package does not believe a file."""


def opened(text, key):
    """Size and root of a checkpoint that the key has signed."""
    result = verify_checkpoint(parse_note(text), key, expected_origin=key.name)
    if not result.ok:
        raise Refused(result.error)
    return result.size, result.root


class Overlay(FileSystemTileReader):
    """The files of a log, one of them changed."""

    def __init__(self, root, path=None, content=None):
        super().__init__(root)
        self.path, self.content = path, content

    def _read(self, path):
        return self.content if path == self.path else super()._read(path)


def check_log(reader, checkpoint, key):
    size, root = opened(checkpoint, key)
    return size, root, audit_tiles(reader, size, root)


def check_proof(text, key):
    head, checkpoint = text.split("\n\n", 1)
    first, extra, index, *path = head.split("\n")
    size, root = opened(checkpoint, key)
    entry = base64.b64decode(extra.removeprefix("extra "), validate=True)
    hashes = [base64.b64decode(line, validate=True) for line in path]
    number = int(index.removeprefix("index "))
    if first != "c2sp.org/tlog-proof@v1" or not verify_leaf_inclusion(entry, number, size, hashes, root):
        raise Refused("not included")


def check_all(folder, path, key):
    start = time.monotonic()
    reader = Overlay(folder / path)
    size, root, report = check_log(reader, (folder / path / "checkpoint").read_text(), key)
    took = time.monotonic() - start
    kept = list((folder / "kept" / path).iterdir())
    for old in kept:
        old_size, old_root = opened(old.read_text(), key)
        proof = consistency_proof_from_tiles(reader, old_size, size)
        if not verify_consistency(old_size, size, old_root, root, proof):
            raise Refused(f"{old} is not continued")
    proofs = list((folder / "proofs" / path).iterdir())
    for proof in proofs:
        check_proof(proof.read_text(), key)
    print(
        f"aics-tlog: {key.name}: signature, {size} entries, {report.bundles} bundles, {report.tiles} tiles in {took:.2f} s; "
        f"{len(kept)} earlier checkpoints consistent, {len(proofs)} proofs included"
    )


def is_accepted(folder, keys, file, byte, mask):
    changed = bytearray((folder / file).read_bytes())
    changed[int(byte)] ^= int(mask)
    path = next(path for path in keys if file.removeprefix("proofs/").startswith(path + "/"))
    name = file.removeprefix(path + "/")
    try:
        if file.startswith("proofs/"):
            check_proof(changed.decode(), keys[path])
        else:
            checkpoint = changed if name == "checkpoint" else (folder / path / "checkpoint").read_bytes()
            check_log(Overlay(folder / path, name, bytes(changed)), checkpoint.decode(), keys[path])
    except (Refused, ValueError, TileMissingError, TileVerificationError):
        return False
    return True


def main(folder, changes):
    folder = pathlib.Path(folder)
    lines = [line.split(" ", 1) for line in (folder / "vkeys").read_text().splitlines()]
    keys = {path: parse_vkey(key) for path, key in lines}
    for path, key in keys.items():
        check_all(folder, path, key)
    tried, wrong = {}, 0
    for line in pathlib.Path(changes).read_text().splitlines():
        kind, *change = line.split("\t")
        if tried.get(kind, 0) == CHANGES_OF_A_KIND:
            continue
        tried[kind] = tried.get(kind, 0) + 1
        if is_accepted(folder, keys, *change) != (kind == "untouched"):
            wrong += 1
            print(f"aics-tlog: WRONG VERDICT on {line!r}")
    total = sum(tried.values()) - tried.get("untouched", 0)
    print(f"aics-tlog: {total} one-bit changes tried, {wrong} wrong verdicts")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
