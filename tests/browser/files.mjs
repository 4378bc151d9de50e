// The log files alone give the figures shown: `motlan audit --figures` reads nothing else, and its table must be the pages'.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { NODE } from "./demo.mjs";
import { Visitor } from "./visitor.mjs";

/** The centre reads every node's logs once a second; a copy of a status may wait for the next round of its outbox. */
const TRAVEL_MS_MAX = 90_000;
const LOOK_PAUSE_MS = 500;

/** Lines of a table, sorted; its first line apart. */
function lines(csv) {
  const [head, ...rows] = csv.trim().split(/\r?\n/u);
  return { head, rows: rows.sort() };
}

function audited(demo) {
  const output = execFileSync(process.env.MOTLAN_BINARY, ["audit", "--figures", demo.data], { encoding: "utf8" });
  const head = output.indexOf("indicator,scope,");
  return lines(output.slice(head).split("\n").filter((line) => line.includes(",")).join("\n"));
}

/** Which pages say something about these months and indicators, and what they say as tables. */
async function shown(leader, rows) {
  const { demo } = leader.stage;
  const cells = rows.map((row) => row.replace(/"[^"]*"/gu, "member").split(","));
  const asked = new Set(cells.map(([indicator, , first]) => `${indicator}?ky=${first.slice(0, 7)}`));
  const found = new Set();
  let head;
  for (const address of asked) {
    const answer = await leader.context.request.get(`${demo.address(NODE.centre)}/chi-dao/${address}&dang=csv`);
    assert.equal(answer.status(), 200, address);
    const table = lines(await answer.text());
    head = table.head;
    for (const row of table.rows) found.add(row);
  }
  return { head, rows: [...found].sort() };
}

/** Compares both until they agree; figures are asked for, never written, so they agree as soon as every log was read. */
export async function compareWithFiles(stage) {
  const leader = await Visitor.arrive("leader with the files", stage);
  await leader.visit(`${stage.demo.address(NODE.centre)}/dang-nhap?lang=${stage.language}`);
  await leader.follow(leader.control('form:has(input[value="leader"]) button'));
  const late = Date.now() + TRAVEL_MS_MAX;
  for (;;) {
    const files = audited(stage.demo);
    const pages = await shown(leader, files.rows);
    const differences = compare(files.rows, pages.rows);
    if (!differences.length && files.rows.length) {
      assert.equal(pages.head, files.head);
      stage.say(`${files.rows.length} rows of figures computed from the log files are those of the pages`);
      break;
    }
    if (Date.now() > late) assert.fail(`files and pages differ:\n${differences.slice(0, 12).join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_PAUSE_MS));
  }
  await leader.leave();
}

/** What one side says and the other does not. A page also has places without anything to count: their columns are empty. */
function compare(files, pages) {
  const isEmpty = (row) => /,,,,[^,]*,[^,]*$/u.test(row);
  const missing = files.filter((row) => !pages.includes(row) && !isEmpty(row)).map((row) => `files only: ${row}`);
  const extra = pages.filter((row) => !files.includes(row) && !isEmpty(row)).map((row) => `pages only: ${row}`);
  return [...missing, ...extra];
}
