#!/usr/bin/env python3
"""Lets PyPI's schemathesis try the API of every registry by the description that the registry gives of itself.

For each pack a registry is started (crates/registry/examples/serve.rs), its /openapi.json is read, and requests are
generated from it: valid ones, others that break a rule, and such with the keys of a record that is there. None may get
a 5xx, and every answer must be what the description says.

Use: python3.12 -m venv DIR && DIR/bin/pip install schemathesis
     cargo build -p motlan-registry --example serve
     DIR/bin/python tests/foreign/registry_api.py TARGET/debug/examples/serve [EXAMPLES [PACK…]]
"""

import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
PACKS = pathlib.Path(__file__).resolve().parents[2] / "packs" / "registries"


def describe(url, record):
    """The registry's own description, and the same with the keys of a record that is there."""
    with urllib.request.urlopen(url + "/openapi.json", timeout=10) as answer:
        plain = json.load(answer)
    held = copy.deepcopy(plain)
    keys = held["components"]["schemas"]["Record"]["required"]
    for path in held["paths"].values():
        body = path.get("post", {}).get("requestBody", {"content": {}})["content"].get("application/json", {})
        members = body.get("schema", {}).get("properties", {})
        members.update({code: {"enum": [record[code]]} for code in keys if code in members})
    return plain, held


def generate(url, description, examples):
    """Requests made from a description; whether nothing was found, and the report."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "openapi.json"
        file.write_text(json.dumps(description))
        command = [
            str(pathlib.Path(sys.executable).parent / "schemathesis"), "run", str(file), "--url", url,
            "--checks", CHECKS, "--max-examples", str(examples), "--seed", "1", "--mode", "all",
            "--phases", "examples,coverage,fuzzing", "--generation-database", "none", "--no-color",
            "--suppress-health-check", "all",
        ]
        # It leaves a folder of its own where it is started.
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900, check=False)
    return run.returncode == 0, run.stdout + run.stderr


def try_pack(serve, pack, examples):
    """Starts a registry and tries it; whether nothing was found."""
    fine = True
    # The registry is killed in the end: its database goes with this folder.
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen([serve, pack], stdout=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": folder}) as server,
    ):
        try:
            ready = server.stdout.readline().split()
            assert ready and ready[0] == "ready", f"{pack}: {ready}"
            descriptions = describe(ready[1], json.loads(server.stdout.readline()))
            for words, description in zip(("any keys", "keys of a record"), descriptions):
                nothing, report = generate(ready[1], description, examples)
                count = re.search(r"(\d+) generated", report)
                count = int(count.group(1)) if count else 0
                print(f"{pack}, {words}: {count} requests, {'no finding' if nothing else 'FINDINGS'}", flush=True)
                if not nothing or count == 0:
                    print(report)
                    fine = False
        finally:
            server.kill()
    return fine


def main():
    serve = sys.argv[1]
    examples = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    packs = sorted(path.name for path in PACKS.iterdir() if (path / "1" / "pack.toml").exists())
    fine = [try_pack(serve, pack, examples) for pack in sys.argv[3:] or packs]
    sys.exit(0 if fine and all(fine) else 1)


if __name__ == "__main__":
    main()
