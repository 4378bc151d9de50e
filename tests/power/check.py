"""What must hold of every image, whatever the power cut: each rule names the kind of promise that it keeps.

    answer       an answer that left is in both logs, once, with the same commitments
    look         an answer about a person is in the usage journal, once
    checkpoint   every checkpoint that was ever seen is a prefix of its log
    twice        no transaction stands twice in a log or in a usage journal
    dossier      what a citizen or an officer was shown as done is done; no dossier is there twice
    step         the steps of a dossier, its entries and its messages are 1, 2, 3, … and say the same
    log          the log `casework` is the beginning of the table that it is written from
    portal       what the national portal has acknowledged it holds; what it holds was sent
    sql          SQLite finds its databases whole
"""

import base64
from collections import Counter, namedtuple

import journal
import tables

Violation = namedtuple("Violation", "kind what")

PROVINCES = ("H45", "H19")
PORTAL = "G22"
REGISTRIES = {"G01": "population", "G04": "driving-licence"}
ID = slice(32, 64)
ROLE = 2
SYNCED = 5
ACKNOWLEDGED = 1
# What an officer's step makes of a dossier: the status that is then reached.
STATUSES = {"tiep-nhan": 2, "bat-dau": 4, "quyet-dinh": 9, "tra-ket-qua": 10}


class Facts:
    """What one image holds, as far as it can be read."""

    def __init__(self, image, databases, found):
        self.image, self.found = image, found
        self.logs, self.intents, self.transactions, self.looks, self.tables = {}, {}, {}, {}, {}
        for member in image.names("VN/GOV"):
            node = f"VN/GOV/{member}"
            self.logs[member], sealed, self.intents[member] = journal.logs(image, node)
            self.transactions[member] = [journal.transaction(*record) for record in sealed]
            if member in REGISTRIES:
                self.looks[member] = journal.looks(image, f"{node}/usage/{REGISTRIES[member]}")
            for name in list(image.names(node)):
                if name.endswith(".db"):
                    self.read(databases, member, name)

    def read(self, databases, member, name):
        reader = {"casework.db": tables.casework, "inbox.db": tables.inbox}.get(name, tables.others)
        try:
            found = databases.read(self.image, f"VN/GOV/{member}/{name}", reader)
        except tables.Broken as error:
            return self.wrong("sql", str(error))
        if reader is not tables.others:
            self.tables[member] = found

    def wrong(self, kind, what):
        self.found.append(Violation(kind, what))

    def published(self):
        """What a node shows of its logs as soon as it has started on this image: sizes of `exchange` and `unfinished`."""
        return {member: (len(logs["exchange"]), len(logs["unfinished"]) + len(self.intents[member]))
                for member, logs in self.logs.items()}

    def exchange(self, member):
        return self.logs[member]["exchange"]


def check(image, databases, told, history):
    """Violations of one image. `history` holds the logs as they were written in the end."""
    found = []
    facts = Facts(image, databases, found)
    check_answers(facts, told)
    check_looks(facts, told)
    check_logs(facts, told, history)
    for member in PROVINCES:
        if member in facts.tables:
            check_dossiers(facts, member, told)
            check_steps(facts, member)
    if PORTAL in facts.tables:
        check_portal(facts)
    return found, facts


def check_answers(facts, told):
    places = {member: Counter(entry[ID] for entry in log["exchange"]) for member, log in facts.logs.items()}
    for member, counts in places.items():
        for commitment, count in counts.items():
            if count > 1:
                facts.wrong("twice", f"{member} logs {commitment.hex()} {count} times")
    held = {member: {entry[ID]: entry for entry in facts.exchange(member)} for member in facts.logs}
    for answer in told.answers:
        log, provider = facts.exchange(answer.member), answer.service.split("/")[2]
        if answer.index >= len(log):
            facts.wrong("answer", f"{answer.member} has no entry {answer.index}")
            continue
        ours = log[answer.index]
        theirs = held[provider].get(ours[ID])
        if theirs is None or ours[:ROLE] + ours[ROLE + 1 :] != theirs[:ROLE] + theirs[ROLE + 1 :]:
            facts.wrong("answer", f"{provider} has no entry like {answer.member}'s {answer.index}")
    # What a registry brought into a dossier was an answer too.
    for member in PROVINCES:
        if member in facts.tables:
            both = held[member].keys() & (held["G01"].keys() | held["G04"].keys())
            for commitment in facts.tables[member].commitments - both:
                facts.wrong("answer", f"{member} uses what {commitment.hex()} brought, and a log lacks it")


def check_looks(facts, told):
    key = bytes.fromhex(facts.image.read("VN/GOV/G01/keys/index.key").decode().strip())
    looks = {(person, transaction) for person, transaction in facts.looks["G01"]}
    for answer in told.answers:
        transactions = facts.transactions[answer.member]
        if answer.index < len(transactions) and \
                (journal.person(key, answer.person), transactions[answer.index]) not in looks:
            facts.wrong("look", f"nobody finds the look that {answer.member}'s answer {answer.index} was")
    for member, found in facts.looks.items():
        counts = Counter(transaction for _, transaction in found)
        for transaction, count in counts.items():
            if count > 1:
                facts.wrong("twice", f"{member}'s usage journal holds {transaction.hex()} {count} times")
        # No question of the load is refused: every transaction that the provider logs is a look.
        for transaction in facts.transactions[member]:
            if transaction not in counts:
                facts.wrong("look", f"{member} has logged {transaction.hex()} without its look")


