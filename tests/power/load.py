"""The load: systems that look people up, and citizens and officers who take dossiers from the draft to the result.

Nothing is noted here about what was answered: that is read from the trace, where an answer stands at the very moment at
which its bytes left (`told.py`). A load only has to keep every log, journal and database busy at once.
"""

import json
import sqlite3
import sys
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "walk"))
from browser import Browser, Stuck  # noqa: E402

SYSTEMS = 6
# Of every so many people one is asked about: small journals, and several answers about the same person.
PEOPLE = 40
# Places of nodes among the ports (crates/motlan/src/demo/place.rs), with the one-stop systems that run there.
PROVINCES = {"H45": 3, "H19": 6}
CLIENT_FACE = 80
STEPS = ("tiep-nhan", "xac-minh", "bat-dau", "ky", "quyet-dinh", "tra-ket-qua")
PROCEDURES = ("driving-licence-renewal", "international-driving-permit")


def people(data):
    """What the population registry knows: enough to ask about somebody."""
    with sqlite3.connect(f"file:{data}/VN/GOV/G01/population.db?mode=ro", uri=True) as database:
        layouts = dict(database.execute("SELECT layout, fields FROM registry_layout WHERE registry = 'population'"))
        rows = database.execute(
            "SELECT record_key, layout, field_values FROM registry_record ORDER BY 1 LIMIT ?", (PEOPLE,)
        ).fetchall()
    # Values stand in the order of their layout's fields; those at the end that are missing are left out.
    named = [(number, zip(layouts[layout].split(), json.loads(values))) for number, layout, values in rows]
    return [{field: value for field, value in values if value} | {"personal_number": number} for number, values in named]


class Load:
    """Threads that ask until they are told to stop."""

    def __init__(self, base, data, seed):
        self.base, self.people, self.seed = base, people(data), seed
        self.is_over = threading.Event()
        self.lock = threading.Lock()
        self.counts = {}
        works = [lambda number=number: self.ask(number) for number in range(SYSTEMS)]
        for place in PROVINCES.values():
            works += [lambda place=place, who=who: self.apply(place, who) for who in ("citizen", "citizen-2")]
        self.threads = [threading.Thread(target=self.repeat, args=(work,), daemon=True) for work in works]
        for thread in self.threads:
            thread.start()

    def repeat(self, work):
        while not self.is_over.is_set():
            try:
                work()
            except (OSError, HTTPException, Stuck) as error:
                self.count(f"broken off: {str(error)[:160]}")
                self.is_over.wait(0.05)

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1

    def done(self, what):
        with self.lock:
            return self.counts.get(what, 0)

    def stop(self):
        self.is_over.set()
        for thread in self.threads:
            thread.join(60)

    def ask(self, number):
        """A system's questions over one connection, of both kinds in turn."""
        member, place = list(PROVINCES.items())[number % 2]
        connection = HTTPConnection("127.0.0.1", self.base + 100 * place + CLIENT_FACE, timeout=40)
        headers = {"X-Road-Client": f"VN/GOV/{member}/onestop", "Content-Type": "application/json",
                   "Motlan-Purpose": "ND-107-2021"}
        at = number * 7 + self.seed
        while not self.is_over.is_set():
            at += 1
            person = self.people[at % len(self.people)]
            key = {name: person[name] for name in ("personal_number", "full_name", "birth_date")}
            service = ("verify", "look-up")[at // 3 % 2]
            body = key | ({"fields": {"sex": person["sex"]}} if service == "verify" else {})
            connection.request("POST", f"/r1/VN/GOV/G01/population/{service}", json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
            if answer.status == 200:
                self.count("answers")
            else:
                self.count(f"refused: {answer.status} {text[:120]!r}")
                time.sleep(0.05)

    def apply(self, place, who):
        """A citizen's dossiers one after the other, each through to its result."""
        pages = f"http://127.0.0.1:{self.base + 100 * place}"
        citizen, officers = entered(pages, who), [entered(pages, "officer"), entered(pages, "officer-2")]
        turn = 0
        while not self.is_over.is_set():
            code = self.submit(citizen, pages, PROCEDURES[turn % 2])
            officer = officers[turn % 2]
            turn += 1
            for step in STEPS:
                officer.open(f"{pages}/mot-cua/ho-so/{code}")
                send(officer, f"/{code}/{step}")
                self.count("steps")

    def submit(self, citizen, pages, procedure):
        citizen.open(f"{pages}/ho-so")
        send(citizen, f"/ho-so/moi/{procedure}")
        send(citizen, "/nop")
        send(citizen, "/xac-nhan")
        self.count("dossiers")
        return citizen.page.url.split("?")[0].rstrip("/").rsplit("/", 2 if "/da-nop" in citizen.page.url else 1)[1]


def entered(pages, who):
    """A browser of somebody who has gone in by the button of a demonstration."""
    browser = Browser("/nonexistent")
    browser.open(f"{pages}/dang-nhap")
    for form in forms(browser, "/dang-nhap/dung-thu"):
        fields = dict(browser.page.entries(form, None))
        if who in fields.values():
            return press(browser, form)
    raise Stuck(f"nobody goes in as {who} at {pages}")


def forms(browser, ending):
    for node in browser.page.root.elements():
        if node.tag == "form" and (node.get("action") or "").split("?")[0].endswith(ending):
            yield node


def send(browser, ending):
    """Sends the form that leads there."""
    form = next(forms(browser, ending), None)
    if form is None:
        raise Stuck(f"no form for {ending} on {browser.page.url} ({browser.page.status})")
    press(browser, form)
    if browser.page.status != 200:
        raise Stuck(f"{ending} was answered with {browser.page.status}: {browser.page.text('main')[:300]}")


def press(browser, form):
    button = next(node for node in form.elements() if node.tag == "button")
    browser._send(button)
    return browser
