"""What the SQLite databases of an image say, read by SQLite itself, write-ahead log and all.

What was read once is not read again: most cuts leave a database as an earlier one has left it.
"""

import os
import sqlite3
from collections import namedtuple

SUFFIXES = ("", "-wal", "-journal")

Casework = namedtuple("Casework", "dossiers steps entries outbox checks commitments documents drafts")
Inbox = namedtuple("Inbox", "held changes entries")

ENTRIES = "SELECT entry_index, dossier, bytes FROM casework_entry ORDER BY entry_index"


class Broken(Exception):
    """A database that SQLite finds damaged."""


class Databases:
    """Opens databases of images of one disk in a folder of its own."""

    def __init__(self, folder):
        self.folder, self.known = folder, {}

    def read(self, image, path, reader):
        key = path.encode(), *(image.key(path + suffix) for suffix in SUFFIXES)
        if key not in self.known:
            files = {suffix: image.read(path + suffix) for suffix in SUFFIXES}
            try:
                self.known[key] = self.open(files, reader)
            except (sqlite3.Error, Broken) as error:
                self.known[key] = Broken(f"{path}: {error}")
        if isinstance(self.known[key], Broken):
            raise self.known[key]
        return self.known[key]

    def open(self, files, reader):
        place = os.path.join(self.folder, "database")
        for suffix in (*SUFFIXES, "-shm"):
            if os.path.exists(place + suffix):
                os.remove(place + suffix)
        for suffix, content in files.items():
            if content is not None:
                with open(place + suffix, "wb") as file:
                    file.write(content)
        database = sqlite3.connect(place)
        try:
            for check in ("integrity_check", "foreign_key_check"):
                rows = database.execute(f"PRAGMA {check}").fetchall()
                if rows not in ([("ok",)], []):
                    raise Broken(f"{check}: {rows[:3]}")
            return reader(lambda sql: database.execute(sql).fetchall())
        finally:
            database.close()


def casework(rows):
    return Casework(
        dossiers={row[0]: row[1:] for row in rows(
            "SELECT code, status, number, step, pseudonym, result FROM casework_dossier")},
        steps=rows("SELECT dossier, number, status, entry_index FROM casework_step ORDER BY dossier, number"),
        entries=rows(ENTRIES),
        outbox=rows("SELECT dossier, number, state, message FROM casework_outbox ORDER BY dossier, number"),
        checks={row[0] for row in rows("SELECT dossier FROM casework_check")},
        commitments={bytes.fromhex(row[0]) for row in rows(
            "SELECT transaction_id FROM casework_check UNION "
            "SELECT transaction_id FROM casework_component WHERE transaction_id IS NOT NULL")},
        documents=dict(rows("SELECT uri, dossier FROM casework_document")),
        drafts=dict(rows("SELECT draft_id, dossier FROM casework_draft")),
    )


def inbox(rows):
    return Inbox(
        held=dict(rows("SELECT dossier, number FROM casework_inbox")),
        changes=rows("SELECT dossier, number, message, entry_index FROM casework_inbox_change ORDER BY dossier, number"),
        entries=rows(ENTRIES),
    )


def others(rows):
    """Of other databases it is asked only whether they are whole."""
    return rows("SELECT COUNT(*) FROM sqlite_master")
