"""What the world was told, read from the trace at the moment at which it was told.

An answer counts as told when the call that sends its first bytes begins: from then on somebody may have it. A checkpoint
counts as told when the call that gives it its name begins: from then on everybody may read it.
"""

import base64
import json
import re
from collections import namedtuple

from calls import TLS

# An answer to a system: whose log proves it, where, about whom, from which registry.
Answer = namedtuple("Answer", "member index person service")
# A step that an officer was shown as done, a dossier that a citizen has a number of, a draft that was begun.
Step = namedtuple("Step", "member code step")
Dossier = namedtuple("Dossier", "member code")
Draft = namedtuple("Draft", "member draft")
Checkpoint = namedtuple("Checkpoint", "member log size root")


class Told:
    """Grows with the trace; a copy of it goes with a disk on which life goes on."""

    def __init__(self, earlier=None):
        self.answers, self.steps, self.dossiers, self.drafts, self.checkpoints = (
            [set(kind) for kind in (earlier.answers, earlier.steps, earlier.dossiers, earlier.drafts, earlier.checkpoints)]
            if earlier else [set() for _ in range(5)])
        self.heard = {}

    def copy(self):
        return Told(self)

    def hear(self, is_exit, call, disk):
        """Takes in one event; says what kind of thing somebody was told, if any. Without a disk no checkpoint is read."""
        if call.name in ("rename", "renameat", "renameat2") and not is_exit:
            return self.see_checkpoint(call, disk)
        if not (call.path or "").startswith("socket:") or not call.data or call.data.startswith(TLS):
            return None
        if call.name in ("recvfrom", "recvmsg"):
            if is_exit and (call.result or 0) > 0:
                self.heard[call.path] = self.heard.get(call.path, b"") + call.data
            return None
        if is_exit or not call.data.startswith(b"HTTP/1.1 "):
            return None
        return self.answer(call.data, self.heard.pop(call.path, b""))

    def see_checkpoint(self, call, disk):
        found = re.search(r"/([^/]+)/log/(\w+)/checkpoint$", call.other)
        if not found or disk is None:
            return found and "checkpoint"
        _, size, root, *_ = bytes(disk.find(call.path).live).decode().split("\n")
        self.checkpoints.add(Checkpoint(found[1], found[2], int(size), base64.b64decode(root)))
        return "checkpoint"

    def answer(self, answer, request):
        head = answer.partition(b"\r\n\r\n")[0].decode(errors="replace")
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
        if "motlan-proof" in fields:
            return self.see_answer(fields, json.loads(request.partition(b"\r\n\r\n")[2]))
        if not head.startswith("HTTP/1.1 303"):
            return None
        page = re.match(r"POST (/\S*)", request.decode(errors="replace"))
        member = re.search(r"motlan-VN-GOV-(\w+)=", request.decode(errors="replace"))
        if page and member:
            return self.see_page(member[1], page[1], fields["location"])
        return None

    def see_answer(self, fields, question):
        index = re.fullmatch(r"/minh-chung/exchange/(\d+)\.tlog-proof", fields["motlan-proof"])
        if index:
            member = fields["x-road-client"].split("/")[2]
            self.answers.add(Answer(member, int(index[1]), question["personal_number"], fields["x-road-service"]))
        return index and "answer"

    def see_page(self, member, page, location):
        code = location.partition("?")[0].rpartition("/")[2]
        done = re.search(r"[?&]xong=([\w-]+)", location)
        if page.startswith("/mot-cua/") and done:
            self.steps.add(Step(member, code, done[1]))
            return "step"
        if page.endswith("/xac-nhan") and "?moi=1" in location:
            self.dossiers.add(Dossier(member, code))
            return "dossier"
        if page.startswith("/ho-so/moi/") and "/nhap/" in location:
            self.drafts.add(Draft(member, code))
            return "draft"
        return None
