// The walk of one dossier, from the citizen's log-in to the figures, as scenes that any hand can play.
//
// A citizen renews a driving licence without typing a letter; an officer receives, checks, signs and hands over; the
// result lies in the vault and serves the next procedure; the national portal says the same; the figures move; the
// citizen sees who looked. A scene returns what the next one needs. `stage.observe` sees every state on the way.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { NODE } from "./demo.mjs";
import { readFigures, walkDown } from "./figures.mjs";
import { Visitor } from "./visitor.mjs";

/** After log-in: the procedure, «Agree and submit», and the confirmation by electronic identity. */
const CLICKS_MAX = 4;
const CONFIRMATIONS = 1;

const RENEWAL = "driving-licence-renewal";
const PERMIT = "international-driving-permit";

/** Names of statuses as the national portal prints them. */
const RETURNED = { vi: "Đã trả kết quả", en: "Result handed over" };

/**
 * Plays the whole walk.
 *
 * `stage`: the browser, the demo, the hand, width, language, province, citizen, `say` and `observe(visitor, name)`.
 */
export async function play(stage) {
  const leader = await enter(stage, "leader", NODE.centre, "leader");
  const before = await readFigures(leader, "figures before");
  const citizen = await enterByDoor(stage, "citizen", stage.province, stage.citizen);
  const licence = await renew(citizen, RENEWAL, stage.say);
  const officer = await enterByDoor(stage, "officer", stage.province, "officer");
  await receive(officer, licence, stage.say);
  await decide(officer, licence, stage.say);
  const document = await openVault(citizen, licence, stage.say);
  await compareWithPortal(stage, citizen, licence);
  const permit = await reuse(citizen, document, stage.say);
  const other = await enter(stage, "officer of another unit", stage.province, "officer-2");
  await receive(other, permit, stage.say);
  const after = await readFigures(leader, "figures after", before);
  await walkDown(leader, after, stage.say);
  await seeWhoLooked(stage, citizen, licence);
  for (const visitor of [leader, citizen, officer, other]) await visitor.leave();
}

/** Through a door of the front page; those of another province have their buttons on its log-in page. */
async function enterByDoor(stage, name, node, persona) {
  const hasDoor = node === NODE.phuYen && !persona.endsWith("-2");
  if (!hasDoor) return enter(stage, name, node, persona);
  const visitor = await Visitor.arrive(name, stage);
  await visitor.visit(`${stage.demo.address(NODE.centre)}/?lang=${stage.language}`);
  await stage.observe(visitor, "front page");
  await visitor.follow(visitor.control(`form:has(input[value="${persona}"]) button`));
  return visitor;
}

/** Through the log-in page of a node. */
async function enter(stage, name, node, persona) {
  const visitor = await Visitor.arrive(name, stage);
  await visitor.visit(`${stage.demo.address(node)}/dang-nhap?lang=${stage.language}`);
  await stage.observe(visitor, "log-in");
  await visitor.follow(visitor.control(`form:has(input[value="${persona}"]) button`));
  return visitor;
}

/** From the landing page to the receipt, with nothing typed and nothing handed in. Answers with the dossier's code. */
async function renew(citizen, procedure, say) {
  const { observe } = citizen.stage;
  citizen.startCounting();
  await observe(citizen, `citizen's first page before ${procedure}`);
  await citizen.follow(citizen.button(`/ho-so/moi/${procedure}`));
  const demands = "input:not([type=hidden]), textarea, select";
  assert.equal(await citizen.page.locator(`main :is(${demands})`).count(), 0, "the review page asks for something");
  await observe(citizen, `review of ${procedure}`);
  await citizen.follow(citizen.button("/nop"));
  await observe(citizen, `confirmation of ${procedure}`);
  const confirmation = citizen.page.url();
  await citizen.follow(citizen.button("/xac-nhan"));
  const code = await citizen.read(".panel .code");
  assert.match(code, /^[0-9A-Z.]+\.H\d\d-\d{6}-\d+$/u);
  assert.equal(citizen.typed + citizen.uploads, 0);
  assert.ok(citizen.clicks <= CLICKS_MAX + CONFIRMATIONS, `${citizen.clicks} clicks`);
  await observe(citizen, `receipt of ${procedure}`);
  say(`${procedure}: ${citizen.clicks} clicks with the confirmation, 0 fields typed, 0 files handed in`);
  // Whoever comes back with the browser's button finds the dossier, not a form for a second one.
  await citizen.visit(confirmation);
  assert.ok((await citizen.page.locator("main").innerText()).includes(code), "the draft does not lead to its dossier");
  assert.equal(await citizen.page.locator("main form").count(), 0, "a second dossier could be made of one draft");
  await observe(citizen, `draft of ${procedure} that was submitted`);
  return code;
}

/** From the queue to «received» in at most 3 clicks. */
async function receive(officer, code, say) {
  const { observe } = officer.stage;
  await observe(officer, "queue");
  const line = officer.control(`a[href*="/mot-cua/ho-so/${code}"]`);
  while (!(await line.count())) await officer.follow(officer.control("a[rel=next]"));
  officer.startCounting();
  await officer.follow(line);
  await observe(officer, "dossier: new");
  await officer.follow(officer.button("/tiep-nhan"));
  assert.ok(officer.clicks <= 3, `${officer.clicks} clicks to receive`);
  await observe(officer, "dossier: received");
  say(`received in ${officer.clicks} clicks from the queue`);
}

