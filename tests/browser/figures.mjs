// The leader's part of the walk: reading the figures, and going down from one to the entries that prove it.

import assert from "node:assert/strict";

import { NODE } from "./demo.mjs";

/** The six figures of the first page, and the papers that nobody was asked for. */
const FIGURES = [
  "dossiers.digitised_rate",
  "dossiers.reuse_rate",
  "dossiers.prefill_rate",
  "dossiers.on_time_rate",
  "dossiers.electronic_result_rate",
  "exchange.transactions.daily_average",
  "dossiers.papers_not_asked",
];

/** From the first page to the proof of one entry. */
const CLICKS_MAX = 4;

/** No office is closed for longer: a dossier received now counts within these days. */
const DAYS_CLOSED_MAX = 16;

const DAY_MS = 86_400_000;

/** What was submitted now counts on the next working day, which may lie in another month. */
function period() {
  const day = (offset) => new Date(Date.now() + 7 * 3_600_000 + offset * DAY_MS).toISOString().slice(0, 10);
  return `${day(-1)}/${day(DAYS_CLOSED_MAX)}`;
}

/**
 * Reads numerators and denominators from the table of the first page. With figures from before, waits until all moved:
 * the centre reads the logs of all nodes once a second.
 */
export async function readFigures(leader, name, before) {
  const { demo, language, observe } = leader.stage;
  const address = `${demo.address(NODE.centre)}/chi-dao?ky=${encodeURIComponent(period())}&lang=${language}`;
  await leader.visit(address);
  let found;
  await leader.awaitPage("figures that moved", async () => {
    const answer = await leader.context.request.get(`${address}&dang=csv`);
    found = parse(await answer.text());
    return !before || FIGURES.every((code) => found.get(code) !== before.get(code));
  });
  for (const code of FIGURES) assert.ok(found.has(code), `there is no figure ${code}`);
  await observe(leader, name);
  return found;
}

/** Indicator → numerator and denominator of the whole country, as text. */
function parse(csv) {
  const [head, ...lines] = csv.trim().split(/\r?\n/u).map((line) => line.match(/("[^"]*"|[^,]*)(,|$)/gu) ?? []);
  const plain = (cell) => cell.replace(/,$/u, "").replace(/^"|"$/gu, "");
  const names = head.map(plain);
  const at = (name) => names.indexOf(name);
  const rows = lines.map((cells) => cells.map(plain));
  return new Map(rows.map((row) => [row[at("indicator")], `${row[at("numerator")]}/${row[at("denominator")]}`]));
}

/** Country, figure, entries, proof: at most four clicks, and as many entries as the figure says. */
export async function walkDown(leader, figures, say) {
  const { observe } = leader.stage;
  const code = "dossiers.reuse_rate";
  const reused = Number(figures.get(code).split("/")[0]);
  assert.ok(reused > 0, "no dossier reused anything");
  leader.startCounting();
  await leader.follow(leader.control(`a[href*="/chi-dao/${code}?"]`));
  await observe(leader, "figure");
  await leader.follow(leader.control(`a[href*="/chi-dao/${code}/"]`));
  await observe(leader, "entries");
  const entries = leader.page.locator("main .rows tbody tr");
  assert.ok((await entries.count()) > 0, "no entry stands behind the figure");
  assert.equal(await leader.page.locator("main .notice.tone-calm").count(), 1, "the entries do not add up to the figure");
  await leader.follow(leader.control('.rows a[href*="/minh-chung/casework/"]'));
  assert.ok(leader.clicks <= CLICKS_MAX, `${leader.clicks} clicks to the proof`);
  await observe(leader, "proof of an entry");
  say(`figures moved (reuse ${figures.get(code)}); ${leader.clicks} clicks from the country to a proof`);
}
