// Plays the walk with every hand, examines every state of every page, weighs first views. Exit status 1 if anything does
// not hold.
//
// Use: scripts/browser [PART…]     parts: mouse keyboard plain finger pages; without any, all.

import { examine, examined } from "./accessibility.mjs";
import { NODE, startDemo } from "./demo.mjs";
import { compareWithFiles } from "./files.mjs";
import { finger, keyboard, mouse } from "./hands.mjs";
import { play } from "./journey.mjs";
import { visitStates } from "./states.mjs";
import { openBrowser } from "./tools.mjs";
import { heaviest, weigh } from "./weight.mjs";

/** Each has citizens of its own, so that no walk meets the dossiers of another. */
const STAGES = {
  mouse: { hand: mouse, width: 1280, language: "vi", province: NODE.phuYen, citizen: "citizen" },
  keyboard: { hand: keyboard, width: 1280, language: "en", province: NODE.phuYen, citizen: "citizen-2" },
  plain: { hand: mouse, width: 1280, language: "vi", province: NODE.dongNai, citizen: "citizen", hasScripts: false },
  finger: { hand: finger, width: 320, language: "vi", province: NODE.dongNai, citizen: "citizen-2" },
};

const wanted = process.argv.slice(2);
const isWanted = (part) => wanted.length === 0 || wanted.includes(part);

/** What is wrong with pages: told once at the end, so that one run shows all of it. */
const findings = new Set();
const say = (text) => console.log(`   ${text}`);

const [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
const common = { browser, demo, say, find: (text) => findings.add(text) };

/** Examines a state in passing, and weighs it when it is loaded again. */
function observe(visitor, name, options) {
  return examine(visitor, name, { ...options, load: (address) => weigh(visitor, name, address) });
}

/** Runs a part and says how long it took; one that fails does not keep the others from running. */
async function part(title, work) {
  const from = Date.now();
  console.log(`-- ${title}`);
  try {
    await work();
  } catch (error) {
    findings.add(`${title}: ${error.stack}`);
  }
  say(`${((Date.now() - from) / 1000).toFixed(0)} s`);
}

try {
  for (const [name, stage] of Object.entries(STAGES)) {
    // The first walk is the one whose states are examined in passing.
    const isObserved = name === "mouse" && isWanted("pages");
    if (!isWanted(name) && !isObserved) continue;
    const title = `the walk: ${name}, ${stage.width} px, ${stage.language}${isObserved ? ", every page examined" : ""}`;
    await part(title, () => play({ ...common, ...stage, observe: isObserved ? observe : async () => {} }));
  }
  await part("figures of the pages and of the files", () => compareWithFiles({ ...common, ...STAGES.mouse }));
  if (isWanted("pages")) {
    await part("pages that the walk does not meet", () => visitStates({ ...common, ...STAGES.mouse, observe }));
    say(`${examined.states} states examined in ${examined.runs} runs of axe`);
    say(`heaviest first view: ${heaviest.bytes} bytes (${heaviest.bytesOf})`);
    say(`most requests: ${heaviest.requests} (${heaviest.requestsOf})`);
  }
} finally {
  await browser.close();
  if (findings.size) console.error(demo.said().split("\n").filter((line) => /WARN|ERROR|panicked/u.test(line)).join("\n"));
  await demo.stop();
}
for (const finding of findings) console.error(`✗ ${finding}`);
console.log(findings.size ? `${findings.size} findings` : "browser checks passed");
process.exitCode = findings.size ? 1 : 0;
