"""The demonstration that a walk is taken in: started on free ports in a folder of its own, stopped by its process."""

import os
import re
import select
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

# Node k has ports from base + 100 k on: pages, X-Road HTTPS, gateway, X-Road HTTP, health (crates/motlan/src/setup.rs).
NODES = 7
HEALTH = 90
FACES = (0, 43, 55, 80, HEALTH)
WRITTEN_BASE = 8000

# A debug build makes 2,000 people in some seconds; two cores may be busy with other tests.
READY_S = 180
STOP_S = 60

OPTIONS = ("--people", "2000", "--dossiers", "0", "--no-traffic")


class Demo:
    """`binary` and `folder` are absolute; documents speak of ports from 8000 on."""

    def __init__(self, binary, folder):
        self.binary = Path(binary)
        self.folder = Path(folder)
        self.base = free_base()
        self.process = None

    def start(self):
        """Returns what was printed up to the line `ready`."""
        command = [self.binary, "demo", "--data", "./motlan-data", "--port-base", str(self.base), *OPTIONS]
        errors = (self.folder / "demo.log").open("wb")
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=errors, env=environment())
        printed = b""
        deadline = time.monotonic() + READY_S
        while b"ready " not in printed or not printed.endswith(b"\n"):
            readable, _, _ = select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))
            piece = os.read(self.process.stdout.fileno(), 65536) if readable else b""
            if not piece:
                raise RuntimeError(f"the demonstration did not become ready:\n{self.log()}")
            printed += piece
        self.await_health(deadline)
        return self.as_written(printed.decode())

    def await_health(self, deadline):
        """A gateway refuses peers for the first five seconds; a person needs longer to open a page, this walk does not."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for node in range(NODES):
            address = f"http://127.0.0.1:{self.base + 100 * node + HEALTH}/health"
            while b'"starting"' in opener.open(address, timeout=STOP_S).read():
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{address} goes on starting")
                time.sleep(0.1)

    def stop(self):
        """Ends it; the second line of defence is for a demonstration that hangs."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise RuntimeError("the demonstration did not stop when it was told to") from None
        if code != 0:
            raise RuntimeError(f"the demonstration ended with {code}:\n{self.log()}")

    def log(self):
        return (self.folder / "demo.log").read_text(errors="replace")[-4000:]

    def as_run(self, text):
        """Ports of the document become those of this demonstration."""
        return moved(text, WRITTEN_BASE, self.base)

    def as_written(self, text):
        """And back."""
        return moved(text, self.base, WRITTEN_BASE)


def moved(text, source, target):
    def port(found):
        offset = int(found[2]) - source
        return f"{found[1]}{target + offset}" if 0 <= offset < 100 * NODES else found[0]

    return re.sub(r"(127\.0\.0\.1:)(\d{4,5})\b", port, text)


def environment():
    """No proxy may stand between the walk and this machine; texts are UTF-8."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return kept | {"LC_ALL": "C.UTF-8", "no_proxy": "*"}


def free_base():
    """Below the ports that systems hand out by themselves (from 32768 on Linux)."""
    start = 12000 + os.getpid() % 16 * 1000
    for base in [12000 + (start - 12000 + 1000 * step) % 18000 for step in range(18)]:
        if all(is_free(base + 100 * node + face) for node in range(NODES) for face in FACES):
            return base
    raise RuntimeError("no free ports for seven nodes")


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0
