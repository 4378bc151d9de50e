// Pictures of every state of every page: light and dark, 320 and 1280 px wide, from top to bottom. The country has
// dossiers of the past weeks and traffic, so that queues and figures look as they would.
//
// Use: scripts/screenshots FOLDER [IMAGES]     IMAGES gets the pictures of the README

import { mkdirSync } from "node:fs";
import path from "node:path";

import { NODE, startDemo } from "./demo.mjs";
import { mouse } from "./hands.mjs";
import { play } from "./journey.mjs";
import { visitStates } from "./states.mjs";
import { openBrowser } from "./tools.mjs";
import { Visitor } from "./visitor.mjs";

const WIDTHS = [1280, 320];
const SCHEMES = ["light", "dark"];
const HEIGHT = 900;

/** The README shows these states, light and 1280 px wide, as much of them as fits a screen. */
const IMAGES = new Map([
  ["centre: front page", "front.png"],
  ["review of driving-licence-renewal", "review.png"],
  ["centre: figures", "figures.png"],
]);

const [folder, images] = process.argv.slice(2);
if (!folder) throw new Error("use: scripts/screenshots FOLDER [IMAGES]");
for (const made of [folder, images]) if (made) mkdirSync(made, { recursive: true });

let taken = 0;

/** Takes the pictures of the state that a visitor has before them. */
async function shoot({ page }, name) {
  const number = String((taken += 1)).padStart(3, "0");
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/gu, "-").replace(/^-|-$/gu, "");
  const size = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme });
      const file = path.join(folder, `${number}-${plain}-${width}-${scheme}.png`);
      await page.screenshot({ path: file, fullPage: true });
    }
  }
  await page.setViewportSize({ width: WIDTHS[0], height: HEIGHT });
  await page.emulateMedia({ colorScheme: "light" });
  const image = images && IMAGES.get(name);
  if (image) await page.screenshot({ path: path.join(images, image) });
  await page.setViewportSize(size);
}

/** The centre when every dossier of the past has been told: the front page, and the figures of a leader. */
async function centrePages(stage) {
  const leader = await Visitor.arrive("leader", stage);
  await leader.visit(`${stage.demo.address(NODE.centre)}/?lang=${stage.language}`);
  await leader.awaitPage("that all agree", async (page) => (await page.locator(".today .shape.proven").count()) === 1);
  await shoot(leader, "centre: front page");
  await leader.visit(`${stage.demo.address(NODE.centre)}/dang-nhap?lang=${stage.language}`);
  await leader.follow(leader.control('form:has(input[value="leader"]) button'));
  await shoot(leader, "centre: figures");
  await leader.leave();
}

const [demo, browser] = await Promise.all([startDemo({ dossiers: 60, hasTraffic: true }), openBrowser()]);
const stage = {
  browser,
  demo,
  hand: mouse,
  width: 1280,
  language: "vi",
  province: NODE.phuYen,
  citizen: "citizen",
  say: () => {},
  find: (text) => console.error(`✗ ${text}`),
  observe: shoot,
};
try {
  await play(stage);
  await visitStates(stage);
  await centrePages(stage);
} finally {
  await browser.close();
  await demo.stop();
}
console.log(`${taken * WIDTHS.length * SCHEMES.length} pictures in ${folder}`);
