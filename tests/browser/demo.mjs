// The small country that the tests play in: a `motlan demo` of its own, on free ports, in a folder that goes away.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

/** Nodes by their place among the ports. */
export const NODE = { centre: 0, population: 1, insurance: 2, phuYen: 3, transport: 4, nationalPortal: 5, dongNai: 6 };

const NODES = 7;
const PORTS_OF_NODE = [0, 43, 55, 80, 90];

/** A debug build makes people and licences in a few seconds; gateways refuse everything for 5 s after their start. */
const READY_MS_MAX = 120_000;
const STOP_MS_MAX = 20_000;

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** A first port from which all ports of the country are free; below the range of outgoing connections (32768 and up). */
async function findPortBase() {
  const begin = 20_000 + (process.pid % 80) * 100;
  for (let base = begin; base < begin + 4_000; base += 100) {
    const ports = Array.from({ length: NODES }, (_, node) => PORTS_OF_NODE.map((port) => base + node * 100 + port));
    const free = await Promise.all(ports.flat().map(isFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error("there are no free ports for seven nodes");
}

/**
 * Starts a country and waits until it answers.
 *
 * `people` live in it; `dossiers` are those of the past weeks in each province; with traffic there are questions all the
 * time and now and then a new dossier.
 */
export async function startDemo({ people = 2_000, dossiers = 0, hasTraffic = false } = {}) {
  const binary = process.env.MOTLAN_BINARY;
  if (!binary) throw new Error("MOTLAN_BINARY is not set: use scripts/browser or scripts/screenshots");
  const base = await findPortBase();
  const folder = mkdtempSync(path.join(tmpdir(), "motlan-browser-"));
  const log = path.join(folder, "stderr");
  const output = openSync(log, "w");
  const data = path.join(folder, "data");
  const numbers = { data, "port-base": base, people, dossiers };
  const options = Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(binary, ["demo", ...options, ...(hasTraffic ? [] : ["--no-traffic"])], {
    stdio: ["ignore", "pipe", output],
    env: { ...process.env, MOTLAN_LOG: process.env.MOTLAN_LOG ?? "warn" },
  });
  closeSync(output);
  // Whatever ends this process ends its country too.
  process.once("exit", () => child.kill("SIGKILL"));
  const said = () => readFileSync(log, "utf8");
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready(child, said);
  } catch (error) {
    await stop();
    throw error;
  }
  return { data, said, stop, address: (node) => `http://127.0.0.1:${base + node * 100}` };
}

/** Resolves with the line `ready …`. */
function ready(child, said) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the demo is not ready:\n${said()}`)), READY_MS_MAX);
    const finish = (settle, value) => {
      clearTimeout(late);
      settle(value);
    };
    child.once("error", (error) => finish(reject, error));
    child.once("exit", (code) => finish(reject, new Error(`the demo ended with ${code}:\n${said()}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (line.startsWith("ready ")) finish(resolve, line);
    });
  });
}

/** Ends this child and no other process: asks first, insists later. */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGINT");
  const insist = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await ended;
  clearTimeout(insist);
}
