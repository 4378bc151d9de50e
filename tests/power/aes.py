"""AES-256 in counter mode as GCM uses it (FIPS 197; SP 800-38D section 7.2), to read what the journals have sealed.

Python's standard library has no AES. Tags are not checked: what is asked for is which transaction a record speaks of, and
that is held against the log's keyed commitment (`journal.py`). Checked against the published vector when it is loaded.
"""

from functools import lru_cache, reduce
from operator import xor


def doubled(byte):
    return (byte << 1) ^ (0x11B if byte & 0x80 else 0)


def substitution():
    """FIPS 197, section 5.1.1: the inverse in GF(2^8), then an affine map."""
    powers, logarithms, value = [], [0] * 256, 1
    for exponent in range(255):
        powers.append(value)
        logarithms[value] = exponent
        value ^= doubled(value)
    box = [0x63]
    for byte in range(1, 256):
        inverse = powers[-logarithms[byte] % 255]
        box.append(reduce(xor, (turned(inverse, count) for count in range(5)), 0x63))
    return box


def turned(byte, count):
    return (byte << count | byte >> 8 - count) & 0xFF


BOX = substitution()
# One column of a round, for each of its four bytes: substitution, shift and mixing at once.
COLUMNS = [(doubled(s) << 24 | s << 16 | s << 8 | doubled(s) ^ s) for s in BOX]
TABLES = [[(word >> 8 * place | word << 32 - 8 * place) & 0xFFFFFFFF for word in COLUMNS] for place in range(4)]
ROUNDS = 14


@lru_cache(maxsize=4096)
def schedule(key):
    words = [int.from_bytes(key[at : at + 4], "big") for at in range(0, 32, 4)]
    constant = 1
    for number in range(8, 4 * (ROUNDS + 1)):
        word = words[-1]
        if number % 8 == 0:
            word = substituted((word << 8 | word >> 24) & 0xFFFFFFFF) ^ constant << 24
            constant = doubled(constant)
        elif number % 8 == 4:
            word = substituted(word)
        words.append(words[-8] ^ word)
    return words


def substituted(word):
    return BOX[word >> 24] << 24 | BOX[word >> 16 & 255] << 16 | BOX[word >> 8 & 255] << 8 | BOX[word & 255]


def encrypted(key, block):
    words = schedule(key)
    state = [int.from_bytes(block[at : at + 4], "big") ^ words[at // 4] for at in range(0, 16, 4)]
    first, second, third, fourth = TABLES
    for number in range(1, ROUNDS):
        state = [first[state[at] >> 24] ^ second[state[(at + 1) % 4] >> 16 & 255] ^ third[state[(at + 2) % 4] >> 8 & 255]
                 ^ fourth[state[(at + 3) % 4] & 255] ^ words[4 * number + at] for at in range(4)]
    last = [(BOX[state[at] >> 24] << 24 | BOX[state[(at + 1) % 4] >> 16 & 255] << 16
             | BOX[state[(at + 2) % 4] >> 8 & 255] << 8 | BOX[state[(at + 3) % 4] & 255]) ^ words[4 * ROUNDS + at]
            for at in range(4)]
    return b"".join(word.to_bytes(4, "big") for word in last)


def opened(key, nonce, sealed, size=None):
    """The first `size` bytes of what was sealed with AES-256-GCM, without the 16 bytes of its tag."""
    sealed = sealed[:-16][:size]
    blocks = (encrypted(key, nonce + (2 + number).to_bytes(4, "big")) for number in range((len(sealed) + 15) // 16))
    return bytes(map(xor, sealed, b"".join(blocks)))


# FIPS 197, appendix C.3.
PLAIN, SECRET = "00112233445566778899aabbccddeeff", "8ea2b7ca516745bfeafc49904b496089"
if encrypted(bytes(range(32)), bytes.fromhex(PLAIN)).hex() != SECRET:
    raise RuntimeError("this is not AES")