def check_logs(facts, told, history):
    for member, logs in facts.logs.items():
        for name, entries in logs.items():
            if entries != history[member][name][: len(entries)]:
                facts.wrong("checkpoint", f"{member}/{name} does not begin as it was written")
    for seen in told.checkpoints:
        if seen.size > len(facts.logs[seen.member][seen.log]):
            facts.wrong("checkpoint", f"{seen.member}/{seen.log} was seen with {seen.size} entries")
    for member, held in facts.tables.items():
        log = facts.logs[member]["casework"]
        if log != [bytes(row[2]) for row in held.entries[: len(log)]]:
            facts.wrong("log", f"{member}'s log of {len(log)} is not the beginning of {len(held.entries)} entries")


def check_dossiers(facts, member, told):
    held = facts.tables[member]
    reached = {(code, status) for code, _, status, _ in held.steps}
    signed = set(held.documents.values())
    for _, code in (dossier for dossier in told.dossiers if dossier.member == member):
        if code not in held.dossiers:
            facts.wrong("dossier", f"{code} was promised to its citizen and is gone")
    for _, draft in (draft for draft in told.drafts if draft.member == member):
        if draft not in held.drafts:
            facts.wrong("dossier", f"the draft {draft} is gone")
    for _, code, step in (step for step in told.steps if step.member == member):
        is_done = {"xac-minh": code in held.checks, "ky": code in signed}.get(step)
        if not (is_done if is_done is not None else (code, STATUSES[step]) in reached):
            facts.wrong("dossier", f"{code}: {step} was shown as done and is not")
    made = Counter(code for code in held.drafts.values() if code)
    if made != Counter(held.dossiers.keys()):
        facts.wrong("dossier", f"{member}: {len(made)} drafts were submitted, {len(held.dossiers)} dossiers are there")


def check_steps(facts, member):
    held = facts.tables[member]
    if [row[0] for row in held.entries] != list(range(len(held.entries))):
        facts.wrong("step", f"{member}: the entries are not 0, 1, 2, …")
    steps, entries, messages = ({code: [] for code in held.dossiers} for _ in range(3))
    for rows, into in ((held.steps, steps), (held.outbox, messages)):
        for code, *rest in rows:
            into.setdefault(code, []).append(rest)
    for _, code, content in held.entries:
        entries.setdefault(code, []).append(bytes(content))
    for code, (status, number, step, pseudonym, result) in held.dossiers.items():
        numbers = list(range(1, number + 1))
        if [row[0] for row in steps[code]] != numbers or [row[0] for row in messages[code]] != numbers:
            facts.wrong("step", f"{code}: {number} changes, but other steps or messages")
        if [int.from_bytes(entry[20:24], "big") for entry in entries[code]] != list(range(1, step + 1)) or \
                {entry[48:64].hex() for entry in entries[code]} != {pseudonym}:
            facts.wrong("step", f"{code}: {step} entries are not 1, 2, 3, … of one dossier")
        if steps[code] and steps[code][-1][1] != status or status >= 9 and held.documents.get(result) != code:
            facts.wrong("step", f"{code}: its status {status} is not its last step, or its result is not there")
        for (_, reached, index), (_, _, message) in zip(steps[code], messages[code]):
            entry = bytes(held.entries[index][2]) if index < len(held.entries) else b""
            if entry[2:4] != bytes((1, reached)) or base64.b64encode(entry).decode() not in message:
                facts.wrong("step", f"{code}: step, entry and message differ")
    if not set(steps) == set(entries) == set(messages) == set(held.dossiers):
        facts.wrong("step", f"{member}: something of a dossier is there without the dossier")


def check_portal(facts):
    held = facts.tables[PORTAL]
    changes = {(code, number): message for code, number, message, _ in held.changes}
    counts = Counter(code for code, _ in changes)
    if counts != Counter(held.held) or any((code, number) not in changes
                                           for code, last in held.held.items() for number in range(1, last + 1)):
        facts.wrong("portal", "the changes of a dossier are not 1, 2, 3, …")
    if [row[0] for row in held.entries] != list(range(len(held.entries))) or len(held.entries) != len(changes):
        facts.wrong("portal", "the portal's entries are not those of its changes")
    for code, number, _, index in held.changes:
        entry = held.entries[index] if index < len(held.entries) else (0, "", b"")
        if entry[1] != code or bytes(entry[2])[2] != SYNCED or int.from_bytes(bytes(entry[2])[24:28], "big") != number:
            facts.wrong("portal", f"{code}: change {number} has another's entry")
    sent = {}
    for member in PROVINCES:
        for code, number, state, message in facts.tables[member].outbox if member in facts.tables else ():
            sent[code, number] = message
            if state == ACKNOWLEDGED and changes.get((code, number)) != message:
                facts.wrong("portal", f"{code}: change {number} was acknowledged and is not held")
    if all(member in facts.tables for member in PROVINCES):
        for change in changes.keys() - sent.keys():
            facts.wrong("portal", f"{change[0]}: change {change[1]} is held and was never made")


def check_history(told, history):
    """Every checkpoint that was seen has the root of its log as it was written in the end."""
    for seen in told.checkpoints:
        entries = history[seen.member][seen.log]
        if len(entries) < seen.size or journal.root(entries[: seen.size]) != seen.root:
            yield Violation("checkpoint", f"{seen.member}/{seen.log} was seen otherwise with {seen.size} entries")
