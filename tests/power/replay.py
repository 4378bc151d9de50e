"""Plays the events of a trace into the model of a disk, one by one, so that the power can go after any of them."""

import os

from disk import File, Folder

SHARED_MEMORY = "-shm"


class Replay:
    """Changes begin with the entry of their call and count as written with its exit; a sync covers what was written
    when it began, and is worth something once it has ended well."""

    def __init__(self, disk):
        self.disk, self.written = disk, set()

    def play(self, is_exit, call):
        path = call.path or ""
        if not path.startswith(self.disk.root) or path.endswith((SHARED_MEMORY, "(deleted)")):
            return
        if is_exit:
            return self.end(call)
        # What failed has changed nothing. A call that the trace does not see end may have done all of its work.
        if call.result is not None and call.result < 0:
            return
        match call.name:
            case "open" | "openat" | "creat":
                self.open(call)
            case "write" | "writev":
                self.write_on(call)
            case "pwrite64":
                self.file(call).change(call, call.offset, call.data)
            case "ftruncate":
                self.file(call).change(call, call.offset, None)
            case "rename" | "renameat" | "renameat2":
                self.rename(call)
            case "unlink" | "unlinkat":
                folder, name = self.place(call.path)
                folder.change(call, name, None, None)
            case "mkdir" | "mkdirat":
                folder, name = self.place(call.path)
                folder.change(call, None, name, Folder(self.disk.number()))
            case "fsync" | "fdatasync":
                node = self.disk.find(call.path)
                is_folder = isinstance(node, Folder)
                if not (self.disk.lies and self.disk.lies(os.path.relpath(call.path, self.disk.root), is_folder)):
                    call.covered = node, [change for change in node.pending if id(change[0]) in self.written]

    def end(self, call):
        if call.result is None or call.result < 0:
            return
        if call.name in ("fsync", "fdatasync"):
            if call.covered:
                call.covered[0].sync(call.covered[1])
                self.written.difference_update(id(change[0]) for change in call.covered[1])
        else:
            self.written.add(id(call))
            if call.name in ("open", "openat", "creat"):
                self.disk.positions[call.result] = 0
            if call.data is not None and call.result != len(call.data):
                raise RuntimeError(f"a write of {len(call.data)} bytes wrote {call.result}")
            if call.name == "lseek":
                self.disk.positions[call.fd] = call.result

    def place(self, path):
        folder = self.disk.find(os.path.dirname(path))
        if not isinstance(folder, Folder):
            raise RuntimeError(f"{path} lies in no folder that the trace has seen")
        return folder, os.path.basename(path)

    def file(self, call):
        node = self.disk.find(call.path)
        if not isinstance(node, File):
            raise RuntimeError(f"{call.name} goes to {call.path}, which the trace has not seen made")
        return node

    def open(self, call):
        folder, name = self.place(call.path)
        if name not in folder.live and "O_CREAT" in call.flags:
            folder.change(call, None, name, File(self.disk.number()))
        elif "O_TRUNC" in call.flags:
            self.file(call).change(call, 0, None)
        if "O_APPEND" in call.flags:
            raise RuntimeError(f"{call.path} is opened to append, which the model does not know")

    def write_on(self, call):
        at = self.disk.positions[call.fd]
        self.file(call).change(call, at, call.data)
        self.disk.positions[call.fd] = at + len(call.data)

    def rename(self, call):
        (folder, old), (target, new) = self.place(call.path), self.place(call.other)
        node = folder.live[old]
        if folder is not target:
            raise RuntimeError(f"{call.path} changes its folder, which the model does not know")
        folder.change(call, old, new, node)
