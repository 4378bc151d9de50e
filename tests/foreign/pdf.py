"""Signed results of ours, checked by PyPI's pyhanko and by OpenSSL: pdf.py MAKE_RESULT FOLDER.

Both must accept what `make_result` writes, and refuse it after any change of one byte that the signature covers.
"""

import random
import subprocess
import sys
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

MOMENT = datetime(2026, 11, 21, 1, tzinfo=timezone.utc)  # twenty minutes after `make_result` signs
CHANGES = 100


def parts(pdf):
    """The covered bytes and the message, without pyhanko."""
    start = pdf.rindex(b"/Contents <") + len("/Contents ")
    end = pdf.index(b">", start) + 1
    message = bytes.fromhex(pdf[start + 1 : end - 1].decode())
    length = 4 + int.from_bytes(message[2:4])  # 30 82, two bytes of length, the rest; then zeros
    return pdf[:start] + pdf[end:], message[:length], start, end


def pyhanko_accepts(pdf, certificate):
    context = ValidationContext(trust_roots=[certificate], moment=MOMENT)
    try:
        (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
        status = validate_pdf_signature(signature, context)
    except Exception:  # whatever it stumbles over, it does not accept
        return False
    return status.bottom_line and status.coverage == SignatureCoverageLevel.ENTIRE_FILE


def openssl_accepts(folder, content, message):
    (folder / "checked").write_bytes(content)
    (folder / "checked.p7s").write_bytes(message)
    command = "openssl cms -verify -binary -inform DER -in checked.p7s -content checked -CAfile signer.pem -purpose any"
    command += f" -attime {int(MOMENT.timestamp())} -out /dev/null"
    return subprocess.run(command.split(), cwd=folder, capture_output=True).returncode == 0


def check_form(pdf):
    """PAdES B-B (EN 319 142-1, 6.3): what must be there, and no signing time among the signed attributes."""
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/M"] == "D:20261121074000+07'00'"
    attributes = {attribute["type"].native for attribute in signature.signer_info["signed_attrs"]}
    assert attributes == {"content_type", "message_digest", "signing_certificate_v2"}, attributes


def main(make_result, folder):
    subprocess.run([make_result, folder], check=True)
    pdf = (folder / "result.pdf").read_bytes()
    certificate = load_cert_from_pemder(folder / "signer.pem")
    covered, message, start, end = parts(pdf)
    check_form(pdf)
    assert pyhanko_accepts(pdf, certificate), "pyhanko refuses the result"
    assert openssl_accepts(folder, covered, message), "OpenSSL refuses the result"
    content, detached = (folder / "content").read_bytes(), (folder / "content.p7s").read_bytes()
    assert openssl_accepts(folder, content, detached), "OpenSSL refuses the detached signature"
    assert not pyhanko_accepts(pdf + b"\n% more\n", certificate), "pyhanko takes appended bytes as covered"

    chance = random.Random(1)
    digits = start + 1 + 2 * len(message) - 40  # the last bytes of the message are those of the signature itself
    page = [*range(start), *range(end, len(pdf))]
    for place in chance.sample(page, CHANGES - 40) + [*range(digits, digits + 40)]:
        changed = bytearray(pdf)
        if digits <= place < digits + 40:
            changed[place] = ord("5") if changed[place] != ord("5") else ord("6")
        else:
            changed[place] ^= 1 << chance.randrange(8)
        assert not pyhanko_accepts(bytes(changed), certificate), f"pyhanko accepts a change at byte {place}"
        content = bytes(changed[:start] + changed[end:])
        message = bytes.fromhex(changed[start + 1 : start + 1 + 2 * len(message)].decode())
        assert not openssl_accepts(folder, content, message), f"OpenSSL accepts a change at byte {place}"
    print(f"accepted by pyhanko and OpenSSL; {CHANGES} changes of one byte refused by each")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
