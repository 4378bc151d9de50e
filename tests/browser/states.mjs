// The states of pages that the walk does not meet: public pages, refusals, forms that say too little, what waits for
// somebody, what is taken back, the cut line. Each is reached as a person reaches it, and shown to `observe`.

import assert from "node:assert/strict";

import { NODE } from "./demo.mjs";
import { printedFigures } from "./printed.mjs";
import { Visitor } from "./visitor.mjs";

const RENEWAL = "driving-licence-renewal";
const REASON = "Ảnh chụp bị mờ, đề nghị gửi lại bản rõ hơn.";
const TOO_SHORT = "mờ";

/** The component of the renewal that a file can be handed in for. */
const FILE_FIELD = "input[name=tep-3]";

/** The smallest picture (PNG, 1 × 1). */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Pages for anybody, by node; another status than 200 stands behind the path. */
const PUBLIC = [
  [NODE.centre, ["/", "/trang-thai", "/gioi-thieu", "/lien-he", "/tro-nang", "/quyen-rieng-tu", "/dang-nhap"]],
  [NODE.phuYen, ["/", "/trang-thai", "/thu-tuc", `/thu-tuc/${RENEWAL}`, "/tra-cuu", "/dang-nhap?het-phien=1"]],
  [NODE.phuYen, ["/trang-thai/minh-chung/exchange/0", ["/khong-co-trang-nay", 404]]],
  [NODE.centre, ["/co-so-du-lieu", "/ket-noi", "/ket-noi/population"]],
  [NODE.phuYen, ["/co-so-du-lieu/population", "/co-so-du-lieu/vessel", "/ket-noi", "/ket-noi/vessel", ["/co-so-du-lieu/khong-co", 404]]],
  [NODE.nationalPortal, ["/", "/tra-cuu", ["/tra-cuu?ma=abc", 422], ["/tra-cuu?ma=000.00.08.H45-220101-0001", 404]]],
];

/** Plays all of them; `stage` is that of the walk. */
export async function visitStates(stage) {
  const office = await Office.open(stage);
  await publicPages(stage, office.anybody);
  await printedFigures(stage, office.anybody);
  await refusals(office);
  await askAndStop(office);
  await takeBack(office);
  await cutLine(office);
  await otherReaders(stage);
  await askWhy(office);
  await registryConsole(stage);
  await office.close();
}

/** The people of a province and their browsers. */
class Office {
  static async open(stage) {
    const office = new Office();
    office.stage = stage;
    office.anybody = await Visitor.arrive("anybody", stage);
    office.citizen = await logIn(stage, NODE.phuYen, "citizen");
    office.officer = await logIn(stage, NODE.phuYen, "officer");
    office.operator = await logIn(stage, NODE.phuYen, "operator");
    return office;
  }

  address(path, node = NODE.phuYen) {
    return addressOf(this.stage, node, path);
  }

  /** A new dossier of the citizen, received if `isReceived`. Answers with its code. */
  async dossier(isReceived) {
    const { citizen, officer } = this;
    await citizen.visit(this.address("/ho-so"));
    for (const path of [`/ho-so/moi/${RENEWAL}`, "/nop", "/xac-nhan"]) await citizen.follow(citizen.button(path));
    const code = await citizen.read(".panel .code");
    await officer.visit(this.address(`/mot-cua/ho-so/${code}`));
    if (isReceived) await officer.follow(officer.button("/tiep-nhan"));
    return code;
  }

  async close() {
    for (const visitor of [this.anybody, this.citizen, this.officer, this.operator]) await visitor.leave();
  }
}

function addressOf(stage, node, path) {
  return `${stage.demo.address(node)}${path}${path.includes("?") ? "&" : "?"}lang=${stage.language}`;
}

async function logIn(stage, node, persona) {
  const visitor = await Visitor.arrive(persona, stage);
  await visitor.visit(addressOf(stage, node, "/dang-nhap"));
  await visitor.follow(visitor.control(`form:has(input[value="${persona}"]) button`));
  return visitor;
}