/** The check in one click, then work, signature, decision and handing over. */
async function decide(officer, code, say) {
  const { observe } = officer.stage;
  officer.startCounting();
  const rows = officer.page.locator("#xac-minh ~ .scroll tbody tr");
  assert.equal(await rows.count(), 0, "there is a match table before the check");
  await officer.follow(officer.button("/xac-minh"));
  assert.equal(officer.clicks, 1);
  assert.ok((await rows.count()) > 0, "the check shows no match table");
  await observe(officer, "dossier: checked");
  await officer.follow(officer.button("/bat-dau"));
  await observe(officer, "dossier: in progress");
  // The result must be signed before anything is decided: the page offers no other way.
  assert.equal(await officer.button("/quyet-dinh").count(), 0, "an unsigned result can be decided");
  await officer.follow(officer.button("/ky"));
  await observe(officer, "dossier: signed");
  await officer.follow(officer.button("/quyet-dinh"));
  await observe(officer, "dossier: done");
  await officer.follow(officer.button("/tra-ket-qua"));
  await observe(officer, "dossier: returned");
  assert.equal(officer.typed, 0);
  say(`checked in 1 click, signed and handed over in ${officer.clicks - 1} more: ${code}`);
}

/** The signed result, as the citizen finds it. Answers with its identifier. */
async function openVault(citizen, code, say) {
  const { observe } = citizen.stage;
  await citizen.follow(citizen.section("/kho"));
  await observe(citizen, "vault");
  await citizen.follow(citizen.control('a[href^="/kho/"][href*="-GPLX-"]'));
  await observe(citizen, "document: licence");
  const origin = citizen.control(`a[href*="/ho-so/${code}"]`);
  assert.equal(await origin.count(), 1, "the document does not name its dossier");
  const uri = await citizen.read(".uri");
  const file = readFileSync(await citizen.fetch(citizen.control('a[href*="/tep"]')));
  assert.equal(file.subarray(0, 5).toString("latin1"), "%PDF-");
  assert.ok(file.includes("/ETSI.CAdES.detached"), "the result is not signed (PAdES)");
  say(`the signed result lies in the vault: ${uri}`);
  return uri;
}

/** The dossier's page says that the national portal has caught up, and the portal itself says the same. */
async function compareWithPortal(stage, citizen, code) {
  const status = RETURNED[stage.language];
  await citizen.visit(`${stage.demo.address(stage.province)}/ho-so/${code}?lang=${stage.language}`);
  assert.equal(await citizen.read("dl .tag"), status);
  await citizen.awaitPage("that the portal has caught up", async (page) =>
    (await page.locator("#cac-buoc ~ .notice.tone-calm").count()) === 1);
  await stage.observe(citizen, "dossier: the citizen's view of what was returned");
  const anybody = await Visitor.arrive("anybody", stage);
  await anybody.visit(`${stage.demo.address(NODE.nationalPortal)}/tra-cuu?lang=${stage.language}`);
  await stage.observe(anybody, "national portal: search");
  await anybody.write(anybody.control("input[name=ma]"), code);
  await anybody.follow(anybody.control("form[role=search] button"));
  assert.equal(await anybody.read(".state .tag"), status);
  assert.equal(await anybody.page.locator("ol.timeline > li").count(), 5, "not every step reached the portal");
  await stage.observe(anybody, "national portal: found");
  await anybody.leave();
  stage.say(`the national portal says the same: ${status}`);
}

/** The second procedure finds the first one's result: nobody is asked again. */
async function reuse(citizen, document, say) {
  await citizen.follow(citizen.section("/ho-so"));
  const code = await renew(citizen, PERMIT, say);
  await citizen.follow(citizen.section("/ho-so"));
  await citizen.follow(citizen.control(`a[href*="/ho-so/${code}"]`));
  const reused = citizen.control(`a[href*="/kho/${document}"]`);
  assert.ok(await reused.count(), "the second procedure does not use the first one's result");
  await citizen.follow(reused);
  assert.ok(await citizen.control(`.uses a[href*="/ho-so/${code}"]`).count(), "the document does not know its use");
  await citizen.stage.observe(citizen, "document: used");
  say("the second procedure reused the result of the first");
  return code;
}

/**
 * Every registry says who asked; the officer's check names the dossier. The look-ups of the draft name none: when they
 * were made there was no dossier yet.
 */
async function seeWhoLooked(stage, citizen, code) {
  await citizen.follow(citizen.section("/nhat-ky-du-lieu"));
  const registries = citizen.page.locator("main section[aria-labelledby=nguon] .look");
  assert.ok((await registries.count()) > 2, "not every registry told who looked");
  assert.equal(await citizen.page.locator("main .notice").count(), 0, "a registry is silent");
  assert.equal(await citizen.page.locator(`main section h3 a[href*="/ho-so/${code}"]`).count(), 1, "nobody says who checked");
  await stage.observe(citizen, "who looked");
  const looks = await citizen.page.locator("main section:not([aria-labelledby=nguon]) .look").count();
  stage.say(`the citizen sees ${looks} looks`);
}
