"""One life of a small country: `motlan demo` under strace and under load, on the data that an earlier life has left.

Seven nodes in one process, with the sockets, TLS, logs, journals and databases that separate ones have.
"""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import calls
from disk import Disk, Folder
from load import Load
from replay import Replay

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "walk"))
import demo as walk  # noqa: E402

DATA = "motlan-data"
# Enough people to ask about; everything else that a demonstration does by itself would only be in the way.
walk.OPTIONS = ("--people", "300", "--dossiers", "0", "--no-traffic")
LOAD_S = 120
SETTLE_S = 120


class Country(walk.Demo):
    """The demonstration, begun once and started again and again."""

    def __init__(self, binary, folder):
        super().__init__(binary, folder)
        self.plain = self.binary
        self.data = self.folder / DATA

    def begin(self):
        self.start()
        self.stop()

    def live(self, seed, answers, dossiers):
        """Runs under strace until so much was done; returns the events of its trace."""
        base, trace = self.folder / "base", self.folder / "trace"
        shutil.rmtree(base, ignore_errors=True)
        shutil.copytree(self.data, base)
        wrapped = self.folder / "traced"
        wrapped.write_text(f'#!/bin/sh\nexec {shlex.join([*calls.command(trace), str(self.plain)])} "$@"\n')
        wrapped.chmod(0o755)
        self.binary = wrapped
        try:
            self.start()
            self.load(seed, answers, dossiers)
            self.stop_traced()
        finally:
            self.binary = self.plain
        with trace.open("rb") as file:
            events = list(calls.Reader(str(self.folder), DATA).events(file))
        trace.unlink()
        return events

    def load(self, seed, answers, dossiers):
        load, late = Load(self.base, self.data, seed), time.monotonic() + LOAD_S
        try:
            while load.done("answers") < answers or load.done("dossiers") < dossiers:
                if time.monotonic() > late:
                    raise RuntimeError(f"the load does not get on: {load.counts}")
                time.sleep(0.05)
        finally:
            load.stop()
        # A load that is refused again and again keeps nothing busy.
        broken = {what: count for what, count in load.counts.items() if ":" in what and "starting" not in what}
        if sum(broken.values()) > len(load.threads):
            raise RuntimeError(f"the load is refused: {broken}")

    def stop_traced(self):
        """The process below strace is told to stop; strace ends with it."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGTERM)
        if self.process.wait(walk.STOP_S) != 0:
            raise RuntimeError(f"the demonstration ended badly:\n{self.log()}")

    def disk(self, lies):
        """The disk as it was before the life, on the paths that the trace speaks of."""
        disk = Disk(str(self.folder / "base"), lies)
        disk.root = str(self.data)
        return disk, Replay(disk)

    def put(self, folder):
        """What a cut has left becomes the data of the next life."""
        shutil.rmtree(self.data)
        shutil.copytree(folder, self.data)

    def opens(self):
        """Whether every node starts on the data; all are killed as soon as they have."""
        command = [self.plain, "demo", "--data", f"./{DATA}", "--port-base", str(self.base), *walk.OPTIONS]
        with (self.folder / "demo.log").open("wb") as errors:
            process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=errors,
                                       env=walk.environment())
            try:
                return self.await_faces(process)
            finally:
                process.kill()
                process.wait()

    def await_faces(self, process):
        late = time.monotonic() + walk.READY_S
        faces = [self.base + 100 * node + walk.HEALTH for node in range(walk.NODES)]
        while process.poll() is None and time.monotonic() < late:
            faces = [port for port in faces if not is_open(port)]
            if not faces:
                return True
            time.sleep(0.02)
        return False


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def differences(node, path):
    """Where the model's last state is not that of the real folder: then it would have missed a call."""
    if isinstance(node, Folder):
        names = {name for name in os.listdir(path) if not name.endswith("-shm")} if os.path.isdir(path) else set()
        yield from (f"{path}/{name}" for name in names ^ node.live.keys())
        for name in names & node.live.keys():
            yield from differences(node.live[name], f"{path}/{name}")
    elif Path(path).read_bytes() != node.live:
        yield path
