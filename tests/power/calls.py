"""Reads what strace saw of one process: changes of files below a folder, syncs, and what went over plain sockets.

A call has two moments, its entry and its exit, and both stand in the list of events in the order in which strace was
told of them. strace holds a thread while it notes a call, so what one thread does after it has seen another's call end
stands after that end. Data are those of the entry: what was asked to be written, before any of it can be on a disk.
"""

import os
import re

# Everything that can change a file or its name, or make either durable. What the model does not know ends the run:
# a call that went unseen would make every image wrong.
CHANGES = ("open openat creat write pwrite64 ftruncate fsync fdatasync rename renameat renameat2 unlink unlinkat mkdir "
           "mkdirat lseek writev").split()
UNKNOWN = ("pwritev pwritev2 truncate fallocate rmdir link linkat symlink symlinkat sync_file_range syncfs sync msync mmap "
           "dup dup2 dup3 copy_file_range sendfile splice io_uring_setup").split()
SOCKETS = "sendto sendmsg recvfrom recvmsg".split()

# A sync that takes as long as on a disk: requests pile up behind it and share the next one.
SYNC_DELAY_US = 1500

TLS = (b"\x14", b"\x15", b"\x16", b"\x17")


def command(output):
    """strace with whole data, every string and path in hexadecimal."""
    calls = ",".join(CHANGES + UNKNOWN + SOCKETS)
    return ["strace", "-f", "-y", "-xx", "-s", "16777216", "--seccomp-bpf", "-o", str(output), "-e", f"trace={calls}",
            "-e", "signal=none", "-e", f"inject=fsync,fdatasync:delay_enter={SYNC_DELAY_US}"]


class Call:
    """One system call. `result` is None while the trace ends before it does."""

    __slots__ = ("name", "path", "other", "fd", "data", "offset", "flags", "result", "covered")

    def __init__(self, name):
        self.name, self.path, self.other, self.fd = name, None, None, None
        self.data, self.offset, self.flags, self.result, self.covered = None, None, "", None, ()


def hexed(text):
    return "".join(f"\\x{byte:02x}" for byte in text.encode()).encode()


def unhexed(text):
    return bytes.fromhex(text.replace(b"\\x", b"").decode())


class Reader:
    """Turns lines into events `(is_exit, call)`. `folder` is where relative paths begin; `below` is what is watched."""

    def __init__(self, folder, below):
        self.folder, self.below = folder, os.path.join(folder, below)
        self.mark, self.socket = hexed(below), hexed("socket:[")
        self.open = {}

    def events(self, file):
        for line in file:
            thread, _, rest = line.rstrip(b"\n").partition(b" ")
            rest = rest.lstrip()
            if rest.startswith((b"+++", b"---")):
                continue
            if rest.startswith(b"<... "):
                begun = self.open.pop(thread, None)
                if begun:
                    text, call = begun
                    self.parse(call, text + rest.partition(b"resumed>")[2], True)
                    yield from self.ended(call)
                continue
            name = rest.partition(b"(")[0].decode()
            if not self.is_watched(name, rest):
                continue
            call = Call(name)
            if rest.endswith(b"<unfinished ...>"):
                text = rest.removesuffix(b"<unfinished ...>")
                self.parse(call, text, False)
                self.open[thread] = text, call
                yield False, call
            else:
                self.parse(call, rest, True)
                yield False, call
                yield from self.ended(call)

    def ended(self, call):
        yield True, call

    def is_watched(self, name, text):
        is_ours = self.mark in text[:4096]
        if name in UNKNOWN and is_ours and not self.is_harmless(name, text):
            raise RuntimeError(f"a call that the model does not know: {text[:400]!r}")
        if name in SOCKETS or name in ("write", "writev"):
            return is_ours or self.socket in text[:256]
        return name in CHANGES and is_ours

    def is_harmless(self, name, text):
        """SQLite shares its -shm; it is never synced and is made again from the write-ahead log at the next opening."""
        return name == "mmap" and (b"PROT_WRITE" not in text or hexed("-shm>")[:-4] in text or b"MAP_PRIVATE" in text)

    def parse(self, call, text, is_whole):
        """Fills in what is known by now; an exit brings the result and what was received."""
        arguments = text.partition(b"(")[2]
        if is_whole:
            arguments, _, result = arguments.rpartition(b") ")
            result = re.search(rb"= (-?\d+)", result)
            # A call in which the process ended has none.
            call.result = int(result[1]) if result else None
        descriptor = re.match(rb"(\d+)<([^>]*)>", arguments)
        if descriptor:
            call.fd, call.path = int(descriptor[1]), self.clean(unhexed(descriptor[2]).decode())
        texts = [unhexed(found) for found in re.findall(rb'"([^"]*)"', arguments)]
        match call.name:
            case "open" | "openat" | "creat" | "mkdir" | "mkdirat" | "unlink" | "unlinkat":
                call.path, call.flags = self.absolute(texts[0]), arguments.rpartition(b'"')[2].decode()
                if call.name == "creat":
                    call.flags = "O_CREAT|O_TRUNC"
            case "rename" | "renameat" | "renameat2":
                call.path, call.other = self.absolute(texts[0]), self.absolute(texts[1])
            case "write" | "pwrite64" | "writev" | "sendto" | "sendmsg" | "recvfrom" | "recvmsg":
                call.data = b"".join(texts)
                if call.name == "pwrite64":
                    call.offset = int(arguments.rpartition(b",")[2])
            case "ftruncate":
                call.offset = int(arguments.rpartition(b",")[2])

    def absolute(self, path):
        return os.path.normpath(os.path.join(self.folder, path.decode()))

    def clean(self, path):
        return path if path.startswith("socket:") else os.path.normpath(path)
