"""Images in the hands of the real binary: every node starts on them, and life goes on without loss or repetition."""

import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import check
import journal
from disk import Disk
from life import SETTLE_S
from tables import Databases

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "walk"))
from demo import environment  # noqa: E402


def published(data):
    """The sizes of what each node has published of its logs of transactions."""
    def size(path):
        return int(path.read_text().split("\n")[1])
    return {node.name: tuple(size(node / "log" / log / "checkpoint") for log in ("exchange", "unfinished"))
            for node in Path(data).glob("VN/GOV/*")}


def starts(country, kept):
    """Starts the binary on an image that was kept; every node must start, and publish the logs that the image holds."""
    folder, expected = kept
    country.put(folder)
    if not country.opens():
        yield check.Violation("start", f"not every node starts:\n{country.log()}")
    elif published(country.data) != expected:
        yield check.Violation("start", f"published {published(country.data)} where the image holds {expected}")


def last_life(country, kept, told, seed, work, load):
    """Plays on, until everything is settled; then nothing is open any more, and the audit agrees."""
    country.put(kept[0])
    country.start()
    country.load(seed, *load)
    settle(country)
    country.stop()
    image = Disk(str(country.data)).image(0)
    history = {member: journal.logs(image, f"VN/GOV/{member}")[0] for member in image.names("VN/GOV")}
    found, facts = check.check(image, Databases(work), told, history)
    yield from found
    yield from check.check_history(told, history)
    for member, held in facts.tables.items():
        if len(facts.logs[member]["casework"]) != len(held.entries):
            yield check.Violation("log", f"{member}'s log is not its table when all is settled")
    if published(country.data) != facts.published():
        yield check.Violation("checkpoint", "what is published is not what the journals hold")
    yield from audit(country, told)


def settle(country):
    """Until the portal holds every change and the logs every entry. A message that failed waits up to a minute."""
    late = time.monotonic() + SETTLE_S
    while not all(is_settled(country, member) for member in check.PROVINCES):
        if time.monotonic() > late:
            raise RuntimeError("the provinces do not come to rest")
        time.sleep(0.25)
    # One more round of everything: entries, checkpoints, the portal's own.
    time.sleep(2.5)


def is_settled(country, member):
    with sqlite3.connect(f"file:{country.data}/VN/GOV/{member}/casework.db?mode=ro", uri=True) as database:
        return database.execute("SELECT COUNT(*) FROM casework_outbox WHERE state <> 1").fetchone() == (0,)


def audit(country, told):
    """`motlan audit` over all folders; the table must hold every answer that left, matched."""
    folders = sorted(str(path) for path in Path(country.data).glob("VN/GOV/*"))
    done = subprocess.run([country.plain, "audit", "--json", *folders], capture_output=True, text=True, env=environment())
    report = json.loads(done.stdout) if done.stdout else {}
    matched = sum(row["matched"] for row in report.get("rows", []))
    print(f"figure power.audit.matched {matched} transactions")
    if done.returncode != 0 or matched < len(told.answers):
        said = done.stdout[-1500:] + done.stderr[-500:]
        yield check.Violation("audit", f"{matched} matched, {len(told.answers)} answers left\n{said}")
