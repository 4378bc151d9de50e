"""Journals as bytes: segments, frames, entries of the logs, and who was looked up in which transaction.

Written from `docs/evidence-format.md` (sections 2, 4, 6 and 9) and the headers of `crates/store/src/journal`, not from
the program: an independent reader. What is no frame ends a journal here, as a torn tail does there.
"""

import hashlib
import hmac
import json
from functools import lru_cache

from aes import opened

HEADER_BYTES = 16
HEAD_BYTES = 44
ENTRY_BYTES = 128
# In the place of the key's checksum: a record without one.
NO_KEY = b"\xff" * 4
FINISHED, INTENT, UNFINISHED, CASEWORK = 1, 2, 3, 5
PERSON = slice(1, 17)


def crc_table():
    """CRC-32C (Castagnoli), reflected."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


CRC = crc_table()
# The same frames come back in image after image.
KNOWN = {}


def crc(data):
    value = 0xFFFFFFFF
    for byte in data:
        value = value >> 8 ^ CRC[(value ^ byte) & 255]
    return value ^ 0xFFFFFFFF


def record(frame):
    """Key slot and payload of a frame, or None."""
    if frame not in KNOWN:
        size = int.from_bytes(frame[:4], "little")
        payload = frame[HEAD_BYTES : HEAD_BYTES + size]
        is_good = int.from_bytes(frame[4:8], "little") == crc(frame[:4] + payload) and \
            (frame[8:12] == NO_KEY or int.from_bytes(frame[8:12], "little") == crc(frame[12:HEAD_BYTES]))
        KNOWN[frame] = (frame[12:HEAD_BYTES], payload) if is_good else None
    return KNOWN[frame]


def records(image, folder):
    """Every whole record of a journal, in order."""
    for name in sorted(image.names(folder)):
        content = image.read(f"{folder}/{name}")
        at = HEADER_BYTES
        while at + HEAD_BYTES <= len(content):
            size = HEAD_BYTES + int.from_bytes(content[at : at + 4], "little")
            frame = content[at : at + size]
            found = record(frame) if len(frame) == size else None
            if found is None:
                break
            yield found
            at += size + -size % 8


def logs(image, node):
    """The node's three logs as its next start will find them, each a list of entries; the records of `exchange`; and the
    intents that nothing has ended, which the next start will make unfinished entries of."""
    exchange, unfinished, casework, sealed, intents = [], [], [], [], set()
    for key, payload in records(image, f"{node}/journal"):
        entry = payload[9 : 9 + ENTRY_BYTES]
        intent = entry[2:3] + entry[32:64]
        if payload[0] == INTENT:
            intents.add(intent)
        elif payload[0] != CASEWORK:
            intents.discard(intent)
        if payload[0] == FINISHED:
            exchange.append(entry)
            sealed.append((key, payload))
        elif payload[0] == UNFINISHED:
            unfinished.append(entry)
        elif payload[0] == CASEWORK:
            rest = payload[9:]
            casework += [rest[at : at + ENTRY_BYTES] for at in range(0, len(rest), ENTRY_BYTES)]
    return {"exchange": exchange, "unfinished": unfinished, "casework": casework}, sealed, intents


@lru_cache(maxsize=None)
def transaction(key, payload):
    """The transaction of a sealed exchange record, held against the id commitment of its entry."""
    seal = hmac.digest(key, b"motlan/1 seal\n", "sha256")
    found = opened(seal, payload[137:149], payload[149:], 41)[9:41]
    if hmac.digest(key, b"motlan/1 id\n" + found, "sha256") != payload[9 + 32 : 9 + 64]:
        raise RuntimeError("a record does not open with the key of its slot")
    return found


@lru_cache(maxsize=None)
def look(key, payload):
    """Who was looked up, in which transaction."""
    entry = json.loads(opened(key, bytes(12), payload[17:]))
    return payload[PERSON], bytes.fromhex(entry["transaction"])


def looks(image, folder):
    return [look(key, payload) for key, payload in records(image, f"{folder}/journal")]


def person(key, number):
    return hmac.digest(key, number.encode(), "sha256")[:16]


@lru_cache(maxsize=None)
def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def root(entries):
    """The Merkle tree hash of RFC 6962, section 2.1."""
    level = [leaf(entry) for entry in entries]
    if not level:
        return hashlib.sha256().digest()
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[at] + level[at + 1]).digest() for at in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0]