/** A citizen asks an agency why it looked, an operator answers too shortly, then well, the citizen reads it. */
async function askWhy(office) {
  const { stage, citizen, operator } = office;
  await citizen.visit(office.address("/nhat-ky-du-lieu"));
  // The agency that looked last is the first group.
  await citizen.write(citizen.control("details.why textarea"), "Tôi không nộp hồ sơ ngày đó.");
  await citizen.follow(citizen.control("details.why button"));
  await stage.observe(citizen, "who looked: asked why");
  await operator.visit(office.address("/van-hanh/hoi-ly-do"));
  await stage.observe(operator, "questions why");
  await operator.write(operator.control(".inquiry textarea"), TOO_SHORT);
  await operator.follow(operator.control(".inquiry button"), 422);
  await stage.observe(operator, "questions why: answer too short", { isAnswer: true });
  await operator.write(operator.control(".inquiry textarea"), REASON);
  await operator.follow(operator.control(".inquiry button"));
  await stage.observe(operator, "questions why: answered");
  await citizen.visit(office.address("/nhat-ky-du-lieu"));
  // What was too short stayed in its field, before what was typed then.
  const said = await citizen.page.locator("main .said").allTextContents();
  assert.ok(said.some((text) => text.includes(REASON)), "the answer is not shown");
  await stage.observe(citizen, "who looked: answered");
}

/** The operator of a registry's node. */
async function registryConsole(stage) {
  const operator = await logIn(stage, NODE.population, "operator");
  await operator.visit(addressOf(stage, NODE.population, "/van-hanh/co-so-du-lieu"));
  await stage.observe(operator, "registry console");
  await operator.leave();
}

async function publicPages(stage, anybody) {
  for (const [node, paths] of PUBLIC) {
    for (const [path, status] of paths.map((it) => (Array.isArray(it) ? it : [it, 200]))) {
      await anybody.visit(addressOf(stage, node, path), status);
      await stage.observe(anybody, `node ${node} ${path}`);
    }
  }
}

/** Who may not, what is not there, and what nobody can log in with. */
async function refusals({ stage, anybody, citizen, officer }) {
  const address = (path) => addressOf(stage, NODE.phuYen, path);
  await anybody.visit(address("/dang-nhap"));
  await anybody.write(anybody.control("input[name=ten-dang-nhap]"), "khong-ai");
  await anybody.write(anybody.control("input[name=mat-khau]"), "sai mật khẩu");
  await anybody.follow(anybody.control('form:has(input[name="mat-khau"]) button'), 422);
  await stage.observe(anybody, "log-in refused", { isAnswer: true });
  await citizen.visit(address("/mot-cua"), 403);
  await stage.observe(citizen, "not this role");
  await citizen.visit(address("/ho-so/000.00.08.H45-220101-0001"), 404);
  await stage.observe(citizen, "no such dossier");
  await citizen.visit(address(`/thu-tuc/${RENEWAL}`));
  await stage.observe(citizen, "procedure, as a citizen");
  await officer.visit(address("/dong-bo"));
  await stage.observe(officer, "sync, as an officer");
}

/** An officer asks for a better file, stops, goes on; the citizen supplements. */
async function askAndStop(office) {
  const { stage, citizen, officer } = office;
  const code = await office.dossier(true);
  await officer.follow(officer.button("/bat-dau"));
  await officer.follow(officer.button("/yeu-cau-bo-sung"), 422);
  await stage.observe(officer, "reasons missing", { isAnswer: true });
  await officer.write(officer.control("[name=yeu-cau-bo-sung-ly-do]"), REASON);
  await officer.follow(officer.button("/yeu-cau-bo-sung"));
  await stage.observe(officer, "dossier: supplement needed");
  await citizen.visit(office.address("/ho-so"));
  await stage.observe(citizen, "first page: something waits");
  await citizen.visit(office.address(`/ho-so/${code}`));
  await stage.observe(citizen, "dossier of the citizen: supplement needed");
  await citizen.choose(citizen.control(FILE_FIELD), "giay.txt", Buffer.from("không phải ảnh"));
  await citizen.follow(citizen.button("/bo-sung"), 422);
  await stage.observe(citizen, "file of a wrong type", { isAnswer: true });
  await citizen.choose(citizen.control(FILE_FIELD), "giay.png", PICTURE);
  await citizen.follow(citizen.button("/bo-sung"));
  await stage.observe(citizen, "dossier of the citizen: supplemented");
  await officer.visit(office.address(`/mot-cua/ho-so/${code}`));
  await officer.write(officer.control("[name=dung-ly-do]"), REASON);
  await officer.follow(officer.button("/dung"));
  await stage.observe(officer, "dossier: stopped");
  await citizen.visit(office.address(`/ho-so/${code}`));
  await stage.observe(citizen, "dossier of the citizen: stopped");
  await officer.follow(officer.button("/tiep-tuc"));
  await stage.observe(officer, "dossier: resumed");
}

