"""A disk that forgets: what a trace of calls leaves behind when the power goes.

What the model promises a program is what fsync(2) and rename(2) promise, and nothing more:

* Data of a file are durable once an fsync or fdatasync of it has ended, if their write had ended before the sync began.
* A name is durable once an fsync of its folder has ended, in the same way. A sync of a file makes no name durable,
  though ext4 would do that for a new file.
* Before that each write may be there, be missing, or be torn: some of its sectors (512 bytes or 4 KiB) are there and
  others still hold what they held. A file may have grown for a write that is missing; then it holds zeros.
* Changes of names in one folder come to the disk in their order. Those of different folders do not.

It is no model of a disk whose cache lies, of sectors that are neither old nor new, or of a file system that is damaged.
"""

import hashlib
import os
import random

SECTORS = (512, 4096)
MODES = ("nothing", "everything", "mixed", "mixed", "prefix")


class File:
    """The durable content, the changes since then, and what the kernel would show."""

    def __init__(self, number, content=b""):
        self.number, self.version = number, 0
        self.durable, self.live = bytearray(content), bytearray(content)
        self.pending = []

    def change(self, call, offset, data):
        """`data` None: the size becomes `offset`."""
        apply(self.live, offset, data)
        self.pending.append((call, offset, data))

    def sync(self, covered):
        for change in covered:
            apply(self.durable, change[1], change[2])
        if covered:
            gone = set(map(id, covered))
            self.pending = [change for change in self.pending if id(change) not in gone]
            self.version += 1

    def after_cut(self, chance, mode):
        if not self.pending or mode == "nothing":
            return bytes(self.durable)
        content = bytearray(self.durable)
        end = chance.randrange(len(self.pending) + 1)
        for place, (_, offset, data) in enumerate(self.pending):
            fate = {"everything": "keep", "mixed": chance.choice(("keep", "drop", "torn"))}.get(mode)
            fate = fate or ("keep" if place < end else "torn" if place == end else "drop")
            if fate == "keep":
                apply(content, offset, data)
            elif data is None:
                continue
            elif fate == "torn":
                tear(content, offset, data, chance)
            elif len(content) < offset + len(data) and chance.random() < 0.25:
                content.extend(bytes(offset + len(data) - len(content)))
        return bytes(content)


class Folder:
    """Names as they are on the disk, the changes since then, and names as the kernel shows them."""

    def __init__(self, number):
        self.number, self.durable, self.live, self.pending = number, {}, {}, []

    def change(self, call, removed, name, node):
        """One step: `removed` goes, `name` comes; a renaming within the folder is both at once."""
        put(self.live, removed, name, node)
        self.pending.append((call, removed, name, node))

    def sync(self, covered):
        for _, removed, name, node in covered:
            put(self.durable, removed, name, node)
        gone = set(map(id, covered))
        self.pending = [change for change in self.pending if id(change) not in gone]

    def after_cut(self, chance, mode):
        if not self.pending or mode == "nothing":
            return self.durable
        count = len(self.pending) if mode == "everything" else chance.randrange(len(self.pending) + 1)
        names = dict(self.durable)
        for _, removed, name, node in self.pending[:count]:
            put(names, removed, name, node)
        return names


def put(names, removed, name, node):
    if removed is not None:
        names.pop(removed, None)
    if name is not None:
        names[name] = node


def apply(content, offset, data):
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
        return
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def tear(content, offset, data, chance):
    """Whole sectors of the file come or do not come; a file that grew may hold zeros up to its new end."""
    size = chance.choice(SECTORS)
    if chance.random() < 0.5:
        content.extend(bytes(max(0, offset + len(data) - len(content))))
    at = offset
    while at < offset + len(data):
        end = min((at // size + 1) * size, offset + len(data))
        if chance.random() < 0.5:
            apply(content, at, data[at - offset : end - offset])
        at = end


class Disk:
    """The tree below one folder; `lies(path, is_folder)` says whose syncs do nothing."""

    def __init__(self, root, lies=None):
        self.root, self.lies, self.count, self.positions = root, lies, 0, {}
        self.top = self.load(root)

    def number(self):
        self.count += 1
        return self.count

    def load(self, path):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                return File(self.number(), file.read())
        folder = Folder(self.number())
        for name in sorted(os.listdir(path)):
            if not name.endswith("-shm"):
                folder.durable[name] = self.load(os.path.join(path, name))
        folder.live = dict(folder.durable)
        return folder

    def find(self, path):
        node = self.top
        for name in os.path.relpath(path, self.root).split("/"):
            if name != ".":
                node = node.live.get(name) if isinstance(node, Folder) else None
        return node

    def image(self, seed):
        return Image(self, seed)


class Image:
    """What one cut leaves; decided file by file, from the seed, whenever somebody looks. The disk must not go on."""

    def __init__(self, disk, seed):
        self.disk, self.seed, self.modes = disk, seed, {}

    def mode(self, path):
        """One for each node: they are machines of their own."""
        node = "/".join(path.split("/")[:3])
        if node not in self.modes:
            self.modes[node] = random.Random(f"{self.seed} {node}").choice(MODES)
        return self.modes[node]

    def told(self):
        return ", ".join(f"{node[7:]} {mode}" for node, mode in sorted(self.modes.items()) if node[7:])

    def cut(self, node, path):
        return node.after_cut(random.Random(f"{self.seed} {node.number}"), self.mode(path))

    def node(self, path):
        node, at = self.disk.top, ""
        for name in path.split("/") if path else []:
            if not isinstance(node, Folder):
                return None
            node = self.cut(node, at).get(name)
            at = f"{at}/{name}" if at else name
        return node

    def names(self, path):
        node = self.node(path)
        return self.cut(node, path) if isinstance(node, Folder) else {}

    def read(self, path):
        node = self.node(path)
        return self.cut(node, path) if isinstance(node, File) else None

    def key(self, path):
        """Two images with the same key hold the same file."""
        node = self.node(path)
        if not isinstance(node, File):
            return b"none"
        if not node.pending or self.mode(path) == "nothing":
            return f"{node.number} {node.version}".encode()
        return hashlib.blake2b(self.cut(node, path)).digest()

    def write(self, target, path=""):
        """Makes real files of it."""
        os.makedirs(target, exist_ok=True)
        for name, node in self.names(path).items():
            below = f"{path}/{name}" if path else name
            if isinstance(node, Folder):
                self.write(os.path.join(target, name), below)
            else:
                with open(os.path.join(target, name), "wb") as file:
                    file.write(self.cut(node, below))
