// Printed figures, by anybody: the list and its choices, one figure, the rules, a table and a text of one's own with what
// is wrong, what is proposed, what is found.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { NODE } from "./demo.mjs";

/** Pages that stand under their address; another status than 200 stands behind the path. */
const PAGES = [
  ["/doi-chieu"],
  ["/doi-chieu?ket-luan=ambiguous&nguon=S4"],
  ["/doi-chieu?ket-luan=rounding&nguon=S1"],
  ["/doi-chieu?trang=6"],
  ["/doi-chieu?nguon=S9", 404],
  ["/doi-chieu/so-lieu/F66"],
  ["/doi-chieu/so-lieu/F68"],
  ["/doi-chieu/so-lieu/F04"],
  ["/doi-chieu/quy-tac"],
  ["/doi-chieu/cua-toi"],
];

/** One row that adds up, one that does not, one that cannot be read. */
const TABLE = `id,indicator,kind,numerator,denominator,value,unit,printed,period_end,scope
A,own.rate,ratio,50,200,25,percent,"50/200 hồ sơ (25%)",2024-06-30,VN
B,own.share,ratio,814438,896556,90.48,percent,"814.438/896.556, 90,48%",2024-06-30,ministries
C,own.rate,guess,1,2,50,percent,"50%",2024-06-30,VN`;

/** Figures, a date and the number of a decree. */
const TEXT = `BÁO CÁO 6 tháng đầu năm 2024
Thực hiện Nghị định số 61/2018/NĐ-CP, tính đến ngày 30/6/2024, các bộ, ngành đã số hóa 46,36% hồ sơ (tăng 22,14%).
Hệ thống ghi nhận hơn 2.5 triệu giao dịch; 12.269/13.047 cơ sở khám chữa bệnh (đạt 94,04%) đã dùng thẻ căn cước.
Toàn tỉnh trồng 1.200 cây xanh.`;

const HOME = "/doi-chieu/cua-toi";

function addressOf(stage, path) {
  return `${stage.demo.address(NODE.centre)}${path}${path.includes("?") ? "&" : "?"}lang=${stage.language}`;
}

/** Plays all of them; `stage` is that of the walk. */
export async function printedFigures(stage, anybody) {
  for (const [path, status = 200] of PAGES) {
    await anybody.visit(addressOf(stage, path), status);
    await stage.observe(anybody, `printed figures ${path}`);
  }
  await anybody.visit(addressOf(stage, "/"));
  await anybody.follow(anybody.control('a[href*="/doi-chieu"]'));
  await anybody.follow(anybody.control('tbody th a[href*="/so-lieu/"]'));
  await files(stage, anybody);
  await ownTable(stage, anybody);
  await ownText(stage, anybody);
}

/** The address of a chosen list as CSV has as many rows as its title says. */
async function files(stage, anybody) {
  const path = "/doi-chieu?ket-luan=ambiguous";
  await anybody.visit(addressOf(stage, path));
  const said = Number((await anybody.read("h1")).match(/\d+/u)[0]);
  for (const kind of ["csv", "xlsx"]) {
    const saved = readFileSync(await anybody.fetch(anybody.control(`a[href*="dang=${kind}"]`)));
    if (kind === "csv") assert.equal(saved.toString("utf8").trim().split("\r\n").length, said + 1, "rows of the file");
    else assert.equal(saved.subarray(0, 2).toString("latin1"), "PK", "a workbook");
  }
}

async function ownTable(stage, anybody) {
  await anybody.visit(addressOf(stage, HOME));
  await anybody.follow(anybody.button("/bang"), 422);
  await stage.observe(anybody, "own table: nothing sent", { isAnswer: true });
  await anybody.control("#bang").fill("ten,so\nA,1");
  await anybody.follow(anybody.button("/bang"), 422);
  await stage.observe(anybody, "own table: no such columns", { isAnswer: true });
  await anybody.choose(anybody.control("input[name=bang-tep]"), "so-lieu.csv", Buffer.from(TABLE));
  await anybody.follow(anybody.button("/bang"));
  await stage.observe(anybody, "own table: checked", { isAnswer: true });
  assert.match(await anybody.read("h1"), /^2 /u, "both rows that can be read");
  await anybody.follow(anybody.control('button[name="cach"]'));
  await stage.observe(anybody, "own table: beside the documents", { isAnswer: true });
  const saved = readFileSync(await anybody.fetch(anybody.control('button[value="csv"]')), "utf8");
  assert.ok(saved.includes("adds_up") && saved.includes("does_not_add_up"), "verdicts of the file");
}

async function ownText(stage, anybody) {
  await anybody.visit(addressOf(stage, HOME));
  await anybody.control("#van-ban").fill(TEXT);
  await anybody.follow(anybody.button("/van-ban"));
  await stage.observe(anybody, "own text: proposals", { isAnswer: true });
  assert.ok((await anybody.page.locator("fieldset.proposal").count()) >= 4, "figures of the text");
  await anybody.control("[name=p1-gia-tri]").fill("nhiều");
  await anybody.follow(anybody.button("/xac-nhan"), 422);
  await stage.observe(anybody, "own text: a number that is none", { isAnswer: true });
  await anybody.control("[name=p1-gia-tri]").fill("46,36");
  await anybody.follow(anybody.button("/xac-nhan"));
  await stage.observe(anybody, "own text: checked", { isAnswer: true });
}
