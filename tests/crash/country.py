"""Three processes of one country under load: centre, Phú Yên, the population registry. What they answered must be in both
logs, once, in the registry's journal, and hold by `motlan audit`."""

import json
import signal
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "walk"))
from demo import Demo, environment  # noqa: E402

CLIENTS = 24
START_S = 60
ENTRY_BYTES = 128
BUNDLE_ENTRIES = 256
ID = slice(32, 64)
PERSON = {
    "personal_number": "003159070790",
    "full_name": "Nguyễn Thị Vân",
    "birth_date": "1959-01-18",
    "fields": {"sex": "female"},
}


class Node:
    """One `motlan node` process on a folder that a demonstration has made."""

    def __init__(self, binary, folder, member):
        self.binary, self.folder = binary, folder / "motlan-data" / member
        self.log = (folder / (member.replace("/", "-") + ".log")).open("ab")
        self.process = None

    def start(self):
        command = [self.binary, "node", "--config", self.folder / "motlan.toml"]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=self.log, env=environment())
        line = self.process.stdout.readline()
        if not line.startswith(b"ready "):
            raise RuntimeError(f"{self.folder} does not start: exit code {self.process.wait()}")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(START_S) != 0:
            raise RuntimeError(f"{self.folder} did not stop well")


class Clients:
    """Ask all the time; keep what was answered and count what was not."""

    def __init__(self, port):
        self.port = port
        self.places = []
        self.failures = {}
        self.lock = threading.Lock()
        self.is_over = threading.Event()
        self.threads = [threading.Thread(target=self.ask, daemon=True) for _ in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def ask(self):
        connection = None
        body = json.dumps(PERSON)
        headers = {"X-Road-Client": "VN/GOV/H45/onestop", "Content-Type": "application/json"}
        while not self.is_over.is_set():
            try:
                connection = connection or HTTPConnection("127.0.0.1", self.port, timeout=40)
                connection.request("POST", "/r1/VN/GOV/G01/population/verify", body, headers)
                answer = connection.getresponse()
                text = answer.read()
                self.note(answer, text)
                if answer.status != 200:
                    time.sleep(0.02)
            except (OSError, HTTPException) as error:
                self.count(type(error).__name__)
                connection = None
                time.sleep(0.02)

    def note(self, answer, text):
        if answer.status != 200:
            return self.count(answer.headers.get("Motlan-Error", str(answer.status)))
        if json.loads(text)["result"] != "match":
            raise RuntimeError(f"a wrong answer: {text}")
        place = int(answer.headers["Motlan-Proof"].rsplit("/", 1)[1].removesuffix(".tlog-proof"))
        with self.lock:
            self.places.append(place)

    def count(self, what):
        with self.lock:
            self.failures[what] = self.failures.get(what, 0) + 1

    def answered(self):
        with self.lock:
            return len(self.places)

    def await_answers(self, more):
        """Questions are refused for the first seconds after a start."""
        wanted, late = self.answered() + more, time.monotonic() + START_S
        while self.answered() < wanted:
            if time.monotonic() > late:
                raise RuntimeError(f"nothing is answered any more: {self.failures}")
            time.sleep(0.01)

    def stop(self):
        self.is_over.set()
        for thread in self.threads:
            thread.join(60)


def looks(port):
    """How many looks at the person the registry's journal holds, asked page by page as the person's own view does."""
    key = {name: PERSON[name] for name in ("personal_number", "full_name", "birth_date")}
    headers = {"X-Road-Client": "VN/GOV/H45/onestop", "Content-Type": "application/json"}
    found = 0
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=40)
        connection.request("POST", "/r1/VN/GOV/G01/population/usage", json.dumps(key), headers)
        page = json.loads(connection.getresponse().read())
        found += len(page["entries"])
        if not page.get("next"):
            return found
        key["before"] = page["next"]


def entries(node):
    """The entries of a log by index, from its tiles (C2SP tlog-tiles, entry bundles)."""
    log = node.folder / "log" / "exchange"
    size = int((log / "checkpoint").read_text().split("\n")[1])
    found = []
    for bundle in range((size + BUNDLE_ENTRIES - 1) // BUNDLE_ENTRIES):
        width = min(BUNDLE_ENTRIES, size - bundle * BUNDLE_ENTRIES)
        # Up to a thousand bundles, of 256,000 entries, one folder is enough.
        path = log / "tile" / "entries" / (f"{bundle:03}" + ("" if width == BUNDLE_ENTRIES else f".p/{width}"))
        data = path.read_bytes()
        step = ENTRY_BYTES + 2
        found += [data[at * step + 2 : (at + 1) * step] for at in range(width)]
    return found


def check(consumer, provider, places):
    ours, theirs = entries(consumer), entries(provider)
    # The id commitment is what pairs two entries (docs/evidence-format.md, section 2).
    known = {}
    for entry in theirs:
        known[entry[ID]] = known.get(entry[ID], 0) + 1
    lost = [place for place in places if place >= len(ours) or known.get(ours[place][ID], 0) != 1]
    twice = len(places) - len(set(places))
    repeated = sum(count > 1 for count in known.values()) + len(ours) - len({entry[ID] for entry in ours})
    print(f"figure crash.entries.consumer {len(ours)} entries\nfigure crash.entries.provider {len(theirs)} entries")
    print(f"figure crash.lost {len(lost)} answers\nfigure crash.twice {twice + repeated} entries")
    return not lost and not twice and not repeated


def audit(binary, nodes, answered):
    folders = [node.folder for node in nodes]
    done = subprocess.run([binary, "audit", "--json", *folders], capture_output=True, text=True, env=environment())
    report = json.loads(done.stdout) if done.stdout else {}
    matched = sum(row["matched"] for row in report.get("rows", []))
    alone = sum(row["consumer_only"] + row["provider_only"] for row in report.get("rows", []))
    print(f"figure crash.audit.matched {matched} transactions\nfigure crash.audit.one_sided {alone} transactions")
    if done.returncode != 0 or matched < answered:
        print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)
    return done.returncode == 0 and matched >= answered


def country(binary, folder):
    """The ports and the nodes of a demonstration that has run once."""
    demo = Demo(binary, folder)
    demo.start()
    demo.stop()
    return demo, [Node(binary, folder, member) for member in ("VN/GOV/G14", "VN/GOV/H45", "VN/GOV/G01")]


def stop_all(nodes):
    for node in nodes:
        if node.process and node.process.poll() is None:
            node.stop()


def holds(binary, nodes, clients, looked):
    """Whether everything that was answered is where it must be."""
    answered = clients.answered()
    print(f"figure crash.answers {answered} answers\nfigure crash.looks {looked} journal entries")
    print("refused or broken off: " + ", ".join(f"{what} {count}" for what, count in sorted(clients.failures.items())))
    is_whole = check(nodes[1], nodes[2], clients.places) and looked >= answered
    return audit(binary, nodes, answered) and is_whole