/** Forms that came too late, a dossier that is taken back, one that is refused. */
async function takeBack(office) {
  const { stage, citizen, officer } = office;
  const code = await office.dossier(false);
  await citizen.visit(office.address(`/ho-so/${code}`));
  await citizen.write(citizen.control("[name=ly-do]"), TOO_SHORT);
  await citizen.follow(citizen.button("/rut"), 422);
  await stage.observe(citizen, "reason too short", { isAnswer: true });
  await citizen.visit(office.address(`/ho-so/${code}`));
  await citizen.write(citizen.control("[name=ly-do]"), REASON);
  await citizen.follow(citizen.button("/rut"));
  await stage.observe(citizen, "dossier of the citizen: withdrawn");
  // The officer's page still shows the dossier as it was.
  await officer.follow(officer.button("/tiep-nhan"), 409);
  await stage.observe(officer, "overtaken", { isAnswer: true });
  const refused = await office.dossier(false);
  await officer.write(officer.control("[name=tu-choi-ly-do]"), REASON);
  await officer.follow(officer.button("/tu-choi"));
  await stage.observe(officer, "dossier: refused");
  await citizen.visit(office.address(`/ho-so/${refused}`));
  await stage.observe(citizen, "dossier of the citizen: refused");
}

/** The line to the national portal is cut, something waits, nothing is lost. */
async function cutLine(office) {
  const { stage, citizen, operator } = office;
  await operator.visit(office.address("/dong-bo"));
  await stage.observe(operator, "sync: nothing waits");
  await operator.follow(operator.button("/dong-bo/cat"));
  await stage.observe(operator, "sync: cut");
  const code = await office.dossier(true);
  await operator.awaitPage("what waits", async () => /[1-9]/u.test(await operator.read(".figure.large")));
  await stage.observe(operator, "sync: something waits");
  await citizen.visit(office.address(`/ho-so/${code}`));
  assert.equal(await citizen.page.locator("#cac-buoc ~ .notice.tone-calm").count(), 0, "a cut line looks like none");
  await stage.observe(citizen, "dossier of the citizen: the portal is behind");
  await operator.follow(operator.button("/dong-bo/noi"));
  await operator.awaitPage("that nothing waits", async () => /^0\b/u.test(await operator.read(".figure.large")));
  await anybodyFinds(office, code);
  await office.officer.visit(office.address("/mot-cua"));
  await stage.observe(office.officer, "queue with dossiers");
}

/** After the line was joined the portal holds every step, in order. */
async function anybodyFinds({ stage, anybody }, code) {
  await anybody.visit(addressOf(stage, NODE.nationalPortal, `/tra-cuu?ma=${encodeURIComponent(code)}`));
  assert.equal(await anybody.page.locator("ol.timeline > li").count(), 2, "a step was lost while the line was cut");
  stage.say("a line was cut and joined again: nothing was lost");
}

/** The figures as others see them, and figures of another kind. */
async function otherReaders(stage) {
  for (const persona of ["auditor", "integrator", "operator"]) {
    const visitor = await logIn(stage, NODE.centre, persona);
    await stage.observe(visitor, `first page of the ${persona}`);
    if (persona === "auditor") await figuresOfOtherKinds(stage, visitor);
    await visitor.leave();
  }
}

async function figuresOfOtherKinds(stage, auditor) {
  const codes = ["exchange.transactions.daily_average", "dossiers.papers_not_asked", "dossiers.on_time_rate"];
  for (const code of codes) {
    for (const path of [`/chi-dao/${code}`, `/chi-dao/${code}/H45`, `/chi-dao/${code}/VN?ve=mau`, `/chi-dao/${code}?ky=ngay`]) {
      await auditor.visit(addressOf(stage, NODE.centre, path));
      await stage.observe(auditor, `figure ${path}`);
    }
  }
  await auditor.visit(addressOf(stage, NODE.centre, "/chi-dao?ky=2021"));
  await stage.observe(auditor, "figures of a year that has none");
}
